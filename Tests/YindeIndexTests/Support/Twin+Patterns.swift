import YindeAnalysis
import YindeIndex
import YindeQuery

extension Twin {
  /// Wildcards: words that fit in the dictionary, or a pattern in the text.
  func wildcard(_ parts: [WildcardPart], inTitle: Bool, _ model: Model) -> [Int: Double] {
    let wildcards = Wildcards(parts)
    guard let glob = wildcards.word else { return pattern(wildcards.node, inTitle: inTitle, model) }
    let scores = scores(.words(glob), model)
    guard inTitle else { return scores }
    return scores.filter { document, _ in
      documents[document].blocks.contains { block in
        block.role == .title
          && block.terms.contains {
            if case .word(let word) = $0 { glob.fits(word) } else { false }
          }
      }
    }
  }

  /// A pattern: found block by block, scored by what it must have.
  func pattern(_ node: PatternNode, inTitle: Bool, _ model: Model) -> [Int: Double] {
    var parts: [[Int: Double]] = []
    for clause in chosen(PatternClause.required(by: node)) {
      parts.append(scores(.any(clause.atoms.map(Twin.key)), model))
    }
    var found: [Int: Double] = [:]
    for (number, document) in documents.enumerated() {
      let blocks = document.blocks.filter { !inTitle || $0.role == .title }
      if blocks.contains(where: { NaivePattern(text: $0.folded).isFound(node) }) {
        found[number] = parts.reduce(0) { $0 + ($1[number] ?? .nan) }
      }
    }
    return found
  }

  /// Of single characters the rarest, and those that are not too common.
  private func chosen(_ clauses: [PatternClause]) -> [PatternClause] {
    let sizes = clauses.map { clause in
      clause.atoms.reduce(0) { sum, atom in
        switch atom {
        case .character(let character): sum + (rowFrequencies[character] ?? 0)
        case .term(let term): sum + (postings[term]?.count ?? 0)
        case .words: sum
        }
      }
    }
    guard clauses.count > 1, let least = sizes.min(),
      clauses.allSatisfy({ clause in
        clause.atoms.contains { if case .character = $0 { true } else { false } }
          && !clause.atoms.contains {
            if case .words(let glob) = $0 { glob.pieces.first == .many } else { false }
          }
      })
    else { return clauses }
    let first = sizes.firstIndex(of: least)
    return clauses.indices.filter { $0 == first || sizes[$0] <= documents.count }
      .map { clauses[$0] }
  }

  private static func key(_ atom: PatternClause.Atom) -> Key {
    switch atom {
    case .term(let term): .term(term)
    case .character(let character): .character(character)
    case .words(let glob): .words(glob)
    }
  }
}
