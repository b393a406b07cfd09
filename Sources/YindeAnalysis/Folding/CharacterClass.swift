/// What a folded scalar is to the analyser.
///
/// The class decides where terms begin and end: ideographs and the other scripts written without
/// spaces are cut into overlapping pairs, letters and digits make words, each symbol is a word of
/// its own, and the rest only separates.
///
///     CharacterClass.of(0x4E2D)  // 中: han
///     CharacterClass.of(0x2605)  // ★: symbol
///     CharacterClass.of(0x3002)  // 。: punctuation
public enum CharacterClass: UInt8, CaseIterable, Sendable {
  /// U+0020, the only white space in folded text.
  case space
  /// What separates, the joiners `- _ . / : '` included; also the replacement character.
  case punctuation
  /// Signs that a reader may look for: ★ 😀 ° $ + # % & @, and private code points. An unassigned
  /// one has the class of its neighbours, if that is something to look for, or is a symbol.
  case symbol
  /// A scalar of a script written without spaces, combining marks included: ideographs of all
  /// planes, kana, bopomofo, Hangul, Yi, Tangut, Thai, Lao, Khmer, Myanmar, Tibetan and the like.
  case han
  /// A letter of any other script.
  case letter
  /// A decimal digit of any script, or another numeral outside `han`.
  case digit
  /// A combining mark outside `han`. It belongs to the word it stands in, as if it were a letter.
  case mark
  /// What folding drops: never in folded text.
  case ignorable

  /// The class of a folded scalar, in constant time; what is not a scalar is punctuation.
  public static func of(_ folded: UInt32) -> CharacterClass {
    CharacterClass(packed: FoldingTables.shared.entry(of: folded))
  }

  /// The class as it stands in an entry of the table and beside a packed scalar.
  @inline(__always)
  var bits: UInt32 { UInt32(rawValue) << FoldingTables.classShift }

  @inline(__always)
  init(packed: UInt32) {
    // Four bits that only hold the numbers of classes.
    self =
      CharacterClass(rawValue: UInt8(truncatingIfNeeded: packed >> FoldingTables.classShift) & 15)
      ?? .punctuation
  }
}

/// A folded scalar with its class, as the analyser keeps text between folding and cutting: the
/// scalar in the low 21 bits, the class and the flags of its table entry above.
typealias PackedScalar = UInt32

extension PackedScalar {
  @inline(__always)
  var scalar: UInt32 { self & FoldingTables.scalarMask }

  @inline(__always)
  var classNumber: UInt32 { self >> FoldingTables.classShift & 15 }

  @inline(__always)
  func has(_ characterClass: CharacterClass) -> Bool {
    classNumber == UInt32(characterClass.rawValue)
  }

  /// Letters, digits and marks: what words are made of.
  @inline(__always)
  var isWord: Bool {
    // letter, digit and mark follow one another.
    classNumber &- UInt32(CharacterClass.letter.rawValue) <= 2
  }

  @inline(__always)
  var isDigit: Bool { has(.digit) }

  /// Whether this scalar alone between two words makes a compound of them.
  @inline(__always)
  var isJoiner: Bool {
    switch scalar {
    case 0x27, 0x2D, 0x2E, 0x2F, 0x3A, 0x5F: true  // ' - . / : _
    default: false
    }
  }
}
