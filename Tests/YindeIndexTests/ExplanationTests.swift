import Testing
import YindeQuery

@testable import YindeIndex

/// How a score comes about: the parts and the shares of characters add up to it exactly.
@Suite struct ExplanationTests {
  /// Words, phrases, trees with what must and must not match; every depth, model and order.
  @Test func partsAndSharesAddUp() throws {
    var random = SeededRandom(stream: 301)
    let corpus = RandomCorpus(.init(count: 60...80), &random)
    let built = try BuiltIndex(corpus.places)
    let judge = Judge(built: built, twin: Twin(corpus.documents), source: corpus.documents)
    for round in 0..<120 * Environment.scale {
      let node =
        round % 2 == 0
        ? QueryNode.word(judge.substring(1...12, &random))
        : judge.group(random.int(0...2), inField: false, &random)
      guard let query = try? Query(parsing: node.description) else { continue }
      var options = SearchOptions()
      options.rerank = random.pick([0, 1, 5, 30])
      options.sort = random.pick([.score, .score, .date])
      options.model = random.pick([.yinde, .bm25])
      for hit in built.searcher.search(query, options).hits {
        let note: Comment = "\(query.source.debugDescription), \(hit), \(SeededRandom.note)"
        let explanation = built.searcher.explain(query, document: hit.document, options)
        let first = explanation.parts.reduce(0) { $0 + $1.score }
        let second = explanation.rescoring.map {
          $0.parts.reduce($0.coverage + $0.brevity) { $0 + $1.score }
        }
        #expect(first + (second ?? 0) == hit.score, note)
        #expect(explanation.shares.reduce(0) { $0 + $1.score } == hit.score, note)
        #expect(explanation.shares.reduce(0) { $0 + $1.terms } == first, note)
        #expect(Set(explanation.shares.map(\.text)).count == explanation.shares.count, note)
      }
    }
    built.expectSound(SeededRandom.note)
  }

  /// 甲乙丙: the one in the middle is in two bigrams, so it has the most; and the order is the query's.
  @Test func sharesAreOfCharacters() throws {
    let built = try BuiltIndex([
      SourceDocument(path: "a", [(.body, "这里有甲乙丙和GPT-4")]),
      SourceDocument(path: "b", [(.body, "别的")]), SourceDocument(path: "c", [(.body, "还有别的")]),
    ])
    var options = SearchOptions()
    options.rerank = 0
    let shares = built.searcher.explain(
      try Query(parsing: "GPT-4 甲乙丙"), document: 0, options
    ).shares
    #expect(shares.map(\.text) == ["gpt-4", "gpt", "4", "甲", "乙", "丙"])
    #expect(shares[4].terms == 2 * shares[3].terms && shares[3].terms == shares[5].terms)
    #expect(shares.allSatisfy { $0.rescoring == 0 })
    options.rerank = 30
    let both = built.searcher.explain(try Query(parsing: "甲乙丙"), document: 0, options).shares
    #expect(both.map(\.text) == ["甲", "乙", "丙"])
    #expect(both.allSatisfy { $0.rescoring > 0 && $0.terms > 0 })
    built.expectSound()
  }

  /// What did not match has no part: the bigrams of a phrase that stand apart, and what is left out.
  @Test func whatDoesNotMatchHasNoPart() throws {
    let built = try BuiltIndex([
      SourceDocument(path: "a", [(.body, "人工的智能，工智，公司")]),
      SourceDocument(path: "b", [(.body, "别的")]),
    ])
    for text in ["公司 OR \"人工智能\"", "公司 -\"人工智能\"", "+公司 \"人工智能\""] {
      let query = try Query(parsing: text)
      let explanation = built.searcher.explain(query, document: 0, SearchOptions())
      #expect(explanation.shares.map(\.text) == ["公", "司"], "\(text)")
      let hit = built.searcher.search(query, SearchOptions()).hits[0]
      #expect(explanation.shares.reduce(0) { $0 + $1.score } == hit.score)
    }
    built.expectSound()
  }

  /// Whole numbers in proportion, none lost.
  @Test func dealingLosesNothing() {
    var random = SeededRandom(stream: 302)
    for _ in 0..<500 {
      let weights = (0..<random.int(1...9)).map { _ in random.pick([0, 1e-9, 0.5, 3, 7e8]) }
      let total = random.pick([0, 1, 2, 1_000_003, 1 << 30]) as UInt32
      let dealt = ShareList.deal(total, by: weights)
      #expect(dealt.count == weights.count)
      #expect(dealt.reduce(0) { $0 + Int($1) } == Int(total), "\(weights), \(SeededRandom.note)")
      let sum = weights.reduce(0, +)
      if sum > 0 {
        for (part, weight) in zip(dealt, weights) {
          #expect(abs(Double(part) - Double(total) * weight / sum) <= 1.001)
        }
      }
    }
    #expect(ShareList.deal(10, by: [1, 1, 1]) == [4, 3, 3])
  }
}
