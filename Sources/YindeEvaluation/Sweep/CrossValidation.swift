/// Chooses a setting on some topics and measures it on others.
///
/// Whoever picks the best of many settings and reports its value on the same topics reports luck with it. Here the
/// topics are dealt into folds; for each fold the setting is chosen that is best on all other folds, and
/// the topics of the fold are measured with that one. Every topic is measured once, by a setting that was chosen without it.
public struct CrossValidation: Sendable {
  public struct Fold: Sendable, Equatable {
    /// The places of the topics that were held out, ascending.
    public let topics: [Int]
    /// The setting that is best on the other topics; the first of several.
    public let setting: Int
    /// The mean of that setting on the topics it was chosen on, which is not evidence.
    public let trainingMean: Double
    /// Its mean on the topics held out.
    public let heldOutMean: Double
  }

  public let folds: [Fold]
  /// For each topic the value of the setting that was chosen without it.
  public let values: [Double]

  /// The held-out figure: the mean of ``values``.
  public var mean: Double { CrossValidation.mean(values) }

  /// - Parameters:
  ///   - table: for each setting the values of all topics.
  ///   - folds: how many; from 2 to the number of topics.
  ///   - seed: decides which topics go together.
  /// - Throws: ``EvaluationError`` when there are fewer topics than folds.
  /// - Complexity: O(settings × topics × folds).
  public init(_ table: [[Double]], folds count: Int, seed: UInt64) throws(EvaluationError) {
    let topicCount = table.first?.count ?? 0
    guard count >= 2, topicCount >= count else {
      throw EvaluationError(
        "\(count) folds need 2 folds and \(count) judged topics at least; here are \(topicCount) topics"
      )
    }
    var generator = SeededGenerator(seed: seed)
    let order = generator.permutation(topicCount)
    var values = [Double](repeating: 0, count: topicCount)
    var folds: [Fold] = []
    for number in 0..<count {
      let held = stride(from: number, to: topicCount, by: count).map { order[$0] }.sorted()
      var isHeld = [Bool](repeating: false, count: topicCount)
      for topic in held { isHeld[topic] = true }
      let training = (0..<topicCount).filter { !isHeld[$0] }
      let means = table.map { row in CrossValidation.mean(training.map { row[$0] }) }
      let setting = CrossValidation.best(means)
      for topic in held { values[topic] = table[setting][topic] }
      folds.append(
        Fold(
          topics: held, setting: setting, trainingMean: means[setting],
          heldOutMean: CrossValidation.mean(held.map { table[setting][$0] })))
    }
    self.folds = folds
    self.values = values
  }

  /// For each collection the setting that is best on all the others, where every other collection counts the same
  /// however many topics it has.
  ///
  /// - Parameter tables: for each collection, for each setting the values of its topics; two collections at least.
  /// - Complexity: O(collections × (collections × settings + topics)).
  public static func leaveOneOut(_ tables: [[[Double]]]) -> [(setting: Int, mean: Double)] {
    let means = tables.map { $0.map(mean) }
    return tables.indices.map { held in
      let others = tables.indices.filter { $0 != held }
      let settings = means[held].indices.map { setting in
        mean(others.map { means[$0][setting] })
      }
      let setting = best(settings)
      return (setting, means[held][setting])
    }
  }

  /// The place of the largest value; the first of several.
  public static func best(_ values: [Double]) -> Int {
    var best = 0
    for place in values.indices where values[place] > values[best] { best = place }
    return best
  }

  static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }
}
