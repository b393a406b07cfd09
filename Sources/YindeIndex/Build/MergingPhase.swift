/// The second pass: runs merged by term into the postings and the dictionary.
enum MergingPhase {
  /// Terms that are encoded together: about this many postings.
  private static let pieceSize = 1 << 16

  static func run(
    _ reading: ReadingPhase.Outcome, into writer: inout IndexWriter, plan: MemoryPlan,
    progress: @escaping @Sendable (BuildProgress) -> Void
  ) throws {
    let state = try State(
      merger: RunMerger(reading.runs, memory: plan.merge, least: plan.runPiece), writer: writer,
      characters: reading.characters, documents: reading.documentCount)
    try state.writer.begin(.postings)
    try OrderedPipeline().run(
      threads: plan.threads,
      produce: { try state.nextPiece() },
      work: { piece in
        piece.map { encode($0.term, $0.lists, reading) }
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

  private typealias Lists = [(count: Int, bytes: [UInt8])]

  private final class State: @unchecked Sendable {
    // The merger belongs to the thread that takes work, the rest to the one that hands it on.
    private var merger: RunMerger
    var writer: IndexWriter
    var grams: GramDictionaryWriter
    var words = WordDictionaryWriter()
    var termCount = 0
    var progress = BuildProgress()

    init(merger: RunMerger, writer: IndexWriter, characters: [UInt32], documents: Int) {
      self.merger = merger
      self.writer = writer
      grams = GramDictionaryWriter(characters: characters)
      progress.phase = .merging
      progress.documents = documents
    }

    func nextPiece() throws -> [(term: MergedTerm, lists: Lists)]? {
      var piece: [(term: MergedTerm, lists: Lists)] = []
      var postings = 0
      while postings < pieceSize, let (term, lists) = try merger.next() {
        piece.append((term, lists))
        for list in lists { postings += list.count }
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
  private static func sort(_ documents: inout [UInt32], _ frequencies: inout [UInt32]) {
    let order = documents.indices.sorted { documents[$0] < documents[$1] }
    var sorted: (documents: [UInt32], frequencies: [UInt32]) = ([], [])
    sorted.documents.reserveCapacity(documents.count)
    sorted.frequencies.reserveCapacity(documents.count)
    for place in order {
      if documents[place] == sorted.documents.last {
        sorted.frequencies[sorted.frequencies.count - 1] &+= frequencies[place]
      } else {
        sorted.documents.append(documents[place])
        sorted.frequencies.append(frequencies[place])
      }
    }
    (documents, frequencies) = sorted
  }

  private static func encode(
    _ term: MergedTerm, _ lists: Lists, _ reading: ReadingPhase.Outcome
  ) -> EncodedTerm {
    var documents: [UInt32] = []
    var frequencies: [UInt32] = []
    var isSorted = true
    for list in lists {
      let end = documents.last
      let start = documents.count
      list.bytes.withByteView {
        PostingPool.decode(
          $0, count: list.count, documents: &documents, frequencies: &frequencies)
      }
      if let end, documents[start] <= end { isSorted = false }
    }
    if !isSorted { sort(&documents, &frequencies) }
    if !reading.renumbering.isEmpty {
      for index in documents.indices {
        documents[index] = reading.renumbering[Int(documents[index])]
      }
    }
    if documents.count == 1 {
      return EncodedTerm(
        term: term, documentFrequency: 1, single: (documents[0], frequencies[0]), bytes: [])
    }
    let lengths =
      documents.count < PostingBlock.size ? [] : documents.map { reading.lengths[Int($0)] }
    return EncodedTerm(
      term: term, documentFrequency: documents.count, single: nil,
      bytes: PostingList.encode(documents: documents, frequencies: frequencies, lengths: lengths))
  }
}
