import YindeAnalysis

/// The second pass: the spooled records, less their site's template, into sorted runs.
///
/// Threads take batches in order, and each has an inverter of its own. What is made of a page depends on the page and on
/// ``RecurringBlocks`` only. A run may end within a page: its postings of one term are then in two runs, and become one
/// when these are merged.
enum InvertingPhase {
  static func run(
    _ reading: ReadingPhase.Outcome, folder: String, plan: MemoryPlan,
    progress: @escaping @Sendable (BuildProgress) -> Void
  ) throws -> ReadingPhase.Outcome {
    let shared = Shared(reading.batches)
    let monitor = Monitor()
    let budget = ByteBudget(plan.pages)
    runOnThreads(plan.threads) { _ in
      do {
        let worker = Worker(folder: folder, plan: plan, recurring: reading.recurring)
        while let (number, batch) = monitor.locked({ shared.take() }) {
          var batch = batch
          // The records, their blocks, and the folded text and the terms of the largest block.
          let count = try budget.with(batch.range.count * 6) { try worker.invert(&batch) }
          monitor.locked {
            shared.batches[number] = batch
            shared.progress.documents += count
            progress(shared.progress)
          }
        }
        try worker.finish()
        monitor.locked { shared.workers.append(worker) }
      } catch {
        monitor.locked { if shared.failure == nil { shared.failure = error } }
      }
    }
    if let failure = shared.failure { throw failure }
    return collect(shared, reading)
  }

  private final class Shared: @unchecked Sendable {
    var batches: [StoredBatch]
    var workers: [Worker] = []
    var failure: (any Error)?
    var progress = BuildProgress()
    private var taken = 0

    init(_ batches: [StoredBatch]) {
      self.batches = batches
      progress.phase = .inverting
    }

    func take() -> (Int, StoredBatch)? {
      guard failure == nil, taken < batches.count else { return nil }
      defer { taken += 1 }
      return (taken, batches[taken])
    }
  }

  private static func collect(
    _ shared: Shared, _ reading: ReadingPhase.Outcome
  ) -> ReadingPhase.Outcome {
    var outcome = reading
    outcome.recurring = nil
    outcome.batches = shared.batches
    var characters: Set<UInt32> = []
    for worker in shared.workers {
      outcome.runs += worker.runs
      outcome.templateBlocks += worker.templateBlocks
      characters.formUnion(worker.characters)
      if let sketches = worker.sketches { outcome.sketches.append(sketches) }
    }
    outcome.characters = characters.sorted()
    var places = 0
    var used = 0
    for batch in outcome.batches {
      places += batch.places.count
      used += batch.places.count { $0 != nil }
    }
    outcome.lengths.reserveCapacity(used)
    if used < places { outcome.renumbering.reserveCapacity(places) }
    for batch in outcome.batches {
      for place in batch.places {
        if used < places { outcome.renumbering.append(UInt32(outcome.lengths.count)) }
        if let place { outcome.lengths.append(place.length) }
      }
    }
    return outcome
  }

  /// One thread's share.
  private final class Worker: @unchecked Sendable {
    private let plan: MemoryPlan
    private let recurring: RecurringBlocks?
    private var analyzer = Analyzer()
    private var terms = TermBuffer()
    private var inverter = Inverter()
    private var blocks: [SourceDocument.Block] = []
    private var sketch = PageSketch()
    private let runSpool: SpoolFile
    /// Terms added since the inverter's memory was looked at.
    private var added = 0
    let sketches: PairSpool?
    private(set) var runs: [SortedRun] = []
    private(set) var templateBlocks = 0
    var characters: Set<UInt32> { inverter.characters }

    /// Records that take more than this leave no scratch memory behind.
    private static let scratchSize = 4 << 20

    init(folder: String, plan: MemoryPlan, recurring: RecurringBlocks?) {
      self.plan = plan
      self.recurring = recurring
      runSpool = SpoolFile(folder: folder, memoryLimit: plan.spool)
      sketches = plan.findsDuplicates ? PairSpool(folder: folder, memoryLimit: plan.pairs) : nil
    }

    /// - Returns: the number of documents.
    func invert(_ batch: inout StoredBatch) throws -> Int {
      let bytes = try batch.read()
      var lastMark = 0
      var count = 0
      for place in batch.places.indices {
        guard let offset = batch.places[place]?.offset else { continue }
        let record = bytes.withByteView { StoredRecord($0, at: Int(offset)) }
        let number = batch.first + place
        blocks.removeAll(keepingCapacity: true)
        StoredRecord.findBlocks(bytes.span, record.text, into: &blocks)
        if let recurring {
          let template = SiteFurniture.template(blocks) {
            recurring.recurrence(page: number, block: $0)
          }
          for block in template {
            blocks[block].role = .furniture
            let mark = blocks[block].range.lowerBound - 1
            batch.template.append(varint: mark - lastMark)
            lastMark = mark
          }
          templateBlocks += template.count
        }
        let isCompared = sketches != nil && !record.isRecord
        batch.places[place]!.length = try invert(bytes, number, isCompared: isCompared)
        if isCompared, let sketches {
          if batch.fingerprints.isEmpty {
            batch.fingerprints = [UInt64](repeating: 0, count: batch.places.count)
          }
          batch.fingerprints[place] = sketch.fingerprint
          try sketch.forEachKey { key in
            try sketches.append(key: key, value: UInt64(number))
          }
        }
        count += 1
      }
      try writeRunIfFull()
      if bytes.count > Worker.scratchSize {
        // What a giant page needed the next ones do not.
        analyzer = Analyzer()
        terms = TermBuffer()
        blocks = []
      }
      return count
    }

    private func invert(_ bytes: [UInt8], _ number: Int, isCompared: Bool) throws -> UInt32 {
      var length = 0
      sketch.removeAll()
      for block in blocks where block.role.isSearched {
        terms.removeAll()
        analyzer.analyze(bytes.span.extracting(block.range), into: &terms)
        let weight = RoleWeights.weight(block.role)
        length += terms.count * Int(weight)
        try add(document: UInt32(number), weight: weight)
        if isCompared { sketch.add(terms, block.role) }
      }
      return UInt32(min(length, Int(UInt32.max) - 1))
    }

    /// Adds the terms to the inverter, so many at a time that its share holds for pages of any size.
    private func add(document: UInt32, weight: UInt32) throws {
      var gram = 0
      var word = 0
      while gram < terms.grams.count || word < terms.wordEnds.count {
        if added >= plan.inverterStep { try writeRunIfFull() }
        let room = plan.inverterStep - added
        let grams = gram..<min(gram + room, terms.grams.count)
        let words = word..<min(word + room - grams.count, terms.wordEnds.count)
        inverter.add(terms, grams: grams, words: words, document: document, weight: weight)
        added += grams.count + words.count
        gram = grams.upperBound
        word = words.upperBound
      }
    }

    private func writeRunIfFull() throws {
      added = 0
      if inverter.memory > plan.inverter { try writeRun() }
    }

    func finish() throws {
      if !inverter.isEmpty { try writeRun() }
    }

    private func writeRun() throws {
      runs.append(try inverter.writeRun(to: runSpool))
    }
  }
}
