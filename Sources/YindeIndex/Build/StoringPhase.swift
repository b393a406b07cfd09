/// The third pass: the spooled records into coded, compressed text and the columns of the documents.
enum StoringPhase {
  /// Coded bytes to learn the dictionary from, at most.
  private static let sampleSize = 4 << 20
  /// Of one page, at most this much is a sample.
  private static let maxSample = 16 << 10

  static func run(
    _ reading: ReadingPhase.Outcome, older: OlderPages?, unreliable: Set<[UInt8]>,
    into writer: inout IndexWriter, plan: MemoryPlan,
    progress: @escaping @Sendable (BuildProgress) -> Void
  ) throws {
    // Texts that are taken over have the code and the dictionary that they have.
    let code = older?.code ?? CharacterCode(counts: reading.scalarCounts)
    let encoder = CharacterCode.Encoder(code)
    let dictionary =
      try older?.index.section(.textDictionary).array ?? trainDictionary(reading, encoder)
    let state = State(writer: writer, documents: reading.documentCount)
    state.writer = writer
    try state.writer.begin(.text)
    let compressors = Pool { TextCompressor(dictionary: dictionary, level: plan.textLevel) }
    let batches = BatchQueue(reading.batches)
    let budget = ByteBudget(plan.pages)
    try OrderedPipeline().run(
      threads: plan.threads,
      produce: { batches.next() },
      work: { batch in
        // The records, one of them coded, and all compressed.
        try budget.with(batch.range.count * 3) {
          try compressors.with { try store(batch, older, encoder, $0) }
        }
      },
      consume: { stored in
        try state.write(stored)
        progress(state.progress)
      })
    try state.endGroup()
    state.writer.end()
    writer = state.writer
    try writer.write(.textIndex, state.textIndex)
    try writer.write(.textDictionary, dictionary)
    try writer.write(.characterCode, code.encoded())
    try writer.write(.paths, state.paths.paths)
    try writer.write(.pathIndex, state.paths.index)
    // A column in which every document has the same nothing is left out.
    if state.hasDates { try writer.write(.dates, state.dates) }
    if state.hasLanguages { try writer.write(.languages, state.languages) }
    let sites = state.sites.encoded()
    if !sites.isEmpty { try writer.write(.sites, sites) }
    let files = state.files.encoded(unreliable: unreliable)
    if !files.isEmpty { try writer.write(.files, files) }
    if state.hasHashes { try writer.write(.contentHashes, state.hashes) }
    var lengths: [UInt8] = []
    lengths.reserveCapacity(reading.lengths.count * 4)
    for length in reading.lengths { lengths.append(littleEndian: length) }
    try writer.write(.lengths, lengths)
  }

  // MARK: The dictionary

  /// Learns from pages at equal distances, so that the same pages give the same dictionary.
  private static func trainDictionary(
    _ reading: ReadingPhase.Outcome, _ encoder: CharacterCode.Encoder
  ) throws -> [UInt8] {
    // About one coded byte for two of UTF-8.
    let expected = reading.textBytes / 2
    let stride = max(1, expected / sampleSize)
    var samples: [UInt8] = []
    var sizes: [Int] = []
    var document = 0
    for batch in reading.batches {
      let count = batch.places.count { $0 != nil }
      defer { document += count }
      // Does a multiple of the stride fall into this batch?
      guard (document + stride - 1) / stride * stride < document + count else { continue }
      try forEachRecord(batch) { place, bytes, record in
        guard (document + place) % stride == 0 else { return }
        let start = samples.count
        // A character has at most four bytes of UTF-8 and at least one coded.
        encode(bytes, record.text.prefix(4 * maxSample), encoder, into: &samples)
        if samples.count - start > maxSample {
          samples.removeLast(samples.count - start - maxSample)
        }
        if samples.count > start { sizes.append(samples.count - start) }
      }
    }
    // A dictionary earns its place in the file up to about a fortieth of the text that it helps with.
    let size = min(TextDictionary.maxSize, expected / 40)
    return TextDictionary.train(samples: samples, sizes: sizes, size: size)
  }

