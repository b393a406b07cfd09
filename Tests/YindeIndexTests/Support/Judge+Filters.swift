import YindeQuery

/// Values of filters that the random corpora have, and have not.
extension Judge {
  static let dates = [
    "2023", "2023-02", "2023-03-05", "2023-01..2023-06", "2023-02-20..2023-03", "2023-04..",
    "..2022",
    "1888-01-01..1950", "2023-06..2023-06-20", "1776", "0001..",
  ]
  static let languages = ["zh", "zh-hans", "zh-hant", "en", "ja", "other", "und", "fr"]

  /// A value of a filter, or a group of them.
  func filter(
    _ depth: Int, _ values: [String], _ random: inout SeededRandom
  ) -> QueryNode {
    func value() -> QueryNode { .word(random.pick(values)) }
    switch random.int(0..<6) {
    case 0: return .any([value(), value()])
    case 1: return .all([value(), value()])
    case 2: return .group([Clause(.should, value()), Clause(.mustNot, value())])
    case 3: return .group([Clause(.must, value()), Clause(.should, value())])
    default: return value()
    }
  }
}
