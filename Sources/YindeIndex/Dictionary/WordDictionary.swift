/// Latin words, numbers, identifiers and symbols: bytes in, a ``TermInfo`` out; a prefix is a range.
///
/// ```
/// wordBlocks   block*         up to 16 terms, front-coded
/// block    --> varint(length) bytes entry (varint(shared) varint(length) bytes entry)*
/// wordIndex    16 × blocks    place of the block in wordBlocks:u64, place of its lists in postings:u64
/// ```
///
/// A look-up is a binary search over the first terms of blocks and a scan of at most 16 terms.
struct WordDictionary {
  static let blockSize = 16
  static let indexEntrySize = 16
  /// No term is longer than this; a longer one in a file is damage.
  static let maxTermLength = 1024

  let blocks: ByteView
  let index: ByteView

  var blockCount: Int { index.count / WordDictionary.indexEntrySize }

  private func firstTerm(_ block: Int) -> ByteView {
    var reader = ByteReader(blocks, at: index.int(block &* WordDictionary.indexEntrySize))
    let length = reader.size()
    return reader.bytes(min(length, WordDictionary.maxTermLength))
  }

  /// The number of blocks whose first term is not after `term`.
  private func blocksUpTo(_ term: [UInt8]) -> Int {
    var low = 0
    var high = blockCount
    while low < high {
      let middle = (low &+ high) >> 1
      if firstTerm(middle).compare(term) <= 0 { low = middle &+ 1 } else { high = middle }
    }
    return low
  }

  /// - Complexity: O(length × (log blocks + 16)).
  func lookup(_ term: [UInt8]) -> TermInfo? {
    let block = blocksUpTo(term) - 1
    guard block >= 0 else { return nil }
    var cursor = BlockCursor(self, block: block)
    while let info = cursor.next() {
      if cursor.term == term { return info }
    }
    return nil
  }

  /// Calls `body` with every term that begins with `prefix`, in byte order, until it returns false.
  func forEach(prefix: [UInt8], _ body: ([UInt8], TermInfo) -> Bool) {
    var block = max(blocksUpTo(prefix) - 1, 0)
    while block < blockCount {
      var cursor = BlockCursor(self, block: block)
      while let info = cursor.next() {
        if cursor.term.starts(with: prefix) {
          guard body(cursor.term, info) else { return }
        } else if !cursor.term.lexicographicallyPrecedes(prefix) {
          return
        }
      }
      block += 1
    }
  }

  /// Calls `body` with every term that fits a pattern, in byte order, until it returns false.
  ///
  /// Terms share their beginnings with the term before, and what the pattern made of those is kept: only the bytes that differ are
  /// looked at.
  ///
  /// - Complexity: O(bytes of the terms that begin as the pattern does, as they are stored).
  func forEach(matching matcher: WordMatcher, _ body: ([UInt8], TermInfo) -> Bool) {
    let prefix = matcher.prefix
    var block = prefix.isEmpty ? 0 : max(blocksUpTo(prefix) - 1, 0)
    var states = [UInt64](repeating: 0, count: WordDictionary.maxTermLength + 1)
    while block < blockCount {
      var cursor = BlockCursor(self, block: block)
      while let info = cursor.next() {
        if matcher.fits(cursor.term, from: cursor.shared, &states) {
          guard body(cursor.term, info) else { return }
        } else if !prefix.isEmpty, !cursor.term.starts(with: prefix),
          prefix.lexicographicallyPrecedes(cursor.term)
        {
          return
        }
      }
      block += 1
    }
  }

  /// Reads a block's terms in order.
  struct BlockCursor {
    /// How many bytes the term shares with the one before.
    private(set) var shared = 0
    private(set) var term: [UInt8] = []
    private var reader: ByteReader
    private var place: Int
    private var isFirst = true
    // As for grams: blocks of a damaged index may overlap.
    private var left = WordDictionary.blockSize

    init(_ dictionary: WordDictionary, block: Int) {
      let at = block &* WordDictionary.indexEntrySize
      let start = dictionary.index.int(at)
      let isLast = block + 1 >= dictionary.blockCount
      let end =
        isLast
        ? dictionary.blocks.count : dictionary.index.int(at + WordDictionary.indexEntrySize)
      reader = ByteReader(
        dictionary.blocks.slice(start, end.subtractingReportingOverflow(start).partialValue))
      place = dictionary.index.int(at + 8)
    }

    /// After the last term: whether its entry ended where the block ends.
    var endsExactly: Bool { reader.offset == reader.view.count }

    mutating func next() -> TermInfo? {
      guard !reader.isAtEnd, left > 0 else { return nil }
      left &-= 1
      shared = isFirst ? 0 : min(reader.size(), term.count)
      isFirst = false
      let length = min(reader.size(), WordDictionary.maxTermLength)
      term.removeLast(term.count - shared)
      // Overlong terms are damage, and have no room in buffers.
      reader.bytes(min(length, WordDictionary.maxTermLength - shared)).append(to: &term)
      return TermEntry.read(&reader, place: &place)
    }
  }
}

/// Writes the sections of a ``WordDictionary`` from terms in byte order.
struct WordDictionaryWriter {
  private var blocks: [UInt8] = []
  private var index: [UInt8] = []
  private var previous: [UInt8] = []
  private var inBlock = 0

  mutating func add(_ term: [UInt8], _ info: TermInfo, place: Int) {
    if inBlock == WordDictionary.blockSize { inBlock = 0 }
    if inBlock == 0 {
      index.append(littleEndian: UInt64(blocks.count))
      index.append(littleEndian: UInt64(place))
      blocks.append(varint: term.count)
      blocks += term
    } else {
      var shared = 0
      while shared < term.count, shared < previous.count, term[shared] == previous[shared] {
        shared += 1
      }
      blocks.append(varint: shared)
      blocks.append(varint: term.count - shared)
      blocks += term[shared...]
    }
    TermEntry.append(info, to: &blocks)
    previous = term
    inBlock += 1
  }

  func finish() -> (blocks: [UInt8], index: [UInt8]) { (blocks, index) }
}
