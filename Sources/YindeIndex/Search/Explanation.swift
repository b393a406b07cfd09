public import YindeQuery

/// How a document's score comes about.
public struct Explanation: Sendable {
  /// What one term adds in the first stage: weight × idf × tf / (tf + k1 × (1 - b + b × length / average length)), times its
  /// occurrences in the query.
  public struct Part: Sendable {
    public var term: String
    public var queryFrequency: Int
    public var documentFrequency: Int
    public var idf: Double
    /// Less than 1 for a question word, more for a Latin word.
    public var weight: Double
    /// Weighted by role; 0 when all occurrences are in furniture.
    public var frequency: Int
    public var score: Double
  }

  /// What the second stage adds for a character or a pair of neighbours of the query.
  public struct LeadPart: Sendable {
    public var text: String
    public var queryFrequency: Int
    public var idf: Double
    /// How often it stands in the lead; for a pair nil.
    public var frequency: Int?
    /// Where it first stands in the lead, in units from 0.
    public var place: Int
    public var score: Double
  }

  /// What the second stage adds.
  public struct Rescoring: Sendable {
    public var parts: [LeadPart]
    /// The share of the query's characters, by idf, that the lead has, and of the lead's units that are characters of the query.
    public var queryShare: Double
    public var leadShare: Double
    /// What these two shares add.
    public var coverage: Double
  }

  /// What the score owes to a character of the query, or to a word of letters and digits.
  ///
  /// A bigram and a pair of neighbours count half for each of their characters, and what coverage adds is dealt to the characters that
  /// the lead has, by idf. These are sums of whole numbers over a power of two, so the shares of a hit add up to its
  /// score exactly.
  public struct Share: Sendable, Equatable {
    /// Folded, as in the index; a prefix with its `*`.
    public var text: String
    /// From the first stage.
    public var terms: Double
    /// From the second.
    public var lead: Double
    public var score: Double { terms + lead }
  }

  public var parts: [Part]
  /// In the order of the query, each character and word once.
  public var shares: [Share] = []
  public var length: Int
  public var averageLength: Double
  public var k1: Double
  public var b: Double
  /// Nil when the document is not among those that the second stage looks at.
  public var rescoring: Rescoring?
}

extension Searcher {
  /// The terms of the query that a document has, with what each adds to its score.
  ///
  /// The parts add up to the score exactly, when the document is a hit: nothing is rounded after them.
  ///
  /// - Complexity: that of the search.
  public func explain(_ query: Query, document: Int, _ options: SearchOptions) -> Explanation {
    let plan = QueryPlan(query, TermLookup(statistics), options, frequencies)
    return explain(plan, query, document: document, options) {
      var options = options
      options.countingBudget = 0
      options.sort = .score
      let (first, _) = firstStage(plan, k: min(options.rerank, index.documentCount), options)
      return first.contains { Int($0.document) == document && $0.score > 0 }
    }
  }

  /// - Parameter isRescored: whether the document is one that the second stage looks at.
  func explain(
    _ plan: QueryPlan, _ query: Query, document: Int, _ options: SearchOptions,
    isRescored: () -> Bool
  ) -> Explanation {
    let matching = BooleanSearch(plan, index: index, texts: texts)
      .matchingLeaves(UInt32(document))
    var explanation = Explanation(
      parts: [], length: index.documentLength(document), averageLength: statistics.averageLength,
      k1: options.k1, b: options.b)
    var shares = ShareList()
    let place = index.order.place(of: document)
    for (number, leaf) in plan.leaves.enumerated() {
      // All that the query looks for, so that the shares stand in its order.
      for term in leaf.terms { shares.add(term.source.key, 0) }
      guard matching.contains(number) else { continue }
      for term in leaf.terms {
        var cursor = term.source.cursor(plan.scorer(term), index: index)
        cursor.seek(place)
        guard cursor.document == place else { continue }
        let score = plan.scale.score(cursor.score)
        shares.add(term.source.key, score)
        explanation.parts.append(
          Explanation.Part(
            term: term.source.key.name, queryFrequency: term.count,
            documentFrequency: term.documentFrequency, idf: term.idf, weight: term.weight,
            frequency: Int(cursor.frequency), score: score))
      }
    }
    if query.sort ?? options.sort == .score {
      explanation.rescoring = rescoring(plan, document: document, isRescored, &shares)
    }
    explanation.shares = shares.found
    return explanation
  }

  private func rescoring(
    _ plan: QueryPlan, document: Int, _ isRescored: () -> Bool, _ shares: inout ShareList
  ) -> Explanation.Rescoring? {
    guard var rescorer = plan.rescorer(), isRescored() else { return nil }
    _ = scan(document, &rescorer)
    var result = Explanation.Rescoring(
      parts: [], queryShare: rescorer.queryShare, leadShare: rescorer.leadShare,
      coverage: plan.scale.score(rescorer.coverageScore))
    let query = rescorer.query
    let length = index.length(document)
    for (number, character) in query.characters.enumerated() where rescorer.counts[number + 1] > 0 {
      let score =
        rescorer.characterScore(number + 1, length: length) &+ rescorer.placeScore(number + 1)
      shares.add(lead: [UInt32(character.scalar)], plan.scale.score(score))
      result.parts.append(
        Explanation.LeadPart(
          text: text([character.scalar]), queryFrequency: character.count, idf: character.idf,
          frequency: Int(rescorer.counts[number + 1]), place: Int(rescorer.places[number + 1]),
          score: plan.scale.score(score)))
    }
    for (number, pair) in query.pairs.enumerated()
    where rescorer.pairPlaces[number + 1] < Lead.limit {
      let scalars = [
        query.characters[pair.first - 1].scalar, query.characters[pair.second - 1].scalar,
      ]
      let score = plan.scale.score(rescorer.pairScore(number + 1))
      shares.add(lead: scalars.map(UInt32.init), score)
      result.parts.append(
        Explanation.LeadPart(
          text: text(scalars), queryFrequency: pair.count, idf: pair.idf, frequency: nil,
          place: Int(rescorer.pairPlaces[number + 1]), score: score))
    }
    let present = query.characters.enumerated().filter { rescorer.counts[$0.offset + 1] > 0 }
    let dealt = ShareList.deal(
      rescorer.coverageScore, by: present.map { $0.element.idf * Double($0.element.count) })
    for (one, part) in zip(present, dealt) {
      shares.add(lead: [UInt32(one.element.scalar)], plan.scale.score(part))
    }
    return result
  }

  private func text(_ scalars: [UInt16]) -> String {
    String(String.UnicodeScalarView(scalars.compactMap { Unicode.Scalar($0) }))
  }
}
