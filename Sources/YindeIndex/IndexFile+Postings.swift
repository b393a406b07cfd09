import YindeAnalysis

/// What goes to other engines: every term with its postings.
extension IndexFile {
  /// The sum of the lengths of all documents, in weighted terms.
  public var totalLength: Int { Int(clamping: header.totalLength) }

  /// The document that postings know by a place: another number in an index that was reordered. Places are 0 to the number of
  /// documents, too.
  public func document(at place: Int) -> Int { order.document(at: place) }

  /// Calls `body` with the postings of every term that a query can ask for, in the byte order of the terms:
  /// words, bigrams, and single characters.
  ///
  /// A character's postings count it wherever it stands, as a one-character query does; in the file they are the row
  /// of its bigrams. Postings that weigh nothing (furniture) are left out, and so are terms with no
  /// others. Documents are those of ``document(at:)`` and ascend; frequencies are weighted (``RoleWeights``) and at least 1.
  ///
  /// - Complexity: O(postings), and O(documents) for each character.
  public func forEachPostings(
    _ body: (_ term: String, _ documents: [UInt32], _ frequencies: [UInt32]) throws -> Void
  ) rethrows {
    var list = PostingLists(self)
    var wordWalk = WordWalk(words)
    var word = wordWalk.next()
    func giveWords(before term: [UInt8]?) throws {
      while let (bytes, info) = word {
        if let term, !bytes.lexicographicallyPrecedes(term) { return }
        try list.give(String(decoding: bytes, as: UTF8.self), .list(info), body)
        word = wordWalk.next()
      }
    }
    for row in 0..<grams.characterCount {
      let first = grams.character(row)
      let name = TermKey.character(first).name
      try giveWords(before: Array(name.utf8))
      // In a damaged index a character may be without a row.
      guard let source = TermSource(.character(first), index: self) else { continue }
      try list.give(name, source.postings, body)
      var terms: [(UInt32, TermInfo)] = []
      grams.forEach(rowNumber: row) { second, info in
        // The unigram at the end of a run is in the character's own list.
        if second > 0 { terms.append((grams.character(second - 1), info)) }
      }
      for (second, info) in terms {
        let name = TermKey.term(.gram(first: first, second: second)).name
        try giveWords(before: Array(name.utf8))
        try list.give(name, .list(info), body)
      }
    }
    try giveWords(before: nil)
  }
}

/// Decodes lists into arrays that are used again.
private struct PostingLists {
  private let index: IndexFile
  private let scorer: TermScorer
  private var documents: [UInt32] = []
  private var frequencies: [UInt32] = []

  init(_ index: IndexFile) {
    self.index = index
    scorer = TermScorer(weight: 0, model: BM25(k1: 1, b: 0, index: index), index: index)
  }

  mutating func give(
    _ term: String, _ postings: TermSource.Postings,
    _ body: (String, [UInt32], [UInt32]) throws -> Void
  ) rethrows {
    documents.removeAll(keepingCapacity: true)
    frequencies.removeAll(keepingCapacity: true)
    var cursor =
      switch postings {
      case .list(let info): PostingCursor(info, index: index, scorer: scorer)
      case .joined(let list): PostingCursor(list, index: index, scorer: scorer)
      }
    while cursor.document != PostingCursor.endOfList {
      let frequency = cursor.frequency
      if frequency > 0 {
        documents.append(UInt32(cursor.document))
        frequencies.append(frequency)
      }
      cursor.advance()
    }
    if !documents.isEmpty { try body(term, documents, frequencies) }
  }
}

/// Gives the words of a dictionary one after another.
private struct WordWalk {
  private let dictionary: WordDictionary
  private var block = 0
  private var cursor: WordDictionary.BlockCursor?

  init(_ dictionary: WordDictionary) { self.dictionary = dictionary }

  mutating func next() -> ([UInt8], TermInfo)? {
    while true {
      if let info = cursor?.next(), let term = cursor?.term { return (term, info) }
      guard block < dictionary.blockCount else { return nil }
      cursor = WordDictionary.BlockCursor(dictionary, block: block)
      block += 1
    }
  }
}
