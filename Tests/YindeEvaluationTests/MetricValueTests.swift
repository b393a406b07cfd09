import Testing
import YindeEvaluation

/// Values worked out by hand.
@Suite struct MetricValueTests {
  // Ranks:        1      2      3      4      5
  // Grades:       0      3      -      1      2     and b2 (grade 1), n2 (grade 0) not found
  let answers = run("n1", "a3", "??", "b1", "c2")
  let grades = judgements(["n1": 0, "a3": 3, "b1": 1, "c2": 2, "b2": 1, "n2": 0])

  // The binary logarithms of rank + 1.
  private static let log3 = 1.584962500721156
  private static let log5 = 2.321928094887362
  private static let log6 = 2.584962500721156
  private static let ideal: Double = 3 + 2 / log3 + 1 / 2.0 + 1 / log5
  private static let idealExponential: Double = 7 + 3 / log3 + 1 / 2.0 + 1 / log5

  private static let expected: [(String, Double)] = [
    ("nDCG", (3 / log3 + 1 / log5 + 2 / log6) / ideal),
    ("nDCG@2", (3 / log3) / (3 + 2 / log3)),
    ("nDCG@4", (3 / log3 + 1 / log5) / ideal),
    ("nDCG-exp@2", (7 / log3) / (7 + 3 / log3)),
    ("nDCG-exp", (7 / log3 + 1 / log5 + 3 / log6) / idealExponential),
    ("MAP", (1.0 / 2 + 2.0 / 4 + 3.0 / 5) / 4),
    ("MAP@4", (1.0 / 2 + 2.0 / 4) / 4),
    ("MRR", 0.5),
    ("MRR@2", 0.5),
    ("MRR@1", 0),
    ("P@1", 0),
    ("P@4", 0.5),
    ("P@10", 0.3),
    ("R@4", 0.5),
    ("R@10", 0.75),
    ("Success@1", 0),
    ("Success@2", 1),
    ("Judged@3", 2.0 / 3),
    ("Judged@10", 0.8),
    // One of the two documents judged not relevant ranks above each of the three found.
    ("bpref", 3 * (1 - 1.0 / 2) / 4),
    ("RBP(0.5)", 0.5 * (0.5 + 0.125 + 0.0625)),
  ]

  @Test(arguments: expected)
  func value(name: String, expected: Double) throws {
    let metric = try Metric(name)
    let result = evaluate(run: answers, judgements: grades, metrics: [metric])
    let value = try #require(result.value(of: metric, topic: "q"))
    #expect(isClose(value, expected), "\(value)")
    #expect(result.mean(of: metric) == value)
  }

  @Test func bprefCountsNoMoreNonRelevantOnesThanThereAreRelevant() throws {
    let result = evaluate(
      run: run("n1", "n2", "n3", "a"),
      judgements: judgements(["a": 1, "n1": 0, "n2": 0, "n3": 0]), metrics: [.bpref])
    #expect(result.mean(of: .bpref) == 0)
  }

  @Test func aPerfectRankingScoresOne() throws {
    let metrics = try ["nDCG@10", "nDCG-exp", "MAP", "MRR@10", "R@3", "P@3", "bpref", "Success@1"]
      .map { try Metric($0) }
    let result = evaluate(
      run: run("a", "b", "c", "n"), judgements: judgements(["n": 0, "c": 1, "b": 2, "a": 3]),
      metrics: metrics)
    for metric in metrics { #expect(result.mean(of: metric) == 1, "\(metric)") }
  }

  @Test func extremesDoNotTrap() throws {
    let metrics: [Metric] = [
      .nDCG(.exponential, cutoff: nil), .nDCG(.linear, cutoff: 0), .precision(cutoff: 0),
      .recall(cutoff: -1), .success(cutoff: .min), .judged(cutoff: 0), .bpref,
      .averagePrecision(cutoff: .max), .reciprocalRank(cutoff: 0),
      .rankBiasedPrecision(persistence: 0.5),
    ]
    var answers = run("a", "b")
    answers.append("c", score: .nan, topic: "q")
    answers.append("d", score: .infinity, topic: "q")
    let result = evaluate(
      run: answers, judgements: judgements(["a": .max, "b": .min, "c": .max]), metrics: metrics)
    for metric in metrics { #expect(result.mean(of: metric)?.isFinite == true, "\(metric)") }
    #expect(result.mean(of: .precision(cutoff: 0)) == 0)
  }
}
