/// The terms of each document, gathered from sorted runs in bounded memory.
///
/// ```
/// runs, by term ─► ranges of documents, by term ─► lists, by document
/// ```
///
/// Postings come by term and are wanted by document. They are dealt to ranges of documents first, each with a buffer that goes to
/// a spool when it is full; then a range at a time is turned round. What is in memory is a buffer for each range, and one range.
///
/// Terms have numbers in the order of the dictionary. Left out are those of one document, which tell nothing.
struct ForwardIndex: Sendable {
  private let spool: SpoolFile
  /// Where each document's list begins in the spool; and the end.
  private let starts: [Int]
  /// Of each document the number of terms.
  let counts: [UInt32]
  let termCount: Int
  /// Of all documents.
  let postingCount: Int

  /// - Parameters:
  ///   - numbers: of the documents in the runs, those that the index will have; empty when they are the same.
  ///   - count: of documents in the index.
  init(
    _ runs: [SortedRun], numbers: [UInt32], count: Int, folder: String, plan: MemoryPlan
  ) throws(IndexError) {
    var scatter = TermScatter(documents: count, folder: folder, memoryLimit: plan.spool)
    var merger = try RunMerger(runs, memory: plan.merge, least: plan.runPiece)
    var documents: [UInt32] = []
    var frequencies: [UInt32] = []
    var terms = 0
    while let (_, lists) = try merger.next() {
      documents.removeAll(keepingCapacity: true)
      frequencies.removeAll(keepingCapacity: true)
      lists.decode(documents: &documents, frequencies: &frequencies)
      guard documents.count > 1 else { continue }
      if !numbers.isEmpty {
        for at in documents.indices { documents[at] = numbers[Int(documents[at])] }
      }
      try scatter.append(term: UInt32(terms), documents)
      terms += 1
    }
    try scatter.finish()
    let spool = SpoolFile(folder: folder, memoryLimit: plan.spool)
    var starts: [Int] = []
    starts.reserveCapacity(count + 1)
    var counts: [UInt32] = []
    counts.reserveCapacity(count)
    var bytes: [UInt8] = []
    for range in 0..<scatter.rangeCount {
      let lists = try scatter.lists(range)
      var start = 0
      for end in lists.ends {
        starts.append(spool.count + bytes.count)
        counts.append(UInt32(end - start))
        var last: UInt32 = 0
        for place in start..<end {
          bytes.append(varint: UInt64(lists.terms[place] - last))
          last = lists.terms[place]
        }
        start = end
      }
      try spool.append(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    starts.append(spool.count)
    self.spool = spool
    self.starts = starts
    self.counts = counts
    termCount = terms
    postingCount = counts.reduce(0) { $0 + Int($1) }
  }

  /// Appends the terms of a document, ascending.
  private func append(_ document: Int, to terms: inout [UInt32]) throws(IndexError) {
    let bytes = try spool.read(starts[document], starts[document + 1] - starts[document])
    var last: UInt32 = 0
    var value: UInt32 = 0
    var shift: UInt32 = 0
    for byte in bytes {
      value |= UInt32(byte & 0x7F) &<< shift
      if byte < 0x80 {
        last &+= value
        terms.append(last)
        value = 0
        shift = 0
      } else {
        shift &+= 7
      }
    }
  }

  /// Makes sets of documents, for one thread.
  struct Reader {
    private let index: ForwardIndex
    private var counts: [UInt32]

    init(_ index: ForwardIndex) {
      self.index = index
      counts = [UInt32](repeating: 0, count: index.termCount)
    }

    /// The set of some documents.
    ///
    /// - Parameter sample: one in so many terms is taken, a power of two: which, their numbers tell.
    mutating func set(_ documents: [UInt32], sample: Int) throws(IndexError) -> DocumentSet {
      var set = DocumentSet(documents: documents, ends: [], terms: [], degrees: [])
      set.ends.reserveCapacity(documents.count)
      // The products of one number in `sample` are no larger.
      let bound = UInt32.max / UInt32(sample)
      var list: [UInt32] = []
      for document in documents {
        list.removeAll(keepingCapacity: true)
        try index.append(Int(document), to: &list)
        for term in list where sample == 1 || term &* 0x9E37_79B1 <= bound {
          set.terms.append(term)
          counts[Int(term)] &+= 1
        }
        set.ends.append(set.terms.count)
      }
      compact(&set)
      return set
    }

    /// Numbers the terms anew and drops those that tell nothing.
    private mutating func compact(_ set: inout DocumentSet) {
      let all = UInt32(set.documents.count)
      // A term has its count until it is met, then its new number, counted from the other end.
      var numbers = [UInt32](repeating: 0, count: counts.count)
      var filled = 0
      var start = 0
      for at in set.ends.indices {
        let end = set.ends[at]
        for place in start..<end {
          let term = Int(set.terms[place])
          let count = counts[term]
          guard count > 1, count < all else { continue }
          if numbers[term] == 0 {
            set.degrees.append(count)
            numbers[term] = UInt32(set.degrees.count)
          }
          set.terms[filled] = numbers[term] - 1
          filled += 1
        }
        start = end
        set.ends[at] = filled
      }
      set.terms.removeLast(set.terms.count - filled)
      for term in counts.indices { counts[term] = 0 }
    }
  }
}

/// Deals postings that come by term to ranges of documents.
///
/// ```
/// range --> (varint(term - term before) varint(documents) varint(document - document before)*)*
/// ```
///
/// The pieces of all ranges are in one spool.
private struct TermScatter {
  private static let rangeSize = 1 << 13
  private static let bufferSize = 1 << 15

  private struct Range {
    var buffer: [UInt8] = []
    var lastTerm: UInt32 = 0
    var pieces: [(start: Int, count: Int)] = []
    var postings = 0
  }

  private let documents: Int
  private let spool: SpoolFile
  private var ranges: [Range]

  init(documents: Int, folder: String, memoryLimit: Int) {
    self.documents = documents
    spool = SpoolFile(folder: folder, memoryLimit: memoryLimit)
    let count = (documents + TermScatter.rangeSize - 1) / TermScatter.rangeSize
    ranges = [Range](repeating: Range(), count: count)
  }

  var rangeCount: Int { ranges.count }

  /// - Parameter list: ascending; a document that stands in it twice counts once.
  mutating func append(term: UInt32, _ list: [UInt32]) throws(IndexError) {
    var start = 0
    while start < list.count {
      let number = Int(list[start]) / TermScatter.rangeSize
      let first = UInt32(number * TermScatter.rangeSize)
      var end = start
      var distinct = 0
      while end < list.count, list[end] &- first < UInt32(TermScatter.rangeSize) {
        if end == start || list[end] != list[end - 1] { distinct += 1 }
        end += 1
      }
      ranges[number].buffer.append(varint: UInt64(term - ranges[number].lastTerm))
      ranges[number].buffer.append(varint: distinct)
      ranges[number].lastTerm = term
      ranges[number].postings += distinct
      var last = first
      for place in start..<end where place == start || list[place] != list[place - 1] {
        ranges[number].buffer.append(varint: UInt64(list[place] - last))
        last = list[place]
      }
      if ranges[number].buffer.count >= TermScatter.bufferSize { try flush(number) }
      start = end
    }
  }

  private mutating func flush(_ number: Int) throws(IndexError) {
    ranges[number].pieces.append((spool.count, ranges[number].buffer.count))
    try spool.append(ranges[number].buffer)
    ranges[number].buffer.removeAll(keepingCapacity: true)
  }

  mutating func finish() throws(IndexError) {
    for number in ranges.indices {
      try flush(number)
      ranges[number].buffer = []
    }
  }

  /// The terms of a range's documents, each list ascending.
  func lists(_ number: Int) throws(IndexError) -> (ends: [Int], terms: [UInt32]) {
    var bytes: [UInt8] = []
    for piece in ranges[number].pieces { bytes += try spool.read(piece.start, piece.count) }
    let size = min(TermScatter.rangeSize, documents - number * TermScatter.rangeSize)
    var ends = [Int](repeating: 0, count: size)
    forEach(bytes) { _, document in ends[document] += 1 }
    var total = 0
    for document in ends.indices {
      let count = ends[document]
      // Where its list begins, until it is filled.
      ends[document] = total
      total += count
    }
    var terms = [UInt32](repeating: 0, count: total)
    forEach(bytes) { term, document in
      terms[ends[document]] = term
      ends[document] += 1
    }
    return (ends, terms)
  }

  /// Calls `body` with each posting: a term and a document of the range, counted from its first.
  private func forEach(_ bytes: [UInt8], _ body: (UInt32, Int) -> Void) {
    bytes.withByteView { view in
      var reader = ByteReader(view)
      var term: UInt32 = 0
      while !reader.isAtEnd {
        term &+= UInt32(truncatingIfNeeded: reader.size())
        var document = 0
        for _ in 0..<reader.size() {
          document += reader.size()
          body(term, document)
        }
      }
    }
  }
}
