import YindeAnalysis
import YindeQuery

/// Finds in a text the places that a query matched.
///
/// It works on folded text and carries the places back to the original, so that 檢索 is marked when 检索 was asked.
/// Overlapping matches (the bigrams of a word) become one run.
struct Highlighter {
  /// A match in folded text, with the number of the pattern that made it.
  struct Match {
    var range: Range<Int>
    var pattern: Int
  }

  private var grams: [Int: Int] = [:]
  private var characters: [Int: Int] = [:]
  /// A bit for the low 16 bits of each scalar that begins a gram or is a character: most of a text is passed over
  /// without a look into the tables.
  private var firsts = [UInt64](repeating: 0, count: 1024)
  private var phrases: [(phrase: Phrase, pattern: Int)] = []
  private var prefixes: [(scalars: [UInt32], pattern: Int)] = []
  /// Wildcards and regular expressions.
  private var matchers: [(matcher: PatternMatcher, pattern: Int)] = []
  /// How much each pattern says: its idf, in thousandths. Whole numbers add up the same in any order.
  private(set) var worths: [Int] = []
  /// Their sum: no window is worth more.
  var total: Int { worths.reduce(0, +) }

  init(_ query: Query, _ statistics: SearchStatistics) {
    var analyzer = Analyzer()
    collect(query.root, isBag: true, statistics, analyzer: &analyzer)
    for gram in grams.keys { mark(UInt32(truncatingIfNeeded: gram >> 21)) }
    for character in characters.keys { mark(UInt32(truncatingIfNeeded: character)) }
  }

  private mutating func mark(_ scalar: UInt32) {
    firsts[Int(scalar & 0xFFFF) >> 6] |= 1 << UInt64(scalar & 63)
  }

  private mutating func addPattern(_ documentFrequency: Int, _ statistics: SearchStatistics) -> Int
  {
    let model = BM25(k1: BM25.defaultK1, b: BM25.defaultB, statistics)
    worths.append(Int(model.idf(documentFrequency: documentFrequency) * 1000) + 10)
    return worths.count - 1
  }

  /// A phrase that was asked for twice is one pattern.
  private mutating func add(
    _ phrase: Phrase, _ documentFrequency: Int, _ statistics: SearchStatistics
  ) {
    if phrases.contains(where: { $0.phrase.scalars == phrase.scalars }) { return }
    phrases.append((phrase, addPattern(documentFrequency, statistics)))
  }

  private mutating func add(_ node: PatternNode, _ statistics: SearchStatistics) {
    let frequencies = PatternClause.required(by: node).map { clause in
      clause.atoms.reduce(0) { sum, atom in
        guard case .term(let term) = atom else { return sum + statistics.documentCount / 16 }
        return sum + statistics.documentFrequency(term)
      }
    }
    let rarest = frequencies.min() ?? statistics.documentCount / 4
    let matcher = PatternMatcher(node)
    matcher.workLimit = Highlighter.maxWork
    matchers.append((matcher, addPattern(min(rarest, statistics.documentCount), statistics)))
  }

  /// Steps that a pattern that makes ever new states may take in all pages of an answer; what is found later is not marked.
  private static let maxWork = 2_000_000

