/// Makes any bytes into text that can be stored.
enum Repair {
  /// Well-formed UTF-8 without control characters other than line ends and tabs, which carry no text and serve the
  /// index as marks. What was well-formed is returned as it is.
  static func text(_ bytes: [UInt8]) -> [UInt8] {
    var text = bytes
    if (try? UTF8Span(validating: bytes.span)) == nil {
      text = Array(String(decoding: bytes, as: UTF8.self).utf8)
    }
    if text.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 && $0 != 0x0D }) {
      text.removeAll { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 && $0 != 0x0D }
    }
    return text
  }
}
