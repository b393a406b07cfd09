import YindeAnalysis

/// The postings of an older index that a new one takes over, with the numbers that their documents have now.
struct KeptPostings: Sendable {
  let index: IndexFile
  /// The number of each document, or ``ReadingPhase/noDocument``. Ascending but for these.
  private let numbers: [UInt32]
  private let dropped: Int
  init(_ index: IndexFile, _ numbers: [UInt32]) {
    self.index = index
    self.numbers = numbers
    dropped = numbers.count { $0 == ReadingPhase.noDocument }
  }

  /// Of more documents than this the terms are not gathered.
  private static let maxDropped = 4_096

  /// The terms of the documents that are not taken over, as a run: the lists of others are the same bytes as before, unless new
  /// documents have them. Nil when documents have got other numbers, or too many are not taken over.
  ///
  /// - Complexity: O(text of the documents that are not taken over).
  func droppedTerms(
    _ older: OlderPages, _ reading: ReadingPhase.Outcome
  ) throws(IndexError) -> SortedRun? {
    guard index.order.isByPath, reading.places.isEmpty else { return nil }
    for (document, number) in numbers.enumerated() where number != ReadingPhase.noDocument {
      let final = reading.renumbering.isEmpty ? number : reading.renumbering[Int(number)]
      guard Int(final) == document else { return nil }
    }
    guard dropped <= KeptPostings.maxDropped else { return nil }
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
    return try inverter.writeRun(to: SpoolFile(folder: "", memoryLimit: .max))
  }

  /// A term's postings as the older index has them, and as they are taken over.
  struct List {
    /// In the older index.
    var documents: [UInt32] = []
    var frequencies: [UInt32] = []
    /// With the numbers that they have now, ascending unless the older index is reordered, and the places in ``documents`` where they stood.
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
      (list.documents, list.frequencies) = PostingList.decode(
        index.postings.slice(info.offset, info.length), count: info.documentFrequency,
        documentCount: index.documentCount)
    }
    let count = list.documents.count
    // Filled through spans, since appending costs several times as much.
    var kept = [UInt32](repeating: 0, count: count)
    var frequencies = kept
    var places = kept
    var filled = 0
    var keptSpan = kept.mutableSpan
    var frequencySpan = frequencies.mutableSpan
    var placeSpan = places.mutableSpan
    for place in 0..<count {
      let document = index.order.document(at: Int(list.documents[place]))
      let number = document < numbers.count ? numbers[document] : ReadingPhase.noDocument
      guard number != ReadingPhase.noDocument else { continue }
      keptSpan[filled] = number
      frequencySpan[filled] = list.frequencies[place]
      placeSpan[filled] = UInt32(truncatingIfNeeded: place)
      filled &+= 1
    }
    kept.removeLast(count - filled)
    frequencies.removeLast(count - filled)
    places.removeLast(count - filled)
    list.numbers = kept
    list.keptFrequencies = frequencies
    list.places = places
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
  let index: IndexFile
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
      // A second character that there is not is passed over.
      if let (number, info) = grams?.next() {
        if number > index.grams.characterCount { continue }
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
  var lists = MergedLists()
  var kept: TermInfo?
  /// Whether the older index's list is the whole list, byte for byte.
  var isUntouched = false
}

/// Merges runs and the terms of an older index.
struct JoiningMerger {
  private var runs: RunMerger
  private var older: IndexedTerms?
  private var nextRun: JoinedTerm?
  private var nextOlder: (MergedTerm, TermInfo)?
  /// Terms whose lists lose documents, or nil: any may.
  private var dropped: RunMerger?
  private var nextDropped: MergedTerm?

  init(
    _ runs: RunMerger, _ older: IndexedTerms?, dropped: SortedRun?
  ) throws(IndexError) {
    self.runs = runs
    self.older = older
    guard older != nil else { return }
    if let run = dropped {
      var merger = try RunMerger([run], memory: 1 << 20, least: 1 << 16)
      nextDropped = try merger.next()?.0
      self.dropped = merger
    }
    nextRun = try takeRun()
    try takeOlder()
  }

  /// Moves on in the older index, whose terms are not believed to be in order.
  private mutating func takeOlder() throws(IndexError) {
    let before = nextOlder
    nextOlder = older?.next()
    guard let (term, info) = nextOlder, let index = older?.index else { return }
    guard before?.0.precedes(term) ?? true, info.documentFrequency <= index.documentCount else {
      throw IndexError(
        .corrupt, path: index.path, message: "is damaged: its terms contradict one another",
        advice: "build it again with `yinde index`")
    }
  }

  private mutating func takeRun() throws(IndexError) -> JoinedTerm? {
    try runs.next().map { JoinedTerm(term: $0.0, lists: $0.1) }
  }

  /// Whether no document that had a term is gone. Asked for ascending terms.
  private mutating func isUntouched(_ term: MergedTerm) throws(IndexError) -> Bool {
    guard dropped != nil else { return false }
    while let other = nextDropped, other.precedes(term) { nextDropped = try dropped?.next()?.0 }
    guard let other = nextDropped else { return true }
    return term.precedes(other)
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
      try takeOlder()
      return JoinedTerm(term: known.0, kept: known.1, isUntouched: try isUntouched(known.0))
    }
    nextRun = try takeRun()
    guard !run.term.precedes(known.0) else { return run }
    try takeOlder()
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
