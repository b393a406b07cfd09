/// The values of some metrics for a run, by topic and in the mean.
///
/// Values are kept in a column for each metric, in the order of ``topics``. Two results over the same
/// judgements have the same topics in the same order, so their columns can be compared pairwise.
public struct EvaluationResult: Sendable, Equatable {
  /// The metrics, in the order asked for.
  public let metrics: [Metric]

  /// The topics that have judgements, in the order of the judgements.
  public let topics: [String]

  /// The topics of ``topics`` that the run has no answer to. Each scores 0 and counts.
  public let unansweredTopics: [String]

  /// The topics of the run that nobody judged. They do not count.
  public let unjudgedTopics: [String]

  /// A column for each metric.
  let columns: [[Double]]

  /// Interpolated precision at the recalls 0, 0.1, … 1, in the mean over ``topics``.
  public let precisionAtRecall: [Double]

  /// The values of a metric, one for each of ``topics``, or `nil` if it was not asked for.
  ///
  /// - Complexity: O(*m*) in the number of metrics.
  public func values(of metric: Metric) -> [Double]? {
    metrics.firstIndex(of: metric).map { columns[$0] }
  }

  /// The value of a metric for a topic, or `nil` if the metric was not asked for or the topic has no
  /// judgements.
  ///
  /// - Complexity: O(*m* + *t*) in the number of metrics and topics.
  public func value(of metric: Metric, topic: String) -> Double? {
    guard let column = values(of: metric), let row = topics.firstIndex(of: topic) else {
      return nil
    }
    return column[row]
  }

  /// The mean of a metric over ``topics``, or `nil` if it was not asked for; 0 without topics.
  ///
  /// - Complexity: O(*m* + *t*) in the number of metrics and topics.
  public func mean(of metric: Metric) -> Double? {
    values(of: metric).map { $0.isEmpty ? 0 : $0.reduce(0, +) / Double($0.count) }
  }
}
