import TestTime
import Testing
import YindeAnalysis

struct PhraseTests {
  private func places(of phrase: String, in text: String) -> [Int]? {
    Phrase(phrase).map { allPlaces(of: $0, in: folded(scalars(text))) }
  }

  private func allPlaces(of phrase: Phrase, in text: [UInt32]) -> [Int] {
    var result: [Int] = []
    var start = 0
    while let range = phrase.firstRange(in: text, from: start) {
      result.append(range.lowerBound)
      start = range.lowerBound + 1
    }
    return result
  }

  @Test(arguments: [
    ("芯", "AI芯片", [2]), ("片", "AI芯片", [3]), ("ai芯片", "ＡＩ芯片", [0]), ("pt", "gpt", []),
    ("gpt", "gpt4 gpts gpt", [0, 10]), ("4", "gpt4 44 4a", [3, 8]), ("aa", "aaaa aa", [5]),
    ("一一", "一一一一", [0, 1, 2]), (" 中 国 ", "x中  国", [1]), ("中国", "中 国", []),
    ("中 国", "中国 中 国 中， 国", [0, 3]), ("一 一", "一一 一", [0, 1]), ("a中 国b", "aa中国b a中 国b", [6]),
    ("AI 芯 片", "AI芯片 AI 芯片", [5]), ("中 国", "中a国 中 a国", []), ("體驗", "体验", [0]),
    ("c++", "C++, c+", [0]), ("+", "a+b", [1]), ("gpt-4", "gpt-4o gpt-41", [0]), (".5", "3.5", [1]),
    ("★", "☆★", [1]), ("(株)", "㈱", [0]), ("a", "", []), ("é", "e\u{301}", [0]), ("か", "が", []),
    ("א", "א\u{5B0} א", [3]),
  ])
  func examples(phrase: String, text: String, expected: [Int]) {
    #expect(places(of: phrase, in: text) == expected)
  }

  @Test(arguments: ["", " ", "，。", "——", "\u{200B}", "- _ . / : '", "\u{FFFD}", "\u{5B0}"])
  func nothingToFind(text: String) {
    #expect(Phrase(text) == nil)
  }

  @Test(arguments: [
    ("芯片", ["芯片"], nil), ("片", [], "片"), ("，片", [], "片"), ("片。", ["片|"], nil),
    ("中国 人", ["中国"], nil), ("中 国", [], "中"), ("中 a", ["中|", "“a”"], nil),
    ("gpt4", ["“gpt”", "“4”"], nil), ("用 gpt-4 吗", ["用|", "“gpt-4”", "“gpt”", "“4”"], nil),
    ("-a-b ", ["“a”", "“b”"], nil), (" x a-b,y", ["“x”", "“a-b”", "“a”", "“b”", "“y”"], nil),
    ("c++", ["“c”", "“+”"], nil), ("，a1。", ["“a1”", "“a”", "“1”"], nil),
    ("a-b-", ["“a”", "“b”"], nil),
  ])
  func requiredTerms(text: String, expected: [String], open: String?) {
    let phrase = Phrase(text)
    #expect(phrase?.required.map(display) == expected)
    #expect(phrase?.openCharacter.map { string([$0]) } == open)
  }

