/// What the parts of the second stage weigh against the bigrams of the first.
///
/// Chosen on five collections, each time with one of them left out: Documentation/Ranking.md has the figures and what
/// was tried and did not help.
struct RescoringWeights: Equatable, Sendable {
  /// A character's BM25 in the lead.
  var character = 0.4
  /// How early a character first stands: idf × 50 / (50 + place).
  var place = 0.5
  /// How early a pair of neighbours first stands, likewise.
  var pair = 0.3
  /// How much of the query and of the lead is each other: the query's pairs × the share of its characters by idf
  /// × the square of the share of the lead's units.
  var coverage = 0.25

  /// At this place half of the weight is left.
  static let halfPlace = 50.0

  /// No document gains more.
  func bound(_ query: QueryCharacters) -> Double {
    (character + place) * query.characterMass + (pair + coverage) * query.pairMass
  }
}
