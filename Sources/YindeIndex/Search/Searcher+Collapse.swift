extension Searcher {
  /// The best k groups of near-duplicates, each as its best document; one without near-duplicates is a group of its own.
  ///
  /// The best documents are asked for, twice as many as before while they belong to fewer than k groups. The best of
  /// all documents of a group comes before the others of it, so the first k groups among the best documents are
  /// the best k groups, in their order: exact, whatever ``best`` passes over.
  ///
  /// - Complexity: that of the search; with many near-duplicates among the best, of a few searches.
  func collapsed(
    _ k: Int, best: (_ count: Int, _ isFirst: Bool) -> ([ScoredDocument], SearchTotal)
  ) -> ([ScoredDocument], SearchTotal) {
    var count = k
    var total: SearchTotal?
    while true {
      let (found, all) = best(count, total == nil)
      total = total ?? all
      var seen: Set<Int> = []
      var groups: [ScoredDocument] = []
      for document in found where groups.count < k {
        if let group = index.similarity.group(of: Int(document.document)) {
          guard seen.insert(group).inserted else { continue }
        }
        groups.append(document)
      }
      if groups.count == k || found.count < count || count >= index.documentCount {
        return (groups, total!)
      }
      count = min(2 * count, index.documentCount)
    }
  }
}
