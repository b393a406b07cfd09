import TestTime
import Testing
import YindeAnalysis

@Suite(.timeLimit(.minutes(2 * TestTime.slowness))) struct PatternTests {
  /// The automaton finds what a matcher finds that tries everything, and where.
  @Test func findsWhatTryingFinds() {
    let seed = newSeed("patterns")
    var random = RandomPattern(generator: SeededGenerator(seed: seed))
    var found = 0
    for _ in 0..<6_000 {
      let node = random.node(3)
      let matcher = PatternMatcher(node)
      for _ in 0..<4 {
        let text = random.text(random.int(0...14))
        let naive = NaivePattern(text: text)
        let expected = naive.firstRange(node)
        let note: Comment = "seed \(seed): \(node) in \(string(text))"
        let isFound = matcher.isFound(in: text.span)
        #expect(isFound == (expected != nil), note)
        // Empty matches are refused where expressions are read.
        if node.isNullable { continue }
        var start = 0
        while true {
          let range = matcher.firstRange(in: text.span, from: start)
          #expect(range == naive.firstRange(node, from: start), "from \(start), \(note)")
          guard let range, !range.isEmpty else { break }
          found += 1
          start = range.upperBound
        }
      }
    }
    #expect(found > 3_000, "seed \(seed)")
  }

  /// A text in which a pattern is found has every clause of the pattern.
  @Test func textsHaveTheClausesOfPatternsFoundInThem() {
    let seed = newSeed("clauses")
    var random = RandomPattern(generator: SeededGenerator(seed: seed))
    var clauses = 0
    for _ in 0..<6_000 {
      let node = random.node(3)
      let required = PatternClause.required(by: node)
      let matcher = PatternMatcher(node)
      for _ in 0..<8 {
        let text = random.text(random.int(1...16))
        guard matcher.isFound(in: text.span) else { continue }
        var analyzer = Analyzer()
        let terms = analyzer.terms(of: string(text))
        for clause in required {
          clauses += 1
          #expect(
            clause.atoms.contains { atom in terms.contains { holds(atom, $0) } },
            "seed \(seed): \(clause.atoms) of \(node) in \(string(text))")
        }
      }
    }
    #expect(clauses > 1_000, "seed \(seed)")
  }

  private func holds(_ atom: PatternClause.Atom, _ term: Term) -> Bool {
    switch (atom, term) {
    case (.term(let wanted), _): wanted == term
    case (.character(let character), .gram(let first, _)): character == first
    case (.words(let glob), .word(let word)):
      (glob.takesCutWords && word.count >= WordGlob.cutLength)
        || fits(glob.pieces[...], scalars(String(decoding: word, as: UTF8.self))[...])
    default: false
    }
  }

  private func fits(_ pieces: ArraySlice<WordGlob.Piece>, _ word: ArraySlice<UInt32>) -> Bool {
    guard let first = pieces.first else { return word.isEmpty }
    switch first {
    case .scalar(let scalar):
      return word.first == scalar && fits(pieces.dropFirst(), word.dropFirst())
    case .one: return !word.isEmpty && fits(pieces.dropFirst(), word.dropFirst())
    case .many:
      return (word.startIndex...word.endIndex).contains { fits(pieces.dropFirst(), word[$0...]) }
    }
  }

  @Test(arguments: [
    (PatternNode.literal(folding: scalars("人工智慧")), ["人工", "工智", "智慧"]),
    (.literal(folding: scalars("第 条")), ["第|"]),
    (
      .sequence([.literal(folding: scalars("第")), .set(PatternSet(classes: [.digit]))]), ["第|"]
    ),
    (.literal(folding: scalars("error")), ["*error*"]),
    (
      .sequence([
        .assertion(.wordEdge), .literal(folding: scalars("error")), .assertion(.wordEdge),
      ]), ["“error”"]
    ),
    (.literal(folding: scalars(" error code")), ["“error”"]),
    (.sequence([.assertion(.textEdge), .literal(folding: scalars("lib"))]), ["lib*"]),
    (
      .sequence([
        .literal(folding: scalars("张")), .set(.any), .literal(folding: scalars("丰")),
      ]), ["张…", "丰…"]
    ),
    (
      .alternation([.literal(folding: scalars("张三丰")), .literal(folding: scalars("李四"))]),
      ["张三 李四"]
    ),
    (
      .repetition(.literal(folding: scalars("中国")), least: 2, most: 9, isLazy: false),
      ["中国", "国中"]
    ),
    (.set(.any), []),
    (.alternation([.literal(folding: scalars("中国")), .set(.any)]), []),
  ])
  func clauses(node: PatternNode, expected: [String]) {
    let shown = PatternClause.required(by: node).map { clause in
      clause.atoms.map { atom in
        switch atom {
        case .term(let term): display(term)
        case .character(let character): string([character]) + "…"
        case .words(let glob): glob.name
        }
      }.joined(separator: " ")
    }
    #expect(shown == expected)
  }

  @Test func setsAreFolded() {
    let latin = PatternSet(ranges: [0x41...0x5A])
    #expect(latin.contains(0x61) && !latin.contains(0x31))
    #expect(PatternSet(ranges: [0xFF21...0xFF3A]).contains(0x7A))
    #expect(PatternSet(ranges: [0x9AD4...0x9AD4]).contains(0x4F53))  // 體, 体
    // A long range goes another way to the same end.
    let all = PatternSet(ranges: [0x3400...0x9FFF])
    for scalar in scalars("体国学") { #expect(all.contains(scalar)) }
    #expect(!PatternSet(ranges: [0x41...0x41], isNegated: true).contains(0x61))
    #expect(PatternSet(ranges: [0x3000...0x3000]).contains(0x20))
  }

  // MARK: Hostile patterns

  private static let letter = PatternNode.literal(folding: scalars("a"))

  private static func star(_ node: PatternNode) -> PatternNode {
    .repetition(node, least: 0, most: nil, isLazy: false)
  }

  /// Exponential for whoever goes back; here each scalar costs at most the size of the pattern.
  @Test(arguments: [
    PatternNode.sequence([star(star(letter)), .literal(folding: scalars("b"))]),
    .sequence([
      star(.alternation([letter, .sequence([letter, letter])])), .literal(folding: scalars("b")),
    ]),
    .sequence([
      .repetition(
        .repetition(letter, least: 0, most: 1, isLazy: false), least: 0, most: 1_000, isLazy: false),
      .repetition(letter, least: 1_000, most: 1_000, isLazy: false),
      .literal(folding: scalars("b")),
    ]),
    // Ever new states: which of the last 300 characters was an a.
    .sequence([
      letter, .repetition(.set(.any), least: 300, most: 300, isLazy: false),
      .literal(folding: scalars("b")), .repetition(.set(.any), least: 300, most: 300, isLazy: true),
      .literal(folding: scalars("b")),
    ]),
  ])
  func hostilePatternsTakeLinearTime(node: PatternNode) {
    var random = SeededGenerator(seed: 7)
    let same = [UInt32](repeating: 0x61, count: 20_000)
    let mixed = (0..<5_000).map { _ in UInt32.random(in: 0x61...0x62, using: &random) }
    for text in [same, mixed] {
      let matcher = PatternMatcher(node)
      _ = matcher.firstRange(in: text.span, from: 0)
      #expect(matcher.work < 4 * (node.size + 64) * text.count)
    }
  }

  @Test func workIsBounded() {
    let node = PatternNode.sequence([
      Self.letter, .repetition(.set(.any), least: 1_000, most: 1_000, isLazy: false),
      .literal(folding: scalars("c")),
    ])
    var random = SeededGenerator(seed: 8)
    let text = (0..<50_000).map { _ in UInt32.random(in: 0x61...0x62, using: &random) }
    let matcher = PatternMatcher(node)
    matcher.workLimit = 100_000
    let isFound = matcher.isFound(in: text.span)
    #expect(!isFound)
    #expect(matcher.isSpent && matcher.work < 110_000)
  }
}
