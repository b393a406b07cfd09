/// The scalars that a pattern cannot tell apart are one symbol.
///
/// Two scalars are the same symbol when they are in the same sets of the pattern and, if it has assertions, of the same ``Side``.
struct PatternAlphabet: Sendable {
  /// What an assertion sees of the scalar beside it.
  enum Side: UInt8, CaseIterable {
    /// The edge of the block.
    case none
    case letter
    case digit
    /// Chinese characters, and the low line.
    case other
    case noWord

    init(_ characterClass: PatternClass) {
      switch characterClass {
      case .letter, .mark: self = .letter
      case .digit: self = .digit
      case .han, .lowLine: self = .other
      case .space, .punctuation, .symbol, .ignorable: self = .noWord
      }
    }
  }

  private let words: Int
  /// For each symbol the sets that have it, as bits.
  private var members: [UInt64] = []
  private(set) var sides: [Side] = []
  /// The first scalars of the intervals in which sets differ by ranges, and for each interval and class the symbol.
  private var cuts: [UInt32] = [0]
  private var symbols: [UInt32] = []

  /// The number of symbols, the edge of a block included, which is the last.
  var count: Int { sides.count }
  var edge: Int { sides.count - 1 }

  /// - Complexity: O(intervals × sets / 64 + what the ranges of sets cover).
  init(_ sets: [PatternSet], tellsSides: Bool) {
    words = (sets.count + 63) / 64
    for set in sets {
      for range in set.ranges {
        cuts.append(range.lowerBound)
        cuts.append(range.upperBound + 1)
      }
    }
    cuts = Array(Set(cuts)).sorted()
    var places: [UInt32: Int] = [:]
    for (place, cut) in cuts.enumerated() { places[cut] = place }
    // Sets that hold an interval by a range.
    var held = [UInt64](repeating: 0, count: cuts.count * words)
    for (number, set) in sets.enumerated() {
      for range in set.ranges {
        guard let first = places[range.lowerBound], let end = places[range.upperBound + 1] else {
          continue
        }
        for interval in first..<end {
          held[interval * words + number / 64] |= 1 << UInt64(number % 64)
        }
      }
    }
    // Sets that hold a class; those that are negated.
    var classes = [[UInt64]](
      repeating: [UInt64](repeating: 0, count: words), count: PatternClass.allCases.count)
    var negated = [UInt64](repeating: 0, count: words)
    for (number, set) in sets.enumerated() {
      let bit: UInt64 = 1 << UInt64(number % 64)
      for one in PatternClass.allCases where set.classes & one.bit != 0 {
        classes[Int(one.rawValue)][number / 64] |= bit
      }
      if set.isNegated { negated[number / 64] |= bit }
    }
    var known: [[UInt64]: UInt32] = [:]
    symbols = []
    symbols.reserveCapacity(cuts.count * PatternClass.allCases.count)
    for interval in cuts.indices {
      let end = interval + 1 < cuts.count ? cuts[interval + 1] : UInt32.max
      // Of a short interval the classes that occur.
      let occurring =
        end - cuts[interval] <= 4 ? Set((cuts[interval]..<end).map(PatternClass.of)) : nil
      for one in PatternClass.allCases {
        if let occurring, !occurring.contains(one) {
          symbols.append(0)
          continue
        }
        var key: [UInt64] = []
        key.reserveCapacity(words + 1)
        for word in 0..<words {
          key.append(
            (held[interval * words + word] | classes[Int(one.rawValue)][word]) ^ negated[word])
        }
        let side = Side(one)
        key.append(tellsSides ? UInt64(side.rawValue) : 0)
        if let symbol = known[key] {
          symbols.append(symbol)
        } else {
          let symbol = UInt32(sides.count)
          known[key] = symbol
          symbols.append(symbol)
          members += key.dropLast()
          sides.append(tellsSides ? side : .noWord)
        }
      }
    }
    members += [UInt64](repeating: 0, count: words)
    sides.append(.none)
  }

  func holds(_ symbol: Int, set: Int) -> Bool {
    members[symbol * words + set / 64] >> UInt64(set % 64) & 1 == 1
  }

  /// The symbol of a scalar.
  ///
  /// - Complexity: O(log intervals).
  func symbol(_ scalar: UInt32) -> UInt32 {
    var low = 0
    var high = cuts.count
    while low < high {
      let middle = (low + high) / 2
      if cuts[middle] <= scalar { low = middle + 1 } else { high = middle }
    }
    // The first cut is zero.
    return symbols[(low - 1) * PatternClass.allCases.count + Int(PatternClass.of(scalar).rawValue)]
  }
}

/// The symbols of scalars, page by page of 256, looked up when the first of a page is met.
struct PatternSymbols {
  private var pages = [Int32](repeating: -1, count: 0x1100)
  private var symbols: [UInt32] = []

  @inline(__always)
  mutating func symbol(_ scalar: UInt32, _ alphabet: PatternAlphabet) -> Int {
    let page = pages[Int(min(scalar, 0x10_FFFF) >> 8)]
    guard page >= 0 else { return load(min(scalar, 0x10_FFFF), alphabet) }
    return Int(symbols[Int(page) &<< 8 | Int(scalar & 0xFF)])
  }

  @inline(never)
  private mutating func load(_ scalar: UInt32, _ alphabet: PatternAlphabet) -> Int {
    let first = scalar & ~0xFF
    pages[Int(scalar >> 8)] = Int32(symbols.count >> 8)
    for one in first..<first + 256 { symbols.append(alphabet.symbol(one)) }
    return Int(alphabet.symbol(scalar))
  }
}
