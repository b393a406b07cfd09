import YindeAnalysis

/// Inverts pages: terms in, postings out. The check asks it for those of a term; a build takes from it the words, and
/// has the grams from a ``GramSorter``.
///
/// Grams are found through an open-addressing table of 64-bit keys, words
/// through one of hashes with the bytes beside; both lead to a place in a ``PostingPool``.
struct Inverter {
  private(set) var pool = PostingPool()
  private var grams = GramTable()
  private var words = WordTable()
  /// Roughly the bytes in use, and those that ``writeRun(to:)`` needs beside them.
  var memory: Int { pool.memory + grams.memory + words.memory }
  var isEmpty: Bool { pool.terms.isEmpty }

  /// Adds the terms of one block of a page.
  ///
  /// - Complexity: O(terms), expected.
  mutating func add(_ terms: TermBuffer, document: UInt32, weight: UInt32) {
    add(
      terms, grams: 0..<terms.grams.count, words: 0..<terms.wordEnds.count, document: document,
      weight: weight)
  }

  /// Adds some of the terms of a block.
  mutating func add(
    _ terms: TermBuffer, grams range: Range<Int>, words wordRange: Range<Int>, document: UInt32,
    weight: UInt32
  ) {
    for place in range {
      let key = terms.grams[place]
      let slot = grams.slot(for: key)
      let index = grams.index(slot)
      if index >= 0 {
        pool.addOccurrence(index, document: document, weight: weight)
      } else {
        grams.insert(key, at: slot, index: pool.addTerm(document: document, weight: weight))
      }
    }
    var start = wordRange.lowerBound == 0 ? 0 : terms.wordEnds[wordRange.lowerBound - 1]
    for end in terms.wordEnds[wordRange] {
      let (slot, hash) = words.slot(for: terms.wordBytes, start..<end)
      let index = words.index(slot)
      if index >= 0 {
        pool.addOccurrence(index, document: document, weight: weight)
      } else {
        words.insert(
          terms.wordBytes[start..<end], hash: hash, at: slot,
          index: pool.addTerm(document: document, weight: weight))
      }
      start = end
    }
  }

  // MARK: Looking up, for the check

  /// Postings held, over all terms.
  var postingCount: Int { pool.terms.reduce(0) { $0 + Int($1.documentFrequency) } }

  /// The postings of a gram that was added.
  func postings(gram key: UInt64) -> (documents: [UInt32], frequencies: [UInt32])? {
    postings(grams.index(grams.slot(for: key)))
  }

  /// The postings of a word that was added.
  func postings(word: [UInt8]) -> (documents: [UInt32], frequencies: [UInt32])? {
    postings(words.index(words.slot(for: word, 0..<word.count).slot))
  }

  private func postings(_ index: Int) -> (documents: [UInt32], frequencies: [UInt32])? {
    guard index >= 0 else { return nil }
    var bytes: [UInt8] = []
    pool.append(index, to: &bytes)
    var documents: [UInt32] = []
    var frequencies: [UInt32] = []
    bytes.withByteView {
      PostingPool.decode(
        $0, count: Int(pool.terms[index].documentFrequency), documents: &documents,
        frequencies: &frequencies)
    }
    return (documents, frequencies)
  }

  /// Writes everything to a run in the order of the dictionary and forgets it.
  mutating func writeRun(to spool: SpoolFile) throws(IndexError) -> SortedRun {
    var run = RunWriter(spool)
    var postings: [UInt8] = []
    for (key, index) in grams.sorted() {
      postings.removeAll(keepingCapacity: true)
      pool.append(index, to: &postings)
      try run.append(gram: key, count: Int(pool.terms[index].documentFrequency), postings)
    }
    run.endGrams()
    try writeWords(to: &run)
    grams.removeAll()
    return try run.finish()
  }

  /// Writes the words in the order of the dictionary and forgets all terms.
  mutating func writeWords(to run: inout RunWriter) throws(IndexError) {
    var postings: [UInt8] = []
    for (word, index) in words.sorted() {
      let index = Int(index)
      postings.removeAll(keepingCapacity: true)
      pool.append(index, to: &postings)
      try run.append(
        word: words.bytes[words.range(Int(word))],
        count: Int(pool.terms[index].documentFrequency), postings)
    }
    pool.removeAll()
    words.removeAll()
  }
}

/// Keys of 64 bits to places, by linear probing.
private struct GramTable {
  // A slot is free when its index is negative.
  private var keys = [UInt64](repeating: 0, count: 1 << 14)
  private var indexes = [Int32](repeating: -1, count: 1 << 14)
  private var count = 0

  // The pairs that are sorted, too.
  var memory: Int { keys.count * 12 + count * 16 }

