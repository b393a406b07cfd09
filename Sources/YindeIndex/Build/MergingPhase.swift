/// The second pass: runs merged by term into the postings and the dictionary.
enum MergingPhase {
  /// Terms that are encoded together: about this many postings.
  private static let pieceSize = 1 << 16

  static func run(
    _ reading: ReadingPhase.Outcome, older: OlderPages?, into writer: inout IndexWriter,
    plan: MemoryPlan,
    progress: @escaping @Sendable (BuildProgress) -> Void
  ) throws {
    let kept = older.map { KeptPostings($0.index, reading.keptNumbers) }
    let dropped = try older.flatMap { try kept?.droppedTerms($0, reading) }
    let merger = try RunMerger(reading.runs, memory: plan.merge, least: plan.runPiece)
    let state = try State(
      merger: JoiningMerger(merger, kept.map { IndexedTerms($0.index) }, dropped: dropped),
      writer: writer,
      characters: reading.characters, documents: reading.documentCount)
    try state.writer.begin(.postings)
    try OrderedPipeline().run(
      threads: plan.threads,
      produce: { try state.nextPiece() },
      work: { piece in
        var encoder = Encoder(kept: kept, reading: reading)
        for term in piece { encoder.encode(term) }
        return (encoder.terms, encoder.bytes)
      },
      consume: { terms, bytes in
        try state.write(terms, bytes)
        progress(state.progress)
      })
    state.writer.end()
    writer = state.writer
    writer.header.termCount = state.termCount
    writer.header.postingCount = state.progress.postings
    writer.header.documentCount = reading.documentCount
    writer.header.totalLength = reading.lengths.reduce(0) { $0 + Int($1) }
    let grams = state.grams.finish()
    try writer.write(.characters, grams.characters)
    try writer.write(.gramRows, grams.rows)
    try writer.write(.gramIndex, grams.index)
    try writer.write(.gramBlocks, grams.blocks)
    let words = state.words.finish()
    try writer.write(.wordIndex, words.index)
    try writer.write(.wordBlocks, words.blocks)
  }

  private final class State: @unchecked Sendable {
    // The merger belongs to the thread that takes work, the rest to the one that hands it on.
    private var merger: JoiningMerger
    var writer: IndexWriter
    var grams: GramDictionaryWriter
    var words = WordDictionaryWriter()
    var termCount = 0
    var progress = BuildProgress()

    init(merger: JoiningMerger, writer: IndexWriter, characters: [UInt32], documents: Int) {
      self.merger = merger
      self.writer = writer
      grams = GramDictionaryWriter(characters: characters)
      progress.phase = .merging
      progress.documents = documents
    }

    func nextPiece() throws -> [JoinedTerm]? {
      var piece: [JoinedTerm] = []
      var postings = 0
      while postings < pieceSize, let term = try merger.next() {
        postings += term.kept?.documentFrequency ?? 0
        postings += term.lists.count
        piece.append(term)
      }
      return piece.isEmpty ? nil : piece
    }

    func write(_ terms: [EncodedTerm], _ bytes: [UInt8]) throws {
      var place = writer.sectionLength
      try writer.append(bytes)
      for term in terms {
        guard term.length <= PostingList.maxSize else {
          throw writer.tooLarge("a list of postings of over 4 GiB")
        }
        let info = TermInfo(
          documentFrequency: term.documentFrequency, single: term.single, offset: place,
          length: term.length)
        switch term.term {
        case .gram(let key):
          grams.add(
            first: UInt32(key >> 21), second: UInt32(key & 0x1F_FFFF), info, place: place)
          guard grams.fits else { throw writer.tooLarge("a dictionary of over 4 GiB") }
        case .word(let word):
          words.add(word, info, place: place)
        }
        place += term.length
        termCount += 1
        progress.postings += term.documentFrequency
      }
    }
  }

