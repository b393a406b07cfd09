import YindeAnalysis

/// Adds up what each character of a query owes to a document's score; see ``Explanation/Share``.
struct ShareList {
  private var shares: [Explanation.Share] = []
  private var places: [String: Int] = [:]

  /// Those that are not zero.
  var found: [Explanation.Share] { shares.filter { $0.score > 0 } }

  /// Adds the score of a term.
  mutating func add(_ key: TermKey, _ score: Double) {
    switch key {
    case .term(.gram(let first, let second)) where second != 0:
      for character in [first, second] { shares[place(character)].terms += score / 2 }
    case .term(.gram(let character, _)), .character(let character):
      shares[place(character)].terms += score
    case .term(.word), .prefix, .words, .any:
      shares[place(key.name)].terms += score
    }
  }

  /// Adds what the second stage has for a character or a word, or for two characters.
  mutating func add(rescoring keys: [TermKey], _ score: Double) {
    for key in keys { shares[place(key.name)].rescoring += score / Double(keys.count) }
  }

  private mutating func place(_ character: UInt32) -> Int {
    place(TermKey.character(character).name)
  }

  private mutating func place(_ text: String) -> Int {
    if let place = places[text] { return place }
    places[text] = shares.count
    shares.append(Explanation.Share(text: text, terms: 0, rescoring: 0))
    return shares.count - 1
  }

  /// Whole numbers that add up to `total`, as near to the proportions of the weights as can be: what is left after rounding down
  /// goes to the largest remainders, of equals to the first.
  static func deal(_ total: UInt32, by weights: [Double]) -> [UInt32] {
    let sum = weights.reduce(0, +)
    guard sum > 0 else {
      // Nothing to go by.
      return weights.indices.map { $0 == 0 ? total : 0 }
    }
    let exact = weights.map { Double(total) * $0 / sum }
    var dealt = exact.map { UInt32($0) }
    let left = Int(total) - dealt.reduce(0) { $0 + Int($1) }
    let order = exact.indices.sorted {
      (Double(dealt[$0]) - exact[$0], $0) < (Double(dealt[$1]) - exact[$1], $1)
    }
    // Rounding of the quotients can leave one too many or too few.
    for place in 0..<abs(left) where !order.isEmpty {
      let one = order[place % order.count]
      if left > 0 { dealt[one] += 1 } else if dealt[one] > 0 { dealt[one] -= 1 }
    }
    return dealt
  }
}
