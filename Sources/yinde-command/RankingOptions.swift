import ArgumentParser
import Yinde

/// Options that say how to rank: the same for every command that searches.
struct RankingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("BM25's saturation of repeated terms, 0 to 100.", valueName: "number"))
  var k1: Double = SearchOptions().k1

  @Option(help: ArgumentHelp("BM25's normalisation by length, 0 to 1.", valueName: "number"))
  var b: Double = SearchOptions().b

  func validate() throws {
    for number in RankingOptions.numbers where !number.range.contains(self[keyPath: number.given]) {
      throw ValidationError(
        "--\(number.name) goes from \(Figures.short(number.range.lowerBound)) to "
          + "\(Figures.short(number.range.upperBound)).")
    }
  }

  func apply(to options: inout SearchOptions) {
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
  ]
}