  private struct EncodedTerm: Sendable {
    var term: MergedTerm
    var documentFrequency: Int
    var single: (document: UInt32, frequency: UInt32)?
    /// Bytes of its list.
    var length: Int
  }

  /// Brings postings that were taken over and those of the runs into one order.
  ///
  /// - Parameter places: of each posting, where an older list had it.
  private static func sort(
    _ documents: inout [UInt32], _ frequencies: inout [UInt32], _ places: inout [UInt32]
  ) {
    let order = documents.indices.sorted { documents[$0] < documents[$1] }
    var sorted: (documents: [UInt32], frequencies: [UInt32], places: [UInt32]) = ([], [], [])
    sorted.documents.reserveCapacity(documents.count)
    sorted.frequencies.reserveCapacity(documents.count)
    for place in order {
      if documents[place] == sorted.documents.last {
        sorted.frequencies[sorted.frequencies.count - 1] &+= frequencies[place]
      } else {
        sorted.documents.append(documents[place])
        sorted.frequencies.append(frequencies[place])
        sorted.places.append(places[place])
      }
    }
    (documents, frequencies, places) = sorted
  }

  /// Encodes the terms of a piece, their lists one after another.
  private struct Encoder {
    let kept: KeptPostings?
    let reading: ReadingPhase.Outcome
    private(set) var terms: [EncodedTerm] = []
    private(set) var bytes: [UInt8] = []
    // The postings of a term.
    private var documents: [UInt32] = []
    private var frequencies: [UInt32] = []

    init(kept: KeptPostings?, reading: ReadingPhase.Outcome) {
      self.kept = kept
      self.reading = reading
    }

    private mutating func add(
      _ term: MergedTerm, _ documentFrequency: Int,
      single: (document: UInt32, frequency: UInt32)? = nil, _ list: [UInt8] = []
    ) {
      terms.append(
        EncodedTerm(
          term: term, documentFrequency: documentFrequency, single: single, length: list.count))
      bytes += list
    }

    mutating func encode(_ joined: JoinedTerm) {
      let term = joined.term
      documents.removeAll(keepingCapacity: true)
      frequencies.removeAll(keepingCapacity: true)
      let isPlaced = !reading.places.isEmpty
      if let kept, let info = joined.kept, joined.isUntouched, !isPlaced {
        let list = kept.index.postings.slice(info.offset, info.single == nil ? info.length : 0)
        add(term, info.documentFrequency, single: info.single, list.array)
        return
      }
      var older: KeptPostings.List?
      if let kept, let info = joined.kept {
        let list = kept.list(info)
        // All documents that had the term are gone.
        if list.numbers.isEmpty, joined.lists.isEmpty { return }
        documents += list.numbers
        frequencies += list.keptFrequencies
        older = list
      }
      joined.lists.decode(documents: &documents, frequencies: &frequencies)
      if var list = older {
        let known = list.numbers.count
        list.places += [UInt32](repeating: .max, count: documents.count - known)
        // A list of a reordered index is in another order than that of numbers.
        let isByPath = kept?.index.order.isByPath ?? true
        if !isByPath
          || known > 0 && documents.count > known
            && documents[known] <= documents[known - 1]
        {
          sort(&documents, &frequencies, &list.places)
        }
        older = list
      }
      if !reading.renumbering.isEmpty {
        for index in documents.indices {
          documents[index] = reading.renumbering[Int(documents[index])]
        }
      }
      if isPlaced { PlacedPostings.place(&documents, &frequencies, reading.places) }
      if documents.count == 1 {
        add(term, 1, single: (documents[0], frequencies[0]))
        return
      }
      var known: PostingList.Known?
      if let kept, let older, let info = joined.kept, !isPlaced, kept.index.order.isByPath {
        known = PostingList.Known(
          bytes: kept.index.postings.slice(info.offset, info.length), documents: older.documents,
          places: older.places)
      }
      add(
        term, documents.count,
        PostingList.encode(
          documents: documents, frequencies: frequencies, lengths: reading.lengths, known: known))
    }
  }
}
