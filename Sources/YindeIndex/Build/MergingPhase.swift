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
        piece.compactMap { encode($0, kept, reading) }
      },
      consume: { terms in
        try state.write(terms)
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
        for list in term.lists { postings += list.count }
        piece.append(term)
      }
      return piece.isEmpty ? nil : piece
    }

    func write(_ terms: [EncodedTerm]) throws {
      for term in terms {
        let place = writer.sectionLength
        let info = TermInfo(
          documentFrequency: term.documentFrequency, single: term.single, offset: place,
          length: term.bytes.count)
        switch term.term {
        case .gram(let key):
          grams.add(
            first: UInt32(key >> 21), second: UInt32(key & 0x1F_FFFF), info, place: place)
        case .word(let word):
          words.add(word, info, place: place)
        }
        if !term.bytes.isEmpty { try writer.append(term.bytes) }
        termCount += 1
        progress.postings += term.documentFrequency
      }
    }
  }

  private struct EncodedTerm: Sendable {
    var term: MergedTerm
    var documentFrequency: Int
    var single: (document: UInt32, frequency: UInt32)?
    var bytes: [UInt8]
  }

  /// Brings the postings of several runs into order: threads took turns, so the runs of one term are interleaved. A
  /// document that two runs share (``InvertingPhase``) becomes one posting.
  ///
  /// - Parameter places: of each posting, where an older list had it; or nothing.
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
        if !places.isEmpty { sorted.places.append(places[place]) }
      }
    }
    (documents, frequencies, places) = sorted
  }

  private static func encode(
    _ joined: JoinedTerm, _ kept: KeptPostings?, _ reading: ReadingPhase.Outcome
  ) -> EncodedTerm? {
    let term = joined.term
    let isPlaced = !reading.places.isEmpty
    if let kept, let info = joined.kept, joined.isUntouched, !isPlaced {
      let bytes = kept.index.postings.slice(info.offset, info.single == nil ? info.length : 0)
      return EncodedTerm(
        term: term, documentFrequency: info.documentFrequency, single: info.single,
        bytes: bytes.array)
    }
    var older: KeptPostings.List?
    var documents: [UInt32] = []
    var frequencies: [UInt32] = []
    if let kept, let info = joined.kept {
      let list = kept.list(info)
      // All documents that had the term are gone.
      if list.numbers.isEmpty, joined.lists.isEmpty { return nil }
      documents = list.numbers
      frequencies = list.keptFrequencies
      older = list
    }
    // A list in another order than that of numbers.
    var isSorted = kept?.index.order.isByPath ?? true
    for list in joined.lists {
      let end = documents.last
      let start = documents.count
      list.bytes.withByteView {
        PostingPool.decode(
          $0, count: list.count, documents: &documents, frequencies: &frequencies)
      }
      if let end, documents[start] <= end { isSorted = false }
    }
    let added = documents.count - (older?.numbers.count ?? 0)
    older?.places += [UInt32](repeating: .max, count: added)
    if !isSorted {
      var places = older?.places ?? []
      sort(&documents, &frequencies, &places)
      older?.places = places
    }
    if !reading.renumbering.isEmpty {
      for index in documents.indices {
        documents[index] = reading.renumbering[Int(documents[index])]
      }
    }
    if isPlaced { PlacedPostings.place(&documents, &frequencies, reading.places) }
    if documents.count == 1 {
      return EncodedTerm(
        term: term, documentFrequency: 1, single: (documents[0], frequencies[0]), bytes: [])
    }
    var known: PostingList.Known?
    if let kept, let older, let info = joined.kept, !isPlaced, kept.index.order.isByPath {
      known = PostingList.Known(
        bytes: kept.index.postings.slice(info.offset, info.length), documents: older.documents,
        places: older.places)
    }
    return EncodedTerm(
      term: term, documentFrequency: documents.count, single: nil,
      bytes: PostingList.encode(
        documents: documents, frequencies: frequencies, lengths: reading.lengths, known: known))
  }
}
