import YindeAnalysis

/// The postings of an older index that a new one takes over, with the numbers that their documents have now.
struct KeptPostings: Sendable {
  let index: IndexFile
  /// The number of each document, or ``ReadingPhase/noDocument``. Ascending but for these.
  private let numbers: [UInt32]
  private let dropped: Int
  /// The terms of the documents that are not taken over; nil when others may have other postings, too.
  private var droppedTerms: Inverter?

  init(_ index: IndexFile, _ numbers: [UInt32]) {
    self.index = index
    self.numbers = numbers
    dropped = numbers.count { $0 == ReadingPhase.noDocument }
  }

  /// Of more documents than this the terms are not gathered.
  private static let maxDropped = 4_096

  /// The same with what tells untouched lists.
  ///
  /// - Complexity: O(text of the documents that are not taken over).
  init(_ older: OlderPages, _ reading: ReadingPhase.Outcome) throws(IndexError) {
    self.init(older.index, reading.keptNumbers)
    for (document, number) in numbers.enumerated() where number != ReadingPhase.noDocument {
      let final = reading.renumbering.isEmpty ? number : reading.renumbering[Int(number)]
      guard Int(final) == document else { return }
    }
    guard dropped <= KeptPostings.maxDropped else { return }
    let reader = OlderPages.Reader(older)
    var inverter = Inverter()
    var analyzer = Analyzer()
    var terms = TermBuffer()
    var blocks: [SourceDocument.Block] = []
    for (document, number) in numbers.enumerated() where number == ReadingPhase.noDocument {
      let text = try reader.text(document)
      blocks.removeAll(keepingCapacity: true)
      StoredRecord.findBlocks(text.span, 0..<text.count, into: &blocks)
      for block in blocks where block.role.isSearched {
        terms.removeAll()
        analyzer.analyze(text.span.extracting(block.range), into: &terms)
        inverter.add(terms, document: UInt32(document), weight: 0)
      }
    }
    droppedTerms = inverter
  }

  /// Whether a term that no new document has is in the same documents as before, under the same numbers: its list is the same bytes.
  func isUntouched(_ term: MergedTerm) -> Bool {
    guard let droppedTerms else { return false }
    return switch term {
    case .gram(let key): !droppedTerms.contains(gram: key)
    case .word(let word): !droppedTerms.contains(word: word)
    }
  }

  /// A term's postings as the older index has them, and as they are taken over.
  struct List {
    /// In the older index.
    var documents: [UInt32] = []
    var frequencies: [UInt32] = []
    /// With the numbers that they have now, and the places in ``documents`` where they stood.
    var numbers: [UInt32] = []
    var keptFrequencies: [UInt32] = []
    var places: [UInt32] = []
  }

  /// The postings of a term, those of documents that are not taken over left out.
  ///
  /// - Complexity: O(postings).
  func list(_ info: TermInfo) -> List {
    var list = List()
    if let single = info.single {
      list.documents = [single.document]
      list.frequencies = [single.frequency]
    } else {
      list.documents.reserveCapacity(info.documentFrequency)
      list.frequencies.reserveCapacity(info.documentFrequency)
      PostingList.forEachBlock(
        index.postings.slice(info.offset, info.length), count: info.documentFrequency,
        documentCount: index.documentCount
      ) { documents, frequencies, count in
        for place in 0..<count {
          list.documents.append(documents[place])
          list.frequencies.append(frequencies[place])
        }
      }
    }
    let count = list.documents.count
    list.numbers.reserveCapacity(count)
    list.keptFrequencies.reserveCapacity(count)
    list.places.reserveCapacity(count)
    for (place, document) in list.documents.enumerated() {
      let number = Int(document) < numbers.count ? numbers[Int(document)] : ReadingPhase.noDocument
      guard number != ReadingPhase.noDocument else { continue }
      list.numbers.append(number)
      list.keptFrequencies.append(list.frequencies[place])
      list.places.append(UInt32(place))
    }
    return list
  }

  /// Adds the first characters of the grams that are left.
  ///
  /// - Complexity: O(characters), and O(postings) of characters that are in few documents.
  func addCharacters(to characters: inout Set<UInt32>) {
    for row in 0..<index.grams.characterCount {
      let first = index.grams.character(row)
      if characters.contains(first) { continue }
      var isLeft = false
      index.grams.forEach(rowNumber: row) { _, info in
        if isLeft { return }
        isLeft = info.documentFrequency > dropped || !list(info).numbers.isEmpty
      }
      if isLeft { characters.insert(first) }
    }
  }
}

/// The terms of an index in dictionary order.
struct IndexedTerms {
  private let index: IndexFile
  private var row = 0
  private var block = 0
  private var grams: GramDictionary.BlockCursor?
  private var words: WordDictionary.BlockCursor?
  private var inGrams = true

