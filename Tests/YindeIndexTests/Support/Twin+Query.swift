import YindeAnalysis
import YindeIndex
import YindeQuery

extension Twin {
  /// What a query finds: each document that matches, with its score.
  func answer(_ query: Query, _ model: Model) -> [Int: Double] {
    evaluate(query.root, isOptional: true, inTitle: false, model)
  }

  private func evaluate(
    _ node: QueryNode, isOptional: Bool, inTitle: Bool, _ model: Model
  ) -> [Int: Double] {
    switch node {
    case .word(let text):
      // By itself a word is taken apart; required, excluded, joined or in a field it is a string.
      return isOptional && !inTitle ? bag(text, model) : string(text, inTitle: inTitle, model)
    case .phrase(let text):
      return string(text, inTitle: inTitle, model)
    case .prefix(let text):
      guard let bytes = Wildcards.prefixBytes(text) else {
        return wildcard([.text(text), .many], inTitle: inTitle, model)
      }
      let scores = scores(.prefix(bytes), model)
      guard inTitle else { return scores }
      return scores.filter { hasTitleWord($0.key, prefix: bytes) }
    case .wildcard(let parts):
      return wildcard(parts, inTitle: inTitle, model)
    case .expression(let text):
      return (try? ExpressionParser.tree(text)).map { pattern($0, inTitle: inTitle, model) } ?? [:]
    case .field(.title, let inner):
      return evaluate(inner, isOptional: false, inTitle: true, model)
    case .field(let field, let inner):
      var found: [Int: Double] = [:]
      for (number, document) in documents.enumerated() where accepts(field, inner, document) {
        found[number] = 0
      }
      return found
    case .all(let nodes):
      return intersection(
        nodes.map { evaluate($0, isOptional: false, inTitle: inTitle, model) })
    case .any(let nodes):
      return union(nodes.map { evaluate($0, isOptional: isOptional, inTitle: inTitle, model) })
    case .group(let clauses):
      var must: [[Int: Double]] = []
      var should: [[Int: Double]] = []
      var mustNot: [[Int: Double]] = []
      // Whether something that looks at words is required.
      var requiresWords = false
      for clause in clauses {
        var occur = clause.occur
        // A field asks for itself.
        if case .field = clause.node, occur == .should { occur = .must }
        let isOptional = isOptional && occur == .should
        let part = evaluate(clause.node, isOptional: isOptional, inTitle: inTitle, model)
        switch occur {
        case .must:
          must.append(part)
          if case .field(let field, _) = clause.node, field != .title { continue }
          requiresWords = true
        case .mustNot: mustNot.append(part)
        case .should: should.append(part)
        }
      }
      var found = must.isEmpty ? union(should) : intersection(must)
      if !must.isEmpty {
        let optional = union(should)
        // Beside filters alone, one of the words at least must match.
        if !requiresWords, !should.isEmpty { found = found.filter { optional[$0.key] != nil } }
        for (document, score) in optional where found[document] != nil { found[document]! += score }
      }
      for part in mustNot { for document in part.keys { found[document] = nil } }
      return found
    }
  }

  private func union(_ parts: [[Int: Double]]) -> [Int: Double] {
    parts.reduce(into: [:]) { sum, part in
      for (document, score) in part { sum[document, default: 0] += score }
    }
  }

  private func intersection(_ parts: [[Int: Double]]) -> [Int: Double] {
    guard var found = parts.first else { return [:] }
    for part in parts.dropFirst() {
      found = found.filter { part[$0.key] != nil }
      for (document, score) in part where found[document] != nil { found[document]! += score }
    }
    return found
  }

  // MARK: Words

  /// A text as a bag: the documents with any of its terms.
  func bag(_ text: String, _ model: Model) -> [Int: Double] {
    let weight = model.isWeighted ? weights(text) : { _ in 1 }
    return union(
      bagKeys(text).map { scores($0.key, count: Double($0.value) * weight($0.key), model) })
  }

  /// The terms of an unquoted text with the number of times it has them: those of a page, but a lone
  /// character stands for itself anywhere, the character that ends a longer run is left out, and of a known word of
  /// letters and digits the pieces are.
  func bagKeys(_ text: String) -> [Key: Int] {
    var analyzer = Analyzer()
    let terms = analyzer.terms(of: text)
    var keys: [Key: Int] = [:]
    var skipped = 0
    for (place, term) in terms.enumerated() {
      if skipped > 0 {
        skipped -= 1
        continue
      }
      switch term {
      case .gram(let last, 0):
        var endsRun = false
        if place > 0, case .gram(_, last) = terms[place - 1] { endsRun = true }
        if !endsRun { keys[.character(last), default: 0] += 1 }
      case .gram: keys[.term(term), default: 0] += 1
      case .word(let word):
        keys[.term(term), default: 0] += 1
        let pieces = Twin.pieces(word)
        if pieces.count > 1, postings[term] != nil {
          // The pieces of a run follow the run.
          while skipped < pieces.count, place + skipped + 1 < terms.count,
            terms[place + skipped + 1] == .word(pieces[skipped])
          {
            skipped += 1
          }
        }
      }
    }
    return keys
  }

  /// The parts of letters and of digits of a run; the word itself when it is of one kind or has joiners.
  private static func pieces(_ word: [UInt8]) -> [[UInt8]] {
    func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    guard word.allSatisfy({ isDigit($0) || $0 >= 0x61 }) else { return [word] }
    var pieces: [[UInt8]] = []
    for byte in word {
      if let last = pieces.last?.last, isDigit(last) == isDigit(byte) {
        pieces[pieces.count - 1].append(byte)
      } else {
        pieces.append([byte])
      }
    }
    return pieces
  }

  /// A text as a string: found block by block, scored by all its terms.
  func string(_ text: String, inTitle: Bool = false, _ model: Model) -> [Int: Double] {
    guard let folded = Twin.phrase(text), let phrase = Phrase(text) else { return [:] }
    let keys: [Key] =
      phrase.openCharacter.map { [.character($0)] } ?? phrase.required.map { .term($0) }
    let found = documents(holding: folded, inTitle: inTitle)
    let scored = union(keys.map { scores($0, model) })
    return Dictionary(uniqueKeysWithValues: found.map { ($0, scored[$0] ?? .nan) })
  }

  private func hasTitleWord(_ document: Int, prefix: [UInt8]) -> Bool {
    documents[document].blocks.contains { block in
      block.role == .title
        && block.terms.contains {
          if case .word(let word) = $0 { word.starts(with: prefix) } else { false }
        }
    }
  }
}
