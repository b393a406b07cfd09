/// What a search system answered: for each topic, documents with their scores.
///
/// ```swift
/// var run = Run(tag: "bm25")
/// run.append("p2", score: 7.5, topic: "q1")
/// run.append("p1", score: 9.1, topic: "q1")
/// run.ranking("q1").map(\.document)  // ["p1", "p2"]
/// ```
///
/// The scores make the ranking; the order in which answers are added does not.
public struct Run: Sendable, Equatable {
  /// An answer and its score.
  public struct ScoredDocument: Sendable, Equatable {
    public var document: String
    public var score: Double

    public init(document: String, score: Double) {
      self.document = document
      self.score = score
    }
  }

  /// The run's name, as it stands on every line of its file.
  public var tag: String

  /// The topics that have answers, in the order in which they came.
  public private(set) var topics: [String] = []

  private var answers: [String: [ScoredDocument]] = [:]

  public init(tag: String) {
    self.tag = tag
  }

  /// Adds an answer.
  ///
  /// - Complexity: O(1) on average.
  public mutating func append(_ document: String, score: Double, topic: String) {
    if answers[topic] == nil { topics.append(topic) }
    answers[topic, default: []].append(ScoredDocument(document: document, score: score))
  }

  /// The answers to a topic as they were added; empty for a topic without any.
  ///
  /// - Complexity: O(1) on average.
  public subscript(topic: String) -> [ScoredDocument] { answers[topic] ?? [] }

  /// The answers to a topic, best first, the way trec_eval ranks them.
  ///
  /// Scores are compared in single precision, which is what trec_eval keeps of them; equal ones are
  /// ordered by identifier, the byte-wise larger first. A score that is not a number ranks last. A
  /// document that was added twice counts once, where it ranks best.
  ///
  /// - Complexity: O(*n* log *n*) in the number of answers.
  public func ranking(_ topic: String) -> [ScoredDocument] {
    Run.ranked(self[topic])
  }

  /// Answers to one topic in the order of ``ranking(_:)``.
  ///
  /// - Complexity: O(*n* log *n*).
  public static func ranked(_ answers: [ScoredDocument]) -> [ScoredDocument] {
    let sorted = answers.sorted { left, right in
      let (a, b) = (Run.rankingScore(left.score), Run.rankingScore(right.score))
      if a != b { return a > b }
      return right.document.utf8.lexicographicallyPrecedes(left.document.utf8)
    }
    var seen = Set<String>(minimumCapacity: sorted.count)
    return sorted.filter { seen.insert($0.document).inserted }
  }

  private static func rankingScore(_ score: Double) -> Float {
    score.isNaN ? -.infinity : Float(score)
  }
}
