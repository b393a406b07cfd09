/// How many columns a terminal gives to a character.
enum TerminalWidth {
  /// 0 for marks that sit on the character before, 2 for wide East Asian characters and emoji, 1
  /// for the rest, ambiguous ones (`“`, `…`) included, as terminals outside East Asian locales do.
  ///
  /// After East_Asian_Width in Unicode Standard Annex #11; the ranges take in the unassigned code
  /// points between wide ones, as the annex asks for.
  static func columns(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20...0x7E: return 1
    case 0x4E00...0x9FFF: return 2
    // Hangul vowels and finals join the syllable that a wide initial began.
    case 0x1160...0x11FF: return 0
    case 0x302A...0x302F, 0x3099...0x309A: return 0
    case 0x303F, 0x3248...0x324F: return 1
    case 0x1100...0x115F, 0x2E80...0x4DFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
      0x2329...0x232A, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x2FFFD,
      0x30000...0x3FFFD:
      return 2
    // Half of a flag each; alone and narrow by the standard.
    case 0x1F1E6...0x1F1FF: return 1
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: return scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }
}
