/// UTF-16 without a byte-order mark, told by its NUL bytes: one of the two bytes of each ASCII
/// character.
enum UTF16Pattern {
  /// The bytes looked at.
  static let window = 2048

  /// UTF-16LE, UTF-16BE or nil. O(window).
  static func find(in input: Span<UInt8>) -> PageEncoding? {
    let count = min(input.count, window) & ~1
    var even = 0
    var odd = 0
    var index = 0
    while index < count {
      if input[index] == 0 { even += 1 }
      if input[index + 1] == 0 { odd += 1 }
      index += 2
    }
    // A twentieth of the characters are ASCII even in a text without markup (line ends, blanks,
    // digits), and U+xx00 is rare. Two characters are asked for, so that a stray NUL decides
    // nothing.
    let most = max(even, odd)
    guard most >= 2, most * 20 >= count / 2, min(even, odd) * 10 <= most else { return nil }
    let encoding: PageEncoding = odd > even ? .utf16LE : .utf16BE
    return isText(input.extracting(0..<count), highByte: odd > even ? 1 : 0) ? encoding : nil
  }

  /// True if few of the units are controls or surrogates that stand alone.
  private static func isText(_ input: Span<UInt8>, highByte: Int) -> Bool {
    var bad = 0
    var afterHigh = false
    var index = 0
    while index < input.count {
      let unit = UInt16(input[index + highByte]) << 8 | UInt16(input[index + 1 - highByte])
      let isLow = unit & 0xFC00 == 0xDC00
      if isLow != afterHigh { bad += 1 }
      afterHigh = unit & 0xFC00 == 0xD800
      if unit < 0x20, unit != 0x09, unit != 0x0A, unit != 0x0C, unit != 0x0D { bad += 1 }
      index += 2
    }
    return bad * 40 <= input.count / 2
  }
}
