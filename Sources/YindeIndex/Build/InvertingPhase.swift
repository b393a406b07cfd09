import YindeAnalysis

/// The second pass: the spooled records, less their site's template, into sorted runs.
///
/// Threads take batches in order, and each has an inverter of its own. What is made of a page depends on the page and on
/// ``RecurringBlocks`` only. A run may end within a page: its postings of one term are then in two runs, and become one
/// when these are merged.
enum InvertingPhase {
  static func run(
    _ reading: ReadingPhase.Outcome, older: OlderPages?, folder: String, plan: MemoryPlan,
    progress: @escaping @Sendable (BuildProgress) -> Void
  ) throws -> ReadingPhase.Outcome {
    let shared = Shared(reading.batches)
    let monitor = Monitor()
    let budget = ByteBudget(plan.pages)
    runOnThreads(plan.threads) { _ in
      do {
        let worker = Worker(
          folder: folder, plan: plan, older: older, recurring: reading.recurring)
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
    return collect(shared, reading, older)
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
    _ shared: Shared, _ reading: ReadingPhase.Outcome, _ older: OlderPages?
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
    if let older {
      outcome.keptNumbers = [UInt32](
        repeating: ReadingPhase.noDocument, count: older.index.documentCount)
      for batch in outcome.batches {
        for (place, known) in batch.places.enumerated() {
          guard let kept = known?.kept else { continue }
          outcome.keptNumbers[Int(kept)] = UInt32(batch.first + place)
        }
      }
      KeptPostings(older.index, outcome.keptNumbers).addCharacters(to: &characters)
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
    private let older: OlderPages?
    private let reader: OlderPages.Reader?
    /// Records of pages that were to be taken over and have other roles now.
    private let replaced: SpoolFile
    private var marks: [UInt8] = []
    private var analyzer = Analyzer()
    private var terms = TermBuffer()
    private var grams = GramSorter()
    /// Of the words only.
    private var words = Inverter()
    private var blocks: [SourceDocument.Block] = []
    private var sketch = PageSketch()
    private let runSpool: SpoolFile
    /// Terms added since the inverter's memory was looked at.
    private var added = 0
    let sketches: PairSpool?
    private(set) var runs: [SortedRun] = []
    private(set) var templateBlocks = 0
    /// The first characters of the grams in the runs.
    private(set) var characters: Set<UInt32> = []

    /// Records that take more than this leave no scratch memory behind.
    private static let scratchSize = 4 << 20

    init(folder: String, plan: MemoryPlan, older: OlderPages?, recurring: RecurringBlocks?) {
      self.older = older
      reader = older.map(OlderPages.Reader.init)
      replaced = SpoolFile(folder: folder, memoryLimit: plan.spool)
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
        if let older, let kept = batch.places[place]?.kept {
          try take(over: Int(kept), from: older, bytes, record, &batch, place)
          count += 1
          continue
        }
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
        if isCompared { try note(sketch.fingerprint, sketch.code, &batch, place) }
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

    /// Notes what near-duplicates of a page are found by.
    private func note(
      _ fingerprint: UInt64, _ code: [UInt8], _ batch: inout StoredBatch, _ place: Int
    ) throws {
      guard let sketches else { return }
      if batch.fingerprints.isEmpty {
        let count = batch.places.count
        batch.fingerprints = [UInt64](repeating: 0, count: count)
        batch.sketches = [UInt8](repeating: 0, count: count * PageSketch.codeSize)
      }
      batch.fingerprints[place] = fingerprint
      for (at, byte) in code.enumerated() { batch.sketches[place * code.count + at] = byte }
      try PageSketch.forEachKey(code) { key in
        try sketches.append(key: key, value: UInt64(batch.first + place))
      }
    }

    /// Takes over a page of the older index, if the rules for sites say of it what they said then; else inverts its text.
    private func take(
      over kept: Int, from older: OlderPages, _ bytes: [UInt8], _ record: StoredRecord,
      _ batch: inout StoredBatch, _ place: Int
    ) throws {
      let number = batch.first + place
      bytes.withByteView {
        BlockList.read(
          $0.slice(record.text.lowerBound, record.text.count), marks: &marks, blocks: &blocks)
      }
      var template: [Int] = []
      if let recurring {
        template = SiteFurniture.template(blocks) {
          recurring.recurrence(page: number, block: $0)
        }
      }
      templateBlocks += template.count
      let isCompared = sketches != nil && !record.isRecord
      var newMarks = blocks.map(\.role.rawValue)
      for block in template { newMarks[block] = StoredRole.templateMark(newMarks[block]) }
      if newMarks == marks {
        batch.places[place]!.length = older.index.length(kept)
        if isCompared {
          try note(older.index.similarityFingerprint(kept), older.sketch(kept), &batch, place)
        }
        return
      }
      // The record with its text, and the marks as they are now.
      var text = try reader!.text(kept)
      var at = 0
      for (block, mark) in zip(blocks, newMarks) {
        text[at] = mark
        at += 1 + block.range.count
      }
      var own = Array(bytes[Int(batch.places[place]!.offset)..<record.text.lowerBound])
      let start = own.count
      own += text
      StoredRecord.setSize(&own)
      let from = replaced.count
      try replaced.append(own)
      batch.places[place]!.kept = nil
      batch.places[place]!.isReplaced = true
      batch.replaced[place] = .init(spool: replaced, range: from..<replaced.count)
      blocks.removeAll(keepingCapacity: true)
      StoredRecord.findBlocks(own.span, start..<own.count, into: &blocks)
      batch.places[place]!.length = try invert(own, number, isCompared: isCompared)
      if isCompared { try note(sketch.fingerprint, sketch.code, &batch, place) }
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
        if !self.grams.accepts(document) { try writeRun() }
        self.grams.add(terms.grams[grams], document: document, weight: weight)
        self.words.add(terms, grams: 0..<0, words: words, document: document, weight: weight)
        added += grams.count + words.count
        gram = grams.upperBound
        word = words.upperBound
      }
    }

    private func writeRunIfFull() throws {
      added = 0
      if grams.memory + words.memory > plan.inverter { try writeRun() }
    }

    func finish() throws {
      if !grams.isEmpty || !words.isEmpty { try writeRun() }
    }

    private func writeRun() throws {
      var run = RunWriter(runSpool)
      try grams.write(to: &run, characters: &characters)
      run.endGrams()
      try words.writeWords(to: &run)
      runs.append(try run.finish())
    }
  }
}