  private mutating func collect(
    _ node: QueryNode, isBag: Bool, _ statistics: SearchStatistics, analyzer: inout Analyzer
  ) {
    switch node {
    case .word(let text) where isBag:
      let terms = analyzer.terms(of: text)
      for term in Bag.terms(
        of: terms, marks: QuestionWords.marks(terms), isKnown: { statistics.isKnown($0) })
      {
        switch term.key {
        case .term(.gram(let first, let second)):
          let gram = Int(first) << 21 | Int(second)
          if grams[gram] == nil {
            let frequency = statistics.documentFrequency(.gram(first: first, second: second))
            grams[gram] = addPattern(frequency, statistics)
            // 什么 and the like are not what the page was asked for.
            if term.isAsking { worths[worths.count - 1] /= 2 }
          }
        case .term(.word(let bytes)) where bytes.count >= 60:
          // Terms are cut at 64 bytes; the word of the page goes on.
          var scalars: [UInt32] = []
          UTF8Scalars.forEach(bytes.span) { scalars.append($0) }
          prefixes.append(
            (scalars, addPattern(statistics.documentFrequency(.word(bytes)), statistics)))
        case .term(.word(let bytes)):
          if let phrase = Phrase(String(decoding: bytes, as: UTF8.self)) {
            add(phrase, statistics.documentFrequency(.word(bytes)), statistics)
          }
        case .character(let character):
          // A lone character: common, so it says little.
          if characters[Int(character)] == nil {
            characters[Int(character)] = addPattern(statistics.documentCount / 4, statistics)
          }
        case .prefix, .words, .any: continue
        }
      }
    case .word(let text), .phrase(let text):
      if let phrase = Phrase(text) {
        let rarest = phrase.required.map { statistics.documentFrequency($0) }.min()
        add(phrase, rarest ?? statistics.documentCount / 4, statistics)
      }
    case .wildcard(let parts): add(Wildcards(parts).node, statistics)
    case .expression(let text):
      if let node = try? ExpressionParser.tree(text) { add(node, statistics) }
    case .prefix(let text) where Wildcards.prefixBytes(text) == nil:
      add(Wildcards([.text(text), .many]).node, statistics)
    case .prefix(let text):
      var scalars: [UInt32] = []
      Folding.fold(text.unicodeScalars.map(\.value), into: &scalars)
      prefixes.append((scalars, addPattern(statistics.documentCount / 16, statistics)))
    case .field(.title, let inner):
      collect(inner, isBag: false, statistics, analyzer: &analyzer)
    case .field: return
    case .group(let clauses):
      for clause in clauses where clause.occur != .mustNot {
        collect(
          clause.node, isBag: isBag && clause.occur == .should, statistics, analyzer: &analyzer)
      }
    case .any(let nodes):
      for node in nodes { collect(node, isBag: isBag, statistics, analyzer: &analyzer) }
    case .all(let nodes):
      for node in nodes { collect(node, isBag: false, statistics, analyzer: &analyzer) }
    }
  }

  /// The matches in folded text, by their start.
  ///
  /// - Complexity: O(text × phrases).
  func matches(in folded: [UInt32]) -> [Match] {
    var found: [Match] = []
    if !grams.isEmpty || !characters.isEmpty {
      for at in folded.indices {
        let scalar = folded[at]
        guard firsts[Int(scalar & 0xFFFF) >> 6] >> UInt64(scalar & 63) & 1 == 1 else { continue }
        if at + 1 < folded.count,
          let pattern = grams[Int(folded[at]) << 21 | Int(folded[at + 1])]
        {
          found.append(Match(range: at..<(at + 2), pattern: pattern))
        }
        if let pattern = characters[Int(folded[at])] {
          found.append(Match(range: at..<(at + 1), pattern: pattern))
        }
      }
    }
    for (phrase, pattern) in phrases {
      var start = 0
      while let range = phrase.firstRange(in: folded, from: start) {
        found.append(Match(range: range, pattern: pattern))
        start = range.upperBound
      }
    }
    for (prefix, pattern) in prefixes where !prefix.isEmpty {
      found += prefixMatches(prefix, pattern, in: folded)
    }
    for (matcher, pattern) in matchers {
      // An expression may look at all that is left for each match.
      var left = min(max(4_000_000 / max(folded.count, 1), 4), 2_000)
      var start = 0
      while left > 0, start < folded.count,
        let range = matcher.firstRange(in: folded.span, from: start)
      {
        found.append(Match(range: range, pattern: pattern))
        start = range.upperBound
        left -= 1
      }
    }
    found.sort { $0.range.lowerBound < $1.range.lowerBound }
    return found
  }

  /// Words that begin with the prefix, marked whole.
  private func prefixMatches(_ prefix: [UInt32], _ pattern: Int, in folded: [UInt32]) -> [Match] {
    func isWord(_ scalar: UInt32) -> Bool {
      let kind = CharacterClass.of(scalar)
      return kind == .letter || kind == .digit || kind == .mark
    }
    var found: [Match] = []
    var at = 0
    while at + prefix.count <= folded.count {
      if folded[at] == prefix[0], at == 0 || !isWord(folded[at - 1]),
        folded[at..<(at + prefix.count)].elementsEqual(prefix)
      {
        var end = at + prefix.count
        while end < folded.count, isWord(folded[end]) { end += 1 }
        found.append(Match(range: at..<end, pattern: pattern))
        at = end
      } else {
        at += 1
      }
    }
    return found
  }
}
