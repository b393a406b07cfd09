import YindeAnalysis
public import YindeQuery

/// How many documents match.
public struct SearchTotal: Sendable, Equatable {
  public enum Relation: String, Sendable {
    case equal = "eq"
    case atLeast = "gte"
    case atMost = "lte"
  }
  public var value: Int
  public var relation: Relation

  init(_ value: Int, _ relation: Relation) {
    self.value = value
    self.relation = relation
  }
}

/// What to search for beside the query.
public struct SearchOptions: Sendable {
  public var limit = 10
  public var offset = 0
  public var k1 = BM25.defaultK1
  public var b = BM25.defaultB
  public var model = RankingModel.yinde
  /// How many of the best documents are scored again by their texts; 0 leaves the first stage's order. It does
  /// not depend on ``limit``: documents after these follow in the order of the first stage.
  public var rerank = RankingModel.defaultRerank
  public var weights = RankingWeights()
  /// The order of the hits, unless the query has a `sort:` of its own.
  public var sort = SortOrder.score
  /// Postings that may be read, or texts looked at (a two-hundredth), only to make the total exact. With 0 the
  /// total is whatever falls off.
  public var countingBudget = 200_000
  /// Characters of text that may be looked through for wildcards and regular expressions; 0 for no bound. An answer that stopped there
  /// says so (``SearchNote/Kind/stopped``). The default takes some 50 ms.
  public var textBudget = 8_000_000

  /// Whether near-duplicates of a hit are left out.
  public var duplicates = Duplicates.collapse

  /// What becomes of near-duplicates (``IndexFile/nearDuplicates(of:)``).
  public enum Duplicates: String, Sendable, CaseIterable {
    /// Of each group the best hit is shown, of equals the first document; the others are counted.
    case collapse
    /// Every document is a hit of its own.
    case show
  }

  public init() {}
}

/// An answer: a document of the index and its score.
public struct SearchHit: Sendable, Equatable {
  public var document: Int
  public var score: Double
  /// How many other documents have nearly the same text, whether they match or not.
  public var similar = 0

  package init(document: Int, score: Double, similar: Int = 0) {
    self.document = document
    self.score = score
    self.similar = similar
  }
}

public struct SearchResults: Sendable {
  public var hits: [SearchHit]
  /// Of documents, also when near-duplicates are left out of the hits.
  public var total: SearchTotal
  /// What the answer lacks; mostly none.
  public var notes: [SearchNote] = []
}

/// Answers queries on one index. Holds buffers, so each thread has its own.
///
///     let searcher = Searcher(index)
///     let results = searcher.search(try Query(parsing: "商汤 裁员"), SearchOptions())
public final class Searcher {
  public let index: IndexFile
  let texts: TextReader
  /// Counts of this index, or of those that it is searched together with.
  let statistics: SearchStatistics
  let frequencies: CharacterFrequencies
  private var profiles = ProfileCache()

  public init(_ index: IndexFile) {
    self.index = index
    texts = TextReader(index)
    statistics = SearchStatistics(index)
    frequencies = CharacterFrequencies(statistics)
  }

  /// A searcher of one of the indexes of a ``JointSearcher``.
  init(_ index: IndexFile, _ statistics: SearchStatistics, _ frequencies: CharacterFrequencies) {
    self.index = index
    texts = TextReader(index)
    self.statistics = statistics
    self.frequencies = frequencies
  }

  /// The best hits from ``SearchOptions/offset`` on.
  public func search(_ query: Query, _ options: SearchOptions) -> SearchResults {
    var options = options
    options.sort = query.sort ?? options.sort
    return answer(QueryPlan(query, TermLookup(statistics), options, frequencies), options)
  }

  /// How the terms of a plain text are combined; see ``search(plain:mode:_:)``.
  public enum PlainMode: String, Sendable, CaseIterable { case any, all, phrase }

  /// Searches for a text that is not read as a query: any of its terms, all of them, or the text as a string.
  public func search(plain text: String, mode: PlainMode, _ options: SearchOptions) -> SearchResults
  {
    let planMode: QueryPlan.Mode =
      switch mode {
      case .any: .any
      case .all: .all
      case .phrase: .phrase
      }
    return answer(
      QueryPlan(plain: text, mode: planMode, TermLookup(statistics), options, frequencies), options)
  }

  /// The text of a document.
  public func text(_ document: Int) -> StoredText { texts.text(document) }

  private func answer(_ plan: QueryPlan, _ options: SearchOptions) -> SearchResults {
    let offset = max(options.offset, 0)
    let limit = max(options.limit, 0)
    let (sum, overflows) = offset.addingReportingOverflow(limit)
    let k = overflows ? index.documentCount : min(sum, index.documentCount)
    // By date there is nothing to look at twice.
    var rescorer = k > 0 && options.sort == .score ? plan.rescorer() : nil
    // What was found last, since more are asked for when near-duplicates are left out.
    var last: (depth: Int, found: [ScoredDocument], total: SearchTotal)?
    func best(_ k: Int, _ options: SearchOptions) -> ([ScoredDocument], SearchTotal) {
      guard rescorer != nil else { return firstStage(plan, k: k, options) }
      // The second stage looks at as many as it always does, so that a page of hits does not depend on its size.
      let depth = max(k, min(options.rerank, index.documentCount))
      if let last, last.depth == depth { return (Array(last.found.prefix(k)), last.total) }
      var (found, total) = firstStage(plan, k: depth, options)
      rescore(&found, options.rerank, &rescorer!)
      last = (depth, found, total)
      return (Array(found.prefix(k)), total)
    }
    let (found, total) =
      options.duplicates == .collapse && index.similarity.hasGroups
      ? collapsed(k) { count, isFirst in
        var options = options
        // The total is known from the first time.
        if !isFirst { options.countingBudget = 0 }
        return best(count, options)
      } : best(k, options)
    return SearchResults(
      hits: found.dropFirst(offset).map {
        SearchHit(
          document: Int($0.document), score: plan.scale.score($0.score),
          similar: index.nearDuplicateCount(of: Int($0.document)))
      }, total: total, notes: SearchNote.notes([plan], of: index.documentCount))
  }

