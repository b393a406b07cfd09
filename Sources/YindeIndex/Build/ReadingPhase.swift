import YindeAnalysis

/// The first pass over the documents: terms into sorted runs, texts into spools.
enum ReadingPhase {
  /// What the pass leaves for the others.
  struct Outcome: Sendable {
    /// Stored records, in document order.
    var batches: [StoredBatch] = []
    var runs: [SortedRun] = []
    /// The length of each document.
    var lengths: [UInt32] = []
    /// The document of each number that was given out, when some were not used; empty when all were.
    var renumbering: [UInt32] = []
    /// The first characters of all grams, ascending: every character of a gram begins one.
    var characters: [UInt32] = []
    /// How often each scalar occurs in stored text.
    var scalarCounts: [UInt32: Int] = [:]
    var textBytes = 0
    var documentCount: Int { lengths.count }
  }

  /// A batch's records in a spool.
  struct StoredBatch: Sendable {
    var spool: SpoolFile
    var range: Range<Int>
    /// The number of its first place.
    var first: Int
    /// Length of each place's document; ``noDocument`` where there is none.
    var lengths: [UInt32]
  }

  static let noDocument = UInt32.max

  static func run<Source: DocumentSource>(
    _ source: Source, folder: String, plan: MemoryPlan,
    progress: @escaping @Sendable (BuildProgress) -> Void
  ) throws -> Outcome {
    let shared = Shared()
    let taking = Monitor()
    let reporting = Monitor()
    runOnThreads(plan.threads) { _ in
      do {
        let worker = Worker(folder: folder, plan: plan)
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
          try worker.endBatch()
          reporting.locked {
            shared.progress.documents += worker.takeCount()
            progress(shared.progress)
          }
        }
        try worker.finish()
        reporting.locked { shared.workers.append(worker) }
      } catch {
        taking.locked { if shared.failure == nil { shared.failure = error } }
      }
    }
    if let failure = shared.failure { throw failure }
    return collect(shared.workers)
  }

  private final class Shared: @unchecked Sendable {
    // `next` and `failure` belong to the taking lock, the others to the reporting one.
    var next = 0
    var failure: (any Error)?
    var workers: [Worker] = []
    var progress = BuildProgress()
  }

  private static func collect(_ workers: [Worker]) -> Outcome {
    var outcome = Outcome()
    var characters: Set<UInt32> = []
    for worker in workers {
      outcome.batches += worker.batches
      outcome.runs += worker.runs
      outcome.textBytes += worker.textBytes
      characters.formUnion(worker.characters)
      worker.counts.add(to: &outcome.scalarCounts)
    }
    outcome.characters = characters.sorted()
    outcome.batches.sort { $0.first < $1.first }
    var places = 0
    var used = 0
    for batch in outcome.batches {
      places += batch.lengths.count
      for length in batch.lengths where length != noDocument { used += 1 }
    }
    outcome.lengths.reserveCapacity(used)
    if used < places { outcome.renumbering.reserveCapacity(places) }
    for batch in outcome.batches {
      for length in batch.lengths {
        if used < places { outcome.renumbering.append(UInt32(outcome.lengths.count)) }
        if length != noDocument { outcome.lengths.append(length) }
      }
    }
    return outcome
  }

  /// One thread's share.
  final class Worker: @unchecked Sendable {
    private let plan: MemoryPlan
    private var analyzer = Analyzer()
    private var terms = TermBuffer()
    private var inverter = Inverter()
    private let textSpool: SpoolFile
    private let runSpool: SpoolFile
    private(set) var batches: [StoredBatch] = []
    private(set) var runs: [SortedRun] = []
    private(set) var textBytes = 0
    private(set) var counts = ScalarCounts()
    var characters: Set<UInt32> { inverter.characters }
    private var record: [UInt8] = []
    private var pending = 0

    init(folder: String, plan: MemoryPlan) {
      self.plan = plan
      textSpool = SpoolFile(folder: folder, memoryLimit: plan.spool)
      // Runs are as large as the inverter's memory; the last one may stay there.
      runSpool = SpoolFile(folder: folder, memoryLimit: plan.inverter)
    }

    func begin(first: Int, count: Int) {
      batches.append(
        StoredBatch(
          spool: textSpool, range: textSpool.count..<textSpool.count, first: first,
          lengths: [UInt32](repeating: noDocument, count: count)))
    }

    func add(_ document: SourceDocument, place: Int) throws {
      // The terms of a giant page may fill the share by themselves: those before it make room.
      if document.text.count > plan.inverter / 16, inverter.memory > plan.inverter / 2 {
        try writeRun()
      }
      let batch = batches.count - 1
      let number = UInt32(batches[batch].first + place)
      var length = 0
      let text = document.text.span
      for block in document.blocks where block.role.isSearched {
        terms.removeAll()
        analyzer.analyze(text.extracting(block.range), into: &terms)
        let weight = RoleWeights.weight(block.role)
        length += terms.count * Int(weight)
        inverter.add(terms, document: number, weight: weight)
        textBytes += block.range.count
      }
      // The largest length is kept below the mark for "no document".
      batches[batch].lengths[place] = UInt32(min(length, Int(noDocument) - 1))
      record.removeAll(keepingCapacity: true)
      StoredRecord.append(document, to: &record)
      counts.count(record, from: StoredRecord.textOffset(record))
      try textSpool.append(record)
      pending += 1
    }

    func endBatch() throws {
      let batch = batches.count - 1
      batches[batch].range = batches[batch].range.lowerBound..<textSpool.count
      if inverter.memory > plan.inverter { try writeRun() }
    }

    func takeCount() -> Int {
      defer { pending = 0 }
      return pending
    }

    func finish() throws {
      if !inverter.isEmpty { try writeRun() }
    }

    private func writeRun() throws {
      runs.append(try inverter.writeRun(to: runSpool))
    }
  }
}

/// How often each scalar occurs.
struct ScalarCounts {
  private var basic = [UInt32](repeating: 0, count: 0x10000)
  private var others: [UInt32: Int] = [:]

  /// Counts the scalars of well-formed UTF-8.
  mutating func count(_ utf8: [UInt8], from start: Int) {
    UTF8Scalars.forEach(utf8.span.extracting(start..<utf8.count)) { scalar in
      if scalar < 0x10000 {
        // Saturates; only the order of counts matters.
        if basic[Int(scalar)] < .max { basic[Int(scalar)] &+= 1 }
      } else {
        others[scalar, default: 0] += 1
      }
    }
  }

  func add(to counts: inout [UInt32: Int]) {
    for (scalar, count) in basic.enumerated() where count > 0 {
      counts[UInt32(scalar), default: 0] += Int(count)
    }
    for (scalar, count) in others { counts[scalar, default: 0] += count }
  }
}
