public import YindeQuery

/// A document of one of several indexes and its score.
public struct JointHit: Sendable, Equatable {
  /// The number of the index.
  public var index: Int
  public var hit: SearchHit
}

public struct JointResults: Sendable {
  public var hits: [JointHit]
  public var total: SearchTotal
  /// What the answer lacks; mostly none.
  public var notes: [SearchNote] = []
}

/// Answers queries over several indexes as if they were one: the same scores, to the last bit, in the same order.
///
/// Every number that a score is made of is counted over all indexes (``SearchStatistics``): documents, lengths, the documents of each
/// term, the second stage's characters. Each index gives its best documents by the first stage, on one scale; the best of these
/// go through the second stage together.
///
/// What was decided when the indexes were built stays: blocks that are a site's template among the pages of one index, and
/// near-duplicates, which are those within an index. `yinde merge` finds both anew among all pages. Holds buffers, so each thread has
/// its own.
public final class JointSearcher {
  public let indexes: [IndexFile]
  private let members: [Searcher]
  private let statistics: SearchStatistics
  private let frequencies: CharacterFrequencies
  private var order: JointOrder

  /// - Parameter indexes: one at least. Their order decides only between equal scores of records (``JointOrder``).
  public init(_ indexes: [IndexFile]) {
    self.indexes = indexes
    statistics = SearchStatistics(indexes)
    frequencies = CharacterFrequencies(statistics)
    let (statistics, frequencies) = (statistics, frequencies)
    members = indexes.map { Searcher($0, statistics, frequencies) }
    order = JointOrder(indexes)
  }

  /// A searcher's texts and snippets for the documents of an index.
  public func member(_ index: Int) -> Searcher { members[index] }

  /// The best hits from ``SearchOptions/offset`` on.
  ///
  /// - Complexity: that of the searches, one index after another.
  public func search(_ query: Query, _ options: SearchOptions) -> JointResults {
    var options = options
    options.sort = query.sort ?? options.sort
    // The bound is for all of them.
    if options.textBudget > 0 {
      options.textBudget = max(options.textBudget / indexes.count, 1)
    }
    let lookup = TermLookup(statistics)
    return answer(
      indexes.indices.map { QueryPlan(query, lookup, in: $0, options, frequencies) }, options)
  }

  /// How the score of a hit comes about; see ``Searcher/explain(_:document:_:)``.
  public func explain(
    _ query: Query, index: Int, document: Int, _ options: SearchOptions
  ) -> Explanation {
    let lookup = TermLookup(statistics)
    let plans = indexes.indices.map { QueryPlan(query, lookup, in: $0, options, frequencies) }
    return members[index].explain(plans[index], query, document: document, options) {
      var options = options
      options.countingBudget = 0
      options.sort = .score
      let (first, _) = firstStage(plans, k: min(options.rerank, statistics.documentCount), options)
      let end = options.weights.clamped.reached(
        first.lazy.map(\.scored.score), depth: options.rerank)
      return first.prefix(end).contains {
        $0.index == index && Int($0.scored.document) == document && $0.scored.score > 0
      }
    }
  }

  private struct Found {
    var index: Int
    var scored: ScoredDocument
  }

