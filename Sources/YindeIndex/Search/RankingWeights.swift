import YindeAnalysis

/// What the parts of the ranking weigh.
///
/// The defaults were chosen on five collections and checked each time on the one left out: Documentation/Ranking.md has the
/// figures and what was tried and did not help.
public struct RankingWeights: Equatable, Sendable {
  // MARK: Terms of the first stage; they count for ``RankingModel/yinde``.

  /// A bigram on a question word or its edge.
  public var question = 0.5
  /// A word of letters and digits.
  public var word = 1.5

  // MARK: Parts of the second stage, against the bigrams of the first.

  /// A character's BM25 in the lead.
  public var character = 0.4
  /// How early a character first stands: idf × 50 / (50 + place).
  public var place = 0.5
  /// How early a pair of neighbours first stands, likewise.
  public var pair = 0.3
  /// How much of the query and of the lead is each other: the query's pairs × the share of its characters by idf
  /// × the square of the share of the lead's units.
  public var coverage = 0.25

  public init() {}

  /// At this place half of the weight is left.
  static let halfPlace = 50.0

  /// What a weight may be: a negative one would break the promise that the second stage only adds, and a very large one would
  /// leave the others no room in whole numbers.
  public static let range = 0.0...10.0

  /// The weights, each within ``range``.
  var clamped: RankingWeights {
    var result = self
    for path in RankingWeights.all {
      // What is no number compares false with everything.
      let value = self[keyPath: path]
      result[keyPath: path] = value >= 0 ? min(value, RankingWeights.range.upperBound) : 0
    }
    return result
  }

  private static let all: [any WritableKeyPath<RankingWeights, Double> & Sendable] = [
    \.question, \.word, \.character, \.place, \.pair, \.coverage,
  ]

  /// No document gains more in the second stage.
  func bound(_ query: QueryCharacters) -> Double {
    (character + place) * query.characterMass + (pair + coverage) * query.pairMass
  }

  /// The weight of a term of an unquoted word.
  func weight(_ term: Bag.BagTerm) -> Double {
    if case .term(.word) = term.key { return word }
    return term.isAsking ? question : 1
  }
}
