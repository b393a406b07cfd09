import YindeAnalysis

/// What `yinde inspect` shows.
extension IndexFile {
  public struct SectionInfo: Sendable {
    public var name: String
    public var offset: Int
    public var length: Int
    public var checksum: UInt32
  }

  public struct TermSummary: Sendable {
    public var text: String
    /// Whether this is the unigram of a character that ends a run.
    public var endsRun: Bool
    public var documentFrequency: Int
  }

  public struct PostingsSummary: Sendable {
    public var term: String
    public var documentFrequency: Int
    /// Bytes in the postings section; 0 when the posting stands in the dictionary or was joined.
    public var byteCount: Int
    public var postings: [(document: Int, frequency: Int)]
  }

  /// Bits of the postings section for each posting: its document and its frequency. A posting that is alone in its list has none there, and stands
  /// in the dictionary.
  public var bitsPerPosting: Double {
    Double(section(.postings).count) * 8 / Double(max(postingCount, 1))
  }

  /// Whether postings have an order of their own (``DocumentOrder``).
  public var isReordered: Bool { !order.isByPath }

  public var formatVersion: Int { Int(IndexFormat.version) }
  public var analyzerFingerprint: UInt64 { header.fingerprint }

  public var sections: [SectionInfo] {
    header.sections.map {
      SectionInfo(name: $0.id.name, offset: $0.offset, length: $0.length, checksum: $0.checksum)
    }
  }

  /// Terms that begin with `prefix`, in dictionary order: grams, then words.
  public func terms(prefix: String, limit: Int) -> [TermSummary] {
    var found: [TermSummary] = []
    var folded: [UInt32] = []
    Folding.fold(prefix.unicodeScalars.map(\.value), into: &folded)
    forEachGram { first, second, info in
      guard found.count < limit else { return false }
      let term = second == 0 ? [first] : [first, second]
      if term.starts(with: folded) || folded == [first] {
        found.append(
          TermSummary(
            text: TermKey.term(.gram(first: first, second: second)).name, endsRun: second == 0,
            documentFrequency: info.documentFrequency))
      }
      return true
    }
    let text = String(String.UnicodeScalarView(folded.compactMap(Unicode.Scalar.init)))
    if found.count < limit {
      words.forEach(prefix: Array(text.utf8)) { term, info in
        found.append(
          TermSummary(
            text: String(decoding: term, as: UTF8.self), endsRun: false,
            documentFrequency: info.documentFrequency))
        return found.count < limit
      }
    }
    return found
  }

  /// The first postings of the term that a text is: a bigram, a character (joined), a word; in the order in which the list has them
  /// (``DocumentOrder``).
  public func postings(of text: String, limit: Int) -> PostingsSummary? {
    var analyzer = Analyzer()
    guard let key = Bag.keys(of: text, analyzer: &analyzer, SearchStatistics(self)).first?.0,
      let source = TermSource(key, index: self)
    else { return nil }
    let scorer = TermScorer(weight: 0, model: BM25(k1: 1, b: 0, index: self), index: self)
    var cursor = source.cursor(scorer, index: self)
    var found: [(document: Int, frequency: Int)] = []
    while found.count < limit, cursor.document != PostingCursor.endOfList {
      found.append((order.document(at: cursor.document), Int(cursor.frequency)))
      cursor.advance()
    }
    var byteCount = 0
    if case .list(let info) = source.postings { byteCount = info.length }
    return PostingsSummary(
      term: key.name, documentFrequency: source.documentFrequency, byteCount: byteCount,
      postings: found)
  }

  /// The document with a path.
  ///
  /// - Complexity: O(bytes of all paths).
  public func document(path: String) -> Int? {
    let wanted = Array(path.utf8)
    var found: Int?
    paths.forEach(count: documentCount) { document, path in
      if path == wanted { found = document }
      return found == nil
    }
    return found
  }

  /// Bytes that a document's text takes.
  public func storedTextSize(_ document: Int) -> Int { texts.frame(document).count }

  /// Calls `body` with every gram, in order, until it returns false.
  func forEachGram(_ body: (UInt32, UInt32, TermInfo) -> Bool) {
    // Rows follow one another. In a damaged index they may not; no block is read twice then either.
    var done = 0
    for row in 0..<grams.characterCount {
      let first = grams.character(row)
      let range = grams.blockRange(row: row)
      defer { done = max(done, range.upperBound) }
      for block in max(range.lowerBound, done)..<max(range.upperBound, done) {
        var cursor = GramDictionary.BlockCursor(grams, block: block)
        while let term = cursor.next() {
          let second = term.second == 0 ? 0 : grams.character(term.second - 1)
          guard body(first, second, term.info) else { return }
        }
      }
    }
  }
}
