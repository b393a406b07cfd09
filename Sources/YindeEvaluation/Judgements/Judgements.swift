/// Which documents answer which topics, as people judged them ("qrels").
///
/// ```swift
/// var judgements = Judgements()
/// judgements.set(2, document: "p1", topic: "q1")
/// judgements.set(0, document: "p2", topic: "q1")
/// judgements.grade(document: "p1", topic: "q1")  // 2
/// judgements.grade(document: "p9", topic: "q1")  // nil: nobody looked at it
/// ```
///
/// A grade of 1 or more is relevant, and the higher the more; 0 is judged and not relevant; below 0
/// the pair counts as not judged, as trec_eval has it.
public struct Judgements: Sendable, Equatable {
  /// The topics that have judgements, in the order in which they came.
  public private(set) var topics: [String] = []

  private var grades: [String: [String: Int]] = [:]

  public init() {}

  /// Sets the grade of a pair, in place of an earlier one.
  ///
  /// - Complexity: O(1) on average.
  public mutating func set(_ grade: Int, document: String, topic: String) {
    if grades[topic] == nil { topics.append(topic) }
    grades[topic, default: [:]][document] = grade
  }

  /// The grade of a pair, or `nil` if there is none.
  ///
  /// - Complexity: O(1) on average.
  public func grade(document: String, topic: String) -> Int? { grades[topic]?[document] }

  /// The documents with a grade for a topic; empty for a topic without judgements.
  ///
  /// - Complexity: O(1) on average.
  public subscript(topic: String) -> [String: Int] { grades[topic] ?? [:] }
}
