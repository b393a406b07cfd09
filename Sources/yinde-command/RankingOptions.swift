import ArgumentParser
import Yinde

/// Options that say how to rank: the same for every command that searches.
struct RankingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("BM25's saturation of repeated terms, 0 to 100.", valueName: "number"))
  var k1: Double = SearchOptions().k1

  @Option(help: ArgumentHelp("BM25's normalisation by length, 0 to 1.", valueName: "number"))
  var b: Double = SearchOptions().b

  enum Model: String, ExpressibleByArgument, CaseIterable {
    case yinde, bm25

    var ranking: RankingModel {
      switch self {
      case .yinde: .yinde
      case .bm25: .bm25
      }
    }
  }

  @Option(
    help: ArgumentHelp(
      "How terms are weighed: yinde (BM25 with question words at half weight) or bm25."))
  var model: Model = .yinde

  @Option(
    help: ArgumentHelp(
      "How many of the best pages are scored again by their texts, 0 to 1,000.",
      valueName: "n"))
  var rerank: Int = SearchOptions().rerank

  // What `evaluate --sweep` and an ablation vary; too many for the help, and an option each would be parsed at every start.
  @Option(
    name: .customLong("weight"),
    help: ArgumentHelp(
      "Weight of a part of the ranking.", valueName: "name=number", visibility: .hidden),
    transform: RankingOptions.weight)
  var weights: [Weight] = []

  func validate() throws {
    guard (0...1000).contains(rerank) else {
      throw ValidationError("--rerank goes from 0 to 1,000.")
    }
    try RankingOptions.k1.check(k1, as: "--k1")
    try RankingOptions.b.check(b, as: "--b")
  }

  /// A weight as `coverage=0.25`.
  private static func weight(_ text: String) throws -> Weight {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let value = Double(parts[1]),
      let number = RankingOptions.parts.first(where: { $0.name == parts[0] })
    else {
      let names = RankingOptions.parts.map(\.name).joined(separator: ", ")
      throw ValidationError("it takes NAME=NUMBER with one of \(names).")
    }
    try number.check(value, as: number.name)
    return Weight(number: number, value: value)
  }

  func apply(to options: inout SearchOptions) {
    options.model = model.ranking
    options.rerank = rerank
    options.k1 = k1
    options.b = b
    for weight in weights { options[keyPath: weight.number.option] = weight.value }
  }

  struct Weight: Sendable {
    var number: Number
    var value: Double
  }

  /// A parameter that is a number: what `--sweep` can vary.
  struct Number: Sendable {
    var name: String
    var range: ClosedRange<Double>
    var option: any WritableKeyPath<SearchOptions, Double> & Sendable

    func check(_ value: Double, as name: String) throws {
      guard !range.contains(value) else { return }
      throw ValidationError(
        "\(name) goes from \(Figures.short(range.lowerBound)) to "
          + "\(Figures.short(range.upperBound)).")
    }
  }

  private static let k1 = Number(name: "k1", range: 0...100, option: \.k1)
  private static let b = Number(name: "b", range: 0...1, option: \.b)
  private static let parts = [
    weight("question", \.weights.question), weight("word", \.weights.word),
    weight("reach", \.weights.reach), weight("passage", \.weights.passage),
    weight("place", \.weights.place),
    weight("pair", \.weights.pair), weight("coverage", \.weights.coverage),
  ]
  static let numbers = [k1, b] + parts

  private static func weight(
    _ name: String, _ option: any WritableKeyPath<SearchOptions, Double> & Sendable
  ) -> Number {
    Number(name: name, range: RankingWeights.range, option: option)
  }
}
