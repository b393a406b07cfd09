/// What each of some terms can score in each window of documents, and where in its list the window begins.
struct WindowTable {
  let windows: Int
  /// Sums over the terms, by window.
  private(set) var totals: [UInt32]
  // Term after term.
  private var bounds: [UInt32]
  private var blocks: [UInt32]

  /// - Complexity: O(terms × windows).
  init(terms: Int, documents: Int) {
    windows = (documents + ScoreWindow.size - 1) / ScoreWindow.size
    totals = [UInt32](repeating: 0, count: windows)
    bounds = [UInt32](repeating: 0, count: windows * terms)
    blocks = [UInt32](repeating: .max, count: windows * terms)
  }

  /// No posting of the term in the window scores more; 0 when there is none.
  @inline(__always)
  func bound(_ term: Int, _ window: Int) -> UInt32 { bounds[term &* windows &+ window] }

  /// The first block with a posting of the window.
  @inline(__always)
  func block(_ term: Int, _ window: Int) -> Int { Int(blocks[term &* windows &+ window]) }

  /// Says in which block a window begins, unless that has been said.
  @inline(__always)
  mutating func begin(_ term: Int, _ window: Int, block: Int) {
    let place = term &* windows &+ window
    if blocks[place] == .max { blocks[place] = UInt32(truncatingIfNeeded: block) }
  }

  @inline(__always)
  mutating func raise(_ term: Int, _ window: Int, to bound: UInt32, block: Int) {
    begin(term, window, block: block)
    let place = term &* windows &+ window
    guard bound > bounds[place] else { return }
    totals[window] &+= bound &- bounds[place]
    bounds[place] = bound
  }
}

/// The windows of a ``WindowTable`` in the order in which they are looked at: a few with the largest totals, then the others ascending.
struct WindowQueue {
  /// The first windows raise the k-th best score most, and every window out of order decodes blocks anew that reach beyond it.
  static let first = 12

  // Totals in the high half and the complements of windows in the low one: the largest first, of equals the first.
  private var largest: [UInt64] = []
  private var taken = 0
  private var isTaken: [Bool]
  private var window = 0
  private let totals: [UInt32]

  /// - Complexity: O(windows).
  init(_ table: WindowTable) {
    totals = table.totals
    isTaken = [Bool](repeating: false, count: totals.count)
    for window in totals.indices {
      let key = UInt64(totals[window]) << 32 | UInt64(~UInt32(truncatingIfNeeded: window))
      var place = largest.count
      if place == WindowQueue.first {
        guard key > largest[place - 1] else { continue }
        place -= 1
      } else {
        largest.append(key)
      }
      while place > 0, largest[place - 1] < key {
        largest[place] = largest[place - 1]
        place -= 1
      }
      largest[place] = key
    }
  }

  mutating func next() -> (window: Int, total: Int)? {
    if taken < largest.count {
      let key = largest[taken]
      taken += 1
      let window = Int(~UInt32(truncatingIfNeeded: key))
      isTaken[window] = true
      return (window, Int(key >> 32))
    }
    while window < totals.count, isTaken[window] { window += 1 }
    guard window < totals.count else { return nil }
    window += 1
    return (window - 1, Int(totals[window - 1]))
  }
}
