/// The first pass over the documents: texts into spools, and what ``InvertingPhase`` must know of all pages before it
/// inverts one.
enum ReadingPhase {
  /// What the pass leaves for the others.
  struct Outcome: Sendable {
    /// Stored records, in document order.
    var batches: [StoredBatch] = []
    var runs: [SortedRun] = []
    /// The length of each document, in the order of ``places``.
    var lengths: [UInt32] = []
    /// The document of each number that was given out, when some were not used; empty when all were.
    var renumbering: [UInt32] = []
    /// The place of each document in postings; empty when it is the document's number.
    var places: [UInt32] = []
    /// The first characters of all grams, ascending: every character of a gram begins one.
    var characters: [UInt32] = []
    /// How often each scalar occurs in stored text.
    var scalarCounts: [UInt32: Int] = [:]
    var textBytes = 0
    /// Of these, those that are not from the older index.
    var freshBytes = 0
    /// The number of each document of the older index, or ``ReadingPhase/noDocument``: it is not taken over.
    var keptNumbers: [UInt32] = []
    /// What recurs on the pages, if it was asked for.
    var recurring: RecurringBlocks?
    /// Blocks that were taken for template.
    var templateBlocks = 0
    /// The pairs of ``PageSketch`` of all documents, by their numbers.
    var sketches: [PairSpool] = []
    var documentCount: Int { lengths.count }
  }

  static let noDocument = UInt32.max

  static func run<Source: DocumentSource>(
    _ source: Source, older: OlderPages?, folder: String, plan: MemoryPlan,
    progress: @escaping @Sendable (BuildProgress) -> Void
  ) throws -> Outcome {
    let shared = Shared()
    let taking = Monitor()
    let reporting = Monitor()
    runOnThreads(plan.threads) { _ in
      do {
        let worker = Worker(older: older, folder: folder, plan: plan)
        while true {
          let taken: (batch: Source.Batch, first: Int)? = try taking.locked {
            guard shared.failure == nil, let batch = try source.next() else { return nil }
            defer { shared.next += source.count(of: batch) }
            return (batch, shared.next)
          }
          guard let taken else { break }
          let count = source.count(of: taken.batch)
          guard taken.first + count <= Int(UInt32.max) else {
            throw IndexError(.tooLarge, path: folder, message: "holds too many documents")
          }
          worker.begin(first: taken.first, count: count)
          try source.forEachDocument(in: taken.batch) { place, document in
            try worker.add(document, place: place)
          }
          worker.endBatch()
          reporting.locked {
            shared.progress.documents += worker.takeCount()
            progress(shared.progress)
          }
        }
        reporting.locked { shared.workers.append(worker) }
      } catch {
        taking.locked { if shared.failure == nil { shared.failure = error } }
      }
    }
    if let failure = shared.failure { throw failure }
    return try collect(shared.workers, threads: plan.threads)
  }

  private final class Shared: @unchecked Sendable {
    // `next` and `failure` belong to the taking lock, the others to the reporting one.
    var next = 0
    var failure: (any Error)?
    var workers: [Worker] = []
    var progress = BuildProgress()
  }

  private static func collect(_ workers: [Worker], threads: Int) throws -> Outcome {
    var outcome = Outcome()
    for worker in workers {
      outcome.batches += worker.batches
      outcome.textBytes += worker.textBytes
      outcome.freshBytes += worker.freshBytes
      worker.counts.add(to: &outcome.scalarCounts)
    }
    outcome.batches.sort { $0.first < $1.first }
    let spools = workers.compactMap { $0.census?.spool }
    if !spools.isEmpty {
      // A collection of records has no facts, and none are made up for it.
      guard outcome.batches.contains(where: { !$0.facts.isEmpty }) else { return outcome }
      var facts: [BlockCensus.PageFacts?] = []
      for batch in outcome.batches {
        facts += batch.facts
        facts += repeatElement(nil, count: batch.places.count - batch.facts.count)
      }
      for at in outcome.batches.indices { outcome.batches[at].facts = [] }
      outcome.recurring = try RecurringBlocks(facts, spools, threads: threads)
    }
    return outcome
  }

