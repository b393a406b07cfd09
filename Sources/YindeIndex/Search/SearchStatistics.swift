import YindeAnalysis

/// What queries are weighted by, counted over all indexes that are searched together.
struct SearchStatistics: Sendable {
  let indexes: [IndexFile]
  let documentCount: Int
  /// As ``IndexFile/averageLength``, of all documents.
  let averageLength: Double

  init(_ index: IndexFile) {
    indexes = [index]
    documentCount = index.documentCount
    averageLength = index.averageLength
  }

  init(_ indexes: [IndexFile]) {
    self.indexes = indexes
    documentCount = indexes.reduce(0) { $0 + $1.documentCount }
    let total = indexes.reduce(0) { $0 + $1.header.totalLength }
    averageLength = IndexFile.averageLength(total: total, documents: documentCount)
  }

  /// In how many documents a term occurs.
  func documentFrequency(_ term: Term) -> Int {
    indexes.reduce(0) { $0 + $1.documentFrequency(term) }
  }

  func isKnown(_ term: Term) -> Bool { indexes.contains { $0.lookup(term) != nil } }
}

/// The postings of a query's terms in all indexes that are searched together; each is looked up once.
final class TermLookup {
  let statistics: SearchStatistics
  private var known = ShortMap<TermKey, [TermSource?]>()
  /// The keys that stand for more words than can be looked up.
  private(set) var cut: Set<TermKey> = []

  init(_ statistics: SearchStatistics) { self.statistics = statistics }

  /// The postings of a term in one of the indexes, which may be none, and in how many documents of all it occurs; nil when it
  /// occurs in none.
  func find(_ key: TermKey, in index: Int) -> (source: TermSource, documentFrequency: Int)? {
    let sources = known[key] ?? lookUp(key)
    known[key] = sources
    let frequency = sources.reduce(0) { $0 + ($1?.documentFrequency ?? 0) }
    guard frequency > 0 else { return nil }
    return (sources[index] ?? TermSource(absent: key), frequency)
  }

  /// The clauses of a pattern that are worth their price: of single characters the rarest, and others whose rows have no more postings than
  /// there are documents. A character that most pages have keeps few candidates out, and its row is long.
  func chosen(_ clauses: [PatternClause]) -> [PatternClause] {
    guard clauses.count > 1, clauses.allSatisfy(\.readsRows) else { return clauses }
    let sizes = clauses.map(size)
    let least = sizes.min() ?? 0
    let first = sizes.firstIndex(of: least)
    return clauses.indices.filter { $0 == first || sizes[$0] <= statistics.documentCount }
      .map { clauses[$0] }
  }

  /// How many postings of all indexes there are to be read for a clause that reads the rows of characters.
  ///
  /// - Complexity: O(grams of the rows).
  func size(_ clause: PatternClause) -> Int {
    clause.atoms.reduce(0) { sum, atom in
      switch atom {
      case .term(let term): return sum + statistics.documentFrequency(term)
      case .character(let character):
        var size = 0
        for index in statistics.indexes {
          index.grams.forEach(row: character) { _, info in size += info.documentFrequency }
        }
        return sum + size
      case .words: return sum
      }
    }
  }

  private func lookUp(_ key: TermKey) -> [TermSource?] {
    var ends: TermSource.Ends = [:]
    // One index stops by itself.
    if statistics.indexes.count > 1 {
      for key in key.ofWords { ends[key] = lastWord(of: key) }
      cut.formUnion(ends.keys)
    }
    return statistics.indexes.map { TermSource(key, index: $0, upTo: ends, cut: &cut) }
  }

  /// The last word that a key stands for, when there are more than it may stand for: the same as in one index of all.
  private func lastWord(of key: TermKey) -> [UInt8]? {
    var words: Set<[UInt8]> = []
    for index in statistics.indexes {
      _ = TermSource.forEachWord(of: key, index) { word, _ in
        words.insert(word)
        return true
      }
    }
    guard words.count > TermSource.maxWords else { return nil }
    return words.sorted { $0.lexicographicallyPrecedes($1) }[TermSource.maxWords - 1]
  }
}
