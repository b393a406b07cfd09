/// Which characters are wide, as far as line ends in the source between them are concerned.
enum EastAsianWidth {
  /// True if a line end between the two is only a line end: both are wide (width F, W or H of
  /// UAX #11) and neither is Hangul, which writes spaces.
  ///
  /// Beyond CSS Text 3: the ambiguous marks of Chinese text (“ ” ‘ ’ … — ·) count as wide beside a
  /// wide character, and a zero-width space takes the line end with it, as in the standard.
  static func joins(_ before: UInt32, _ after: UInt32) -> Bool {
    if before == 0x200B || after == 0x200B { return true }
    if isWide(before) { return isWide(after) || isAmbiguousMark(after) }
    return isAmbiguousMark(before) && isWide(after)
  }

  static func isWide(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0..<0x2E80: return false
    // Radicals, punctuation, kana, bopomofo (Hangul's compatibility letters are 3131 to 318E).
    case 0x2E80...0x303E, 0x3041...0x3130, 0x318F...0x31FF, 0x3220...0x325F: return true
    case 0x3280...0xA4CF: return true
    case 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F: return true
    // Full and half width forms without half-width Hangul.
    case 0xFF01...0xFF9F, 0xFFE0...0xFFE6: return true
    // Tangut, Khitan, kana supplements; emoji; the planes of Han.
    case 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F300...0x1F64F, 0x1F680...0x1F6FF: return true
    case 0x1F900...0x1FAFF, 0x20000...0x3FFFD: return true
    default: return false
    }
  }

  private static func isAmbiguousMark(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x2014, 0xB7: return true
    default: return false
    }
  }
}
