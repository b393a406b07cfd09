/// The records of a batch in a spool, between the passes of a build.
struct StoredBatch: Sendable {
  /// What is known of one document. 16 bytes, since all of them are in memory.
  struct Place: Sendable {
    /// Where its record begins in the batch.
    var offset: UInt32
    var length: UInt32 = 0
    // No document has the highest number.
    private var keptNumber = UInt32.max
    /// Whether its record was to be taken over and has other roles now: it is in ``StoredBatch/replaced``.
    var isReplaced = false

    init(offset: UInt32, kept: UInt32?) {
      self.offset = offset
      self.kept = kept
    }

    /// The document of the older index that is taken over; its record has no text but a ``BlockList``.
    var kept: UInt32? {
      get { keptNumber == .max ? nil : keptNumber }
      set { keptNumber = newValue ?? .max }
    }
  }

  struct Replaced: Sendable {
    var spool: SpoolFile
    var range: Range<Int>
  }

  var spool: SpoolFile
  var range: Range<Int>
  /// The number of its first place.
  var first: Int
  /// Nil where there is no document.
  var places: [Place?]
  /// The records in place of those that were to be taken over, by their places.
  var replaced: [Int: Replaced] = [:]
  /// ``PageSketch/fingerprint`` of each place; empty when none is asked for.
  var fingerprints: [UInt64] = []
  /// ``PageSketch/code`` of each place, one after another.
  var sketches: [UInt8] = []
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
    if let replaced = replaced[place] {
      return try replaced.spool.read(replaced.range.lowerBound, replaced.range.count)
    }
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

  /// Calls `body` with each document's place, the bytes that hold its record, and the record, in order.
  func forEachRecord(
    _ bytes: [UInt8], _ body: (Place, [UInt8], StoredRecord) throws -> Void
  ) throws {
    for (place, known) in places.enumerated() {
      guard let known else { continue }
      if known.isReplaced {
        let own = try read(place: place)
        try body(known, own, own.withByteView { StoredRecord($0, at: 0) })
      } else {
        try body(known, bytes, bytes.withByteView { StoredRecord($0, at: Int(known.offset)) })
      }
    }
  }
}
