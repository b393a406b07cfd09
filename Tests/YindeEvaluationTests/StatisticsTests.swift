import Testing

@testable import YindeEvaluation

/// Values that SciPy 1.17.1 gives.
@Suite struct StatisticsTests {
  private static let first = [0.12, 0.5, 0.33, 0.8, 0.41, 0.0, 1.0, 0.27, 0.66, 0.9]
  private static let second = [0.2, 0.45, 0.40, 0.85, 0.61, 0.1, 1.0, 0.35, 0.60, 0.95]
  private static let differences = zip(first, second).map { $1 - $0 }
  private static let thirty = [
    0.02, 0.038, 0.004, -0.033, -0.007, -0.039, 0.024, 0.1, -0.01, -0.017, 0.049, 0.041, 0.026,
    -0.036, 0.018, 0.062, -0.061, -0.007, -0.094, -0.057, -0.091, 0.006, -0.056, 0.036, 0.029,
    0.009, -0.131, -0.012, 0.017, 0.027,
  ]

  @Test func tTest() throws {
    // stats.ttest_rel(second, first)
    let test = try #require(TTest(differences: StatisticsTests.differences))
    #expect(abs(test.t - 2.168340414824089) < 1e-12)
    #expect(test.degreesOfFreedom == 9)
    #expect(abs(test.pValue - 0.05827076364000136) < 1e-13)
    let other = try #require(TTest(differences: StatisticsTests.thirty))
    #expect(abs(other.t + 0.5281766240401425) < 1e-12)
    #expect(abs(other.pValue - 0.6013955505727384) < 1e-12)
  }

  // 2 * stats.t.sf(t, df)
  @Test(arguments: [
    (0.5, 1.0, 0.7048327646991335), (2.0, 5, 0.10193947882985835),
    (1.959963984540054, 100_000, 0.050002772961786256), (12.5, 30, 1.99849634939664e-13),
    (0.001, 3, 0.9992648949694609), (40, 200, 2.2487396535202197e-97),
    (3.5, 2, 0.07282735005446933),
  ])
  func tailsOfStudentsT(t: Double, degrees: Double, expected: Double) {
    for sign in [1.0, -1] {
      let p = TTest.twoSided(t: sign * t, degreesOfFreedom: degrees)
      #expect(abs(p - expected) <= 1e-10 * expected, "\(p)")
    }
  }

  @Test func tTestAtItsEdges() {
    #expect(TTest(differences: []) == nil)
    #expect(TTest(differences: [1]) == nil)
    #expect(TTest(differences: [0, 0, 0])?.pValue == 1)
    // All topics differ by the same: no variance at all.
    #expect(TTest(differences: [0.5, 0.5, 0.5])?.pValue == 0)
    #expect(TTest(differences: [1, -1])?.pValue == 1)
  }

  @Test func allWaysAreCountedForFewTopics() {
    // stats.permutation_test((second, first), …, permutation_type="samples"), which counts all 2^10.
    let test = RandomisationTest(
      differences: StatisticsTests.differences, permutations: 10, seed: 1)
    #expect(test.isExact)
    #expect(test.pValue == 0.05859375)
    // One of the ten topics is equal, and plays no part.
    #expect(test.permutations == 512)
    #expect(RandomisationTest(differences: [], permutations: 10, seed: 1).pValue == 1)
    #expect(RandomisationTest(differences: [0, 0], permutations: 10, seed: 1).pValue == 1)
    #expect(RandomisationTest(differences: [1, 1, 1], permutations: 10, seed: 1).pValue == 0.25)
  }

