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

  /// What the second stage adds for a character, a word or a pair of neighbours of the query.
  public struct TextPart: Sendable {
    public var text: String
    public var queryFrequency: Int
    public var idf: Double
    /// How often it stands in the best passage; for a pair nil.
    public var frequency: Int?
    /// Where it first stands in the title or in what follows it, in units from 0; nil when it is not among the first 128.
    public var place: Int?
    public var score: Double
  }

  /// What the second stage adds.
  public struct Rescoring: Sendable {
    public var parts: [TextPart]
    /// Where the best passage begins, in units of the text from 0.
    public var passage: Int
    /// What a text adds that is shorter than a passage.
    public var brevity: Double
    /// The share of the query's characters, by idf, that the first units have, and of these units that are characters of the query.
    public var queryShare: Double
    public var leadShare: Double
    /// What these two shares add.
    public var coverage: Double
  }

  /// What the score owes to a character of the query, or to a word of letters and digits.
  ///
  /// A bigram and a pair of neighbours count half for each of their characters, and what coverage and brevity add is dealt to the
  /// characters that the text has, by idf. These are sums of whole numbers over a power of two, so the shares of a hit add up to its
  /// score exactly.
  public struct Share: Sendable, Equatable {
    /// Folded, as in the index; a prefix with its `*`.
    public var text: String
    /// From the first stage.
    public var terms: Double
    /// From the second.
    public var rescoring: Double
    public var score: Double { terms + rescoring }
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
      let end = options.weights.clamped.reached(first.lazy.map(\.score), depth: options.rerank)
      return first.prefix(end).contains { Int($0.document) == document && $0.score > 0 }
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
    look(at: document, &rescorer)
    let query = rescorer.query
    var result = Explanation.Rescoring(
      parts: [], passage: rescorer.start, brevity: plan.scale.score(rescorer.brevityScore),
      queryShare: rescorer.queryShare, leadShare: rescorer.leadShare,
      coverage: plan.scale.score(rescorer.coverageScore))
    func place(_ place: UInt16) -> Int? { place == Rescorer.none ? nil : Int(place) }
    for (number, character) in query.characters.enumerated() {
      let (count, first) = (rescorer.counts[number], rescorer.places[number])
      guard count > 0 || first != Rescorer.none else { continue }
      let score = plan.scale.score(rescorer.passageScore(number) &+ rescorer.placeScore(number))
      shares.add(rescoring: [character.name], score)
      result.parts.append(
        Explanation.TextPart(
          text: character.name.name, queryFrequency: character.count, idf: character.idf,
          frequency: Int(count), place: place(first), score: score))
    }
    for (number, pair) in query.pairs.enumerated()
    where rescorer.pairPlaces[number] != Rescorer.none {
      let keys = [query.characters[pair.first].name, query.characters[pair.second].name]
      let score = plan.scale.score(rescorer.pairScore(number))
      shares.add(rescoring: keys, score)
      result.parts.append(
        Explanation.TextPart(
          text: keys.map(\.name).joined(), queryFrequency: pair.count, idf: pair.idf,
          frequency: nil, place: place(rescorer.pairPlaces[number]), score: score))
    }
    var present = query.characters.indices.filter {
      rescorer.counts[$0] > 0 || rescorer.places[$0] != Rescorer.none
    }
    // A short text may match by its compounds alone.
    if present.isEmpty { present = Array(query.characters.indices) }
    let dealt = ShareList.deal(
      rescorer.coverageScore &+ rescorer.brevityScore,
      by: present.map { query.characters[$0].idf * Double(query.characters[$0].count) })
    for (number, part) in zip(present, dealt) {
      shares.add(rescoring: [query.characters[number].name], plan.scale.score(part))
    }
    return result
  }
}
