/// Two systems on the same topics: is the second better, by how much, where, and could it be chance?
///
/// ```swift
/// let comparison = try Comparison(first: bm25, second: tuned, permutations: 10_000, seed: 1)
/// comparison.rows[0].meanDifference
/// ```
public struct Comparison: Sendable {
  /// One metric.
  public struct Row: Sendable {
    public let metric: Metric
    public let firstMean: Double
    public let secondMean: Double
    /// Topics where the second system has the higher value, the same, the lower one.
    public let wins: Int
    public let ties: Int
    public let losses: Int
    public let randomisation: RandomisationTest
    public let tTest: TTest?
    /// p-values after Holm's correction over the metrics.
    public fileprivate(set) var correctedRandomisation = 1.0
    public fileprivate(set) var correctedT: Double?

    public var meanDifference: Double { secondMean - firstMean }
  }

  public private(set) var rows: [Row]
  public let topics: [String]
  /// A column of second less first for each metric, in the order of ``topics``.
  private let differences: [[Double]]

  /// Compares results over the same judgements and metrics.
  ///
  /// - Throws: ``EvaluationError`` when the topics or the metrics are not the same.
  /// - Complexity: O(metrics × topics × permutations).
  public init(
    first: EvaluationResult, second: EvaluationResult, permutations: Int, seed: UInt64
  ) throws(EvaluationError) {
    guard first.topics == second.topics, first.metrics == second.metrics else {
      throw EvaluationError("the results are of different topics or metrics: measure both alike")
    }
    topics = first.topics
    differences = zip(first.columns, second.columns).map { zip($0, $1).map { $1 - $0 } }
    rows = []
    for (place, metric) in first.metrics.enumerated() {
      let column = differences[place]
      rows.append(
        Row(
          metric: metric, firstMean: first.mean(of: metric) ?? 0,
          secondMean: second.mean(of: metric) ?? 0, wins: column.count { $0 > 0 },
          ties: column.count { $0 == 0 }, losses: column.count { $0 < 0 },
          randomisation: RandomisationTest(
            differences: column, permutations: permutations, seed: seed),
          tTest: TTest(differences: column)))
    }
    let randomised = Holm.corrected(rows.map(\.randomisation.pValue))
    let student = Holm.corrected(rows.compactMap(\.tTest?.pValue))
    for place in rows.indices {
      rows[place].correctedRandomisation = randomised[place]
      // All rows have a t-test or none has: they have the same topics.
      if rows[place].tTest != nil { rows[place].correctedT = student[place] }
    }
  }

  /// Second less first for a metric, one value for each of ``topics``.
  public func differences(of metric: Metric) -> [Double]? {
    rows.firstIndex { $0.metric == metric }.map { differences[$0] }
  }

  /// The topics in which a metric differs most, largest difference first, whoever wins; none in which it is equal.
  ///
  /// - Complexity: O(*n* log *n*).
  public func mostDifferent(by metric: Metric, limit: Int) -> [(topic: String, difference: Double)]
  {
    guard let column = differences(of: metric) else { return [] }
    return zip(topics, column).filter { $0.1 != 0 }
      .enumerated().sorted { (abs($1.element.1), $0.offset) < (abs($0.element.1), $1.offset) }
      .prefix(limit).map { ($0.element.0, $0.element.1) }
  }
}
