/// The grams of pages on their way into a run: noted one after another, then sorted.
///
/// A hash table of all grams costs several misses of the cache for each occurrence; an entry of 64 bits
/// that is written at the end of a list and moved three times costs none.
///
/// ```
/// entry --> first:16 second:16 document:30 weight:2        from the highest bit; document counted from the run's first
/// ```
///
/// Entries are noted in the order of the documents and sorted by gram with a radix sort from the lowest digit (Knuth
/// 5.2.5), which keeps that order: the occurrences of a gram stand together, those of a document side by side.
/// Grams with characters outside the basic plane are few and have a list of their own.
struct GramSorter {
  /// What one occurrence takes, the room that it is sorted into included.
  static let occurrenceSize = 2 * MemoryLayout<UInt64>.size

  private static let documentBits: UInt64 = 30
  private static let weightBits: UInt64 = 2

  private var entries: [UInt64] = []
  private var rare: [Rare] = []
  /// The document from which documents are counted.
  private var base: UInt32?

  private struct Rare {
    var key: UInt64
    var document: UInt32
    var weight: UInt32
  }

  /// A gram's occurrences in a document are one posting.
  private var postings: [UInt8] = []

  var isEmpty: Bool { entries.isEmpty && rare.isEmpty }

  /// Roughly the bytes in use, and those that ``write(to:characters:)`` needs beside them.
  var memory: Int {
    entries.count * GramSorter.occurrenceSize + rare.count * 2 * MemoryLayout<Rare>.stride
  }

  /// Whether a document is near enough to the first one of the run to be counted from it.
  func accepts(_ document: UInt32) -> Bool {
    guard let base else { return true }
    return UInt64(document - base) < 1 << GramSorter.documentBits
  }

  /// Notes grams of a document, which must not be before those noted already, and be accepted.
  ///
  /// - Complexity: O(grams), amortised.
  mutating func add(_ grams: ArraySlice<UInt64>, document: UInt32, weight: UInt32) {
    precondition(weight < 1 << GramSorter.weightBits, "a weight takes two bits")
    if base == nil { base = document }
    let low = UInt64(document - base!) << GramSorter.weightBits | UInt64(weight)
    for key in grams {
      // The key of a gram is first << 21 | second.
      let first = key &>> 21
      let second = key & 0x1F_FFFF
      if first | second < 0x10000 {
        entries.append(first &<< 48 | second &<< 32 | low)
      } else {
        rare.append(Rare(key: key, document: document, weight: weight))
      }
    }
  }

  /// Writes the grams in the order of the dictionary, notes their first characters, and forgets them.
  ///
  /// - Complexity: O(occurrences).
  mutating func write(to run: inout RunWriter, characters: inout Set<UInt32>) throws(IndexError) {
    sort()
    // By document within a gram, since they were noted so: the places decide between equal keys.
    let others = rare.indices.sorted { (rare[$0].key, $0) < (rare[$1].key, $1) }
    let base = base ?? 0
    var at = 0
    var other = 0
    var lastFirst: UInt64?
    while at < entries.count || other < others.count {
      let gram = at < entries.count ? entries[at] >> 32 : 0
      let key = at < entries.count ? (gram >> 16) << 21 | gram & 0xFFFF : .max
      let isRare = other < others.count && rare[others[other]].key < key
      var list = PostingWriter(&postings)
      if isRare {
        let key = rare[others[other]].key
        while other < others.count, rare[others[other]].key == key {
          list.add(rare[others[other]].document, rare[others[other]].weight, to: &postings)
          other += 1
        }
        try run.append(gram: key, count: list.finish(&postings), postings)
        note(key >> 21, &lastFirst, &characters)
      } else {
        while at < entries.count, entries[at] >> 32 == gram {
          let low = UInt32(truncatingIfNeeded: entries[at])
          list.add(
            base + low >> UInt32(GramSorter.weightBits),
            low & (1 << UInt32(GramSorter.weightBits) - 1),
            to: &postings)
          at += 1
        }
        try run.append(gram: key, count: list.finish(&postings), postings)
        note(key >> 21, &lastFirst, &characters)
      }
    }
    entries.removeAll(keepingCapacity: true)
    rare = []
    self.base = nil
  }