  @Test func ofManyTopicsASampleIsTaken() {
    // 0.605861 in two million random permutations of NumPy.
    let test = RandomisationTest(
      differences: StatisticsTests.thirty, permutations: 100_000, seed: 1)
    #expect(!test.isExact && test.permutations == 100_000)
    // Four standard errors.
    #expect(abs(test.pValue - 0.6059) < 0.0063, "\(test.pValue)")
    #expect(
      test
        == RandomisationTest(differences: StatisticsTests.thirty, permutations: 100_000, seed: 1))
    // A clear case never gets to 0.
    let clear = RandomisationTest(
      differences: [Double](repeating: 0.1, count: 100), permutations: 999, seed: 3)
    #expect(clear.pValue == 0.001)
  }

  /// The sample agrees with the count where both can be had, whatever the differences.
  @Test func sampleAgreesWithCount() {
    let seed = UInt64.random(in: .min ... .max)
    print("sampleAgreesWithCount: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<5 {
      let few = (0..<12).map { _ in Double(Int(generator.next() % 2001) - 1000) / 1000 }
      let exact = RandomisationTest(differences: few, permutations: 1, seed: 1).pValue
      // By hand, in whole numbers.
      let whole = few.map { Int(($0 * 1000).rounded()) }
      let observed = abs(whole.reduce(0, +))
      var count = 0
      for way in 0..<(1 << 12) {
        var sum = 0
        for (place, value) in whole.enumerated() { sum += way >> place & 1 == 1 ? value : -value }
        if abs(sum) >= observed { count += 1 }
      }
      #expect(exact == Double(count) / 4096)
    }
  }

  @Test func holm() {
    // statsmodels.stats.multitest.multipletests(p, method="holm"), which is: sort, times n, n - 1, …, never falling.
    let corrected = Holm.corrected([0.01, 0.04, 0.03, 0.005])
    for (value, expected) in zip(corrected, [0.03, 0.06, 0.06, 0.02]) {
      #expect(abs(value - expected) < 1e-15)
    }
    #expect(Holm.corrected([]) == [])
    #expect(Holm.corrected([0.7, 0.8]) == [1, 1])
  }

  @Test func seedsMeanTheSameEverywhere() {
    // SplitMix64 of seed 0, as its authors publish it.
    var generator = SeededGenerator(seed: 0)
    #expect(generator.next() == 0xE220_A839_7B1D_CDAF)
    #expect(generator.next() == 0x6E78_9E6A_A1B9_65F4)
    var again = SeededGenerator(seed: 1)
    let order = again.permutation(10)
    #expect(order.sorted() == Array(0..<10))
    var same = SeededGenerator(seed: 1)
    #expect(same.permutation(10) == order)
    #expect(same.permutation(0) == [] && same.permutation(1) == [0])
  }

  @Test func comparisonCountsWinsAndShowsWhatDiffers() throws {
    var judgements = Judgements()
    for topic in ["a", "b", "c", "d"] { judgements.set(1, document: "x", topic: topic) }
    func run(_ ranks: [String: Int]) -> Run {
      var run = Run(tag: "t")
      for topic in judgements.topics {
        guard let rank = ranks[topic] else { continue }
        for place in 1...rank {
          run.append(place == rank ? "x" : "n\(place)", score: -Double(place), topic: topic)
        }
      }
      return run
    }
    let metrics: [Metric] = [.reciprocalRank(cutoff: nil), .success(cutoff: 1)]
    let first = evaluate(
      run: run(["a": 1, "b": 2, "c": 4, "d": 1]), judgements: judgements, metrics: metrics)
    let second = evaluate(
      run: run(["a": 1, "b": 1, "c": 2]), judgements: judgements, metrics: metrics)
    let comparison = try Comparison(first: first, second: second, permutations: 100, seed: 1)
    let row = comparison.rows[0]
    #expect((row.wins, row.ties, row.losses) == (2, 1, 1))
    #expect(abs(row.meanDifference - (0.5 + 0.25 - 1) / 4) < 1e-15)
    #expect(comparison.mostDifferent(by: metrics[0], limit: 2).map(\.topic) == ["d", "b"])
    #expect(comparison.mostDifferent(by: metrics[0], limit: 9).map(\.topic) == ["d", "b", "c"])
    #expect(row.correctedRandomisation >= row.randomisation.pValue)
    let other = evaluate(run: run(["a": 1]), judgements: judgements, metrics: [.bpref])
    #expect(throws: EvaluationError.self) {
      _ = try Comparison(first: first, second: other, permutations: 1, seed: 1)
    }
  }
}
