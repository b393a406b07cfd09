/// The records of a batch in a spool, between the passes of a build.
struct StoredBatch: Sendable {
  /// What is known of one document.
  struct Place: Sendable {
    /// Where its record begins in the batch.
    var offset: UInt32
    var length: UInt32 = 0
  }

  var spool: SpoolFile
  var range: Range<Int>
  /// The number of its first place.
  var first: Int
  /// Nil where there is no document.
  var places: [Place?]
  /// ``PageSketch/fingerprint`` of each place; empty when none is asked for.
  var fingerprints: [UInt64] = []
  /// For ``RecurringBlocks``; empty afterwards.
  var facts: [BlockCensus.PageFacts?] = []
  /// The marks of blocks that are furniture by the rules for sites, as differences of their places in the batch.
  var template: [UInt8] = []

  /// The records as the source gave them, and with the template marked as furniture once it is known.
  func read() throws(IndexError) -> [UInt8] {
    var bytes = try spool.read(range.lowerBound, range.count)
    var marks: [Int] = []
    template.withByteView { view in
      var reader = ByteReader(view)
      var at = 0
      while !reader.isAtEnd {
        at += reader.size()
        marks.append(at)
      }
    }
    for mark in marks { bytes[mark] = StoredRole.templateMark(bytes[mark]) }
    return bytes
  }

  /// One document's record.
  func read(place: Int) throws(IndexError) -> [UInt8] {
    guard let start = places[place].map({ Int($0.offset) }) else { return [] }
    let size = try spool.read(range.lowerBound + start, 4).withByteView { Int($0.u32(0)) }
    var bytes = try spool.read(range.lowerBound + start, size)
    let end = start + size
    var marks: [Int] = []
    template.withByteView { view in
      var reader = ByteReader(view)
      var at = 0
      while !reader.isAtEnd, at < end {
        at += reader.size()
        if at >= start, at < end { marks.append(at - start) }
      }
    }
    for mark in marks { bytes[mark] = StoredRole.templateMark(bytes[mark]) }
    return bytes
  }

  /// Calls `body` with each document's place and record, in order.
  func forEachRecord(
    _ bytes: [UInt8], _ body: (Int, StoredRecord) throws -> Void
  ) rethrows {
    for (place, known) in places.enumerated() {
      guard let known else { continue }
      try body(place, bytes.withByteView { StoredRecord($0, at: Int(known.offset)) })
    }
  }
}