  @Test func anyStartIsAccepted() {
    let phrase = Phrase("a")!
    let text = scalars("a b")
    for start in [Int.min, -1, 0] { #expect(phrase.firstRange(in: text, from: start) == 0..<1) }
    for start in [1, 3, 4, Int.max] { #expect(phrase.firstRange(in: text, from: start) == nil) }
    #expect(phrase.firstRange(in: [.max, 0xD800, 0x61, .max], from: 0) == 2..<3)
  }

  @Test func repetitionTakesNoQuadraticTime() {
    let text = [UInt32](repeating: 0x4E00, count: 1_000_000)
    let phrase = Phrase(string(text.prefix(200_000) + [0x4E01]))!
    let spaced = Phrase(string(text.prefix(200_000) + [0x20, 0x4E01]))!
    let time = ContinuousClock().measure {
      #expect(phrase.firstRange(in: text, from: 0) == nil)
      #expect(spaced.firstRange(in: text, from: 0) == nil)
    }
    #expect(time < .seconds(20) * TestTime.slowness)
  }

  // MARK: Against a naive twin

  /// Containment and the edge rule, word for word.
  private func naivePlaces(of phrase: [UInt32], in text: [UInt32]) -> [Int] {
    let kept = withoutSpacesInHan(phrase)
    if kept.count < phrase.count {
      let places = withoutSpacesInHan(text)
      return naivePlaces(of: kept.map { phrase[$0] }, in: places.map { text[$0] }).map {
        places[$0]
      }
    }
    guard !phrase.isEmpty, phrase.count <= text.count else { return [] }
    func splits(_ inner: UInt32, _ outer: UInt32?) -> Bool {
      guard let outer else { return false }
      let letters: [CharacterClass] = [.letter, .mark]
      if letters.contains(.of(inner)) { return letters.contains(.of(outer)) }
      return CharacterClass.of(inner) == .digit && CharacterClass.of(outer) == .digit
    }
    return (0...text.count - phrase.count).filter { at in
      let end = at + phrase.count
      return Array(text[at..<end]) == phrase
        && !splits(phrase.first!, at > 0 ? text[at - 1] : nil)
        && !splits(phrase.last!, end < text.count ? text[end] : nil)
    }
  }

  /// The places of all but the spaces between Chinese characters.
  private func withoutSpacesInHan(_ text: [UInt32]) -> [Int] {
    text.indices.filter { at in
      !(text[at] == 0x20 && at > 0 && at + 1 < text.count
        && CharacterClass.of(text[at - 1]) == .han && CharacterClass.of(text[at + 1]) == .han)
    }
  }

  private func trimmed(_ text: [UInt32]) -> [UInt32] {
    Array(text.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed())
  }

  /// Random phrases, half of them cut out of the block and disguised in other characters: found
  /// exactly where the naive search finds them, and then all required terms are the block's.
  @Test func phrasesAgreeWithNaiveSearch() {
    var random = RandomText(seed: newSeed("phrase"))
    var analyzer = Analyzer()
    var found = 0
    for _ in 0..<30_000 {
      let block = random.next(maximumLength: 40)
      let blockFolded = folded(block)
      let source: [UInt32]
      if random.index(0...3) == 0 || block.isEmpty {
        source = random.next(maximumLength: 3)
      } else {
        let from = random.index(0...block.count - 1)
        let to = random.index(from...min(block.count, from + 12))
        source = random.disguised(Array(block[from..<to]))
      }
      guard let phrase = Phrase(string(source)) else { continue }
      let phraseFolded = trimmed(folded(source))
      #expect(phrase.scalars == withoutSpacesInHan(phraseFolded).map { phraseFolded[$0] })
      let expected = naivePlaces(of: phraseFolded, in: blockFolded)
      if allPlaces(of: phrase, in: blockFolded) != expected {
        Issue.record("\(hex(source)) in \(hex(block))")
      }
      if expected.isEmpty { continue }
      found += 1
      let terms = Set(analyzer.terms(of: string(block)))
      for term in phrase.required where !terms.contains(term) {
        Issue.record("\(display(term)) of \(hex(source)) not in \(hex(block))")
      }
      if let open = phrase.openCharacter {
        #expect(phrase.required.isEmpty)
        #expect(
          terms.contains {
            if case .gram(open, _) = $0 { true } else { false }
          })
      } else {
        #expect(!phrase.required.isEmpty)
      }
    }
    #expect(found > 5_000)
  }

  /// Words about as long as a word may be, with whatever may stand beside them.
  @Test func longWordsAgreeWithNaiveSearch() {
    var analyzer = Analyzer()
    let a = scalars("a")[0]
    for length in 62...66 {
      for before in ["", "9", "x-", "x.9", "中", " "] {
        for after in ["", "1", "-b", "1-2", "é1", "中", "%"] {
          let block =
            scalars(before) + [UInt32](repeating: a, count: length) + scalars(after)
          let terms = Set(analyzer.terms(of: string(block)))
          let blockFolded = folded(block)
          for from in 0...before.count {
            for to in (block.count - after.count)...block.count where from < to {
              let phrase = Phrase(string(block[from..<to]))!
              let places = naivePlaces(of: phrase.scalars, in: blockFolded)
              #expect(allPlaces(of: phrase, in: blockFolded) == places)
              if !places.isEmpty {
                #expect(terms.isSuperset(of: phrase.required), "\(string(block)) \(from) \(to)")
              }
            }
          }
        }
      }
    }
  }

  /// The promise to a reader: a stretch of the page that does not begin or end inside a word is
  /// found, in whatever form it is typed.
  @Test func everyStretchIsFound() {
    var random = RandomText(seed: newSeed("stretch"))
    var tried = 0
    for _ in 0..<30_000 {
      let block = random.next(maximumLength: 30)
      let from = random.index(0...block.count)
      let to = random.index(from...block.count)
      let parts = [Array(block[..<from]), Array(block[from..<to]), Array(block[to...])].map {
        folded($0)
      }
      let whole = folded(block)
      // Where a mark or white space meets at a cut, the page itself reads otherwise.
      guard parts[0] + parts[1] + parts[2] == whole else { continue }
      let stretch = trimmed(parts[1])
      let place = parts[0].count + parts[1].prefix { $0 == 0x20 }.count
      guard naivePlaces(of: stretch, in: whole).contains(place),
        let phrase = Phrase(string(random.disguised(Array(block[from..<to]))))
      else { continue }
      tried += 1
      #expect(phrase.firstRange(in: whole, from: place)?.lowerBound == place, "\(hex(block))")
    }
    #expect(tried > 3_000)
  }

  private func hex(_ text: [UInt32]) -> String {
    text.map { String($0, radix: 16) }.joined(separator: " ")
  }
}
