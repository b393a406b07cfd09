/// The characters and names that the tokenizer looks for and the printer escapes.
///
/// One place, so that the two cannot disagree.
enum Syntax {
  enum Operator { case or, and, not }

  /// The operator that a whole word is, if it is one.
  static func `operator`(_ word: some RandomAccessCollection<Unicode.Scalar>) -> Operator? {
    if word.count > 3 { return nil }
    if word.elementsEqual("OR".unicodeScalars) { return .or }
    if word.elementsEqual("|".unicodeScalars) { return .or }
    if word.elementsEqual("AND".unicodeScalars) { return .and }
    if word.elementsEqual("NOT".unicodeScalars) { return .not }
    return nil
  }

  /// What a name with a colon after it stands for.
  enum Name {
    case field(QueryField)
    case sort
  }

  private static let names: [(text: String, name: Name)] =
    QueryField.allCases.map { ($0.rawValue, .field($0)) } + [("sort", .sort)]

  /// The name that begins at `start` with its colon, and where its value begins.
  static func name(in scalars: [Unicode.Scalar], at start: Int) -> (name: Name, end: Int)? {
    for (text, name) in names {
      let end = start + text.utf8.count
      guard end < scalars.count, scalars[end] == ":" || scalars[end] == "：" else { continue }
      let matches = zip(text.unicodeScalars, scalars[start..<end]).allSatisfy {
        // Bit 5 is the only difference between the cases of an ASCII letter, and setting it turns
        // nothing but the two cases into the lower one.
        $0.value == $1.value | 0x20
      }
      if matches { return (name, end + 1) }
    }
    return nil
  }

  /// The White_Space property of Unicode, U+3000 IDEOGRAPHIC SPACE among them.
  static func isWhiteSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20, 0x09...0x0D: true
    case 0x00...0x7F: false
    case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// Whether a scalar is a letter or digit of a script that is written in words.
  ///
  /// ASCII, its full-width twins, and the alphabets of the first blocks of Unicode. Han, kana,
  /// bopomofo and hangul are not: there a word has no beginning to be found by.
  static func isLetterOrDigitOfWords(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0x00...0x7F: false
    case 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A: true
    case 0x80...0x10FF, 0x1E00...0x1FFF:
      scalar.properties.isAlphabetic || scalar.properties.generalCategory == .decimalNumber
    default: false
    }
  }

  /// Whether a scalar is something that a page can be found by: a letter, a digit or a character of any script.
  static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x80
      ? isLetterOrDigitOfWords(scalar)
      : scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  /// Whether a word that is printed as it is would be read with `*` or `?` as signs.
  static func hasSigns(_ word: [Unicode.Scalar]) -> Bool {
    var end = word.count
    while end > 0, word[end - 1] == "?" { end -= 1 }
    return word[..<end].contains { $0 == "*" || $0 == "?" }
      && word[..<end].contains(where: isWordCharacter)
  }
}
