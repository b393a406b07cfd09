import Testing
import YindeEvaluation

/// Values that trec_eval gives, by way of pytrec-eval-terrier 0.5.11, for invented runs.
@Suite struct ReferenceTests {
  static let names = [
    "nDCG", "nDCG@3", "nDCG@10", "MAP", "MAP@5", "MRR", "P@3", "P@20", "R@3", "R@100", "Success@1",
    "Success@5", "bpref",
  ]

  private func check(
    qrels: String, run: String, expected: KeyValuePairs<String, [Double]>
  ) throws {
    let metrics = try ReferenceTests.names.map { try Metric($0) }
    let result = evaluate(
      run: try Run(trec: bytes(run)), judgements: try Judgements(trec: bytes(qrels)),
      metrics: metrics)
    #expect(result.topics == expected.map(\.key))
    for (index, metric) in metrics.enumerated() {
      for (topic, values) in expected {
        let value = try #require(result.value(of: metric, topic: topic))
        #expect(isClose(value, values[index]), "\(metric) of \(topic): \(value)")
      }
      let mean = expected.map { $0.value[index] }.reduce(0, +) / Double(expected.count)
      #expect(isClose(try #require(result.mean(of: metric)), mean), "mean \(metric)")
    }
  }

  /// Ties everywhere; q3 is not answered, q4 has nothing relevant, q5 is not judged.
  @Test func tiesAndMissingTopics() throws {
    try check(
      qrels: """
        q1 0 d6 0
        q1 0 d3 1
        q1 0 d7 3
        q1 0 d1 0
        q1 0 d2 3
        q1 0 d10 0
        q1 0 d5 0
        q2 0 d2 2
        q2 0 d7 0
        q2 0 d11 3
        q2 0 d12 0
        q2 0 d4 0
        q2 0 d1 3
        q2 0 d5 0
        q3 0 d10 0
        q3 0 d12 1
        q3 0 d7 2
        q4 0 d1 0
        q4 0 d2 0
        q4 0 d3 0
        """,
      run: """
        q1 Q0 d11 0 2.0 x
        q1 Q0 d9 0 1.5 x
        q1 Q0 d7 0 1.5 x
        q1 Q0 d6 0 1.5 x
        q1 Q0 d8 0 1.0 x
        q2 Q0 d3 0 2.0 x
        q2 Q0 d4 0 0.0 x
        q2 Q0 d2 0 0.0 x
        q2 Q0 d5 0 2.0 x
        q2 Q0 d8 0 1.5 x
        q2 Q0 d12 0 0.5 x
        q2 Q0 d6 0 1.0 x
        q2 Q0 d11 0 0.5 x
        q2 Q0 d7 0 1.5 x
        q4 Q0 d7 0 2.0 x
        q4 Q0 d1 0 1.5 x
        q4 Q0 d2 0 1.5 x
        q4 Q0 d9 0 2.0 x
        q5 Q0 d6 0 2.0 x
        q5 Q0 d10 0 1.5 x
        """,
      expected: [
        "q1": [
          0.278149197, 0.278149197, 0.278149197, 0.111111111, 0.111111111, 0.333333333,
          0.333333333, 0.05, 0.333333333, 0.333333333, 0, 1, 0.333333333,
        ],
        "q2": [
          0.271867858, 0, 0.271867858, 0.121693122, 0, 0.142857143, 0, 0.1, 0, 0.666666667, 0, 0, 0,
        ],
        "q3": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        "q4": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      ])
  }

  /// a, b and 文 tie in single precision and rank by their bytes; c counts as not judged.
  @Test func singlePrecisionAndNegativeGrades() throws {
    try check(
      qrels: """
        q1 0 a 0
        q1 0 b 1
        q1 0 c -1
        q1 0 e 2
        q1 0 f 0
        q1 0 文 1
        """,
      run: """
        q1 Q0 a 0 1.00000001 x
        q1 Q0 b 0 1.0 x
        q1 Q0 c 0 3.0 x
        q1 Q0 x 0 1.0000001 x
        q1 Q0 文 0 1.0 x
        q1 Q0 f 0 -2.0 x
        q1 Q0 e 0 -2.5 x
        """,
      expected: [
        "q1": [
          0.510181751, 0.159696972, 0.510181751, 0.420634921, 0.277777778, 0.333333333,
          0.333333333, 0.15, 0.333333333, 1, 0, 1, 0.666666667,
        ]
      ])
  }
}
