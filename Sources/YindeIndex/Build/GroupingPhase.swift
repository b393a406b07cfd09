/// Finds near-duplicates among the spooled records, and writes their column.
enum GroupingPhase {
  static func run(
    _ reading: ReadingPhase.Outcome, into writer: inout IndexWriter, folder: String,
    plan: MemoryPlan
  ) throws -> (documents: Int, groups: Int) {
    // Where nothing was compared, as in a collection of records, there is no column.
    guard reading.batches.contains(where: { !$0.fingerprints.isEmpty }) else { return (0, 0) }
    var fingerprints: [UInt64] = []
    for batch in reading.batches {
      fingerprints += batch.fingerprints
      fingerprints += repeatElement(0, count: batch.places.count - batch.fingerprints.count)
    }
    let reader = RecordReader(reading.batches)
    let finder = try DuplicateFinder(
      fingerprints: fingerprints, keys: reading.sketches, folder: folder, memoryLimit: plan.pairs
    ) { try reader.text($0) }
    var leaders = finder.leaders
    if !reading.renumbering.isEmpty {
      // Numbers that no document took go.
      let used = reading.batches.flatMap { batch in batch.places.map { $0 != nil } }
      fingerprints = zip(fingerprints, used).filter(\.1).map(\.0)
      leaders = zip(leaders, used).filter(\.1).map { reading.renumbering[Int($0.0)] }
    }
    let bytes = SimilarityColumn.encoded(fingerprints: fingerprints, leaders: leaders)
    try writer.write(.similarity, bytes)
    return bytes.withByteView {
      let column = SimilarityColumn($0, documents: leaders.count)
      return (column.groupedCount, column.groupCount)
    }
  }

  /// Reads the texts of numbers.
  private final class RecordReader {
    private let batches: [StoredBatch]
    private var blocks: [SourceDocument.Block] = []

    init(_ batches: [StoredBatch]) { self.batches = batches }

    func text(_ number: Int) throws -> [UInt8] {
      var low = 0
      var high = batches.count
      while low < high {
        let middle = (low + high) / 2
        if batches[middle].first <= number { low = middle + 1 } else { high = middle }
      }
      let batch = batches[low - 1]
      let bytes = try batch.read(place: number - batch.first)
      let record = bytes.withByteView { StoredRecord($0, at: 0) }
      blocks.removeAll(keepingCapacity: true)
      StoredRecord.findBlocks(bytes.span, record.text, into: &blocks)
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
