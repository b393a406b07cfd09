import Testing
import YindeAnalysis
import YindeQuery

@testable import YindeIndex

/// Asks the index and its twin the same random questions and compares the answers.
struct Judge {
  let built: BuiltIndex
  let twin: Twin
  let source: [SourceDocument]

  static let models: [Twin.Model] = [
    .init(k1: 1.2, b: 0.75), .init(k1: 0.9, b: 0.4), .init(k1: 0, b: 0.5), .init(k1: 3, b: 1),
    .init(k1: 1.5, b: 0), .init(k1: 0.01, b: 1),
  ]

  func options(_ model: Twin.Model, limit: Int = 10, offset: Int = 0) -> SearchOptions {
    var options = SearchOptions()
    options.k1 = model.k1
    options.b = model.b
    options.limit = limit
    options.offset = offset
    options.model = model.isWeighted ? .yinde : .bm25
    options.rerank = 0
    options.textBudget = 0
    return options
  }

  static func isClose(_ left: Double, _ right: Double) -> Bool {
    abs(left - right) <= 1e-5 * max(1, abs(right))
  }

  // MARK: Bags

  /// Bags of words: the top k and its pruning, totals, offsets.
  func bags(_ count: Int, _ random: inout SeededRandom) {
    for _ in 0..<count {
      let text = (0..<random.int(1...4)).map { _ in substring(1...6, &random) }
        .joined(separator: random.pick([" ", ""]))
      let model = random.pick(Judge.models)
      let expected = twin.bag(text, model)
      let note: Comment = "bag \(text.debugDescription) \(model), \(SeededRandom.note)"
      // Everything: the same documents and scores.
      let n = built.index.documentCount
      let all = built.searcher.search(plain: text, mode: .any, options(model, limit: n))
      #expect(Set(all.hits.map(\.document)) == Set(expected.keys), note)
      #expect(all.total == SearchTotal(expected.count, .equal), note)
      compare(all.hits, expected, note)
      for k in [0, 1, 3, 10, 100, random.int(1...n)] {
        let offset = random.chance(0.3) ? random.int(0...20) : 0
        var options = options(model, limit: k, offset: offset)
        if random.chance(0.5) { options.countingBudget = random.pick([0, 50, 1_000]) }
        let some = built.searcher.search(plain: text, mode: .any, options)
        // Pruning changes nothing, to the last bit.
        #expect(some.hits == Array(all.hits.dropFirst(offset).prefix(k)), "k \(k), \(note)")
        expectTotal(some.total, expected.count, note)
      }
      let conjunction = Set(
        twin.bagKeys(text).keys.map { Set((twin.postings(of: $0) ?? []).map(\.document)) }
          .reduce(Set(expected.keys)) { $0.intersection($1) })
      let hits = built.searcher.search(plain: text, mode: .all, options(model, limit: n))
      #expect(Set(hits.hits.map(\.document)) == conjunction, note)
      compare(hits.hits, expected, note)
      var quick = options(model, limit: random.pick([1, 3, 10]))
      quick.countingBudget = 0
      let pruned = built.searcher.search(plain: text, mode: .all, quick)
      #expect(pruned.hits == Array(hits.hits.prefix(quick.limit)), note)
      expectTotal(pruned.total, conjunction.count, note)
    }
  }

  /// Scores as the twin has them; best first, equal ones by document.
  func compare(_ hits: [SearchHit], _ expected: [Int: Double], _ note: Comment) {
    for hit in hits {
      #expect(Judge.isClose(hit.score, expected[hit.document] ?? .nan), "\(hit), \(note)")
    }
    for (first, second) in zip(hits, hits.dropFirst()) {
      let isOrdered =
        first.score > second.score
        || (first.score == second.score && first.document < second.document)
      #expect(isOrdered, "\(first) before \(second), \(note)")
    }
  }

  private func expectTotal(_ total: SearchTotal, _ actual: Int, _ note: Comment) {
    switch total.relation {
    case .equal: #expect(total.value == actual, note)
    case .atLeast: #expect(total.value <= actual, note)
    case .atMost: #expect(total.value >= actual, note)
    }
  }

