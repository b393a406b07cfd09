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

  public var parts: [Part]
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
  /// The parts add up to the score but for rounding, when the document is a hit.
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
    var explanation = Explanation(
      parts: [], length: index.documentLength(document), averageLength: statistics.averageLength,
      k1: options.k1, b: options.b)
    for leaf in plan.leaves {
      for term in leaf.terms {
        var cursor = term.source.cursor(plan.scorer(term), index: index)
        cursor.seek(document)
        guard cursor.document == document else { continue }
        explanation.parts.append(
          Explanation.Part(
            term: term.source.key.name, queryFrequency: term.count,
            documentFrequency: term.documentFrequency, idf: term.idf, weight: term.weight,
            frequency: Int(cursor.frequency), score: plan.scale.score(cursor.score)))
      }
    }
    if query.sort ?? options.sort == .score {
      explanation.rescoring = rescoring(plan, document: document, isRescored)
    }
    return explanation
  }

  private func rescoring(
    _ plan: QueryPlan, document: Int, _ isRescored: () -> Bool
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
      result.parts.append(
        Explanation.LeadPart(
          text: text(scalars), queryFrequency: pair.count, idf: pair.idf, frequency: nil,
          place: Int(rescorer.pairPlaces[number + 1]),
          score: plan.scale.score(rescorer.pairScore(number + 1))))
    }
    return result
  }

  private func text(_ scalars: [UInt16]) -> String {
    String(String.UnicodeScalarView(scalars.compactMap { Unicode.Scalar($0) }))
  }
}
