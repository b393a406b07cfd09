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
      "How many of the best pages are scored again by how their texts begin, 0 to 1,000.",
      valueName: "n"))
  var rerank: Int = SearchOptions().rerank

  // What `evaluate --sweep` and an ablation vary; too many for the help.
  @Option(
    name: .customLong("question-weight"),
    help: ArgumentHelp("Weight of question words in the first stage.", visibility: .hidden))
  var questionWeight: Double = SearchOptions().weights.question

  @Option(
    name: .customLong("word-weight"),
    help: ArgumentHelp("Weight of Latin words in the first stage.", visibility: .hidden))
  var wordWeight: Double = SearchOptions().weights.word

  @Option(
    name: .customLong("character-weight"),
    help: ArgumentHelp("Weight of single characters in the second stage.", visibility: .hidden))
  var characterWeight: Double = SearchOptions().weights.character

  @Option(
    name: .customLong("place-weight"),
    help: ArgumentHelp("Weight of the characters' places.", visibility: .hidden))
  var placeWeight: Double = SearchOptions().weights.place

  @Option(
    name: .customLong("pair-weight"),
    help: ArgumentHelp("Weight of the bigrams' places.", visibility: .hidden))
  var pairWeight: Double = SearchOptions().weights.pair

  @Option(
    name: .customLong("coverage-weight"),
    help: ArgumentHelp(
      "Weight of the share that the query and the beginning have of each other.",
      visibility: .hidden))
  var coverageWeight: Double = SearchOptions().weights.coverage

  func validate() throws {
    guard (0...1000).contains(rerank) else {
      throw ValidationError("--rerank goes from 0 to 1,000.")
    }
    for number in RankingOptions.numbers where !number.range.contains(self[keyPath: number.given]) {
      throw ValidationError(
        "--\(number.name) goes from \(Figures.short(number.range.lowerBound)) to "
          + "\(Figures.short(number.range.upperBound)).")
    }
  }

  func apply(to options: inout SearchOptions) {
    options.model = model.ranking
    options.rerank = rerank
    for number in RankingOptions.numbers {
      options[keyPath: number.option] = self[keyPath: number.given]
    }
  }

  /// A parameter that is a number: what `--sweep` can vary.
  struct Number: Sendable {
    var name: String
    var range: ClosedRange<Double>
    var given: any KeyPath<RankingOptions, Double> & Sendable
    var option: any WritableKeyPath<SearchOptions, Double> & Sendable
  }

  static let numbers = [
    Number(name: "k1", range: 0...100, given: \.k1, option: \.k1),
    Number(name: "b", range: 0...1, given: \.b, option: \.b),
    Number(
      name: "question-weight", range: RankingWeights.range, given: \.questionWeight,
      option: \.weights.question),
    Number(
      name: "word-weight", range: RankingWeights.range, given: \.wordWeight,
      option: \.weights.word),
    Number(
      name: "character-weight", range: RankingWeights.range, given: \.characterWeight,
      option: \.weights.character),
    Number(
      name: "place-weight", range: RankingWeights.range, given: \.placeWeight,
      option: \.weights.place),
    Number(
      name: "pair-weight", range: RankingWeights.range, given: \.pairWeight,
      option: \.weights.pair),
    Number(
      name: "coverage-weight", range: RankingWeights.range, given: \.coverageWeight,
      option: \.weights.coverage),
  ]
}