  private func answer(_ plans: [QueryPlan], _ options: SearchOptions) -> JointResults {
    let offset = max(options.offset, 0)
    let limit = max(options.limit, 0)
    let (sum, overflows) = offset.addingReportingOverflow(limit)
    let all = statistics.documentCount
    let k = overflows ? all : min(sum, all)
    var rescorer = k > 0 && options.sort == .score ? plans[0].rescorer() : nil
    var last: (depth: Int, found: [Found], total: SearchTotal)?
    func best(_ k: Int, _ options: SearchOptions) -> ([Found], SearchTotal) {
      guard rescorer != nil else { return firstStage(plans, k: k, options) }
      let depth = max(k, min(options.rerank, all))
      if let last, last.depth == depth { return (Array(last.found.prefix(k)), last.total) }
      var (found, total) = firstStage(plans, k: depth, options)
      rescore(&found, options.rerank, &rescorer!)
      last = (depth, found, total)
      return (Array(found.prefix(k)), total)
    }
    let (found, total) =
      options.duplicates == .collapse && indexes.contains { $0.similarity.hasGroups }
      ? collapsed(k, options, best) : best(k, options)
    return JointResults(
      hits: found.dropFirst(offset).map { found in
        let document = Int(found.scored.document)
        return JointHit(
          index: found.index,
          hit: SearchHit(
            document: document, score: plans[0].scale.score(found.scored.score),
            similar: indexes[found.index].nearDuplicateCount(of: document)))
      }, total: total, notes: SearchNote.notes(plans, of: all))
  }

  /// The best k of all indexes by what is in the postings.
  private func firstStage(
    _ plans: [QueryPlan], k: Int, _ options: SearchOptions
  ) -> ([Found], SearchTotal) {
    var found: [Found] = []
    var total: SearchTotal?
    for (number, member) in members.enumerated() {
      let (best, count) = member.firstStage(
        plans[number], k: min(k, member.index.documentCount), options)
      found += best.map { Found(index: number, scored: $0) }
      total = total.map { $0.adding(count) } ?? count
    }
    if options.sort == .score {
      found.sort(by: precedes)
    } else {
      let orders = indexes.map { DateOrder(options.sort, index: $0) }
      func key(_ found: Found) -> UInt64 {
        orders[found.index].key(Int(found.scored.document), found.scored.score)
      }
      found.sort { left, right in
        let (one, other) = (key(left), key(right))
        return one != other ? one > other : isEarlier(left, right)
      }
    }
    return (Array(found.prefix(k)), total ?? SearchTotal(0, .equal))
  }

  private func precedes(_ left: Found, _ right: Found) -> Bool {
    left.scored.score != right.scored.score
      ? left.scored.score > right.scored.score : isEarlier(left, right)
  }

  private func isEarlier(_ left: Found, _ right: Found) -> Bool {
    order.precedes(
      (left.index, Int(left.scored.document)), (right.index, Int(right.scored.document)))
  }

  private func rescore(_ found: inout [Found], _ depth: Int, _ rescorer: inout Rescorer) {
    let end = rescorer.weights.reached(found.lazy.map(\.scored.score), depth: depth)
    for place in 0..<end {
      let scored = found[place].scored
      found[place].scored.score &+= members[found[place].index].gain(
        Int(scored.document), scored.score, &rescorer)
    }
    found[..<end].sort(by: precedes)
  }

  /// As ``Searcher/collapsed(_:best:)``, with the groups of each index.
  private func collapsed(
    _ k: Int, _ options: SearchOptions,
    _ best: (_ k: Int, _ options: SearchOptions) -> ([Found], SearchTotal)
  ) -> ([Found], SearchTotal) {
    struct Group: Hashable {
      var index: Int
      var number: Int
    }
    var options = options
    var count = k
    var total: SearchTotal?
    while true {
      let (found, all) = best(count, options)
      total = total ?? all
      options.countingBudget = 0
      var seen: Set<Group> = []
      var groups: [Found] = []
      for one in found where groups.count < k {
        if let number = indexes[one.index].similarity.group(of: Int(one.scored.document)) {
          guard seen.insert(Group(index: one.index, number: number)).inserted else { continue }
        }
        groups.append(one)
      }
      if groups.count == k || found.count < count || count >= statistics.documentCount {
        return (groups, total!)
      }
      count = min(2 * count, statistics.documentCount)
    }
  }
}

extension SearchTotal {
  /// The matches of two indexes together.
  fileprivate func adding(_ other: SearchTotal) -> SearchTotal {
    SearchTotal(
      value + other.value,
      relation == other.relation || other.relation == .equal
        ? relation : relation == .equal ? other.relation : .atLeast)
  }
}
