/// What every scalar folds to and which class the result has: one load of a table.
///
/// The table is of two stages: `blocks[c >> 7]` names a block of 128 entries, and blocks whose
/// entries are equal are one block. An entry is 32 bits:
///
///     31 … 28 │ 27        │ 26       │ 25   │ 24 … 21 │ 20 … 0
///     unused  │ several   │ composes │ slow │ class   │ distance to the folded scalar, mod 2²¹
///
/// - *slow* is set when the folded scalar cannot simply be appended: the other two bits tell why,
///   and without them it is white space (one of a run is kept) or is dropped.
/// - *composes*: a combining mark or a Hangul vowel or final consonant, which may change the scalar
///   before it; handled once the text is through (see ``Folding``).
/// - *several*: the low bits are where the folded scalars begin in `pool`, which ends each sequence
///   with `UInt32.max`.
///
/// Storing distances instead of scalars is what makes blocks equal: 42,720 ideographs of extension
/// B fold to themselves and share a block.
///
/// The expanded table has about 250 KB; it is filled once, at first use, from 40 KB of text in
/// ``FoldingData`` (array literals of that size take minutes to compile, and text is mapped with
/// the executable, not initialised).
///
/// The encoding of that text is a sequence of numbers, five bits a character, low bits first: the
/// last character of a number is `#` … `B`, those before it are `]` … `|`. A signed number *n* is
/// 2*n*, or −2*n* − 1 when negative. Line feeds do not count. What the numbers mean stands at each
/// string.
struct FoldingTables: Sendable {
  static let scalarMask: UInt32 = 0x1F_FFFF
  static let classShift: UInt32 = 21
  static let slow: UInt32 = 1 << 25
  static let composes: UInt32 = 1 << 26
  static let several: UInt32 = 1 << 27

  /// Expanded at first use, by whichever thread comes first.
  static let shared = FoldingTables()

  private(set) var blocks: [UInt16]
  private(set) var entries: [UInt32]
  private var usedBlocks = 0
  /// Sequences of folded scalars, each ended by `UInt32.max`.
  private(set) var pool: [UInt32]
  /// Kept combining marks in order: scalar << 8 | canonical combining class.
  private(set) var marks: [UInt32]
  /// What composes, in order: base << 42 | mark << 21 | composed.
  private(set) var pairs: [UInt64]

  /// The entry of a scalar; one that is out of Unicode's range has that of U+FFFD.
  @inline(__always)
  func entry(of scalar: UInt32) -> UInt32 {
    guard scalar < 0x11_0000 else { return CharacterClass.punctuation.bits }
    return entries[Int(blocks[Int(scalar >> 7)]) &<< 7 | Int(scalar & 127)]
  }

  /// The canonical combining class of a kept mark; 0 for anything else.
  func combiningClass(of scalar: UInt32) -> UInt32 {
    let index = marks.partitioningIndex { $0 >> 8 >= scalar }
    return index < marks.count && marks[index] >> 8 == scalar ? marks[index] & 0xFF : 0
  }

  /// The composed scalar of a base and a mark.
  func composed(_ base: UInt32, _ mark: UInt32) -> UInt32? {
    let key = UInt64(base) << 21 | UInt64(mark)
    let index = pairs.partitioningIndex { $0 >> 21 >= key }
    guard index < pairs.count, pairs[index] >> 21 == key else { return nil }
    return UInt32(truncatingIfNeeded: pairs[index]) & Self.scalarMask
  }
}

extension Array {
  /// The first index whose element satisfies a predicate that is false, then true.
  fileprivate func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if predicate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

// MARK: - Expansion

extension FoldingTables {
  private init() {
    blocks = [UInt16](repeating: 0, count: 0x11_0000 >> 7)
    entries = [UInt32](repeating: 0, count: FoldingData.blockCount * 128)
    pool = []
    marks = []
    pairs = []
    pool.reserveCapacity(FoldingData.poolCount)
    marks.reserveCapacity(FoldingData.markCount)
    pairs.reserveCapacity(FoldingData.pairCount)

    for characterClass in CharacterClass.allCases {
      let isSlow = characterClass == .space || characterClass == .ignorable
      _ = appendBlock(of: characterClass.bits | (isSlow ? Self.slow : 0))
    }
    expandClasses()
    // Marks before what folds to them: an entry copies the bits of its target's.
    expandMarks()
    expandSingles()
    expandSeveral()
    expandPairs()
    entries.removeLast(entries.count - usedBlocks << 7)
  }

