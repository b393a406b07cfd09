/// The classes of ASCII bytes that HTML's grammar is made of.
extension UInt8 {
  @inline(__always) var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
  @inline(__always) var isASCIIDigit: Bool { self &- 0x30 < 10 }
  @inline(__always) var isASCIIAlphanumeric: Bool { isASCIILetter || isASCIIDigit }

  /// Tab, line feed, form feed, carriage return and space: HTML's whitespace.
  @inline(__always) var isHTMLSpace: Bool {
    self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D || self == 0x0C
  }

  @inline(__always) func digit(hexadecimal: Bool) -> UInt32? {
    if isASCIIDigit { return UInt32(self &- 0x30) }
    guard hexadecimal, (self | 0x20) &- 0x61 < 6 else { return nil }
    return UInt32((self | 0x20) &- 0x61) + 10
  }
}

extension [UInt8] {
  /// Appends the UTF-8 of a code point, which must be a Unicode scalar value.
  @inline(__always)
  mutating func append(scalar value: UInt32) {
    switch value {
    case 0..<0x80:
      append(UInt8(truncatingIfNeeded: value))
    case 0..<0x800:
      append(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
      append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    case 0..<0x1_0000:
      append(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
      append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    default:
      append(UInt8(truncatingIfNeeded: 0xF0 | value >> 18))
      append(UInt8(truncatingIfNeeded: 0x80 | value >> 12 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    }
  }
}
