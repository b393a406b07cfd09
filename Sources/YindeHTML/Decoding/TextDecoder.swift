/// How the bytes of a page became text. A stand-in: every page is taken for UTF-8.
public struct EncodingReport: Sendable, Equatable {
  public enum Reason: String, Sendable { case fallback }
  public var name: String
  public var reason: Reason
  public var declared: String?
  public var replacements: Int

  public init(name: String, reason: Reason, declared: String? = nil, replacements: Int = 0) {
    self.name = name
    self.reason = reason
    self.declared = declared
    self.replacements = replacements
  }
}

/// The text of a page as UTF-8, and how it was decoded.
public struct DecodedText: Sendable {
  public var utf8: [UInt8]
  public var encoding: EncodingReport
}

/// A stand-in for the decoder: valid UTF-8 is passed on, everything else repaired.
public enum TextDecoder {
  public static func decode(_ bytes: [UInt8], transportLabel: String? = nil) -> DecodedText {
    let report = EncodingReport(name: "utf-8", reason: .fallback)
    var bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    let valid = (try? UTF8Span(validating: bytes.span)) != nil
    return DecodedText(utf8: valid ? bytes : Array(String(decoding: bytes, as: UTF8.self).utf8), encoding: report)
  }
}
