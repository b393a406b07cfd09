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

  /// A document's main text as characters, words and gaps (empty), and how many of these are the title's.
  func units(_ document: Int) -> (all: [[UInt32]], title: Int) {
    var units: [[UInt32]] = []
    var title: Int?
    func gap() { if let last = units.last, !last.isEmpty { units.append([]) } }
    for block in documents[document].blocks {
      gap()
      guard [.title, .heading, .body].contains(block.role) else { continue }
      if block.role != .title { title = title ?? units.count }
      var isInWord = false
      for scalar in block.folded {
        switch CharacterClass.of(scalar) {
        case .han:
          units.append([scalar])
          isInWord = false
        case .letter, .digit, .mark:
          if isInWord { units[units.count - 1].append(scalar) } else { units.append([scalar]) }
          isInWord = true
        default:
          gap()
          isInWord = false
        }
      }
    }
    return (Array(units.prefix(2_048)), min(title ?? units.count, 2_048))
  }

  /// What a document gains in the second stage by the words of `texts`.
  func gain(_ document: Int, _ texts: [String], _ model: Model) -> Double {
    let n = documents.count
    func idf(_ frequency: Int) -> Double {
      log(1 + (Double(n - frequency) + 0.5) / (Double(frequency) + 0.5))
    }
    // What is looked for: units with their occurrences in the query, and pairs of them.
    var wanted: [[UInt32]: (count: Int, idf: Double, likelihood: Double)] = [:]
    func want(_ unit: [UInt32], _ count: Int, _ sum: Int) {
      guard sum > 0 else { return }
      let likelihood = Double(sum) / (averageLength * Double(n))
      wanted[unit, default: (0, idf(min(n, sum)), likelihood)].count += count
    }
    var pairs: [(first: UInt32, second: UInt32, mass: Double)] = []
    var analyzer = Analyzer()
    for text in texts {
      let weights = model.isWeighted ? weights(text) : { _ in 1 }
      for case .gram(let first, let second) in analyzer.terms(of: text) {
        want([first], 1, rowFrequencies[first] ?? 0)
        let gram = Term.gram(first: first, second: second)
        guard second != 0, let list = postings[gram] else { continue }
        pairs.append((first, second, weights(.term(gram)) * idf(list.count)))
      }
      for case (.term(.word(let bytes)), let count) in bagKeys(text) {
        let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars.map(\.value)
        let isUnit = scalars.allSatisfy {
          [.letter, .digit, .mark].contains(CharacterClass.of($0))
        }
        if isUnit { want(scalars, count, postings[.word(bytes)]?.count ?? 0) }
      }
    }
    guard !wanted.isEmpty else { return 0 }

    let (units, title) = units(document)
    let filled = units.count { !$0.isEmpty }
    // The best of all passages.
    let likely =
      stride(from: 0, to: max(units.count, 1), by: 32).map { start in
        let passage = units.dropFirst(start).prefix(64)
        return wanted.reduce(0) { sum, one in
          let count = min(passage.count { $0 == one.key }, 8)
          return sum + log(1 + Double(count) / (100 * one.value.likelihood))
        }
      }.max() ?? 0
    let brevity = Double(wanted.count) * log(164 / (100 + Double(min(filled, 64))))
    // The title and what follows it, each from its own beginning.
    let leads = [Array(units.prefix(title).prefix(128)), Array(units.dropFirst(title).prefix(128))]
    func decay(_ places: [Int?]) -> Double {
      places.compactMap { $0 }.min().map { 30 / (30 + Double($0)) } ?? 0
    }
    var (mass, foundMass, places) = (0.0, 0.0, 0.0)
    for (unit, one) in wanted {
      mass += Double(one.count) * one.idf
      let decay = decay(leads.map { $0.firstIndex(of: unit) })
      if decay > 0 { foundMass += Double(one.count) * one.idf }
      places += Double(one.count) * one.idf * decay
    }
    var (pairMass, pairPlaces) = (0.0, 0.0)
    for pair in pairs {
      pairMass += pair.mass
      pairPlaces +=
        pair.mass
        * decay(
          leads.map { lead in
            lead.indices.dropLast().first {
              lead[$0] == [pair.first] && lead[$0 + 1] == [pair.second]
            }
          })
    }
    let lead = leads.flatMap { $0 }
    let share =
      Double(lead.count { wanted[$0] != nil }) / Double(max(lead.count { !$0.isEmpty }, 1))
    return 0.4 * (likely + brevity) + 0.4 * places + 0.2 * pairPlaces
      + 0.15 * pairMass * foundMass / max(mass, 1e-9) * share * share
  }
}
