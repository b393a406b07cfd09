import YindeQuery

/// The best k documents by date, then by score, then by number, exactly as if all matches were sorted.
///
/// For any of some terms the lists are added up window by window, and nothing is kept but the k best. For other
/// queries candidates are taken in the order of their dates, and within a day of what they can score at most; the texts
/// are asked until k have held and no other can come before them.
struct DateOrder {
  private let index: IndexFile
  private let isOldestFirst: Bool

  /// - Parameter sort: not `score`.
  init(_ sort: SortOrder, index: IndexFile) {
    self.index = index
    isOldestFirst = sort == .oldest
  }

  /// The date's place in the high half, the score in the low one: what comes first is larger. No date is 0.
  @inline(__always)
  func key(_ document: Int, _ score: UInt32) -> UInt64 {
    guard let day = index.dates.day(document) else { return UInt64(score) }
    // Days have 30 bits, so that the sum is above zero either way.
    let place = Int64(1) << 30 + Int64(isOldestFirst ? -day : day)
    return UInt64(place) << 32 | UInt64(score)
  }

  /// Any of some terms, within what columns tell of places. The number of matches is exact.
  ///
  /// - Complexity: O(postings + matches × log k) at worst.
  func topK(
    _ cursors: inout [PostingCursor], k: Int, test: QueryPlan.DocumentTest?
  ) -> ([ScoredDocument], SearchTotal) {
    var best = Best(k)
    var matches = 0
    var window = ScoreWindow()
    var found: [UInt64] = []
    while let next = cursors.lazy.map(\.document).min(), next != PostingCursor.endOfList {
      window.move(to: next)
      for at in cursors.indices { cursors[at].accumulate(into: &window) }
      window.collect(above: -1, into: &found)
      for item in found {
        let (place, score) = (Int(item >> 32), UInt32(truncatingIfNeeded: item))
        if let test, !test(place) { continue }
        matches += 1
        let document = index.order.document(at: place)
        best.insert(key(document, score), UInt32(document))
      }
    }
    return (best.sorted(), SearchTotal(matches, .equal))
  }

  /// - Parameter verificationBudget: texts that may be looked at beyond what the answers need.
  func topK(
    _ search: BooleanSearch, k: Int, verificationBudget: Int
  ) -> ([ScoredDocument], SearchTotal) {
    let candidates = search.allCandidates()
    var best = Best(k)
    if candidates.isExact {
      for (document, score) in zip(candidates.documents, candidates.bounds) {
        best.insert(key(Int(document), score), document)
      }
      return (best.sorted(), SearchTotal(candidates.documents.count, .equal))
    }
    var queue = Queue(
      zip(candidates.documents, candidates.bounds).map { (key(Int($0), $1), $0) })
    var matches = 0
    var looked = 0
    var isFound = false
    while let candidate = queue.next() {
      if !best.admits(candidate.key, candidate.document) {
        isFound = true
        let left = candidates.documents.count - looked
        if left > verificationBudget {
          return (best.sorted(), SearchTotal(matches + left, .atMost))
        }
      }
      looked += 1
      let score = search.score(candidate.document)
      if search.verdicts.hasGaps {
        search.verdicts.hasGaps = false
        // With all hits found, only their number is not known.
        if isFound { return (best.sorted(), SearchTotal(candidates.documents.count, .atMost)) }
        search.verdicts.isStopped = true
        return (best.sorted(), SearchTotal(matches, .atLeast))
      }
      guard let score else { continue }
      matches += 1
      best.insert(key(Int(candidate.document), score), candidate.document)
    }
    return (best.sorted(), SearchTotal(matches, .equal))
  }

  // MARK: Order

  private typealias Item = (key: UInt64, document: UInt32)

  private static func precedes(_ left: Item, _ right: Item) -> Bool {
    left.key != right.key ? left.key > right.key : left.document < right.document
  }

  /// The best k items: gathers up to twice as many and sorts them when it is full.
  private struct Best {
    private let k: Int
    private var items: [Item] = []
    /// The k-th best, when there were ever k.
    private var worst: Item?

    init(_ k: Int) { self.k = k }

    /// Whether an item would be among the best. A yes may be wrong: the k-th best is known from the last sorting.
    mutating func admits(_ key: UInt64, _ document: UInt32) -> Bool {
      guard k > 0 else { return false }
      if items.count >= k, worst == nil || items.count > k { cut() }
      return worst.map { DateOrder.precedes((key, document), $0) } ?? true
    }

    mutating func insert(_ key: UInt64, _ document: UInt32) {
      guard k > 0 else { return }
      if let worst, !DateOrder.precedes((key, document), worst) { return }
      items.append((key, document))
      if items.count >= 2 * k, items.count >= 64 { cut() }
    }

    private mutating func cut() {
      items.sort(by: DateOrder.precedes)
      if items.count > k { items.removeLast(items.count - k) }
      if items.count == k { worst = items.last }
    }

    func sorted() -> [ScoredDocument] {
      items.sorted(by: DateOrder.precedes).prefix(k).map {
        ScoredDocument(document: $0.document, score: UInt32(truncatingIfNeeded: $0.key))
      }
    }
  }

  /// Items in order, by a heap, since few are taken.
  private struct Queue {
    private var heap: [Item]

    init(_ items: [Item]) {
      heap = items
      for start in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(start) }
    }

    private mutating func sink(_ start: Int) {
      var parent = start
      while true {
        var child = 2 * parent + 1
        guard child < heap.count else { return }
        if child + 1 < heap.count, DateOrder.precedes(heap[child + 1], heap[child]) { child += 1 }
        guard DateOrder.precedes(heap[child], heap[parent]) else { return }
        heap.swapAt(parent, child)
        parent = child
      }
    }

    mutating func next() -> Item? {
      guard let first = heap.first else { return nil }
      heap[0] = heap[heap.count - 1]
      heap.removeLast()
      sink(0)
      return first
    }
  }
}