  /// The best k by what is in the postings, and how many match.
  func firstStage(
    _ plan: QueryPlan, k: Int, _ options: SearchOptions
  ) -> ([ScoredDocument], SearchTotal) {
    let found: [ScoredDocument]
    let total: SearchTotal
    var any = plan.filteredDisjunction ?? plan.onlyTerm.map { ([$0], nil) }
    if let test = any?.test, !index.order.isByPath {
      let order = index.order
      any?.test = { test(order.document(at: $0)) }
    }
    if options.sort != .score {
      (found, total) = newest(plan, any, k: k, options)
    } else if let term = plan.onlyTerm, case .joined(let list) = term.source.postings {
      found = list.topK(k, plan.scorer(term), order: index.order)
      total = SearchTotal(list.count, .equal)
    } else if let (terms, test) = any {
      var cursors = cursors(terms, plan)
      found = Disjunction.topK(
        &cursors, k: k, documentCount: index.documentCount, order: index.order, test: test)
      total = count(terms, plan, test, found: found.count, k: k, options)
    } else if options.countingBudget == 0, let terms = plan.conjunction {
      var cursors = terms.map { $0.source.cursor(plan.scorer($0), index: index) }
      found = Conjunction.topK(&cursors, k: k, order: index.order)
      total = SearchTotal(found.count, found.count < k ? .equal : .atLeast)
    } else if options.countingBudget == 0, let string = plan.string {
      (found, total) = StringSearch(
        index: index, texts: texts, scorers: string.terms.map { ($0.source, plan.scorer($0)) },
        phrase: string.phrase, scope: string.scope
      ).topK(k)
    } else {
      (found, total) = BooleanSearch(plan, index: index, texts: texts).topK(
        k, verificationBudget: options.countingBudget / 200)
    }
    return (found, total)
  }

  /// Cursors on the terms that this index has, any of which may match.
  private func cursors(_ terms: [QueryPlan.WeightedTerm], _ plan: QueryPlan) -> [PostingCursor] {
    var cursors: [PostingCursor] = []
    cursors.reserveCapacity(terms.count)
    for term in terms where term.source.documentFrequency > 0 {
      cursors.append(term.source.cursor(plan.scorer(term), index: index))
    }
    return cursors
  }

  /// Adds to the first documents, `depth` at most, what the second stage says, and puts them in order.
  private func rescore(_ found: inout [ScoredDocument], _ depth: Int, _ rescorer: inout Rescorer) {
    let end = rescorer.weights.reached(found.lazy.map(\.score), depth: depth)
    for place in 0..<end {
      found[place].score &+= gain(Int(found[place].document), found[place].score, &rescorer)
    }
    found[..<end].sort(by: ScoredDocument.precedes)
  }

  /// What a document gains in the second stage. One that scores nothing in the first, because only its furniture matches,
  /// gains nothing.
  func gain(_ document: Int, _ score: UInt32, _ rescorer: inout Rescorer) -> UInt32 {
    guard score > 0 else { return 0 }
    let number = profiles.number(of: document) { texts.profile(document) }
    return rescorer.score(profiles[number])
  }

  /// Looks at a document for ``explain(_:document:_:)``.
  func look(at document: Int, _ rescorer: inout Rescorer) {
    let profile = texts.profile(document)
    _ = rescorer.score(profile)
    rescorer.look(at: profile)
  }

  /// The first k by date.
  private func newest(
    _ plan: QueryPlan, _ any: (terms: [QueryPlan.WeightedTerm], test: QueryPlan.DocumentTest?)?,
    k: Int, _ options: SearchOptions
  ) -> ([ScoredDocument], SearchTotal) {
    let order = DateOrder(options.sort, index: index)
    if let (terms, test) = any {
      var cursors = cursors(terms, plan)
      return order.topK(&cursors, k: k, test: test)
    }
    return order.topK(
      BooleanSearch(plan, index: index, texts: texts), k: k,
      verificationBudget: options.countingBudget / 200)
  }

  private func count(
    _ terms: [QueryPlan.WeightedTerm], _ plan: QueryPlan, _ test: QueryPlan.DocumentTest?,
    found: Int, k: Int, _ options: SearchOptions
  ) -> SearchTotal {
    if found < k { return SearchTotal(found, .equal) }
    var most = found
    if test == nil {
      if terms.count == 1 { return SearchTotal(terms[0].source.documentFrequency, .equal) }
      most = terms.reduce(0) { max($0, $1.source.documentFrequency) }
      if most == index.documentCount { return SearchTotal(most, .equal) }
    }
    let postings = terms.reduce(0) { $0 + $1.source.documentFrequency }
    guard postings <= options.countingBudget else { return SearchTotal(max(most, found), .atLeast) }
    var cursors = cursors(terms, plan)
    return SearchTotal(
      Disjunction.count(&cursors, documentCount: index.documentCount, test: test), .equal)
  }
}