  // MARK: Compressing

  /// The records of a batch on their way to the file.
  private struct StoredDocuments: Sendable {
    var frames: [UInt8] = []
    var sizes: [Int] = []
    var records: [StoredRecord] = []
  }

  private static func store(
    _ batch: StoredBatch, _ older: OlderPages?, _ encoder: CharacterCode.Encoder,
    _ compressor: TextCompressor
  ) throws -> StoredDocuments {
    var stored = StoredDocuments()
    var coded: [UInt8] = []
    try batch.forEachRecord(try batch.read()) { place, bytes, record in
      if let older, let kept = place.kept {
        let frame = older.index.texts.frame(Int(kept))
        stored.frames += frame.array
        stored.sizes.append(frame.count)
        stored.records.append(record)
        return
      }
      coded.removeAll(keepingCapacity: true)
      encode(bytes, record.text, encoder, into: &coded)
      stored.sizes.append(compressor.compress(coded, into: &stored.frames))
      stored.records.append(record)
    }
    return stored
  }

  private static func encode(
    _ bytes: [UInt8], _ range: Range<Int>, _ encoder: CharacterCode.Encoder,
    into coded: inout [UInt8]
  ) {
    UTF8Scalars.forEach(bytes.span.extracting(range)) { encoder.encode($0, into: &coded) }
  }

  private static func forEachRecord(
    _ batch: StoredBatch, _ body: (Int, [UInt8], StoredRecord) -> Void
  ) throws {
    let bytes = try batch.read()
    var number = 0
    try batch.forEachRecord(bytes) { _, bytes, record in
      body(number, bytes, record)
      number += 1
    }
  }

  // MARK: Writing

  private final class State: @unchecked Sendable {
    var writer: IndexWriter
    var textIndex: [UInt8] = []
    var paths = PathColumnWriter()
    var sites = SiteColumnWriter()
    var files = FileColumnWriter()
    var dates: [UInt8] = []
    var languages: [UInt8] = []
    var hashes: [UInt8] = []
    var hasDates = false
    var hasLanguages = false
    var hasHashes = false
    var progress = BuildProgress()
    private var sizes: [UInt8] = []
    private var frames: [UInt8] = []
    private var inGroup = 0

    init(writer: IndexWriter, documents: Int) {
      self.writer = writer
      progress.phase = .storing
    }

    func write(_ stored: StoredDocuments) throws {
      var at = 0
      for (record, size) in zip(stored.records, stored.sizes) {
        sizes.append(varint: size)
        frames += stored.frames[at..<(at + size)]
        at += size
        paths.add(record.path)
        sites.add(record.site)
        files.add(record.file)
        dates.append(littleEndian: record.date)
        languages.append(record.language)
        hashes.append(littleEndian: record.contentHash)
        if record.date != DateColumn.none { hasDates = true }
        if record.language != 0 { hasLanguages = true }
        if record.contentHash != 0 { hasHashes = true }
        inGroup += 1
        if inGroup == TextSection.groupSize { try endGroup() }
      }
      progress.documents += stored.records.count
    }

    func endGroup() throws(IndexError) {
      guard inGroup > 0 else { return }
      textIndex.append(littleEndian: UInt64(writer.sectionLength))
      try writer.append(sizes)
      try writer.append(frames)
      sizes.removeAll(keepingCapacity: true)
      frames.removeAll(keepingCapacity: true)
      inGroup = 0
    }
  }

  private final class BatchQueue: @unchecked Sendable {
    // Taken from by one thread at a time, under the pipeline's lock.
    private let batches: [StoredBatch]
    private var taken = 0

    init(_ batches: [StoredBatch]) { self.batches = batches }

    func next() -> StoredBatch? {
      guard taken < batches.count else { return nil }
      taken += 1
      return batches[taken - 1]
    }
  }
}
