import Testing

@testable import YindeEvaluation

@Suite struct SweepTests {
  @Test func grid() throws {
    let grid = try ParameterGrid("k1=0.6:2.0:0.2,b=0.4, c =1:3:1")
    #expect(grid.axes.map(\.name) == ["k1", "b", "c"])
    // Not 0.7999999999999999.
    #expect(grid.axes[0].values == [0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0])
    #expect(grid.count == 24)
    #expect(grid[0] == [0.6, 0.4, 1])
    #expect(grid[5] == [0.8, 0.4, 3])
    #expect(grid.name(23) == "k1=2.0 b=0.4 c=3.0")
    #expect((0..<24).allSatisfy { grid.step($0, axis: 2) == $0 % 3 })
    #expect(try ParameterGrid("b=0:1:0.3").axes[0].values == [0, 0.3, 0.6, 0.9])
  }

  @Test(arguments: [
    "", "k1", "k1=", "=1", "k1=1:2", "k1=1:2:0", "k1=2:1:1", "k1=1:2:-1", "k1=a:b:c",
    "k1=1:nan:1", "k1=0:inf:1", "k1=1,k1=2", "k1=1,", "k1=0:1:1e-9", "a=1:200:1,b=1:200:1",
    "k1=1=2",
  ])
  func brokenGrid(text: String) {
    #expect(throws: EvaluationError.self) { _ = try ParameterGrid(text) }
  }

  /// No topic is measured by a setting that it helped to choose: by a naive twin, and by changing the topic.
  @Test func topicsAreHeldOut() throws {
    let seed = UInt64.random(in: .min ... .max)
    print("topicsAreHeldOut: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    for folds in [2, 5, 7] {
      let topics = folds + Int(generator.next() % 20)
      var table = (0..<6).map { _ in
        (0..<topics).map { _ in Double(generator.next() % 100) / 100 }
      }
      let result = try CrossValidation(table, folds: folds, seed: seed)
      #expect(result.folds.flatMap(\.topics).sorted() == Array(0..<topics))
      #expect(result.folds.count == folds)
      for fold in result.folds {
        let held = Set(fold.topics)
        let training = (0..<topics).filter { !held.contains($0) }
        let sums = table.map { row in training.reduce(0) { $0 + row[$1] } }
        #expect(abs(sums[fold.setting] - sums.max()!) < 1e-9)
        for topic in fold.topics { #expect(result.values[topic] == table[fold.setting][topic]) }
      }
      // A setting that is perfect on the topics of one fold and hopeless elsewhere is not chosen for that fold.
      for setting in table.indices { table[setting] = table[setting].map { $0 / 20 + 0.01 } }
      table.append([Double](repeating: 0, count: topics))
      let lucky = result.folds[0].topics
      for topic in lucky { table[6][topic] = 1 }
      let again = try CrossValidation(table, folds: folds, seed: seed)
      #expect(again.folds[0].topics == lucky)
      #expect(again.folds[0].setting != 6)
    }
  }

  @Test func foldsFollowTheSeed() throws {
    let table = [[Double](repeating: 0.5, count: 50)]
    let one = try CrossValidation(table, folds: 5, seed: 1)
    #expect(one.folds == (try CrossValidation(table, folds: 5, seed: 1)).folds)
    #expect(one.folds != (try CrossValidation(table, folds: 5, seed: 2)).folds)
    #expect(throws: EvaluationError.self) { _ = try CrossValidation(table, folds: 51, seed: 1) }
    #expect(throws: EvaluationError.self) { _ = try CrossValidation(table, folds: 1, seed: 1) }
    #expect(throws: EvaluationError.self) { _ = try CrossValidation([], folds: 2, seed: 1) }
  }

  @Test func collectionsAreLeftOut() {
    // The third setting is the best of the first collection and bad for the others; the second the best for those.
    let tables = [
      [[0.1, 0.3], [0.2, 0.2], [0.9, 0.9]], [[0.5], [0.75], [0.1]], [[0.4], [0.7], [0.2]],
    ]
    let chosen = CrossValidation.leaveOneOut(tables)
    #expect(chosen.map(\.setting) == [1, 2, 2])
    for (mean, expected) in zip(chosen.map(\.mean), [0.2, 0.1, 0.2]) {
      #expect(abs(mean - expected) < 1e-15)
    }
  }
}