  private func note(_ first: UInt64, _ last: inout UInt64?, _ characters: inout Set<UInt32>) {
    if first != last { characters.insert(UInt32(first)) }
    last = first
  }

  // MARK: Sorting

  /// Digits of the gram, as their lowest bits and how many.
  private static let digits: [(shift: UInt64, bits: UInt64)] = [(32, 11), (43, 11), (54, 10)]

  private mutating func sort() {
    var target = [UInt64](repeating: 0, count: entries.count)
    for (shift, bits) in GramSorter.digits {
      let mask = UInt64(1) << bits - 1
      var starts = [Int](repeating: 0, count: 1 << Int(bits))
      GramSorter.distribute(entries.span, shift, mask, &starts, &target)
      swap(&entries, &target)
    }
  }

  /// Moves the entries into the order of one digit.
  private static func distribute(
    _ source: Span<UInt64>, _ shift: UInt64, _ mask: UInt64, _ starts: inout [Int],
    _ target: inout [UInt64]
  ) {
    var places = starts.mutableSpan
    for at in source.indices { places[Int(source[at] &>> shift & mask)] &+= 1 }
    var sum = 0
    for digit in places.indices {
      let count = places[digit]
      places[digit] = sum
      sum += count
    }
    var output = target.mutableSpan
    for at in source.indices {
      let entry = source[at]
      let digit = Int(entry &>> shift & mask)
      output[places[digit]] = entry
      places[digit] &+= 1
    }
  }
}

/// Writes a term's postings as ``PostingPool`` has them, from occurrences in the order of the documents.
struct PostingWriter {
  private var document: UInt32 = 0
  private var frequency: UInt32 = 0
  private var count = 0
  /// The document before plus one, 0 when there is none.
  private var previous: UInt32 = 0

  init(_ bytes: inout [UInt8]) { bytes.removeAll(keepingCapacity: true) }

  @inline(__always)
  mutating func add(_ document: UInt32, _ weight: UInt32, to bytes: inout [UInt8]) {
    if count > 0, document == self.document {
      frequency = frequency &+ weight
      return
    }
    if count > 0 { flush(&bytes) }
    self.document = document
    frequency = weight
    count &+= 1
  }

  @inline(__always)
  private mutating func flush(_ bytes: inout [UInt8]) {
    let gap = UInt64(document &+ 1 &- previous)
    if frequency == 1 {
      bytes.append(varint: gap &<< 1 | 1)
    } else {
      bytes.append(varint: gap &<< 1)
      bytes.append(varint: UInt64(frequency))
    }
    previous = document &+ 1
  }

  /// - Returns: the number of documents.
  mutating func finish(_ bytes: inout [UInt8]) -> Int {
    flush(&bytes)
    return count
  }
}

/// Writes a ``SortedRun``, grams first, then words.
struct RunWriter {
  private let spool: SpoolFile
  private let start: Int
  private var bytes: [UInt8] = []

  private static let pieceSize = 1 << 18

  init(_ spool: SpoolFile) {
    self.spool = spool
    start = spool.count
  }

  mutating func append(gram key: UInt64, count: Int, _ postings: [UInt8]) throws(IndexError) {
    bytes.append(littleEndian: key)
    try append(count, postings)
  }

  mutating func endGrams() { bytes.append(littleEndian: SortedRun.endOfGrams) }

  mutating func append(word: ArraySlice<UInt8>, count: Int, _ postings: [UInt8]) throws(IndexError)
  {
    bytes.append(varint: word.count)
    bytes += word
    try append(count, postings)
  }

  private mutating func append(_ count: Int, _ postings: [UInt8]) throws(IndexError) {
    bytes.append(varint: count)
    bytes.append(varint: postings.count)
    bytes += postings
    if bytes.count > RunWriter.pieceSize {
      try spool.append(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
  }

  mutating func finish() throws(IndexError) -> SortedRun {
    // No word is empty: a length of zero ends the run.
    bytes.append(0)
    try spool.append(bytes)
    bytes = []
    return SortedRun(spool: spool, range: start..<spool.count)
  }
}
