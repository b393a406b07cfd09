import YindeAnalysis

/// Answers a query that is one string and nothing else.
///
/// The bigrams of a string leave few documents that do not hold it. So the best documents that hold the bigrams are taken, a few
/// more than are asked for, by a pruned conjunction, and their texts are looked at, best first. Only when too many of them do not
/// hold the string are more taken, four times as many each time. The result is exact: what was not taken scores less.
struct StringSearch {
  let index: IndexFile
  let texts: TextReader
  let scorers: [(TermSource, TermScorer)]
  let phrase: Phrase
  let scope: QueryPlan.Scope

  /// - Returns: the best k documents, and how many match at least.
  func topK(_ k: Int) -> ([ScoredDocument], SearchTotal) {
    var best: [ScoredDocument] = []
    guard k > 0 else { return (best, SearchTotal(0, .atLeast)) }
    var looked = 0
    var depth = k + max(k / 2, 6)
    while true {
      let candidates = candidates(depth)
      for candidate in candidates.dropFirst(looked) {
        guard texts.holds(phrase, scope, document: Int(candidate.document)) else { continue }
        best.append(candidate)
        if best.count == k { return (best, SearchTotal(k, .atLeast)) }
      }
      looked = candidates.count
      guard looked == depth else { return (best, SearchTotal(best.count, .equal)) }
      depth = min(depth * 4, index.documentCount + 1)
    }
  }

  /// The best documents that hold all the bigrams.
  private func candidates(_ depth: Int) -> [ScoredDocument] {
    if scorers.count == 1, case .joined(let list) = scorers[0].0.postings {
      return list.topK(depth, scorers[0].1, order: index.order)
    }
    var cursors = scorers.map { $0.0.cursor($0.1, index: index) }
    return Conjunction.topK(&cursors, k: depth, order: index.order)
  }
}
