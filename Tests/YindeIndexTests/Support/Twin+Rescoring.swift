import Glibc
import YindeIndex
import YindeQuery

@testable import YindeAnalysis

extension Twin {
  // MARK: Question words

  /// The weight of each term of an unquoted text.
  func weights(_ text: String) -> (Key) -> Double {
    var folded: [UInt32] = []
    Folding.fold(text.unicodeScalars.map(\.value), into: &folded)
    let words = QuestionWords.list.split(whereSeparator: \.isWhitespace)
      .map { $0.unicodeScalars.map(\.value) }
    var marked = [Bool](repeating: false, count: folded.count)
    var place = 0
    while place < folded.count {
      let fitting = words.filter { folded[place...].starts(with: $0) }
      guard let longest = fitting.map(\.count).max() else {
        place += 1
        continue
      }
      for at in place..<(place + longest) { marked[at] = true }
      place += longest
    }
    return { key in
      switch key {
      case .term(.word): return 1.5
      case .prefix, .words, .any: return 1
      case .character(let character):
        let places = folded.indices.filter {
          self.isAlone($0, in: folded) && folded[$0] == character
        }
        return places.allSatisfy { marked[$0] } ? 0.5 : 1
      case .term(.gram(let first, let second)):
        let places = folded.indices.dropLast().filter {
          folded[$0] == first && folded[$0 + 1] == second
        }
        return places.allSatisfy { marked[$0] || marked[$0 + 1] } ? 0.5 : 1
      }
    }
  }

  private func isAlone(_ place: Int, in folded: [UInt32]) -> Bool {
    func isHan(_ place: Int) -> Bool {
      folded.indices.contains(place) && CharacterClass.of(folded[place]) == .han
    }
    return isHan(place) && !isHan(place - 1) && !isHan(place + 1)
  }

  // MARK: The second stage

  /// The unquoted words of a query that may match, outside fields.
  static func optionalTexts(_ node: QueryNode, isOptional: Bool = true) -> [String] {
    switch node {
    case .word(let text): return isOptional ? [text] : []
    case .phrase, .prefix, .wildcard, .expression, .field, .all: return []
    case .any(let nodes): return nodes.flatMap { optionalTexts($0, isOptional: isOptional) }
    case .group(let clauses):
      return clauses.flatMap { clause in
        optionalTexts(clause.node, isOptional: isOptional && clause.occur == .should)
      }
    }
  }

  /// How a document begins: at most 128 characters, words (nil) and gaps (0).
  func lead(_ document: Int) -> [UInt32?] {
    var units: [UInt32?] = []
    func gap() { if let last = units.last, last != 0 { units.append(0) } }
    for block in documents[document].blocks
    where [.title, .heading, .body].contains(block.role) {
      gap()
      var isInWord = false
      for scalar in block.folded {
        switch CharacterClass.of(scalar) {
        case .han:
          units.append(scalar)
          isInWord = false
        case .letter, .digit, .mark:
          if !isInWord { units.append(nil) }
          isInWord = true
        default:
          gap()
          isInWord = false
        }
      }
    }
    return Array(units.prefix(128))
  }

  /// What a document gains in the second stage by the words of `texts`.
  func gain(_ document: Int, _ texts: [String], _ model: Model) -> Double {
    var analyzer = Analyzer()
    let terms = texts.flatMap { analyzer.terms(of: $0) }
    let n = documents.count
    func idf(_ frequency: Int) -> Double {
      log(1 + (Double(n - frequency) + 0.5) / (Double(frequency) + 0.5))
    }
    let lead = lead(document)
    func decay(_ place: Int) -> Double { 50 / (50 + Double(place)) }
    let norm =
      max(model.k1, 1e-12)
      * (1 - model.b + model.b * Double(documents[document].length) / averageLength)
    var gain = 0.0
    var (mass, foundMass, pairMass) = (0.0, 0.0, 0.0)
    var wanted: Set<UInt32> = []
    for case .gram(let first, let second) in terms where first < 0x10000 {
      let frequency = min(n, rowFrequencies[first] ?? 0)
      guard frequency > 0 else { continue }
      wanted.insert(first)
      mass += idf(frequency)
      let tf = Double(lead.count { $0 == first })
      if let place = lead.firstIndex(of: first) {
        foundMass += idf(frequency)
        gain += idf(frequency) * (0.4 * tf / (tf + norm) + 0.5 * decay(place))
      }
      guard second != 0, second < 0x10000, let df = postings[.gram(first: first, second: second)]
      else { continue }
      pairMass += idf(df.count)
      if let place = lead.indices.dropLast().first(where: {
        lead[$0] == first && lead[$0 + 1] == second
      }) {
        gain += 0.3 * idf(df.count) * decay(place)
      }
    }
    guard !wanted.isEmpty else { return 0 }
    let hits = lead.count { $0.map(wanted.contains) ?? false }
    let units = lead.count { $0 != 0 }
    let share = Double(hits) / Double(max(units, 1))
    return gain + 0.25 * pairMass * foundMass / max(mass, 1e-9) * share * share
  }
}