  @inline(__always)
  func slot(for key: UInt64) -> Int {
    let mask = keys.count &- 1
    // Fibonacci hashing (Knuth 6.4): the high bits of a product with the golden ratio.
    let hash = key &* 0x9E37_79B9_7F4A_7C15
    var slot = Int(truncatingIfNeeded: hash &>> 32) & mask
    while indexes[slot] >= 0, keys[slot] != key { slot = (slot &+ 1) & mask }
    return slot
  }

  @inline(__always)
  func index(_ slot: Int) -> Int { Int(indexes[slot]) }

  mutating func insert(_ key: UInt64, at slot: Int, index: Int) {
    keys[slot] = key
    indexes[slot] = Int32(index)
    count += 1
    if count * 2 > keys.count { grow() }
  }

  private mutating func grow() {
    let oldKeys = keys
    let oldIndexes = indexes
    keys = [UInt64](repeating: 0, count: oldKeys.count * 2)
    indexes = [Int32](repeating: -1, count: oldKeys.count * 2)
    for (old, index) in oldIndexes.enumerated() where index >= 0 {
      let slot = slot(for: oldKeys[old])
      keys[slot] = oldKeys[old]
      indexes[slot] = index
    }
  }

  func sorted() -> [(UInt64, Int)] {
    var pairs: [(UInt64, Int)] = []
    pairs.reserveCapacity(count)
    for (slot, index) in indexes.enumerated() where index >= 0 {
      pairs.append((keys[slot], Int(index)))
    }
    pairs.sort { $0.0 < $1.0 }
    return pairs
  }

  mutating func removeAll() { self = GramTable() }
}

/// Words to places, by linear probing on a 64-bit hash and the bytes themselves.
private struct WordTable {
  private var hashes = [UInt64](repeating: 0, count: 1 << 12)
  private var indexes = [Int32](repeating: -1, count: 1 << 12)
  private var entries = [Int32](repeating: 0, count: 1 << 12)
  private(set) var bytes: [UInt8] = []
  private var ends: [Int] = []

  // The pairs that are sorted, too.
  var memory: Int { hashes.count * 16 + bytes.count + ends.count * 16 }

  func range(_ entry: Int) -> Range<Int> {
    (entry == 0 ? 0 : ends[entry - 1])..<ends[entry]
  }

  @inline(__always)
  func slot(for source: [UInt8], _ word: Range<Int>) -> (slot: Int, hash: UInt64) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for at in word {
      // FNV-1a; words are short.
      hash = (hash ^ UInt64(source[at])) &* 0x100_0000_01B3
    }
    hash ^= hash >> 29
    let mask = hashes.count &- 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while indexes[slot] >= 0 {
      if hashes[slot] == hash {
        let own = range(Int(entries[slot]))
        if own.count == word.count, bytes[own].elementsEqual(source[word]) { break }
      }
      slot = (slot &+ 1) & mask
    }
    return (slot, hash)
  }

  @inline(__always)
  func index(_ slot: Int) -> Int { Int(indexes[slot]) }

  mutating func insert(_ word: ArraySlice<UInt8>, hash: UInt64, at slot: Int, index: Int) {
    bytes += word
    ends.append(bytes.count)
    hashes[slot] = hash
    indexes[slot] = Int32(index)
    entries[slot] = Int32(ends.count - 1)
    if ends.count * 2 > hashes.count { grow() }
  }

  private mutating func grow() {
    let old = (hashes, indexes, entries)
    hashes = [UInt64](repeating: 0, count: old.0.count * 2)
    indexes = [Int32](repeating: -1, count: old.0.count * 2)
    entries = [Int32](repeating: 0, count: old.0.count * 2)
    let mask = hashes.count - 1
    for (from, index) in old.1.enumerated() where index >= 0 {
      var slot = Int(truncatingIfNeeded: old.0[from]) & mask
      while indexes[slot] >= 0 { slot = (slot + 1) & mask }
      hashes[slot] = old.0[from]
      indexes[slot] = index
      entries[slot] = old.2[from]
    }
  }

  /// The numbers of the words in the order of their bytes, with their places.
  func sorted() -> [(word: Int32, index: Int32)] {
    var pairs: [(word: Int32, index: Int32)] = []
    pairs.reserveCapacity(ends.count)
    for (slot, index) in indexes.enumerated() where index >= 0 {
      pairs.append((entries[slot], index))
    }
    pairs.sort { precedes(range(Int($0.word)), range(Int($1.word))) }
    return pairs
  }

  private func precedes(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    for offset in 0..<min(left.count, right.count) {
      let (a, b) = (bytes[left.lowerBound + offset], bytes[right.lowerBound + offset])
      if a != b { return a < b }
    }
    return left.count < right.count
  }

  mutating func removeAll() { self = WordTable() }
}
