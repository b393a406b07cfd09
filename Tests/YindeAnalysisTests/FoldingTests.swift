import Foundation
import TestTime
import Testing
import YindeAnalysis

struct FoldingTests {
  @Test(arguments: [
    ("ＡＩ體驗　№５", "ai体验 no5"), ("GPT－４o", "gpt-4o"), ("Straße", "strasse"),
    ("hàn yǔ ÜBER", "han yu uber"),
    ("㈱½…㎏", "(株)1/2...kg"), ("ｶﾞｷﾞﾊﾟｱ", "ガギパア"), ("か\u{3099}は\u{309A}", "がぱ"), ("カか", "カか"),
    ("か\u{309A}\u{3099}", "か\u{309A}\u{3099}"), ("か\u{338}\u{3099}\u{3099}", "が\u{3099}"),
    ("\u{1112}\u{1161}\u{11AB}", "한"), ("한국", "한국"), ("ㅎㅏㄴ", "하ᄂ"), ("⼈⺠⻢", "人民马"),
    ("〇々〆ヶ", "〇々〆ヶ"),
    ("乔治・华•盛‧顿∙特", "乔治·华·盛·顿·特"), ("a—b―c–d‐e−f", "a-b-c-d-e-f"), ("“引”‘得’", "\"引\"'得'"),
    ("引\u{200B}得\u{FEFF}\u{AD}\u{FE0F}", "引得"), (" 　\t\n\u{A0}", " "), ("a \u{200B} b", "a b"),
    ("℃", "°c"), ("Ёлка й", "елка и"), ("ΆΣς", "ασσ"), ("≠ =\u{338} o\u{338}", "≠ ≠ o"),
    ("\u{F900}", "岂"), ("著後裡麵", "著后里面"), ("1\u{FE0F}\u{20E3}", "1"), ("´`¨", "'`¨"), ("〜～∶", "~~:"),
    ("\u{1E69} s\u{323}\u{307}", "s s"), ("①⑴⒈㊙", "1(1)1.秘"), ("", ""),
  ])
  func examples(source: String, expected: String) {
    #expect(folded(source) == expected)
    // Swift compares strings up to canonical equivalence: compare the scalars too.
    #expect(folded(scalars(source)) == scalars(expected))
  }

  @Test func everyScalarIsFoldedOnce() {
    for scalar in allScalars {
      let once = folded([scalar])
      if folded(once) != once { Issue.record("U+\(String(scalar, radix: 16))") }
      for part in once where CharacterClass.of(part) == .ignorable {
        Issue.record("U+\(String(scalar, radix: 16)) leaves what is dropped")
      }
    }
  }

  @Test func randomTextIsFoldedOnce() {
    var random = RandomText(seed: newSeed("fold"))
    for _ in 0..<20_000 {
      let text = random.next(maximumLength: 20)
      let once = folded(text)
      if folded(once) != once { Issue.record("\(text.map { String($0, radix: 16) })") }
    }
  }

  /// Compatibility decomposition by another implementation, and each of its forms: whatever the text
  /// is normalised to before, the fold is the same.
  @Test func normalisedTextFoldsAlike() {
    // Whose compatibility decomposition is a space and a mark (¨): Yinde keeps them. What Yinde
    // maps elsewhere than NFKC does: fold both.
    for scalar in allScalars {
      let text = string([scalar])
      let compatible = text.decomposedStringWithCompatibilityMapping
      if compatible.unicodeScalars.first == " ", compatible.unicodeScalars.count > 1 { continue }
      let fold = folded([scalar])
      if folded(scalars(text.decomposedStringWithCanonicalMapping)) != fold
        || folded(scalars(text.precomposedStringWithCanonicalMapping)) != fold
      {
        Issue.record("U+\(String(scalar, radix: 16)) canonical")
      }
      if isCompatible(scalar),
        folded(scalars(compatible)) != fold
          || folded(scalars(text.precomposedStringWithCompatibilityMapping)) != fold
      {
        Issue.record("U+\(String(scalar, radix: 16)) compatible: \(compatible), \(string(fold))")
      }
    }
  }

  /// False for the variants that Yinde decides before decomposition.
  private func isCompatible(_ scalar: UInt32) -> Bool { scalar != 0xB4 && scalar != 0x1FFD }

  @Test func randomNormalisedTextFoldsAlike() {
    var random = RandomText(seed: newSeed("normal"))
    for _ in 0..<5_000 {
      let source = random.next(maximumLength: 12)
      let text = string(source)
      let fold = folded(scalars(text))
      for form in [
        text.decomposedStringWithCanonicalMapping, text.precomposedStringWithCanonicalMapping,
      ] where folded(scalars(form)) != fold {
        Issue.record("\(source.map { String($0, radix: 16) })")
      }
    }
  }