  // MARK: Strings

  /// Strings of one to forty characters from the blocks themselves, in either script, and their neighbours.
  func strings(_ count: Int, _ random: inout SeededRandom) {
    let model = random.pick(Judge.models)
    for _ in 0..<count {
      var text = substring(random.pick([1...1, 2...2, 3...6, 3...6, 7...40]), &random)
      if random.chance(0.3) { text = TextWriter.inOtherScript(text) }
      if random.chance(0.1) { text = text.uppercased() }
      let note: Comment = "string \(text.debugDescription) \(model), \(SeededRandom.note)"
      let expected = twin.string(text, model)
      let plain = built.allHits { options in
        built.searcher.search(
          plain: text, mode: .phrase, self.options(model, limit: options.limit))
      }
      #expect(Set(plain.keys) == Set(expected.keys), note)
      for (document, score) in plain {
        #expect(Judge.isClose(score, expected[document] ?? .nan), "document \(document), \(note)")
      }
      if Twin.phrase(text) == nil { continue }
      // Through the query language too, and only the best of them.
      let printed = QueryNode.group([Clause(.should, .phrase(trimmed(text)))]).description
      guard let query = try? Query(parsing: printed) else {
        Issue.record("\(printed) does not parse, \(note)")
        continue
      }
      let best = built.searcher.search(query, options(model, limit: 3))
      let all = built.searcher.search(query, options(model, limit: built.index.documentCount))
      #expect(Set(all.hits.map(\.document)) == Set(expected.keys), note)
      #expect(best.hits == Array(all.hits.prefix(3)), note)
      expectTotal(best.total, expected.count, note)
      for hit in best.hits { expectSnippet(query, hit.document, note) }
    }
  }

