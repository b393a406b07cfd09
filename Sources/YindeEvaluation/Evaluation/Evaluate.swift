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
  let topics = judgements.topics
  var columns = metrics.map { _ in [Double]() }
  for topic in topics {
    let ranking = JudgedRanking(run.ranking(topic), judgements: judgements[topic])
    for (index, metric) in metrics.enumerated() {
      columns[index].append(metric.value(ranking))
    }
  }
  return EvaluationResult(
    metrics: metrics, topics: topics,
    unansweredTopics: topics.filter { run[$0].isEmpty },
    unjudgedTopics: run.topics.filter { judgements[$0].isEmpty },
    columns: columns)
}
