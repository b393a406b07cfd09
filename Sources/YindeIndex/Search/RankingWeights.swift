import Glibc
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

  // MARK: The second stage

  /// The second stage looks at documents that have this share of the best score of the first stage, or more. What has less does not
  /// come to the top by the other parts, and where a few documents answer and the rest do not, little is to be looked at.
  public var reach = 0.3

  // MARK: Parts of the second stage, against the bigrams of the first.

  /// How likely the query's characters are in the best passage.
  public var passage = 0.4
  /// How early a character first stands: idf × 30 / (30 + place).
  public var place = 0.4
  /// How early a pair of neighbours first stands, likewise.
  public var pair = 0.2
  /// How much of the query and of the lead is each other: the query's pairs × the share of its characters by idf
  /// × the square of the share of the lead's units.
  public var coverage = 0.15

  public init() {}

  /// At this place half of the weight is left.
  static let halfPlace = 30.0

  /// How many units of the language are mixed with a passage's own to say what is likely in it: Dirichlet's μ.
  static let smoothing = 100.0

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
    \.question, \.word, \.reach, \.passage, \.place, \.pair, \.coverage,
  ]

  /// No document gains more in the second stage.
  func bound(_ query: QueryCharacters) -> Double {
    let mostCounted = Double(Rescorer.mostCounted)
    let brevity = log(1 + Double(Rescorer.passage) / RankingWeights.smoothing)
    let likely = query.characters.reduce(0) {
      $0 + log(1 + mostCounted / (RankingWeights.smoothing * $1.likelihood)) + brevity
    }
    return passage * likely + place * query.characterMass + (pair + coverage) * query.pairMass
  }

  /// How many of the first documents the second stage looks at.
  ///
  /// - Parameters:
  ///   - scores: of the first stage, the highest first.
  ///   - depth: at most so many.
  func reached(_ scores: some RandomAccessCollection<UInt32>, depth: Int) -> Int {
    guard let best = scores.first else { return 0 }
    let least = reach * Double(best)
    var end = min(max(depth, 0), scores.count)
    while end > 0, Double(scores[scores.index(scores.startIndex, offsetBy: end - 1)]) < least {
      end -= 1
    }
    return end
  }

  /// The weight of a term of an unquoted word.
  func weight(_ term: Bag.BagTerm) -> Double {
    if case .term(.word) = term.key { return word }
    return term.isAsking ? question : 1
  }
}
