import Testing
import YindeEvaluation

@Suite struct MetricNameTests {
  @Test(arguments: [
    ("nDCG@10", Metric.nDCG(.linear, cutoff: 10)),
    ("nDCG", .nDCG(.linear, cutoff: nil)),
    ("nDCG-exp@5", .nDCG(.exponential, cutoff: 5)),
    ("nDCG-exp", .nDCG(.exponential, cutoff: nil)),
    ("MAP", .averagePrecision(cutoff: nil)),
    ("MAP@100", .averagePrecision(cutoff: 100)),
    ("MRR", .reciprocalRank(cutoff: nil)),
    ("MRR@10", .reciprocalRank(cutoff: 10)),
    ("P@5", .precision(cutoff: 5)),
    ("R@1000", .recall(cutoff: 1000)),
    ("Success@1", .success(cutoff: 1)),
    ("Judged@10", .judged(cutoff: 10)),
    ("bpref", .bpref),
    ("RBP(0.8)", .rankBiasedPrecision(persistence: 0.8)),
  ])
  func names(name: String, metric: Metric) throws {
    #expect(try Metric(name) == metric)
    #expect(try Metric(name.uppercased()) == metric)
    #expect(metric.description == name)
  }

  @Test(arguments: [
    ("", "there is no metric"), ("F1", "there is no metric"), ("nDCG@10@5", "there is no metric"),
    ("bpref@5", "there is no metric"), ("RBP", "there is no metric"),
    ("P", "P needs a cutoff"), ("P@", "P@ needs a whole number"), ("P@0", "P@0 needs a whole"),
    ("P@-1", "P@-1 needs a whole"), ("P@+1", "P@+1 needs a whole"),
    ("nDCG@99999999999999999999", "nDCG@99999999999999999999 needs a whole"),
    ("RBP(1)", "RBP(1) needs a number"), ("RBP()", "RBP() needs"), ("RBP(nan)", "RBP(nan) needs"),
  ])
  func unknownNames(name: String, message: String) throws {
    let error = try #require(throws: EvaluationError.self) { try Metric(name) }
    #expect(error.message.hasPrefix(message))
    #expect(error.line == nil)
  }
}
