/// The best k documents for any of the terms: MaxScore with block maxima, window by window, the most promising first.
///
/// Turtle and Flood's MaxScore (1995) splits the terms, sorted by what they can add at most, into those that together cannot
/// lift a document over the k-th best score (non-essential) and the others; only documents of essential terms
/// can be answers. Here the split is made anew for each window of documents, with the maxima of the
/// blocks that fall into it, as Lucene does since version 9.10; within a window the essential terms are added up one after
/// another in an array. A Chinese question is a dozen bigrams, and with many terms this beats
/// document-at-a-time WAND, whose pivot selection sorts cursors for every candidate.
///
/// The windows with the largest sums of maxima come first, as the clusters of Mackenzie, Petri and Moffat do ("Anytime Ranking on
/// Document-Ordered Indexes", TOIS 2022): the k-th best score is high after a few of them. The rest follows in the order of documents,
/// so that a block which reaches over several windows is decoded once; what does not reach the k-th best is passed over.
///
/// The result is exact: the same documents, scores and order as if every posting were scored.
enum Disjunction {
  /// - Complexity: O(postings) at worst; in practice the blocks of all terms, and the postings of the
  ///   rarer terms and the blocks of the others that can matter.
  ///
  /// - Parameters:
  ///   - order: between places, in which cursors walk, and documents.
  ///   - test: what is asked of places beside the terms.
  static func topK(
    _ cursors: inout [PostingCursor], k: Int, documentCount: Int, order documents: DocumentOrder,
    test: QueryPlan.DocumentTest? = nil
  ) -> [ScoredDocument] {
    var best = TopK(k, documents)
    guard k > 0, !cursors.isEmpty else { return [] }
    var table = WindowTable(terms: cursors.count, documents: documentCount)
    for term in cursors.indices { cursors[term].tabulate(&table, term: term) }
    var queue = WindowQueue(table)
    var window = ScoreWindow()
    // What passes in a window.
    var found: [UInt64] = []
    var bounds = [UInt32](repeating: 0, count: cursors.count)
    var order = Array(cursors.indices)

    while let (number, total) = queue.next() {
      window.move(to: number * ScoreWindow.size)
      let limit = best.limit(from: window.start)
      if total <= limit { continue }

      // Split the terms for this window.
      for term in cursors.indices { bounds[term] = table.bound(term, number) }
      sort(&order, by: bounds)
      var spare = 0
      var split = 0
      while split < order.count, spare + Int(bounds[order[split]]) <= limit {
        spare += Int(bounds[order[split]])
        split += 1
      }

      if split == order.count - 1, best.isFull {
        // One term alone: nothing is to be added up.
        found.removeAll(keepingCapacity: true)
        cursors[order[split]].collect(
          in: window, from: table.block(order[split], number), above: limit - spare, into: &found)
      } else {
        for place in split..<order.count where table.block(order[place], number) != Int(UInt32.max)
        {
          cursors[order[place]].accumulate(
            into: &window, from: table.block(order[place], number))
        }
        window.collect(above: limit - spare, into: &found)
      }
      if let test { found.removeAll { !test(Int($0 >> 32)) } }
      // The other terms, the strongest first, while they can still make a difference.
      var left = spare
      var place = split - 1
      while place >= 0, left > 0, !found.isEmpty {
        let term = order[place]
        left -= Int(bounds[term])
        cursors[term].refine(
          &found, from: table.block(term, number), bound: Int(bounds[term]), others: left,
          above: limit)
        place -= 1
      }
      for item in found {
        let place = Int(item >> 32)
        let score = UInt32(truncatingIfNeeded: item)
        if Int(score) > best.limit(from: place) {
          best.insert(place: place, score: score)
        }
      }
    }
    return best.sorted()
  }

  /// Insertion sort: a handful of numbers, nearly sorted from the window before.
  private static func sort(_ order: inout [Int], by bounds: [UInt32]) {
    for end in 1..<max(order.count, 1) {
      let value = order[end]
      var place = end
      while place > 0, bounds[order[place - 1]] > bounds[value] {
        order[place] = order[place - 1]
        place -= 1
      }
      order[place] = value
    }
  }

  /// How many documents hold any of the terms, and their number only.
  ///
  /// - Complexity: O(postings).
  static func count(
    _ cursors: inout [PostingCursor], documentCount: Int, test: QueryPlan.DocumentTest? = nil
  ) -> Int {
    if cursors.count == 1, test == nil { return cursors[0].documentFrequency }
    var seen = [UInt64](repeating: 0, count: documentCount / 64 + 1)
    for index in cursors.indices {
      var bits = seen.mutableSpan
      cursors[index].mark(&bits)
    }
    guard let test else { return seen.reduce(0) { $0 + $1.nonzeroBitCount } }
    var count = 0
    for (word, bits) in seen.enumerated() {
      var left = bits
      while left != 0 {
        if test(word * 64 + left.trailingZeroBitCount) { count += 1 }
        left &= left - 1
      }
    }
    return count
  }
}
