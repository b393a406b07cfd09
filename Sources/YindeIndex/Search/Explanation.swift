public import YindeQuery

/// How a document's score comes about.
public struct Explanation: Sendable {
  /// What one term adds: idf × tf / (tf + k1 × (1 - b + b × length / average length)), times its
  /// occurrences in the query.
  public struct Part: Sendable {
    public var term: String
    public var queryFrequency: Int
    public var documentFrequency: Int
    public var idf: Double
    /// Weighted by role; 0 when all occurrences are in furniture.
    public var frequency: Int
    public var score: Double
  }

  public var parts: [Part]
  public var length: Int
  public var averageLength: Double
  public var k1: Double
  public var b: Double
}

extension Searcher {
  /// The terms of the query that a document has, with what each adds to its score.
  public func explain(_ query: Query, document: Int, _ options: SearchOptions) -> Explanation {
    let plan = QueryPlan(query, index: index, k1: options.k1, b: options.b)
    var explanation = Explanation(
      parts: [], length: index.documentLength(document), averageLength: index.averageLength,
      k1: options.k1, b: options.b)
    for leaf in plan.leaves {
      for term in leaf.terms {
        var cursor = term.source.cursor(plan.scorer(term), index: index)
        cursor.seek(document)
        guard cursor.document == document else { continue }
        explanation.parts.append(
          Explanation.Part(
            term: term.source.key.name, queryFrequency: term.count,
            documentFrequency: term.source.documentFrequency, idf: term.idf,
            frequency: Int(cursor.frequency), score: plan.scale.score(cursor.score)))
      }
    }
    return explanation
  }
}