  init(_ index: IndexFile) { self.index = index }

  mutating func next() -> (MergedTerm, TermInfo)? {
    if inGrams {
      if let term = nextGram() { return term }
      inGrams = false
      block = 0
    }
    while true {
      if let info = words?.next(), let term = words?.term { return (.word(term), info) }
      guard block < index.words.blockCount else { return nil }
      words = WordDictionary.BlockCursor(index.words, block: block)
      block += 1
    }
  }

  private mutating func nextGram() -> (MergedTerm, TermInfo)? {
    while true {
      if let (number, info) = grams?.next() {
        let second = number == 0 ? 0 : index.grams.character(number - 1)
        return (.gram(UInt64(index.grams.character(row)) << 21 | UInt64(second)), info)
      }
      guard block < index.grams.blockCount else { return nil }
      while row < index.grams.characterCount, index.grams.blockRange(row: row).upperBound <= block {
        row += 1
      }
      grams = GramDictionary.BlockCursor(index.grams, block: block)
      block += 1
    }
  }
}

/// A term with its lists from the runs, and what the older index has of it.
struct JoinedTerm: Sendable {
  var term: MergedTerm
  var lists: [(count: Int, bytes: [UInt8])] = []
  var kept: TermInfo?
}

/// Merges runs and the terms of an older index.
struct JoiningMerger {
  private var runs: RunMerger
  private var older: IndexedTerms?
  private var nextRun: JoinedTerm?
  private var nextOlder: (MergedTerm, TermInfo)?

  init(_ runs: RunMerger, _ older: IndexedTerms?) throws(IndexError) {
    self.runs = runs
    self.older = older
    guard older != nil else { return }
    nextRun = try takeRun()
    nextOlder = self.older?.next()
  }

  private mutating func takeRun() throws(IndexError) -> JoinedTerm? {
    try runs.next().map { JoinedTerm(term: $0.0, lists: $0.1) }
  }

  /// The next term in dictionary order; nil at the end.
  mutating func next() throws(IndexError) -> JoinedTerm? {
    guard older != nil else { return try takeRun() }
    guard let known = nextOlder else {
      guard let run = nextRun else { return nil }
      nextRun = try takeRun()
      return run
    }
    guard let run = nextRun, !known.0.precedes(run.term) else {
      nextOlder = older?.next()
      return JoinedTerm(term: known.0, kept: known.1)
    }
    nextRun = try takeRun()
    guard !run.term.precedes(known.0) else { return run }
    nextOlder = older?.next()
    var joined = run
    joined.kept = known.1
    return joined
  }
}

extension MergedTerm {
  /// Whether a term comes before another one in the dictionary: grams by their keys, then words by their bytes.
  fileprivate func precedes(_ other: MergedTerm) -> Bool {
    switch (self, other) {
    case (.gram(let left), .gram(let right)): left < right
    case (.gram, .word): true
    case (.word, .gram): false
    case (.word(let left), .word(let right)): left.lexicographicallyPrecedes(right)
    }
  }
}

extension PostingList {
  /// Calls `body` with the documents and frequencies of each block of a list, and how many they are.
  ///
  /// - Complexity: O(postings).
  static func forEachBlock(
    _ list: ByteView, count: Int, documentCount: Int,
    _ body: (PostingBuffer, PostingBuffer, Int) -> Void
  ) {
    var documents = PostingBuffer(repeating: 0)
    var frequencies = PostingBuffer(repeating: 0)
    // A damaged dictionary may promise more.
    let count = min(count, documentCount)
    guard count >= PostingBlock.size else {
      let found = ShortListCodec.decode(
        list, count: count, previous: -1, documentCount: documentCount, documents: &documents,
        frequencies: &frequencies)
      return body(documents, frequencies, found)
    }
    let entries = listImpactsSize
    let blocks = entries + entryCount(count) * entrySize
    for number in 0..<entryCount(count) {
      let start = blocks + Int(list.u32(entries + number * entrySize + 4))
      let bytes = list.suffix(from: start)
      let previous = number == 0 ? -1 : Int(list.u32(entries + (number - 1) * entrySize))
      let size = min(PostingBlock.size, count - number * PostingBlock.size)
      var found: Int
      if size == PostingBlock.size {
        let end: Int
        (end, found) = PostingBlock.decodeDocuments(
          bytes, previous: previous, documentCount: documentCount, into: &documents)
        PostingBlock.decodeFrequencies(bytes.suffix(from: end), into: &frequencies)
      } else {
        found = ShortListCodec.decode(
          bytes, count: size, previous: previous, documentCount: documentCount,
          documents: &documents, frequencies: &frequencies)
      }
      body(documents, frequencies, found)
    }
  }
}