  /// One thread's share.
  private final class Worker: @unchecked Sendable {
    private let folder: String
    private let spool: SpoolFile
    let census: BlockCensus?
    private(set) var batches: [StoredBatch] = []
    private(set) var textBytes = 0
    private(set) var freshBytes = 0
    private let older: OlderPages.Reader?
    private(set) var counts = ScalarCounts()
    private var record: [UInt8] = []
    private var blocks: [SourceDocument.Block] = []
    private var pending = 0

    /// A record that is larger leaves no scratch memory behind.
    private static let scratchSize = 1 << 20

    init(older: OlderPages?, folder: String, plan: MemoryPlan) {
      self.older = older.map(OlderPages.Reader.init)
      self.folder = folder
      spool = SpoolFile(folder: folder, memoryLimit: plan.spool)
      census = plan.findsSiteFurniture ? BlockCensus(folder: folder, memoryLimit: plan.pairs) : nil
    }

    func begin(first: Int, count: Int) {
      batches.append(
        StoredBatch(
          spool: spool, range: spool.count..<spool.count, first: first,
          places: [StoredBatch.Place?](repeating: nil, count: count)))
    }

    func add(_ document: SourceDocument, place: Int) throws {
      record.removeAll(keepingCapacity: true)
      let size = StoredRecord.append(document, to: &record)
      if let kept = document.kept, let older {
        try add(document, try older.text(kept), place: place)
      } else {
        textBytes += size
        freshBytes += size
        let text = StoredRecord.textOffset(record)
        counts.count(record, from: text)
        try takeCensus(record, text..<record.count, document, place)
      }
      try append(StoredBatch.Place(offset: 0, kept: document.kept.map(UInt32.init)), place)
    }

    /// Adds the text of a document that the older index has: its blocks without their text are what is spooled.
    private func add(_ document: SourceDocument, _ text: [UInt8], place: Int) throws {
      blocks.removeAll(keepingCapacity: true)
      StoredRecord.findBlocks(text.span, 0..<text.count, into: &blocks)
      BlockList.append(blocks, of: text, to: &record)
      StoredRecord.setSize(&record)
      for block in blocks where block.role.isSearched { textBytes += block.range.count }
      guard census != nil, !document.isRecord else { return }
      for at in blocks.indices {
        let mark = text[blocks[at].range.lowerBound - 1]
        blocks[at].role = StoredRole.onPage(mark: mark) ?? blocks[at].role
      }
      try takeCensus(text, nil, document, place)
    }

    /// Notes the blocks of a text, which are found in a range or known already.
    private func takeCensus(
      _ text: [UInt8], _ range: Range<Int>?, _ document: SourceDocument, _ place: Int
    ) throws {
      guard let census, !document.isRecord else { return }
      if let range {
        blocks.removeAll(keepingCapacity: true)
        StoredRecord.findBlocks(text.span, range, into: &blocks)
      }
      let batch = batches.count - 1
      if batches[batch].facts.isEmpty {
        batches[batch].facts = [BlockCensus.PageFacts?](
          repeating: nil, count: batches[batch].places.count)
      }
      let page = UInt32(batches[batch].first + place)
      batches[batch].facts[place] = try census.add(
        text, blocks: blocks, PagePlace(document), page: page)
    }

    /// Spools the record.
    private func append(_ known: StoredBatch.Place, _ place: Int) throws {
      let batch = batches.count - 1
      var known = known
      guard let offset = UInt32(exactly: spool.count - batches[batch].range.lowerBound) else {
        throw IndexError(.tooLarge, path: folder, message: "holds over 4 GB of text in one batch")
      }
      known.offset = offset
      batches[batch].places[place] = known
      try spool.append(record)
      // What a giant page needed the next ones do not.
      if record.count > Worker.scratchSize {
        record = []
        blocks = []
      }
      pending += 1
    }

    func endBatch() {
      let batch = batches.count - 1
      batches[batch].range = batches[batch].range.lowerBound..<spool.count
    }

    func takeCount() -> Int {
      defer { pending = 0 }
      return pending
    }
  }
}
