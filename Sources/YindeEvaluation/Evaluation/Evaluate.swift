/// Measures a run against judgements.
///
/// ```swift
/// let judgements = try Judgements(trec: qrels)
/// let run = try Run(trec: answers)
/// let metric = try Metric("nDCG@10")
/// let result = evaluate(run: run, judgements: judgements, metrics: [metric])
/// result.mean(of: metric)
/// ```
///
/// The topics are those with judgements, whether the run answers them or not (`trec_eval -c`).
///
/// - Complexity: O(*n* log *n*) in the number of answers, and O(*n*) for each metric.
public func evaluate(
  run: Run, judgements: Judgements, metrics: [Metric]
) -> EvaluationResult {
  var evaluator = Evaluator(judgements: judgements, metrics: metrics)
  for topic in run.topics { evaluator.add(topic: topic, ranking: run.ranking(topic)) }
  return evaluator.result
}

/// Measures the answers to one topic after another, so that a large run need not be held.
public struct Evaluator: Sendable {
  public let judgements: Judgements
  public let metrics: [Metric]

  private let rows: [String: Int]
  private var columns: [[Double]]
  private var isAnswered: [Bool]
  private var unjudged: [String] = []
  private var precisionSums = [Double](repeating: 0, count: RecallLevels.count)

  public init(judgements: Judgements, metrics: [Metric]) {
    self.judgements = judgements
    self.metrics = metrics
    let topics = judgements.topics
    rows = [String: Int](uniqueKeysWithValues: topics.enumerated().map { ($1, $0) })
    columns = metrics.map { _ in [Double](repeating: 0, count: topics.count) }
    isAnswered = [Bool](repeating: false, count: topics.count)
  }

  /// Takes up the answers to a topic, best first as ``Run/ranked(_:)`` puts them.
  ///
  /// - Complexity: O(*n*) in the number of answers for each metric.
  public mutating func add(topic: String, ranking: [Run.ScoredDocument]) {
    guard let row = rows[topic] else {
      unjudged.append(topic)
      return
    }
    isAnswered[row] = !ranking.isEmpty
    let judged = JudgedRanking(ranking, judgements: judgements[topic])
    for (place, metric) in metrics.enumerated() { columns[place][row] = metric.value(judged) }
    for (level, precision) in RecallLevels.precisions(judged).enumerated() {
      precisionSums[level] += precision
    }
  }

  /// The values so far; 0 for topics that were not added.
  public var result: EvaluationResult {
    let topics = judgements.topics
    return EvaluationResult(
      metrics: metrics, topics: topics,
      unansweredTopics: topics.indices.filter { !isAnswered[$0] }.map { topics[$0] },
      unjudgedTopics: unjudged, columns: columns,
      precisionAtRecall: precisionSums.map { $0 / Double(max(topics.count, 1)) })
  }
}

extension Metric {
  /// The metric's value for one topic.
  ///
  /// - Parameters:
  ///   - ranking: the answers, best first as ``Run/ranked(_:)`` puts them.
  ///   - judgements: the grades of documents for the topic.
  /// - Complexity: O(*n*) in the number of answers and judgements.
  public func value(ranking: [Run.ScoredDocument], judgements: [String: Int]) -> Double {
    value(JudgedRanking(ranking, judgements: judgements))
  }

  /// How many answers the metric looks at; nil when it looks at all.
  public var depth: Int? {
    switch self {
    case .nDCG(_, let cutoff), .averagePrecision(let cutoff), .reciprocalRank(let cutoff): cutoff
    case .precision(let cutoff), .recall(let cutoff), .success(let cutoff), .judged(let cutoff):
      cutoff
    case .bpref, .rankBiasedPrecision: nil
    }
  }
}

/// Interpolated precision: at each of the recalls 0, 0.1, … 1, the best precision at that recall or any higher one.
/// `iprec_at_recall` of trec_eval.
enum RecallLevels {
  static let count = 11

  static func precisions(_ ranking: JudgedRanking) -> [Double] {
    var precisions = [Double](repeating: 0, count: count)
    let relevant = ranking.relevantCount
    guard relevant > 0 else { return precisions }
    var found = 0
    for (index, grade) in ranking.grades.enumerated() where (grade ?? 0) > 0 {
      found += 1
      let precision = Double(found) / Double(index + 1)
      // Levels whose number of documents is reached: trec_eval asks for ⌊level × relevant + 0.9⌋ of them.
      for level in 0..<count where found >= (level * relevant + 9) / 10 {
        precisions[level] = max(precisions[level], precision)
      }
    }
    return precisions
  }
}
