/// The best k documents for any of the terms: MaxScore with block maxima, window by window.
///
/// Turtle and Flood's MaxScore (1995) splits the terms, sorted by what they can add at most, into those that together cannot
/// lift a document over the k-th best score (non-essential) and the others; only documents of essential terms
/// can be answers. Here the split is made anew for each window of documents, with the maxima of the
/// blocks that fall into it, as Lucene does since version 9.10; within a window the essential terms are added up one after
/// another in an array. A Chinese question is a dozen bigrams, and with many terms this beats
/// document-at-a-time WAND, whose pivot selection sorts cursors for every candidate.
///
/// The result is exact: the same documents, scores and order as if every posting were scored.
enum Disjunction {
  /// - Complexity: O(postings) at worst; in practice the postings of the rarer terms and the blocks of the
  ///   others that can matter.
  ///
  /// - Parameters:
  ///   - order: between places, in which cursors walk, and documents.
  ///   - test: what is asked of places beside the terms.
  static func topK(
    _ cursors: inout [PostingCursor], k: Int, order documents: DocumentOrder,
    test: QueryPlan.DocumentTest? = nil
  ) -> [ScoredDocument] {
    var best = TopK(k, documents)
    guard k > 0, !cursors.isEmpty else { return [] }
    cursors.sort { $0.maxScore < $1.maxScore }
    // sums[i]: what terms 0 ... i can add together.
    var sums: [Int] = []
    for cursor in cursors { sums.append((sums.last ?? 0) + Int(cursor.maxScore)) }
    var firstEssential = 0
    var window = ScoreWindow()
    var bounds = [UInt32](repeating: 0, count: cursors.count)
    var order = Array(cursors.indices)

    while true {
      while firstEssential < cursors.count, sums[firstEssential] <= best.threshold {
        firstEssential += 1
      }
      // The next document that could be an answer.
      var next = PostingCursor.endOfList
      for index in firstEssential..<max(firstEssential, cursors.count) {
        next = min(next, cursors[index].document)
      }
      guard next != PostingCursor.endOfList else { break }
      window.move(to: next)

      // Split the terms for this window.
      var total = 0
      for index in cursors.indices {
        bounds[index] = cursors[index].maxScore(from: next, to: window.end)
        total += Int(bounds[index])
      }
      if total <= best.threshold {
        for index in firstEssential..<cursors.count { cursors[index].seek(window.end) }
        continue
      }
      sort(&order, by: bounds)
      var spare = 0
      var split = 0
      while split < order.count, spare + Int(bounds[order[split]]) <= best.threshold {
        spare += Int(bounds[order[split]])
        split += 1
      }

      for place in split..<order.count where bounds[order[place]] > 0 || best.threshold < 0 {
        cursors[order[place]].accumulate(into: &window)
      }
      window.drain { document, sum in
        guard Int(sum) + spare > best.threshold else { return }
        if let test, !test(document) { return }
        var score = sum
        // The other terms, the strongest first, while they can still make a difference.
        var left = spare
        var place = split - 1
        while place >= 0 {
          let index = order[place]
          guard Int(score) + left > best.threshold else { return }
          left -= Int(bounds[index])
          cursors[index].seek(document)
          if cursors[index].document == document { score &+= cursors[index].score }
          place -= 1
        }
        if Int(score) > best.threshold {
          best.insert(place: document, score: score)
        }
      }
      // Essential terms of the whole list that were not added here must still pass the window.
      for index in firstEssential..<cursors.count { cursors[index].seek(window.end) }
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
      while cursors[index].document != PostingCursor.endOfList {
        let document = cursors[index].document
        seen[document >> 6] |= 1 << UInt64(document & 63)
        cursors[index].advance()
      }
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
