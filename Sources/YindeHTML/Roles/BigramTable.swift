/// A small hash table from pairs of characters to bits: which words of the cue lists a pair
/// is, and which pair of the page's title or summary.
///
/// Looked up once per character of a page, so almost every lookup ends at a bit map of 4 KB.
struct BigramTable: Sendable {
  private var filter = [UInt64](repeating: 0, count: 512)
  private var keys: [UInt64]
  private var bits: [UInt32]
  private let mask: Int
  private var count = 0

  init(capacity: Int) {
    keys = Array(repeating: 0, count: capacity)
    bits = Array(repeating: 0, count: capacity)
    mask = capacity - 1
  }

  @inline(__always)
  private static func hash(_ first: UInt32, _ second: UInt32) -> UInt32 {
    // Multiplicative hashing (Knuth, TAOCP 6.4); the upper bits are the good ones.
    (first &* 0x9E37_79B1 ^ second &* 0x85EB_CA77) &* 0xC2B2_AE3D
  }

  /// Adds bits to a pair; does nothing once the table is half full.
  mutating func insert(_ first: UInt32, _ second: UInt32, bits new: UInt32) {
    guard count * 2 < keys.count else { return }
    let hash = Self.hash(first, second)
    filter[Int(hash >> 23)] |= 1 << UInt64(hash >> 17 & 63)
    let key = UInt64(first) << 32 | UInt64(second)
    var slot = Int(hash >> 8) & mask
    while keys[slot] != 0 && keys[slot] != key { slot = (slot + 1) & mask }
    if keys[slot] == 0 { count += 1 }
    keys[slot] = key
    bits[slot] |= new
  }

  @inline(__always)
  subscript(first: UInt32, second: UInt32) -> UInt32 {
    let hash = Self.hash(first, second)
    guard filter[Int(hash >> 23)] >> UInt64(hash >> 17 & 63) & 1 != 0 else { return 0 }
    let key = UInt64(first) << 32 | UInt64(second)
    var slot = Int(hash >> 8) & mask
    while keys[slot] != 0 {
      if keys[slot] == key { return bits[slot] }
      slot = (slot + 1) & mask
    }
    return 0
  }
}

extension BigramTable {
  /// Numbers the pairs of a text's characters, from 1 and at most 127, in the bits from `shift`.
  /// Returns how many different pairs there are.
  mutating func number(pairsOf text: Span<UInt8>, _ range: Range<Int>, shift: UInt32) -> Int {
    var index = range.lowerBound
    var before: UInt32 = 0
    var count: UInt32 = 0
    var word = LatinWord()
    func number(_ first: UInt32, _ second: UInt32) {
      guard self[first, second] >> shift & CueWords.pairLimit == 0 else { return }
      count += 1
      insert(first, second, bits: count << shift)
    }
    while index < range.upperBound, count < CueWords.pairLimit {
      let (scalar, width) = text.decodedScalar(at: index)
      index += width
      if LatinWord.isLetter(scalar) {
        word.add(scalar)
        before = 0
        continue
      }
      if word.isTelling { number(word.hash, LatinWord.mark) }
      word = LatinWord()
      let isLetter = scalar >= 0x3041 && !(0xFF00...0xFF20).contains(scalar)
      if isLetter, before != 0, count < CueWords.pairLimit { number(before, scalar) }
      before = isLetter ? scalar : 0
    }
    if word.isTelling, count < CueWords.pairLimit { number(word.hash, LatinWord.mark) }
    return Int(count)
  }
}

/// A word of letters that are not as wide as Han, as it is read: a hash of them, folded to small ones.
struct LatinWord {
  private(set) var hash: UInt32 = 0
  private var count = 0

  /// Stands beside a word's hash in `BigramTable`, where a pair has its second character.
  static let mark: UInt32 = 1
  /// Shorter words are in every text.
  private static let leastLetters = 4

  var isTelling: Bool { count >= Self.leastLetters }

  /// Letters of ASCII, and all beyond it that are written with spaces between words.
  @inline(__always)
  static func isLetter(_ scalar: UInt32) -> Bool {
    (scalar | 0x20) &- 0x61 < 26 || (scalar >= 0xC0 && scalar < 0x2000)
  }

  @inline(__always)
  mutating func add(_ scalar: UInt32) {
    // The letters of ASCII and of Latin-1 differ in this bit from their capitals.
    hash = (hash &+ (scalar | 0x20)) &* 0x9E37_79B1
    hash ^= hash >> 15
    count &+= 1
  }
}
