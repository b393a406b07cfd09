/// Answers queries of any shape: finds candidates from postings, then asks the texts, best first.
///
/// Phrases have no positions to go by. A phrase's bigrams leave few documents that do not hold it, and
/// most of those never come near the top: so candidates are taken in the order of what they can score at
/// most, their texts are looked at, and the search ends when k of them have held and no other candidate can
/// reach them. The result is exact.
struct BooleanSearch {
  private let plan: QueryPlan
  private let index: IndexFile
  private var found: [Candidates] = []
  private let texts: TextReader

  init(_ plan: QueryPlan, index: IndexFile, texts: TextReader) {
    self.plan = plan
    self.index = index
    self.texts = texts
    // When no words are asked for, each path is looked at once, in order; beside words paths are looked at only for
    // the documents that the words leave.
    let hasOnlyFilters = plan.leaves.allSatisfy { $0.terms.isEmpty }
    found = plan.leaves.map { leaf in
      if case .filter(let filter) = leaf.kind {
        return hasOnlyFilters ? BooleanSearch.documents(accepting: filter, index) : .everything
      }
      if case .column(let filter) = leaf.kind {
        return .passing { filter.accepts(index.order.document(at: $0)) }
      }
      // Nothing to look up: any document may hold it.
      if case .pattern = leaf.kind, leaf.terms.isEmpty { return .everything }
      // One list in memory is as it should be already.
      if leaf.terms.count == 1, case .joined(let list) = leaf.terms[0].source.postings {
        var candidates = Candidates()
        candidates.documents = list.documents
        candidates.bounds = list.scores(plan.scorer(leaf.terms[0]))
        if case .term = leaf.kind {} else { candidates.isExact = false }
        return candidates
      }
      var cursors = leaf.terms.map { $0.source.cursor(plan.scorer($0), index: index) }
      var candidates = Conjunction.all(&cursors)
      if case .term = leaf.kind {} else { candidates.isExact = false }
      return candidates
    }
  }

  /// - Complexity: O(bytes of all paths).
  private static func documents(accepting filter: PathFilter, _ index: IndexFile) -> Candidates {
    var found = Candidates()
    index.paths.forEach(count: index.documentCount) { document, path in
      if filter.accepts(path) {
        found.documents.append(UInt32(index.order.place(of: document)))
        found.bounds.append(0)
      }
      return true
    }
    if !index.order.isByPath { found.documents.sort() }
    return found
  }

  // MARK: Candidates

  private func candidates(_ node: QueryPlan.Node) -> Candidates {
    let count = index.documentCount
    switch node {
    case .nothing: return Candidates()
    case .leaf(let number): return found[number]
    case .all(let nodes):
      guard let first = nodes.first else { return Candidates() }
      return nodes.dropFirst().reduce(candidates(first)) { $0.intersection(candidates($1)) }
    case .any(let nodes):
      return union(nodes)
    case .group(let must, let should, let mustNot):
      var result: Candidates
      if must.isEmpty {
        result = union(should)
      } else {
        result = candidates(.all(must))
        for node in should { result = result.adding(candidates(node), documentCount: count) }
      }
      for node in mustNot {
        let excluded = candidates(node)
        if excluded.isExact {
          result = result.subtracting(excluded, documentCount: count)
        } else {
          result.isExact = false
        }
      }
      return result
    }
  }

  /// Pairwise, so that many small lists cost O(n log lists).
  private func union(_ nodes: [QueryPlan.Node]) -> Candidates {
    var parts = nodes.map(candidates)
    while parts.count > 1 {
      var next: [Candidates] = []
      for at in stride(from: 0, to: parts.count, by: 2) {
        next.append(
          at + 1 < parts.count
            ? parts[at].union(parts[at + 1], documentCount: index.documentCount) : parts[at])
      }
      parts = next
    }
    return parts.first ?? Candidates()
  }

  // MARK: Certainty

  /// What the document at a place scores at a node, or nil when it does not match.
  private func score(_ node: QueryPlan.Node, _ place: UInt32) -> UInt32? {
    switch node {
    case .nothing: return nil
    case .leaf(let number):
      guard let bound = found[number].bound(of: place) else { return nil }
      let document = index.order.document(at: Int(place))
      switch plan.leaves[number].kind {
      case .term, .column: return bound
      case .filter(let filter): return filter.accepts(index.paths.path(document)) ? 0 : nil
      case .titlePrefix(let prefix):
        return texts.titleHoldsWord(beginningWith: prefix, document: document) ? bound : nil
      case .titleWords(let matcher):
        return texts.titleHoldsWord(matcher, document: document) ? bound : nil
      case .pattern(let pattern, let scope):
        return plan.verdicts.holds(
          pattern, scope, leaf: number, document: document, texts) ? bound : nil
      case .string(let phrase, let scope):
        return texts.holds(phrase, scope, document: document) ? bound : nil
      }
    case .all(let nodes):
      var sum: UInt32 = 0
      for node in nodes {
        guard let score = score(node, place) else { return nil }
        sum &+= score
      }
      return sum
    case .any(let nodes):
      return nodes.reduce(nil) { sum, node in
        score(node, place).map { (sum ?? 0) &+ $0 } ?? sum
      }
    case .group(let must, let should, let mustNot):
      var sum: UInt32 = 0
      for node in must {
        guard let score = score(node, place) else { return nil }
        sum &+= score
      }
      var matches = !must.isEmpty
      for node in should {
        if let score = score(node, place) {
          sum &+= score
          matches = true
        }
      }
      guard matches else { return nil }
      for node in mustNot where score(node, place) != nil { return nil }
      return sum
    }
  }