  /// A page that was found has a snippet that lies inside its bounds.
  private func expectSnippet(_ query: Query, _ document: Int, _ note: Comment) {
    let maker = built.searcher.snippetMaker(for: query)
    let text = built.searcher.text(document)
    let snippet = maker.snippet(of: text)
    let count = snippet.text.unicodeScalars.count
    var end = -1
    for range in snippet.highlights {
      #expect(range.lowerBound > end && range.upperBound <= count && !range.isEmpty, note)
      end = range.upperBound
    }
    // What stands in the title alone is marked there.
    #expect(
      !snippet.highlights.isEmpty || !maker.highlights(inTitle: text.title).isEmpty,
      "no highlight in \(snippet.text.debugDescription), \(note)")
  }

  private func trimmed(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }

  // MARK: Trees

  /// Trees of every shape, printed and parsed.
  func trees(_ count: Int, _ random: inout SeededRandom) {
    for _ in 0..<count {
      let printed = group(random.int(0...3), inField: false, &random).description
      guard let query = try? Query(parsing: printed) else {
        Issue.record("\(printed) does not parse, \(SeededRandom.note)")
        continue
      }
      let model = random.pick(Judge.models)
      let note: Comment = "query \(printed.debugDescription) \(model), \(SeededRandom.note)"
      let expected = twin.answer(query, model)
      let n = built.index.documentCount
      let all = built.searcher.search(query, options(model, limit: n))
      let found = Set(all.hits.map(\.document))
      #expect(found == Set(expected.keys), note)
      #expect(all.total == SearchTotal(expected.count, .equal), note)
      if found == Set(expected.keys) { compare(all.hits, expected, note) }
      let scores = Dictionary(
        uniqueKeysWithValues: all.hits.map { ($0.document, $0.score) })
      for sort in SortOrder.allCases {
        let wanted = twin.sorted(scores, sort).map { SearchHit(document: $0, score: scores[$0]!) }
        for k in [1, 10, 1 + n / 3] {
          var options = options(model, limit: k, offset: random.pick([0, 0, 3]))
          options.countingBudget = random.pick([0, 1_000, 200_000])
          options.sort = sort
          let some = built.searcher.search(query, options)
          let slice = Array(wanted.dropFirst(options.offset).prefix(k))
          #expect(some.hits == slice, "\(sort) \(options.offset) k \(k), \(note)")
          expectTotal(some.total, expected.count, note)
        }
      }
    }
  }

  func group(_ depth: Int, inField: Bool, _ random: inout SeededRandom) -> QueryNode {
    var clauses = [
      Clause(random.chance(0.7) ? .should : .must, node(depth, inField: inField, &random))
    ]
    for _ in 0..<random.int(0...3) {
      let occur: Occur = random.pick([.should, .should, .must, .mustNot])
      clauses.insert(
        Clause(occur, node(depth, inField: inField, &random)), at: random.int(0...clauses.count))
    }
    return .group(clauses)
  }

  private func node(_ depth: Int, inField: Bool, _ random: inout SeededRandom) -> QueryNode {
    if depth > 0, random.chance(0.5) {
      switch random.int(0..<3) {
      case 0: return group(depth - 1, inField: inField, &random)
      case 1:
        return .any((0..<random.int(2...3)).map { _ in node(depth - 1, inField: inField, &random) })
      default:
        return .all((0..<random.int(2...3)).map { _ in node(depth - 1, inField: inField, &random) })
      }
    }
    switch random.int(0..<15) {
    case 0, 1: return .phrase(filled(trimmed(substring(1...8, &random))))
    case 2 where !inField:
      return .prefix(random.pick(["l", "lib", "g", "gpt-", "A", "x86", "zzz"]))
    case 3 where !inField:
      switch random.int(0..<5) {
      case 4: return .field(.title, pattern(&random))
      case 0: return .field(.title, group(1, inField: true, &random))
      case 1: return .field(.title, .prefix(random.pick(["l", "lib", "g", "gpt-", "x86"])))
      default: return .field(.title, .word(word(&random)))
      }
    case 4 where !inField:
      let text = random.pick(["docs", "page-1", "example", "docs/*1*", "?1*", "新闻", "很长的路径/*2"])
      return .field(.path, .word(text))
    case 5 where !inField:
      let text = random.pick([
        "example.com", "docs", "Example.org", "nowhere", "例子.cn", "*example*", "[::1]",
      ])
      return .field(.site, .word(text))
    case 6 where !inField: return .field(.date, filter(depth, Judge.dates, &random))
    case 7 where !inField: return .field(.lang, filter(depth, Judge.languages, &random))
    case 8...10 where !inField: return pattern(&random)
    default: return .word(word(&random))
    }
  }

  private func word(_ random: inout SeededRandom) -> String {
    let text = String(substring(1...5, &random).filter { !$0.isWhitespace })
    return filled(text)
  }

  private func filled(_ text: String) -> String { text.isEmpty ? "中国" : text }

  // MARK: Text

  /// A piece of a random block, cut anywhere but inside Latin words and numbers; sometimes changed a little.
  func substring(_ size: ClosedRange<Int>, _ random: inout SeededRandom) -> String {
    for _ in 0..<20 {
      let document = source[random.int(0..<source.count)]
      guard !document.blocks.isEmpty else { continue }
      let block = random.pick(document.blocks)
      let scalars = Array(
        String(decoding: document.text[block.range], as: UTF8.self).unicodeScalars)
      guard !scalars.isEmpty else { continue }
      var start = random.int(0..<scalars.count)
      var end = min(start + random.int(size), scalars.count)
      func isWord(_ at: Int) -> Bool {
        let scalar = scalars[at]
        return scalar.value < 0x3000 && scalar.properties.isAlphabetic
          || scalar.properties.numericType != nil
      }
      while start > 0, isWord(start - 1), isWord(start) { start -= 1 }
      while end < scalars.count, isWord(end - 1), isWord(end) { end += 1 }
      var piece = Array(scalars[start..<end])
      if random.chance(0.1) { piece.shuffle(using: &random) }
      return String(String.UnicodeScalarView(piece))
    }
    return "中国"
  }
}
