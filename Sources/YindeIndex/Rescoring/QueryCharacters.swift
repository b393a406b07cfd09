import YindeAnalysis

/// The characters of a query's words and their neighbourhoods, as ``Rescorer`` looks for them in a text.
///
/// Only words that may match are here: what must match, or must not, has been decided by then.
struct QueryCharacters {
  struct Character {
    var scalar: UInt16
    var count: Int
    var idf: Double
  }

  struct Pair {
    /// Slots: places in ``characters`` plus one.
    var first: Int
    var second: Int
    var count: Int
    var idf: Double
  }

  /// Slots are bytes, and 0 is none: of a longer query the first 255 characters and pairs count.
  static let limit = 255

  private(set) var characters: [Character] = []
  private(set) var pairs: [Pair] = []
  /// The number of the pair of two slots, or 0: `first × (characters + 1) + second`.
  private(set) var pairNumbers: [UInt8] = []
  /// Sums over all occurrences in the query.
  private(set) var characterMass = 0.0
  private(set) var pairMass = 0.0

  var isEmpty: Bool { characters.isEmpty }

  /// Adds the characters of a text's terms that the index has.
  ///
  /// - Complexity: O(n × 255).
  mutating func add(
    _ terms: [Term], model: BM25, _ frequencies: CharacterFrequencies
  ) {
    for case .gram(let first, _) in terms {
      guard let scalar = UInt16(exactly: first) else { continue }
      if let slot = slot(of: first) {
        characters[slot - 1].count += 1
        characterMass += characters[slot - 1].idf
        continue
      }
      guard characters.count < QueryCharacters.limit else { continue }
      let frequency = frequencies.frequency(of: first)
      guard frequency > 0 else { continue }
      let idf = model.idf(documentFrequency: frequency)
      characters.append(Character(scalar: scalar, count: 1, idf: idf))
      characterMass += idf
    }
  }

  /// Adds a pair of neighbours, whose characters were added before; other terms are passed over.
  mutating func add(_ term: QueryPlan.WeightedTerm) {
    guard case .term(.gram(let first, let second)) = term.source.key, second != 0,
      pairs.count < QueryCharacters.limit, let one = slot(of: first), let two = slot(of: second)
    else { return }
    pairMass += term.idf * Double(term.count)
    if let known = pairs.firstIndex(where: { $0.first == one && $0.second == two }) {
      pairs[known].count += term.count
    } else {
      pairs.append(Pair(first: one, second: two, count: term.count, idf: term.idf))
    }
  }

  private func slot(of scalar: UInt32) -> Int? {
    for place in characters.indices where UInt32(characters[place].scalar) == scalar {
      return place + 1
    }
    return nil
  }

  /// Makes the table of pairs when all have been added.
  mutating func finish() {
    let width = characters.count + 1
    pairNumbers = [UInt8](repeating: 0, count: width * width)
    for (number, pair) in pairs.enumerated() {
      pairNumbers[pair.first * width + pair.second] = UInt8(number + 1)
    }
  }
}

/// How common characters are in the indexes that are searched together: the documents of all grams that begin with one, added
/// up, at most all documents.
///
/// A document with several such grams counts several times. The exact number would take a join of the lists or a column of
/// the file; ranking was the same with either, and this takes a walk over a row of the dictionary,
/// once a character.
final class CharacterFrequencies {
  private let statistics: SearchStatistics
  private var known: [UInt32: Int] = [:]

  init(_ statistics: SearchStatistics) { self.statistics = statistics }

  func frequency(of character: UInt32) -> Int {
    if let frequency = known[character] { return frequency }
    var sum = 0
    for index in statistics.indexes {
      index.grams.forEach(row: character) { _, info in sum += info.documentFrequency }
    }
    let frequency = min(sum, statistics.documentCount)
    known[character] = frequency
    return frequency
  }
}