  /// The leaves that a document's score comes from; of one that does not match, none.
  func matchingLeaves(_ document: UInt32) -> Set<Int> {
    var leaves: Set<Int> = []
    let place = UInt32(index.order.place(of: Int(document)))
    if score(plan.root, place) != nil { collect(plan.root, place, into: &leaves) }
    return leaves
  }

  private func collect(_ node: QueryPlan.Node, _ place: UInt32, into leaves: inout Set<Int>) {
    switch node {
    case .nothing: return
    case .leaf(let number): leaves.insert(number)
    case .all(let nodes), .any(let nodes), .group(let nodes, _, _):
      for node in nodes where score(node, place) != nil {
        collect(node, place, into: &leaves)
      }
    }
    if case .group(_, let should, _) = node {
      for node in should where score(node, place) != nil {
        collect(node, place, into: &leaves)
      }
    }
  }

  // MARK: Answers

  /// All documents that may match, by number and in no order, each with the most that it can score.
  func allCandidates() -> Candidates {
    var found = candidates(plan.root).listed(index.documentCount)
    if !index.order.isByPath {
      for at in found.documents.indices {
        found.documents[at] = UInt32(index.order.document(at: Int(found.documents[at])))
      }
    }
    return found
  }

  /// What is known of patterns.
  var verdicts: PatternVerdicts { plan.verdicts }

  /// What a document scores, or nil when it does not match.
  func score(_ document: UInt32) -> UInt32? {
    score(plan.root, UInt32(index.order.place(of: Int(document))))
  }

  /// The best k documents and how many match.
  ///
  /// - Parameter verificationBudget: texts that may be looked at beyond what the answers need, so that
  ///   the total is exact.
  func topK(_ k: Int, verificationBudget: Int) -> ([ScoredDocument], SearchTotal) {
    let candidates = allCandidates()
    var best = TopK(k)
    if candidates.isExact {
      for (document, score) in zip(candidates.documents, candidates.bounds) {
        best.insert(ScoredDocument(document: document, score: score))
      }
      return (best.sorted(), SearchTotal(candidates.documents.count, .equal))
    }
    var queue = CandidateQueue(candidates, isByPath: index.order.isByPath)
    var matches = 0
    var looked = 0
    while let candidate = queue.next() {
      if best.isFull {
        guard k > 0, let worst = best.worst, ScoredDocument.precedes(candidate, worst) else {
          // Nothing that is left can get in. Counting goes on if it is cheap.
          let left = candidates.documents.count - looked
          guard left <= verificationBudget else {
            return (best.sorted(), SearchTotal(matches + left, .atMost))
          }
          var rest: ScoredDocument? = candidate
          while let next = rest {
            if score(next.document) != nil { matches += 1 }
            if plan.verdicts.hasGaps {
              // The hits are complete; only their number is not known.
              plan.verdicts.hasGaps = false
              return (best.sorted(), SearchTotal(candidates.documents.count, .atMost))
            }
            rest = queue.next()
          }
          return (best.sorted(), SearchTotal(matches, .equal))
        }
      }
      looked += 1
      let score = self.score(candidate.document)
      if plan.verdicts.hasGaps {
        plan.verdicts.hasGaps = false
        plan.verdicts.isStopped = true
        return (best.sorted(), SearchTotal(matches, .atLeast))
      }
      if let score {
        matches += 1
        best.insert(ScoredDocument(document: candidate.document, score: score))
      }
    }
    return (best.sorted(), SearchTotal(matches, .equal))
  }
}

/// Candidates by falling bound, then by document: a heap, since few are taken.
private struct CandidateQueue {
  // The bound in the high half and the complement of the document in the low one: the largest comes first.
  private var heap: [UInt64] = []
  /// When all bounds are equal, as where nothing was looked up: the candidates by document, and how many are taken.
  private var inOrder: Candidates?
  private var taken = 0

  init(_ candidates: Candidates, isByPath: Bool) {
    if let first = candidates.bounds.first, candidates.bounds.allSatisfy({ $0 == first }) {
      inOrder = candidates
      // They come in the order of places, which may be another one.
      if !isByPath { inOrder?.documents.sort() }
      return
    }
    heap = zip(candidates.documents, candidates.bounds).map { document, bound in
      UInt64(bound) << 32 | UInt64(~document)
    }
    for start in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(start) }
  }

  private mutating func sink(_ start: Int) {
    var parent = start
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { return }
      if child + 1 < heap.count, heap[child + 1] > heap[child] { child += 1 }
      guard heap[child] > heap[parent] else { return }
      heap.swapAt(parent, child)
      parent = child
    }
  }

  mutating func next() -> ScoredDocument? {
    if let inOrder {
      guard taken < inOrder.documents.count else { return nil }
      defer { taken += 1 }
      return ScoredDocument(document: inOrder.documents[taken], score: inOrder.bounds[taken])
    }
    guard let top = heap.first else { return nil }
    heap[0] = heap[heap.count - 1]
    heap.removeLast()
    sink(0)
    return ScoredDocument(
      document: ~UInt32(truncatingIfNeeded: top), score: UInt32(top >> 32))
  }
}
