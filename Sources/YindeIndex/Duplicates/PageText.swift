import YindeAnalysis

/// A page's text as the test for near-duplicates sees it.
///
/// - Pages with ``leastShingles`` shingles or more are near-duplicates if the resemblance of their bodies is ``resemblance`` at
///   least: distinct shingles in both over those in either.
/// - Shorter ones, in which a number makes all the difference, if the terms of titles, headings and bodies are the same.
/// - A page without body text is nothing's duplicate.
struct PageText {
  static let leastShingles = 64
  /// In hundredths. On 17,744 pages of a classics site pairs of pages are spread evenly over resemblances from 0.7 to 0.94,
  /// parallel editions and commentaries among them; there are fewest about 0.95, and most above 0.97: reprints.
  static let resemblance = 95

  /// Ascending, each once.
  private(set) var shingles: [UInt64] = []
  private var terms: [UInt64] = []
  private var count = 0
  private var stream = PageShingles()

  var isShort: Bool { count < PageText.leastShingles }

  /// Adds a block; ``finish()`` comes after the last.
  mutating func add(_ block: TermBuffer, _ role: StoredRole) {
    guard role.isCompared else { return }
    if isShort {
      terms += block.grams
      PageShingles.forEachWord(block) { terms.append($0) }
    }
    if role == .body { stream.add(block) { shingles.append($0) } }
    count = shingles.count
  }

  mutating func finish() {
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
    var shared = 0
    var place = 0
    for shingle in shingles {
      while place < other.shingles.count, other.shingles[place] < shingle { place += 1 }
      if place < other.shingles.count, other.shingles[place] == shingle { shared += 1 }
    }
    let all = shingles.count + other.shingles.count - shared
    return shared * 100 >= all * PageText.resemblance
  }
}

extension StoredRole {
  /// Whether a block counts when pages are compared.
  var isCompared: Bool { self == .title || isMain }
}
