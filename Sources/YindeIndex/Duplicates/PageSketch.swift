import YindeAnalysis

/// What is kept of a page to find its near-duplicates: minima of hashed shingles, one from each of 32 classes of
/// hashes (one permutation hashing; Li, Owen and Zhang, NIPS 2012).
///
/// The chance that two pages have the same minimum in a class is the resemblance of their texts. Four classes make a key; pages with any
/// of the eight keys in common are compared. With a resemblance of 0.95 a pair is overlooked once in 700,000 times, with
/// 0.5 it is compared in four of ten cases.
struct PageSketch {
  static let classCount = 32
  static let classesPerKey = 4
  private static let none = UInt64.max

  private var minima = [UInt64](repeating: none, count: classCount)
  private var shingles = PageShingles()
  private(set) var shingleCount = 0
  /// A hash of the terms of title, headings and body: of all of them, if the page is short.
  private var terms: UInt64 = 0

  mutating func removeAll() { self = PageSketch() }

  /// Adds a block.
  mutating func add(_ block: TermBuffer, _ role: StoredRole) {
    guard role.isCompared else { return }
    if shingleCount < PageText.leastShingles {
      var hash = terms
      for gram in block.grams { hash = mixed(hash ^ gram) }
      PageShingles.forEachWord(block) { hash = mixed(hash ^ $0) }
      terms = hash
    }
    guard role == .body else { return }
    var count = 0
    var stream = shingles
    var span = minima.mutableSpan
    stream.add(block) { shingle in
      let place = Int(shingle &>> 59)
      let value = shingle & 0x07FF_FFFF_FFFF_FFFF
      if value < span[place] { span[place] = value }
      count += 1
    }
    shingles = stream
    shingleCount += count
  }

  /// Two bits of each minimum (b-bit minwise hashing; Li and König, WWW 2010); 0 for a page without shingles. Of two
  /// pages with the resemblance r about 32 × (1 + 3 r) / 4 of the pairs of bits are the same.
  var fingerprint: UInt64 {
    var bits: UInt64 = 0
    for (place, value) in minima.enumerated() where value != PageSketch.none {
      bits |= (value & 3) << UInt64(2 * place)
    }
    return bits
  }

  /// How many of the 32 pairs of bits are the same.
  static func agreement(_ left: UInt64, _ right: UInt64) -> Int {
    let different = left ^ right
    return classCount - ((different | different &>> 1) & 0x5555_5555_5555_5555).nonzeroBitCount
  }

  /// Bytes of ``code``.
  static let codeSize = 3 * (classCount / classesPerKey)

  /// The keys under which the page is looked up, of 24 bits each; 0 for a key that there is not. A short page has one, in the first place.
  var code: [UInt8] {
    var code = [UInt8](repeating: 0, count: PageSketch.codeSize)
    guard shingleCount > 0 else { return code }
    func set(_ key: Int, _ hash: UInt64) {
      let bits = max(hash >> 40, 1)
      for place in 0..<3 {
        code[3 * key + place] = UInt8(truncatingIfNeeded: bits >> (8 * UInt64(place)))
      }
    }
    if shingleCount < PageText.leastShingles {
      set(0, mixed(terms))
      return code
    }
    for key in 0..<(PageSketch.classCount / PageSketch.classesPerKey) {
      var hash = UInt64(key + 1)
      var isEmpty = true
      for place in (key * PageSketch.classesPerKey)..<((key + 1) * PageSketch.classesPerKey) {
        hash = mixed(hash ^ minima[place])
        if minima[place] != PageSketch.none { isEmpty = false }
      }
      if !isEmpty { set(key, hash) }
    }
    return code
  }

  /// Calls `body` with the keys of a ``code``.
  static func forEachKey(_ code: [UInt8], _ body: (UInt64) throws -> Void) rethrows {
    let count = codeSize / 3
    func bits(_ key: Int) -> UInt64 {
      UInt64(code[3 * key]) | UInt64(code[3 * key + 1]) << 8 | UInt64(code[3 * key + 2]) << 16
    }
    let isShort = bits(0) != 0 && (1..<count).allSatisfy { bits($0) == 0 }
    for key in 0..<count where bits(key) != 0 {
      try body(mixed(UInt64(isShort ? count : key) << 24 | bits(key)))
    }
  }
}
