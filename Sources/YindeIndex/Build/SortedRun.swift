/// Terms in dictionary order with their postings, from one thread's share of the pages.
///
/// ```
/// run   --> (key:u64 list)* FF…FF:u64 (varint(length) word list)* 00
/// list  --> varint(documents) varint(bytes) bytes     (PostingPool)
/// ```
struct SortedRun: Sendable {
  static let endOfGrams = UInt64.max

  let spool: SpoolFile
  let range: Range<Int>
}

/// A term on its way from the runs to the index.
enum MergedTerm: Sendable {
  case gram(UInt64)
  case word([UInt8])
}

/// Reads a run's terms in order, in pieces of bounded size.
struct RunReader {
  private let spool: SpoolFile
  private var next: Int
  private let end: Int
  private var buffer: [UInt8] = []
  private var at = 0
  private let pieceSize: Int

  /// The term whose list comes next: a gram's key while ``inGrams``, else a word; both empty at the end.
  private(set) var inGrams = true
  private(set) var key = SortedRun.endOfGrams
  private(set) var word: [UInt8] = []
  private(set) var isAtEnd = false

  init(_ run: SortedRun, pieceSize: Int) throws(IndexError) {
    spool = run.spool
    next = run.range.lowerBound
    end = run.range.upperBound
    self.pieceSize = pieceSize
    try readTerm()
  }

  /// Sees to it that `count` bytes are in the buffer.
  private mutating func need(_ count: Int) throws(IndexError) {
    guard buffer.count - at < count, next < end else { return }
    let piece = try spool.read(next, min(max(pieceSize, count), end - next))
    next += piece.count
    buffer.removeFirst(at)
    at = 0
    buffer += piece
  }