  @Test func partsFoldAsTheWhole() {
    var random = RandomText(seed: newSeed("joint"))
    for _ in 0..<20_000 {
      let (a, b) = (random.next(maximumLength: 8), random.next(maximumLength: 8))
      if a.contains(where: meets) || b.contains(where: meets) { continue }
      #expect(folded(a + b) == folded(a) + folded(b))
    }
  }

  /// Scalars that may change what stands beside them, once folded.
  private func meets(_ scalar: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(scalar) else { return false }
    let compatible = string([scalar.value]).decomposedStringWithCompatibilityMapping
    return compatible.unicodeScalars.contains {
      $0.properties.canonicalCombiningClass != .notReordered || $0.properties.isWhitespace
        || (0x1161...0x11C2).contains($0.value)
    }
  }

  @Test func appendingLeavesWhatIsThere() {
    var text = scalars("か ")
    Folding.fold([0x20, 0x3099, 0x61], into: &text)
    #expect(text == scalars("か  ") + [0x3099, 0x61])
  }

  @Test func numbersThatAreNoScalarsDoNotTrap() {
    let text: [UInt32] = [0xD800, 0x11_0000, .max, 0x61]
    #expect(folded(text).last == 0x61)
    #expect(Folding.fold(text).sources == [0, 1, 2, 3, 4])
    #expect(CharacterClass.of(.max) == .punctuation)
  }

  @Test func manyMarksTakeNoQuadraticTime() {
    var text: [UInt32] = [0x61]
    for index in 0..<400_000 { text.append(index % 2 == 0 ? 0x5B0 : 0x64B) }
    let clock = ContinuousClock()
    let time = clock.measure { #expect(folded(text).count == text.count) }
    #expect(time < .seconds(20) * TestTime.slowness)
  }

  @Test func mapLeadsBack() {
    let text = Folding.fold(scalars("\u{FEFF}A\u{200B}  ㈱か\u{3099}é!"))
    #expect(string(text.scalars) == "a (株)がe!")
    #expect(text.sources == [1, 3, 5, 5, 5, 6, 8, 9, 10])
  }

  @Test func rangesAreWidenedToWholeSourceScalars() {
    let text = Folding.fold(scalars("Ａ\u{200B}㈱b"))
    #expect(string(text.scalars) == "a(株)b")
    #expect(text.sourceRange(of: 0..<1) == 0..<2)
    #expect(text.sourceRange(of: 2..<3) == 2..<3)
    #expect(text.sourceRange(of: 1..<5) == 2..<4)
    #expect(text.sourceRange(of: 3..<3) == 2..<2)
    #expect(text.sourceRange(of: 5..<5) == 4..<4)
  }

  @Test func mapAgreesWithFold() {
    var random = RandomText(seed: newSeed("map"))
    for _ in 0..<20_000 {
      let source = random.next(maximumLength: 20)
      let text = Folding.fold(source)
      #expect(text.scalars == folded(source))
      #expect(text.sources.count == text.scalars.count + 1)
      #expect(text.sources.last == UInt32(source.count))
      #expect(zip(text.sources, text.sources.dropFirst()).allSatisfy { $0 <= $1 })
    }
  }

  @Test func utf8FoldsAsScalars() {
    var random = RandomText(seed: newSeed("utf8"))
    for _ in 0..<5_000 {
      let source = string(random.next(maximumLength: 20))
      var result: [UInt32] = []
      Folding.fold(utf8: Array(source.utf8).span, into: &result)
      #expect(result == folded(scalars(source)))
    }
  }

  @Test func invalidUTF8FoldsAsSwiftRepairsIt() {
    var generator = SeededGenerator(seed: newSeed("invalid"))
    let bytes: [UInt8] = [
      0x41, 0x80, 0xBF, 0xC0, 0xC2, 0xE0, 0xA0, 0xE4, 0xB8, 0xAD, 0xED, 0x9F, 0xEF, 0xF0, 0x90,
      0xF4, 0x8F,
      0xF5, 0xFF,
    ]
    for _ in 0..<50_000 {
      let source = (0..<8).map { _ in bytes.randomElement(using: &generator)! }
      var result: [UInt32] = []
      Folding.fold(utf8: source.span, into: &result)
      #expect(result == folded(scalars(String(decoding: source, as: UTF8.self))), "\(source)")
    }
  }
}