  /// The next block, filled with an entry; by hand, since appending a sequence that repeats one element takes fifty instructions for each.
  private mutating func appendBlock(of entry: UInt32) -> UInt16 {
    let first = usedBlocks << 7
    for place in first..<first + 128 { entries[place] = entry }
    usedBlocks += 1
    return UInt16(usedBlocks - 1)
  }

  private mutating func expandClasses() {
    var numbers = NumberReader(FoldingData.classes)
    var scalar = 0
    while let number = numbers.next() {
      let end = min(scalar + Int(number >> 3) + 1, 0x11_0000)
      let uniform = UInt16(number & 7)
      let entry = entries[Int(uniform) * 128]
      while scalar < end {
        if scalar & 127 == 0 {
          if end - scalar >= 128 {
            blocks[scalar >> 7] = uniform
            scalar += 128
            continue
          }
          blocks[scalar >> 7] = appendBlock(of: entry)
        }
        let stop = min(end, (scalar | 127) + 1)
        let first = Int(blocks[scalar >> 7]) << 7
        for index in first + (scalar & 127)..<first + ((stop - 1) & 127) + 1 {
          entries[index] = entry
        }
        scalar = stop
      }
    }
  }

  /// Where the entry of a scalar is, in a block of its own from now on.
  @inline(__always)
  private mutating func place(of scalar: UInt32) -> Int {
    let block = Int(blocks[Int(scalar >> 7)])
    if block >= CharacterClass.allCases.count { return block << 7 | Int(scalar & 127) }
    let copy = appendBlock(of: entries[block << 7])
    blocks[Int(scalar >> 7)] = copy
    return Int(copy) << 7 | Int(scalar & 127)
  }

  private mutating func expandMarks() {
    var numbers = NumberReader(FoldingData.marks)
    var scalar: UInt32 = 0
    while let gap = numbers.next() {
      scalar += gap
      let end = scalar + (numbers.next() ?? 0) + 1
      let combiningClass = numbers.next() ?? 0
      while scalar < end {
        entries[place(of: scalar)] |= Self.slow | Self.composes
        marks.append(scalar << 8 | combiningClass)
        scalar += 1
      }
    }
    for jamo in [Hangul.vowels, Hangul.finals] {
      for scalar in jamo {
        entries[place(of: scalar)] |= Self.slow | Self.composes
      }
    }
  }

  private mutating func expandSingles() {
    var numbers = NumberReader(FoldingData.singles)
    var scalar: UInt32 = 0
    while let number = numbers.next() {
      scalar += number >> 1
      let end = scalar + (number & 1 == 0 ? 1 : (numbers.next() ?? 0) + 2)
      let distance = UInt32(bitPattern: numbers.nextSigned())
      while scalar < end {
        let target = entry(of: scalar &+ distance)
        entries[place(of: scalar)] =
          target & ~Self.scalarMask | distance & Self.scalarMask
        scalar += 1
      }
    }
  }

  private mutating func expandSeveral() {
    var numbers = NumberReader(FoldingData.several)
    var scalar: UInt32 = 0
    while let gap = numbers.next() {
      scalar += gap
      let count = numbers.next() ?? 0
      let start = pool.count
      var folded: UInt32 = 0
      for _ in 0..<count {
        folded &+= UInt32(bitPattern: numbers.nextSigned())
        pool.append(folded)
      }
      let first = entry(of: pool[start]) & (15 << Self.classShift)
      pool.append(.max)
      entries[place(of: scalar)] = first | Self.slow | Self.several | UInt32(start)
      scalar += 1
    }
  }

  private mutating func expandPairs() {
    let composing: [UInt32] = [0x3099, 0x309A, Folding.slash]
    var numbers = NumberReader(FoldingData.pairs)
    var base: UInt32 = 0
    while let gap = numbers.next() {
      base += gap
      let mark = composing[Int(numbers.next() ?? 0)]
      let target = base &+ UInt32(bitPattern: numbers.nextSigned())
      pairs.append(UInt64(base) << 42 | UInt64(mark) << 21 | UInt64(target))
    }
  }
}