  private mutating func varint() throws(IndexError) -> Int {
    try need(10)
    var value = 0
    var shift = 0
    while true {
      let byte = Int(buffer[at])
      at += 1
      value |= (byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  private mutating func readTerm() throws(IndexError) {
    if inGrams {
      try need(8)
      key = 0
      for shift in 0..<8 { key |= UInt64(buffer[at + shift]) << UInt64(8 * shift) }
      at += 8
      if key != SortedRun.endOfGrams { return }
      inGrams = false
    }
    let length = try varint()
    guard length > 0 else {
      isAtEnd = true
      word = []
      return
    }
    try need(length)
    word = Array(buffer[at..<(at + length)])
    at += length
  }

  /// Appends the list of the present term to `bytes`, as it stands in the run; moves to the next term.
  ///
  /// - Returns: how many postings it has.
  mutating func takeList(into bytes: inout [UInt8]) throws(IndexError) -> Int {
    let count = try varint()
    let length = try varint()
    try need(length)
    bytes.append(varint: count)
    bytes.append(varint: length)
    bytes += buffer[at..<(at + length)]
    at += length
    try readTerm()
    return count
  }
}

/// The lists of a term from several runs, one after another.
struct MergedLists: Sendable {
  private(set) var bytes: [UInt8] = []
  /// Postings of all; two lists may have one of the same document.
  fileprivate(set) var count = 0

  var isEmpty: Bool { bytes.isEmpty }

  fileprivate mutating func take(_ reader: inout RunReader) throws(IndexError) {
    count += try reader.takeList(into: &bytes)
  }

  /// Appends the postings, in the order of the documents; where two lists have a document, one posting with both frequencies.
  ///
  /// Every list ascends, and those of one thread follow one another: sorted stretches, which are merged in pairs.
  ///
  /// - Complexity: O(postings × log threads).
  func decode(documents: inout [UInt32], frequencies: inout [UInt32]) {
    let start = documents.count
    var starts: [Int] = []
    bytes.withByteView { view in
      var reader = ByteReader(view)
      while !reader.isAtEnd {
        let count = reader.size()
        let list = reader.bytes(reader.size())
        let from = documents.count
        PostingPool.decode(
          list, count: count, documents: &documents, frequencies: &frequencies)
        if from > start, from < documents.count, documents[from] <= documents[from - 1] {
          starts.append(from)
        }
      }
    }
    guard !starts.isEmpty else { return }
    SortedStretches.merge(
      [start] + starts, documents: &documents, frequencies: &frequencies)
  }
}

/// Merges sorted stretches of postings.
enum SortedStretches {
  /// Makes the postings from `starts[0]` to the end one sorted stretch; stretches begin at `starts`. Postings of the
  /// same document become one, with the sum of their frequencies.
  ///
  /// - Complexity: O(postings × log stretches).
  static func merge(
    _ starts: [Int], documents: inout [UInt32], frequencies: inout [UInt32]
  ) {
    let first = starts[0]
    var ends = starts.dropFirst() + [documents.count]
    var source = (
      documents: [UInt32](documents[first...]), frequencies: [UInt32](frequencies[first...])
    )
    var target = source
    while ends.count > 1 {
      var merged: ArraySlice<Int> = []
      var from = first
      var filled = 0
      var at = ends.startIndex
      while at < ends.endIndex {
        let middle = ends[at]
        let end = at + 1 < ends.endIndex ? ends[at + 1] : middle
        merge(
          from - first..<middle - first, middle - first..<end - first,
          source.documents.span, source.frequencies.span, into: &target.documents,
          &target.frequencies, &filled)
        merged.append(first + filled)
        from = end
        at += 2
      }
      swap(&source, &target)
      ends = merged
    }
    documents.removeLast(documents.count - first)
    frequencies.removeLast(frequencies.count - first)
    documents += source.documents[..<(ends[ends.startIndex] - first)]
    frequencies += source.frequencies[..<(ends[ends.startIndex] - first)]
  }

  private static func merge(
    _ left: Range<Int>, _ right: Range<Int>, _ documents: Span<UInt32>,
    _ frequencies: Span<UInt32>, into targetDocuments: inout [UInt32],
    _ targetFrequencies: inout [UInt32], _ filled: inout Int
  ) {
    var newDocuments = targetDocuments.mutableSpan
    var newFrequencies = targetFrequencies.mutableSpan
    var (i, j) = (left.lowerBound, right.lowerBound)
    while i < left.upperBound || j < right.upperBound {
      let takesLeft =
        j == right.upperBound || i < left.upperBound && documents[i] <= documents[j]
      var frequency = takesLeft ? frequencies[i] : frequencies[j]
      let document = takesLeft ? documents[i] : documents[j]
      if takesLeft { i &+= 1 } else { j &+= 1 }
      if takesLeft, j < right.upperBound, documents[j] == document {
        frequency = frequency &+ frequencies[j]
        j &+= 1
      }
      newDocuments[filled] = document
      newFrequencies[filled] = frequency
      filled &+= 1
    }
  }
}

/// Merges runs by term.
struct RunMerger {
  private var readers: [RunReader] = []
  /// The gram that each reader stands on, or ``SortedRun/endOfGrams``: what is compared for every term, side by side.
  private var keys: [UInt64] = []

  /// - Parameters:
  ///   - memory: bytes that all readers together may hold.
  ///   - least: bytes that a reader takes at once at least.
  init(_ runs: [SortedRun], memory: Int, least: Int) throws(IndexError) {
    let piece = max(least, min(1 << 20, memory / max(runs.count, 1)))
    for run in runs {
      let reader = try RunReader(run, pieceSize: piece)
      readers.append(reader)
      keys.append(reader.key)
    }
  }

  /// The next term in dictionary order with its lists from the runs that have it; nil at the end.
  ///
  /// - Complexity: O(runs).
  mutating func next() throws(IndexError) -> (MergedTerm, MergedLists)? {
    var lists = MergedLists()
    var key = SortedRun.endOfGrams
    for other in keys { key = min(key, other) }
    if key != SortedRun.endOfGrams {
      for index in keys.indices where keys[index] == key {
        try lists.take(&readers[index])
        keys[index] = readers[index].inGrams ? readers[index].key : SortedRun.endOfGrams
      }
      return (.gram(key), lists)
    }
    var first = -1
    for index in readers.indices where !readers[index].isAtEnd {
      if first < 0 || readers[index].word.lexicographicallyPrecedes(readers[first].word) {
        first = index
      }
    }
    guard first >= 0 else { return nil }
    let word = readers[first].word
    for index in readers.indices where !readers[index].isAtEnd && readers[index].word == word {
      try lists.take(&readers[index])
    }
    return (.word(word), lists)
  }
}
