/// The bigrams and unigrams of the index: two characters in, a ``TermInfo`` out.
///
/// Terms are ordered by their first character, then the second, which is their byte order in UTF-8.
/// Characters are numbered in order, and a bigram's first character is never written: it is the row.
///
/// ```
/// characters   u32 × A        every character of every gram, ascending
/// gramRows     u32 × (A + 1)  row of character i: blocks gramRows[i] ..< gramRows[i + 1]
/// gramIndex    16 × blocks    second of the block's first term:u32, place in gramBlocks:u32,
///                             place of its lists in postings:u64
/// gramBlocks   block*         up to 32 terms: entry (varint(second - previous second - 1) entry)*
/// ```
///
/// `second` is 0 for a unigram (the last character of a run), else the character's number plus one. The
/// deltas are small, because a character's followers crowd among the common characters: most terms take
/// one byte for the characters and two or three for the ``TermEntry``.
///
/// A look-up is three binary searches and a scan of at most 32 terms. The row of a character is the
/// answer to a one-character query: every occurrence of c is either followed by a character of its run
/// or ends the run, so it is counted in exactly one gram of the row.
struct GramDictionary {
  static let blockSize = 32
  static let indexEntrySize = 16

  let characters: ByteView
  let rows: ByteView
  let index: ByteView
  let blocks: ByteView

  var characterCount: Int { characters.count / 4 }
  var blockCount: Int { index.count / GramDictionary.indexEntrySize }

  func character(_ number: Int) -> UInt32 { characters.u32(number &* 4) }

  /// The number of `character`, if any gram has it.
  ///
  /// - Complexity: O(log A).
  func number(of character: UInt32) -> Int? {
    var low = 0
    var high = characterCount
    while low < high {
      let middle = (low &+ high) >> 1
      if self.character(middle) < character { low = middle &+ 1 } else { high = middle }
    }
    return low < characterCount && self.character(low) == character ? low : nil
  }

  /// The blocks of a character's row, inside the table whatever the bytes say.
  func blockRange(row number: Int) -> Range<Int> {
    let start = min(Int(rows.u32(number &* 4)), blockCount)
    let end = min(Int(rows.u32(number &* 4 &+ 4)), blockCount)
    return start..<max(start, end)
  }

  /// The gram of two folded characters; `second` 0 asks for the unigram.
  ///
  /// - Complexity: O(log A + log row + 32).
  func lookup(first: UInt32, second: UInt32) -> TermInfo? {
    guard let row = number(of: first) else { return nil }
    var target = 0
    if second != 0 {
      guard let number = number(of: second) else { return nil }
      target = number + 1
    }
    let range = blockRange(row: row)
    var low = range.lowerBound
    var high = range.upperBound
    // The last block whose first term is not after the target.
    while low < high {
      let middle = (low &+ high) >> 1
      if Int(index.u32(middle &* GramDictionary.indexEntrySize)) <= target {
        low = middle &+ 1
      } else {
        high = middle
      }
    }
    guard low > range.lowerBound else { return nil }
    var cursor = BlockCursor(self, block: low - 1)
    while let term = cursor.next() {
      if term.second == target { return term.info }
      if term.second > target { return nil }
    }
    return nil
  }

  /// Calls `body` with the second number and the info of every gram that begins with `character`, in order.
  func forEach(row character: UInt32, _ body: (Int, TermInfo) -> Void) {
    guard let row = number(of: character) else { return }
    forEach(rowNumber: row, body)
  }

  func forEach(rowNumber row: Int, _ body: (Int, TermInfo) -> Void) {
    for block in blockRange(row: row) {
      var cursor = BlockCursor(self, block: block)
      while let term = cursor.next() { body(term.second, term.info) }
    }
  }

  /// Reads a block's terms in order.
  struct BlockCursor {
    private var reader: ByteReader
    private var second: Int
    private var place: Int
    private var isFirst = true
    // Places of blocks in a damaged index may overlap: without the limit each could hold the whole section.
    private var left = GramDictionary.blockSize

    init(_ dictionary: GramDictionary, block: Int) {
      let at = block &* GramDictionary.indexEntrySize
      let start = Int(dictionary.index.u32(at + 4))
      let isLast = block + 1 >= dictionary.blockCount
      let end =
        isLast
        ? dictionary.blocks.count
        : Int(dictionary.index.u32(at + GramDictionary.indexEntrySize + 4))
      reader = ByteReader(dictionary.blocks.slice(start, end - start))
      second = Int(dictionary.index.u32(at))
      place = dictionary.index.int(at + 8)
    }

    /// After the last term: whether its entry ended where the block ends.
    var endsExactly: Bool { reader.offset == reader.view.count }

    mutating func next() -> (second: Int, info: TermInfo)? {
      guard !reader.isAtEnd, left > 0 else { return nil }
      left &-= 1
      if isFirst {
        isFirst = false
      } else {
        second = second &+ 1 &+ Int(UInt32(truncatingIfNeeded: reader.varint()))
      }
      return (second, TermEntry.read(&reader, place: &place))
    }
  }
}

/// Writes the sections of a ``GramDictionary`` from grams in order.
struct GramDictionaryWriter {
  /// The characters of all grams, ascending.
  let characters: [UInt32]
  private var numbers: [UInt32: Int] = [:]
  private var rows: [UInt8] = []
  private var index: [UInt8] = []
  private var blocks: [UInt8] = []
  private var row = -1
  private var second = 0
  private var inBlock = 0
  private var blockCount = 0

  init(characters: [UInt32]) {
    self.characters = characters
    for (number, character) in characters.enumerated() { numbers[character] = number }
  }

  /// Adds the next gram; its lists begin at `place` of the postings.
  mutating func add(first: UInt32, second secondCharacter: UInt32, _ info: TermInfo, place: Int) {
    // Rows are long, and a look into the table for each of their grams is not needed.
    // A damaged older index may hold characters that begin no gram: they are left out.
    let isSameRow = row >= 0 && row < characters.count && characters[row] == first
    guard let number = isSameRow ? row : numbers[first] else { return }
    var target = 0
    if secondCharacter != 0 {
      guard let found = numbers[secondCharacter] else { return }
      target = found + 1
    }
    if number != row || inBlock == GramDictionary.blockSize {
      while row < number {
        rows.append(littleEndian: UInt32(blockCount))
        row += 1
      }
      index.append(littleEndian: UInt32(target))
      // More is refused by whoever writes the dictionary.
      index.append(littleEndian: UInt32(truncatingIfNeeded: blocks.count))
      index.append(littleEndian: UInt64(place))
      blockCount += 1
      inBlock = 0
    } else {
      blocks.append(varint: target - second - 1)
    }
    TermEntry.append(info, to: &blocks)
    second = target
    inBlock += 1
  }

  /// Whether places of blocks still fit into 32 bits.
  var fits: Bool { blocks.count <= Int(UInt32.max) }

  mutating func finish() -> (characters: [UInt8], rows: [UInt8], index: [UInt8], blocks: [UInt8]) {
    while row < characters.count {
      rows.append(littleEndian: UInt32(blockCount))
      row += 1
    }
    var bytes: [UInt8] = []
    for character in characters { bytes.append(littleEndian: character) }
    return (bytes, rows, index, blocks)
  }
}
