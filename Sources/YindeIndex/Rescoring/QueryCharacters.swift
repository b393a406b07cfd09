import YindeAnalysis

/// The characters and words of a query and their neighbourhoods, as ``Rescorer`` looks for them in a text.
///
/// Only words that may match are here: what must match, or must not, has been decided by then.
struct QueryCharacters {
  /// A character, or a word of letters and digits.
  struct Character {
    /// As in ``TextProfile``.
    var key: UInt32
    var name: TermKey
    var count: Int
    var idf: Double
    /// Its share of all units of all texts.
    var likelihood: Double
  }

  struct Pair {
    /// Places in ``characters``.
    var first: Int
    var second: Int
    var count: Int
    var idf: Double
    /// Weight × idf of all occurrences.
    var mass: Double
  }

  /// Of a longer query the first 255 characters and pairs count.
  static let limit = 255

  private(set) var characters: [Character] = []
  private(set) var pairs: [Pair] = []
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
      let key = UnitKey.character(first)
      if repeats(key, 1) { continue }
      guard characters.count < QueryCharacters.limit else { continue }
      let frequency = frequencies.frequency(of: first)
      guard frequency.sum > 0 else { continue }
      add(
        Character(
          key: key, name: .character(first), count: 1,
          idf: model.idf(documentFrequency: frequency.documents),
          likelihood: frequencies.likelihood(frequency.sum)))
    }
  }

  /// Adds a word, or a pair of neighbours whose characters were added before; other terms are passed over.
  mutating func add(_ term: QueryPlan.WeightedTerm, _ frequencies: CharacterFrequencies) {
    switch term.source.key {
    case .term(.word(let bytes)):
      guard let key = UnitKey.word(bytes), characters.count < QueryCharacters.limit,
        !repeats(key, term.count)
      else { return }
      add(
        Character(
          key: key, name: term.source.key, count: term.count, idf: term.idf,
          likelihood: frequencies.likelihood(term.documentFrequency)))
    case .term(.gram(let first, let second)) where second != 0:
      guard pairs.count < QueryCharacters.limit,
        let one = place(of: UnitKey.character(first)),
        let two = place(of: UnitKey.character(second))
      else { return }
      pairMass += term.total
      if let known = pairs.firstIndex(where: { $0.first == one && $0.second == two }) {
        pairs[known].count += term.count
        pairs[known].mass += term.total
      } else {
        pairs.append(
          Pair(
            first: one, second: two, count: term.count, idf: term.idf, mass: term.total))
      }
    default: break
    }
  }

  private mutating func add(_ character: Character) {
    characters.append(character)
    characterMass += character.idf * Double(character.count)
  }

  /// Counts a character some times more if it is here.
  private mutating func repeats(_ key: UInt32, _ count: Int) -> Bool {
    guard let place = place(of: key) else { return false }
    characters[place].count += count
    characterMass += characters[place].idf * Double(count)
    return true
  }

  private func place(of key: UInt32) -> Int? {
    for place in characters.indices where characters[place].key == key { return place }
    return nil
  }
}

/// How common characters are in the indexes that are searched together, by the documents of all grams that begin with one, added up.
///
/// A document with several such grams counts several times, so as a number of documents the sum is held to all of them, and as a number of
/// occurrences it is a little low. Exact numbers would take a join of the lists or a column of the file; ranking was the
/// same with either, and this takes a walk over a row of the dictionary, once a character.
final class CharacterFrequencies {
  private let statistics: SearchStatistics
  private var known = ShortMap<UInt32, Int>()

  init(_ statistics: SearchStatistics) { self.statistics = statistics }

  func frequency(of character: UInt32) -> (sum: Int, documents: Int) {
    if let sum = known[character] { return (sum, min(sum, statistics.documentCount)) }
    var sum = 0
    for index in statistics.indexes {
      index.grams.forEach(row: character) { _, info in sum += info.documentFrequency }
    }
    known[character] = sum
    return (sum, min(sum, statistics.documentCount))
  }

  /// How likely a unit of any text is one of which there are so many.
  func likelihood(_ sum: Int) -> Double {
    Double(max(sum, 1)) / (statistics.averageLength * Double(max(statistics.documentCount, 1)))
  }
}
