/// Finds near-duplicates among the spooled records, and writes their column.
enum GroupingPhase {
  static func run(
    _ reading: ReadingPhase.Outcome, older: OlderPages?, into writer: inout IndexWriter,
    folder: String, plan: MemoryPlan
  ) throws -> (documents: Int, groups: Int) {
    // Where nothing was compared, as in a collection of records, there is no column.
    guard reading.batches.contains(where: { !$0.fingerprints.isEmpty }) else { return (0, 0) }
    var fingerprints: [UInt64] = []
    for batch in reading.batches {
      fingerprints += batch.fingerprints
      fingerprints += repeatElement(0, count: batch.places.count - batch.fingerprints.count)
    }
    let reader = RecordReader(reading.batches, older)
    let finder = try DuplicateFinder(
      fingerprints: fingerprints, keys: reading.sketches, folder: folder, memoryLimit: plan.pairs,
      isKnown: { reader.isKnown($0, $1) }, text: { try reader.text($0) })
    var leaders = finder.leaders
    if !reading.renumbering.isEmpty {
      // Numbers that no document took go.
      let used = reading.batches.flatMap { batch in batch.places.map { $0 != nil } }
      fingerprints = zip(fingerprints, used).filter(\.1).map(\.0)
      leaders = zip(leaders, used).filter(\.1).map { reading.renumbering[Int($0.0)] }
    }
    let bytes = SimilarityColumn.encoded(fingerprints: fingerprints, leaders: leaders)
    try writer.write(.similarity, bytes)
    try writer.begin(.sketches)
    for batch in reading.batches {
      var codes: [UInt8] = []
      for place in batch.places.indices where batch.places[place] != nil {
        let start = place * PageSketch.codeSize
        if batch.sketches.isEmpty {
          codes += repeatElement(0, count: PageSketch.codeSize)
        } else {
          codes += batch.sketches[start..<(start + PageSketch.codeSize)]
        }
      }
      try writer.append(codes)
    }
    writer.end()
    return bytes.withByteView {
      let column = SimilarityColumn($0, documents: leaders.count)
      return (column.groupedCount, column.groupCount)
    }
  }

  /// Reads the texts of numbers.
  private final class RecordReader {
    private let batches: [StoredBatch]
    private let older: OlderPages.Reader?
    private let index: IndexFile?
    private var blocks: [SourceDocument.Block] = []

    init(_ batches: [StoredBatch], _ older: OlderPages?) {
      self.batches = batches
      self.older = older.map(OlderPages.Reader.init)
      index = older?.index
    }

    private func batch(of number: Int) -> StoredBatch {
      var low = 0
      var high = batches.count
      while low < high {
        let middle = (low + high) / 2
        if batches[middle].first <= number { low = middle + 1 } else { high = middle }
      }
      return batches[low - 1]
    }

    /// Whether the older index has two pages, unchanged, in one group whose first the second of them is.
    func isKnown(_ number: Int, _ leader: Int) -> Bool {
      guard let index else { return false }
      let (one, other) = (batch(of: number), batch(of: leader))
      guard let page = one.places[number - one.first]?.kept,
        let first = other.places[leader - other.first]?.kept
      else { return false }
      return index.duplicateOf(Int(page)) == Int(first)
    }

    func text(_ number: Int) throws -> [UInt8] {
      let batch = batch(of: number)
      var bytes: [UInt8] = []
      var range = 0..<0
      if let older, let kept = batch.places[number - batch.first]?.kept {
        bytes = try older.text(Int(kept))
        range = 0..<bytes.count
      } else {
        bytes = try batch.read(place: number - batch.first)
        range = bytes.withByteView { StoredRecord($0, at: 0).text }
      }
      blocks.removeAll(keepingCapacity: true)
      StoredRecord.findBlocks(bytes.span, range, into: &blocks)
      var text: [UInt8] = []
      text.reserveCapacity(bytes.count)
      for block in blocks where block.role.isCompared {
        text.append(block.role.rawValue)
        text += bytes[block.range]
      }
      return text
    }
  }
}
