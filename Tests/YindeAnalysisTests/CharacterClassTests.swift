import Testing
import YindeAnalysis

struct CharacterClassTests {
  @Test(arguments: [
    ("中〇々〆ヶー㐀𠀀カあㄅ한ꀀกลកམ", CharacterClass.han), ("azéыω", .letter), ("059٣", .digit),
    ("#%&@+=<>$~^|\\`*★°😀≠←§‰", .symbol), ("_-./:'\"!?,;()[]{}。、，「」·", .punctuation), (" ", .space),
  ])
  func examples(text: String, expected: CharacterClass) {
    for scalar in text.unicodeScalars {
      let folds = folded([scalar.value])
      for fold in folds { #expect(CharacterClass.of(fold) == expected, "\(scalar)") }
    }
  }

  /// The standard library's own properties as the judge.
  @Test func classesFollowTheCategories() {
    for value in allScalars where folded([value]) == [value] {
      let scalar = Unicode.Scalar(value)!
      let characterClass = CharacterClass.of(value)
      let category = scalar.properties.generalCategory
      // Later versions of Unicode assign more.
      if category == .unassigned || scalar.properties.age.map({ $0.major > 15 }) ?? true {
        continue
      }
      let permitted: [CharacterClass]
      switch category {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter: permitted = [.letter]
      case .otherLetter, .modifierLetter: permitted = [.letter, .han]
      case .decimalNumber: permitted = [.digit]
      case .letterNumber: permitted = [.digit, .han]
      case .otherNumber: permitted = [.digit]
      case .nonspacingMark, .spacingMark, .enclosingMark: permitted = [.mark, .han]
      case .mathSymbol, .currencySymbol, .privateUse: permitted = [.symbol]
      case .otherSymbol: permitted = (0x2E80..<0x2FE0).contains(value) ? [.han] : [.symbol]
      case .modifierSymbol: permitted = [.punctuation, .symbol, .han]
      case .spaceSeparator: permitted = [.space]
      case .control, .format, .lineSeparator, .paragraphSeparator: permitted = []
      default: permitted = [.punctuation, .symbol]
      }
      if value == 0xFFFD || value == 0xFFFC { continue }
      if !permitted.contains(characterClass) {
        Issue.record("U+\(String(value, radix: 16)) \(category) is \(characterClass)")
      }
    }
  }

  @Test func whatIsUnassignedIsFound() {
    for value in allScalars where value & 0xFFFE != 0xFFFE && !(0xFDD0...0xFDEF).contains(value) {
      let properties = Unicode.Scalar(value)!.properties
      if properties.generalCategory != .unassigned || properties.isDefaultIgnorableCodePoint {
        continue
      }
      // Blocks reserved for more diacritics.
      if (0x1AB0...0x1AFF).contains(value) || (0x20D0...0x20FF).contains(value) { continue }
      let characterClass = CharacterClass.of(value)
      if folded([value]) != [value] || [.space, .punctuation, .ignorable].contains(characterClass) {
        Issue.record("U+\(String(value, radix: 16)) is \(characterClass)")
      }
    }
  }

  @Test func ideographsAreHan() {
    for value in allScalars where Unicode.Scalar(value)!.properties.isIdeographic {
      for fold in folded([value]) {
        let script = CharacterClass.of(fold)
        if script != .han { Issue.record("U+\(String(value, radix: 16)) is \(script)") }
      }
    }
  }

  @Test func whatIsIgnorableIsDropped() {
    for value in allScalars {
      let properties = Unicode.Scalar(value)!.properties
      if properties.isDefaultIgnorableCodePoint { #expect(folded([value]).isEmpty) }
      if properties.isWhitespace { #expect(folded([value]) == [0x20]) }
      if (0x300...0x36F).contains(value), value != 0x338 { #expect(folded([value]).isEmpty) }
    }
  }
}
