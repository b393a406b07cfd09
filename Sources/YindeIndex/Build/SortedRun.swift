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

  /// The list of the present term; moves to the next term.
  mutating func takeList() throws(IndexError) -> (count: Int, bytes: [UInt8]) {
    let count = try varint()
    let length = try varint()
    try need(length)
    let bytes = Array(buffer[at..<(at + length)])
    at += length
    try readTerm()
    return (count, bytes)
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
  mutating func next() throws(IndexError) -> (MergedTerm, [(count: Int, bytes: [UInt8])])? {
    var lists: [(count: Int, bytes: [UInt8])] = []
    var key = SortedRun.endOfGrams
    for other in keys { key = min(key, other) }
    if key != SortedRun.endOfGrams {
      for index in keys.indices where keys[index] == key {
        lists.append(try readers[index].takeList())
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
      lists.append(try readers[index].takeList())
    }
    return (.word(word), lists)
  }
}
