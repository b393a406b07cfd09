import YindeAnalysis

/// A page's text as the test for near-duplicates sees it.
///
/// - Pages with ``leastShingles`` shingles or more are near-duplicates if the resemblance of their bodies is ``resemblance`` at
///   least: distinct shingles in both over those in either.
/// - Shorter ones, in which a number makes all the difference, if the terms of titles, headings and bodies are the same.
/// - A page without body text is nothing's duplicate.
/// - Of a page with more than ``maxShingles``, as many are kept: those whose hashes have zeros at the end (Broder's sketch by a
///   modulus). The resemblance of two such samples errs by 0.002 once in 20 times.
struct PageText {
  static let leastShingles = 64
  /// In hundredths. On 17,744 pages of a classics site pairs of pages are spread evenly over resemblances from 0.7 to 0.94,
  /// parallel editions and commentaries among them; there are fewest about 0.95, and most above 0.97: reprints.
  static let resemblance = 95

  static let maxShingles = 1 << 16

  /// Ascending, each once.
  private(set) var shingles: [UInt64] = []
  /// The bits of a hash that are zero in the shingles that are kept.
  private var mask: UInt64 = 0
  private var terms: [UInt64] = []
  private var count = 0
  private var stream = PageShingles()

  /// Roughly the bytes in use.
  var memory: Int { (shingles.count + terms.count) * 8 }
  var isShort: Bool { count < PageText.leastShingles }

  /// Adds a block; ``finish()`` comes after the last.
  mutating func add(_ block: TermBuffer, _ role: StoredRole) {
    guard role.isCompared else { return }
    if isShort {
      terms += block.grams
      PageShingles.forEachWord(block) { terms.append($0) }
    }
    guard role == .body else { return }
    var stream = stream
    stream.add(block) { shingle in
      count += 1
      if shingle & mask == 0 { shingles.append(shingle) }
      if shingles.count > 2 * PageText.maxShingles { thinOut() }
    }
    self.stream = stream
  }

  /// Keeps each shingle once, and every other one as long as there are too many.
  private mutating func thinOut() {
    sortOnce()
    while shingles.count > PageText.maxShingles {
      mask = mask << 1 | 1
      shingles.removeAll { $0 & mask != 0 }
    }
  }

  mutating func finish() {
    if shingles.count > PageText.maxShingles { thinOut() } else { sortOnce() }
  }

  private mutating func sortOnce() {
    shingles.sort()
    var last: UInt64?
    shingles.removeAll { shingle in
      defer { last = shingle }
      return shingle == last
    }
  }

  /// - Complexity: O(shingles).
  func isNearDuplicate(of other: PageText) -> Bool {
    guard count > 0, isShort == other.isShort else { return false }
    if isShort { return terms == other.terms }
    // What both samples would hold.
    let left = other.mask > mask ? shingles.filter { $0 & other.mask == 0 } : shingles
    let right = mask > other.mask ? other.shingles.filter { $0 & mask == 0 } : other.shingles
    var shared = 0
    var place = 0
    for shingle in left {
      while place < right.count, right[place] < shingle { place += 1 }
      if place < right.count, right[place] == shingle { shared += 1 }
    }
    let all = left.count + right.count - shared
    return shared * 100 >= all * PageText.resemblance
  }
}

extension StoredRole {
  /// Whether a block counts when pages are compared.
  var isCompared: Bool { self == .title || isMain }
}
