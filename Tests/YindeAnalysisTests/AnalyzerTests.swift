import Testing

@testable import YindeAnalysis

struct AnalyzerTests {
  @Test(arguments: [
    ("", []), ("张", ["张|"]), ("AI芯片", ["“ai”", "芯片", "片|"]),
    ("GPT-4o", ["“gpt-4o”", "“gpt”", "“4o”", "“4”", "“o”"]), ("54000张", ["“54000”", "张|"]),
    ("3.5%", ["“3.5”", "“3”", "“5”", "“%”"]),
    ("PD1728_A_1", ["“pd1728_a_1”", "“pd1728”", "“pd”", "“1728”", "“a”", "“1”"]),
    ("C++ C#", ["“c”", "“+”", "“+”", "“c”", "“#”"]), ("AT&T", ["“at”", "“&”", "“t”"]),
    ("-a--b-", ["“a”", "“b”"]), ("a.b.", ["“a.b”", "“a”", "“b”"]), ("★😀", ["“★”", "“😀”"]),
    ("20℃", ["“20”", "“°”", "“c”"]), ("中，国", ["中|", "国|"]), ("中 国", ["中|", "国|"]),
    ("カタカナ・ガ", ["カタ", "タカ", "カナ", "ナ|", "ガ|"]), ("don’t", ["“don't”", "“don”", "“t”"]),
    ("體驗", ["体验", "验|"]), ("中\u{FE00}国\u{200B}人", ["中国", "国人", "人|"]), ("🇨🇳", ["“🇨”", "“🇳”"]),
  ])
  func examples(text: String, expected: [String]) {
    #expect(terms(text) == expected)
  }

  @Test func longWordsAreCut() {
    let a70 = String(repeating: "a", count: 70)
    let a64 = "“" + String(repeating: "a", count: 64) + "”"
    #expect(terms(a70) == [a64])
    #expect(terms(a70 + "1") == [a64, "“1”"])
    #expect(terms(a70 + "-b") == [a64, "“b”"])
    // Three bytes each: 21 of them are 63 bytes.
    #expect(terms(String(repeating: "\u{1E00}", count: 3)) == ["“aaa”"])
    #expect(
      terms(String(repeating: "ა", count: 30)) == ["“" + String(repeating: "ა", count: 21) + "”"])
  }

  @Test func bufferIsAppendedTo() {
    var analyzer = Analyzer()
    var buffer = TermBuffer()
    analyzer.analyze("中国a".utf8Bytes.span, into: &buffer)
    analyzer.analyze("人b1".utf8Bytes.span, into: &buffer)
    #expect(buffer.grams.map { display(Term(packedGram: $0)) } == ["中国", "国|", "人|"])
    #expect(buffer.wordBytes == "ab1b1".utf8Bytes)
    #expect(buffer.wordEnds == [1, 3, 4, 5])
    #expect(buffer.count == 7)
    buffer.removeAll()
    #expect(buffer.count == 0)
  }

  @Test func termsEqualThoseOfThePlainTwin() {
    var random = RandomText(seed: newSeed("terms"))
    var analyzer = Analyzer()
    for _ in 0..<20_000 {
      let text = string(random.next(maximumLength: 90))
      let terms = analyzer.terms(of: text)
      let twin = PlainAnalyzer.terms(of: text)
      if terms != twin {
        Issue.record("\(text.debugDescription) \(terms.map(display)) \(twin.map(display))")
      }
      var buffer = TermBuffer()
      analyzer.analyze(text.utf8Bytes.span, into: &buffer)
      var grams: [Term] = []
      var words: [Term] = []
      for term in twin {
        if case .gram = term { grams.append(term) } else { words.append(term) }
      }
      #expect(buffer.grams.map(Term.init(packedGram:)) == grams)
      let starts = [0] + buffer.wordEnds
      #expect(
        zip(starts, buffer.wordEnds).map { .word([UInt8](buffer.wordBytes[$0..<$1])) } == words)
    }
  }

  @Test func invalidBytesSeparate() {
    var analyzer = Analyzer()
    var generator = SeededGenerator(seed: newSeed("bytes"))
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      var buffer = TermBuffer()
      analyzer.analyze(bytes.span, into: &buffer)
      #expect(
        buffer.count == analyzer.terms(of: String(decoding: bytes, as: UTF8.self)).count, "\(bytes)"
      )
    }
  }

  @Test func fingerprintCoversTheTables() {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for text in [
      FoldingData.classes, FoldingData.singles, FoldingData.several, FoldingData.marks,
      FoldingData.pairs,
    ] {
      for byte in text.description.utf8.filter({ $0 != 0x0A }) + [0x0A] {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
      }
    }
    #expect(hash == FoldingData.hash)
    #expect(Analyzer.fingerprint != FoldingData.hash)
  }

  @Test func tablesHaveTheirDeclaredSizes() {
    let tables = FoldingTables.shared
    #expect(tables.entries.count == FoldingData.blockCount * 128)
    #expect(tables.pool.count == FoldingData.poolCount)
    #expect(tables.marks.count == FoldingData.markCount)
    #expect(tables.pairs.count == FoldingData.pairCount)
    #expect(tables.marks == tables.marks.sorted())
    #expect(tables.pairs == tables.pairs.sorted())
  }
}

extension String {
  var utf8Bytes: [UInt8] { Array(utf8) }
}

/// The rules as they are written, without a thought of speed.
enum PlainAnalyzer {
  static func terms(of text: String) -> [Term] {
    let text = folded(scalars(text))
    let classes = text.map(CharacterClass.of)
    let isWord = classes.map { [.letter, .digit, .mark].contains($0) }
    let joiners = Set(scalars("-_./:'"))
    var terms: [Term] = []
    /// Ends of the maximal range from a start in which a predicate holds.
    func end(_ start: Int, while predicate: (Int) -> Bool) -> Int {
      (start..<text.count).first { !predicate($0) } ?? text.count
    }
    func cut(_ range: Range<Int>) -> Range<Int> {
      var range = range
      while string(text[range]).utf8.count > 64 { range = range.lowerBound..<range.upperBound - 1 }
      return range
    }
    func emit(_ range: Range<Int>) { terms.append(.word(Array(string(text[range]).utf8))) }
    var index = 0
    while index < text.count {
      if classes[index] == .han {
        let stop = end(index) { classes[$0] == .han }
        for i in index..<stop {
          terms.append(.gram(first: text[i], second: i + 1 < stop ? text[i + 1] : 0))
        }
        index = stop
      } else if classes[index] == .symbol {
        emit(index..<index + 1)
        index += 1
      } else if isWord[index] {
        var runs: [Range<Int>] = [index..<end(index) { isWord[$0] }]
        while let last = runs.last?.upperBound, last + 1 < text.count, joiners.contains(text[last]),
          isWord[last + 1]
        {
          runs.append(last + 1..<end(last + 1) { isWord[$0] })
        }
        let whole = index..<runs.last!.upperBound
        if runs.count > 1, cut(whole) == whole { emit(whole) }
        for run in runs {
          emit(cut(run))
          var pieces: [Range<Int>] = []
          for i in run {
            if let last = pieces.last,
              (classes[i] == .digit) == (classes[last.lowerBound] == .digit)
            {
              pieces[pieces.count - 1] = last.lowerBound..<i + 1
            } else {
              pieces.append(i..<i + 1)
            }
          }
          if pieces.count > 1 {
            for piece in pieces where cut(piece) != cut(run) { emit(cut(piece)) }
          }
        }
        index = whole.upperBound
      } else {
        index += 1
      }
    }
    return terms
  }
}
