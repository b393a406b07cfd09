/// How well a text may be cut at a place.
enum SnippetEdge: Int, Comparable {
  /// Inside a word of letters and digits, or between a character and its marks.
  case inside
  case word
  /// After ，、；： and the like.
  case clause
  /// Where a sentence or a line ends, or the block.
  case sentence

  static func < (first: SnippetEdge, second: SnippetEdge) -> Bool {
    first.rawValue < second.rawValue
  }

  /// The edge before `place`, in a block of a text.
  ///
  /// - Complexity: O(1); it looks at a few characters before the place.
  static func before(_ place: Int, _ scalars: [UInt32], _ block: Range<Int>) -> SnippetEdge {
    guard place > block.lowerBound, place < block.upperBound else { return .sentence }
    let next = scalars[place]
    let previous = scalars[place - 1]
    if isIdeograph(previous), isIdeograph(next) { return .word }
    if isLineEnd(previous) { return .sentence }
    if isAttached(next) || previous == 0x200D || isOpening(previous) { return .inside }
    // What closes belongs to what stands before it: 。” and ……
    if isClosing(next) || endsSentence(next) || endsClause(next) {
      return isSpace(previous) ? .word : .inside
    }
    var end = place - 1
    while end > block.lowerBound, place - end < 8, isSpace(scalars[end]) { end -= 1 }
    let hasSpace = end < place - 1
    while end > block.lowerBound, place - end < 12, isClosing(scalars[end]) { end -= 1 }
    let last = scalars[end]
    // Without a space after it an ASCII sign between ASCII is a piece of code: a!=b.
    if endsSentence(last), hasSpace || last > 0x7F || next > 0x7F { return .sentence }
    // A Latin full stop ends a sentence before a space and after a letter: not in 3.1 and "6. 安装".
    if hasSpace, last == 0x2E, end > block.lowerBound, isLetter(scalars[end - 1]) {
      return .sentence
    }
    if endsClause(last), hasSpace || last > 0x7F { return .clause }
    return isWord(previous) && isWord(next) ? .inside : .word
  }

  /// Whether a snippet should not begin with this: what is left of a piece that was cut off.
  static func closes(_ scalar: UInt32) -> Bool {
    isSpace(scalar) || isClosing(scalar) || endsClause(scalar)
      || endsSentence(scalar)
  }

  static func isSpace(_ scalar: UInt32) -> Bool {
    scalar == 0x20 || (scalar >= 0x09 && scalar <= 0x0D) || scalar == 0xA0 || scalar == 0x3000
      || scalar == 0x2028 || scalar == 0x2029
  }

  /// Most of a text.
  private static func isIdeograph(_ scalar: UInt32) -> Bool { scalar >= 0x4E00 && scalar < 0xA000 }

  private static func isLineEnd(_ scalar: UInt32) -> Bool {
    scalar == 0x0A || scalar == 0x0D || scalar == 0x2028 || scalar == 0x2029
  }

  private static func isLetter(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return (scalar | 0x20) >= 0x61 && (scalar | 0x20) <= 0x7A }
    // Latin, Greek and Cyrillic; the scripts beyond are rare and cut like Chinese.
    return scalar >= 0xC0 && scalar < 0x530
  }

  /// Letters, digits and what joins them in names of files, addresses and commands.
  private static func isWord(_ scalar: UInt32) -> Bool {
    isLetter(scalar) || (scalar >= 0x30 && scalar <= 0x39) || isJoiner(scalar)
  }

  /// Combining marks, variation selectors and joiners: parts of the character before them.
  private static func isAttached(_ scalar: UInt32) -> Bool {
    guard scalar >= 0x300, let scalar = Unicode.Scalar(scalar) else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return true
    default:
      // The joiner of emoji, their skins, and the voicing marks of narrow kana.
      return scalar.value == 0x200D || (0x1F3FB...0x1F3FF).contains(scalar.value)
        || scalar.value == 0xFF9E || scalar.value == 0xFF9F
    }
  }

  /// 。！？!?…｡
  private static func endsSentence(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3002, 0xFF01, 0xFF1F, 0x21, 0x3F, 0x2026, 0xFF61: true
    default: false
    }
  }

  /// ，、；：,;:､
  private static func endsClause(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xFF0C, 0x3001, 0xFF1B, 0xFF1A, 0x2C, 0x3B, 0x3A, 0xFF64: true
    default: false
    }
  }

  /// ”’」』）)》】〉〕］]｣
  private static func isClosing(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x201D, 0x2019, 0x300D, 0x300F, 0xFF09, 0x29, 0x300B, 0x3011, 0x3009, 0x3015, 0xFF3D, 0x5D,
      0xFF63:
      true
    default: false
    }
  }

  /// “‘「『（(《【〈〔［[｢
  private static func isOpening(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x201C, 0x2018, 0x300C, 0x300E, 0xFF08, 0x28, 0x300A, 0x3010, 0x3008, 0x3014, 0xFF3B, 0x5B,
      0xFF62:
      true
    default: false
    }
  }

  /// -._/:@+~%#=& in names of files, addresses and commands.
  private static func isJoiner(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x2D, 0x2E, 0x5F, 0x2F, 0x3A, 0x40, 0x2B, 0x7E, 0x25, 0x23, 0x3D, 0x26: true
    default: false
    }
  }
}
