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
  private var known: [TermKey: [TermSource?]] = [:]

  init(_ statistics: SearchStatistics) { self.statistics = statistics }

  /// The postings of a term in one of the indexes, which may be none, and in how many documents of all it occurs; nil when it
  /// occurs in none.
  func find(_ key: TermKey, in index: Int) -> (source: TermSource, documentFrequency: Int)? {
    let indexes = statistics.indexes
    if indexes.count == 1 {
      guard let source = TermSource(key, index: indexes[0]) else { return nil }
      return (source, source.documentFrequency)
    }
    let sources = known[key] ?? lookUp(key)
    known[key] = sources
    let frequency = sources.reduce(0) { $0 + ($1?.documentFrequency ?? 0) }
    guard frequency > 0 else { return nil }
    return (sources[index] ?? TermSource(absent: key), frequency)
  }

  private func lookUp(_ key: TermKey) -> [TermSource?] {
    var last: [UInt8]?
    if case .prefix(let prefix) = key { last = lastWord(of: prefix) }
    return statistics.indexes.map { TermSource(key, index: $0, upTo: last) }
  }

  /// The last word that a prefix stands for, when there are more than it may stand for: the same as in one index of all.
  private func lastWord(of prefix: [UInt8]) -> [UInt8]? {
    var words: Set<[UInt8]> = []
    for index in statistics.indexes {
      var count = 0
      index.words.forEach(prefix: prefix) { word, _ in
        words.insert(word)
        count += 1
        return count < TermSource.maxPrefixTerms
      }
    }
    guard words.count > TermSource.maxPrefixTerms else { return nil }
    return words.sorted { $0.lexicographicallyPrecedes($1) }[TermSource.maxPrefixTerms - 1]
  }
}
