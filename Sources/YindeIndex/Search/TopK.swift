/// A document with its score on the query's scale.
struct ScoredDocument: Equatable, Sendable {
  var document: UInt32
  var score: UInt32

  /// Higher scores first, then earlier documents.
  @inline(__always)
  static func precedes(_ left: ScoredDocument, _ right: ScoredDocument) -> Bool {
    left.score != right.score ? left.score > right.score : left.document < right.document
  }
}

/// The best k documents seen so far: a binary heap with the worst of them on top.
///
/// Of equal scores the earlier document is better. Postings come in the order of places (``DocumentOrder``): when that is the order of
/// documents, one with the score of the worst cannot get in any more; else it may.
struct TopK {
  let capacity: Int
  private let order: DocumentOrder?
  /// 1 when a document with the score of the worst may be better.
  private let slack: Int
  private var heap: [ScoredDocument] = []

  /// - Parameter order: nil when documents are inserted by their numbers, in any order or an ascending one.
  init(_ capacity: Int, _ order: DocumentOrder? = nil) {
    self.capacity = capacity
    self.order = order
    slack = order?.isByPath ?? true ? 0 : 1
    heap.reserveCapacity(min(capacity, 1024))
  }

  /// A document must score more than this to get in, if documents come in the order of their places; -1 until
  /// there are k.
  @inline(__always)
  var threshold: Int { heap.count < capacity ? -1 : Int(heap[0].score) &- slack }

  /// A document at `place` or later must score more than this to get in, whatever the order in which places come.
  @inline(__always)
  func limit(from place: Int) -> Int {
    guard heap.count >= capacity, let worst = heap.first else { return -1 }
    return Int(worst.score) &- (slack == 1 || place < Int(worst.document) ? 1 : 0)
  }

  var isFull: Bool { heap.count >= capacity }
  var worst: ScoredDocument? { heap.first }

  /// Takes in the document at a place, if it is among the best.
  ///
  /// - Complexity: O(log k).
  mutating func insert(place: Int, score: UInt32) {
    let document = order?.document(at: place) ?? place
    insert(ScoredDocument(document: UInt32(document), score: score))
  }

  /// Takes `item` in if it is among the best. Items may come in any order.
  ///
  /// - Complexity: O(log k).
  mutating func insert(_ item: ScoredDocument) {
    if heap.count < capacity {
      heap.append(item)
      var child = heap.count - 1
      while child > 0 {
        let parent = (child - 1) / 2
        guard ScoredDocument.precedes(heap[parent], heap[child]) else { break }
        heap.swapAt(parent, child)
        child = parent
      }
    } else if capacity > 0, ScoredDocument.precedes(item, heap[0]) {
      heap[0] = item
      var parent = 0
      while true {
        var child = 2 * parent + 1
        guard child < heap.count else { break }
        if child + 1 < heap.count, ScoredDocument.precedes(heap[child], heap[child + 1]) {
          child += 1
        }
        guard ScoredDocument.precedes(heap[parent], heap[child]) else { break }
        heap.swapAt(parent, child)
        parent = child
      }
    }
  }

  /// The documents, best first.
  func sorted() -> [ScoredDocument] { heap.sorted(by: ScoredDocument.precedes) }
}
