import YindeAnalysis

/// Finds patterns by their meaning: for each place all places where a match that begins there ends.
struct NaivePattern {
  let text: [UInt32]

  func isFound(_ node: PatternNode) -> Bool {
    (0...text.count).contains { !ends(node, at: $0).isEmpty }
  }

  private func ends(_ node: PatternNode, at place: Int) -> Set<Int> {
    switch node {
    case .empty: return [place]
    case .literal(let scalars):
      return text[place...].starts(with: scalars) ? [place + scalars.count] : []
    case .set(let set): return place < text.count && set.contains(text[place]) ? [place + 1] : []
    case .sequence(let nodes):
      return nodes.reduce([place]) { places, node in
        places.reduce(into: []) { $0.formUnion(ends(node, at: $1)) }
      }
    case .alternation(let nodes):
      return nodes.reduce(into: []) { $0.formUnion(ends($1, at: place)) }
    case .assertion(let assertion): return holds(assertion, place) ? [place] : []
    case .repetition(let node, let least, let most, _):
      var reached: Set<Int> = least == 0 ? [place] : []
      var places: Set<Int> = [place]
      var count = 0
      while !places.isEmpty, most.map({ count < $0 }) ?? true {
        places = places.reduce(into: []) { $0.formUnion(ends(node, at: $1)) }
        count += 1
        if count < least { continue }
        // With all that is needed, what was reached before leads to nothing new.
        if count > least { places.subtract(reached) }
        reached.formUnion(places)
      }
      return reached
    }
  }

  private func holds(_ assertion: PatternAssertion, _ place: Int) -> Bool {
    func kind(_ place: Int) -> CharacterClass? {
      guard text.indices.contains(place) else { return nil }
      // The low line is a character of words, and no letter.
      return text[place] == 0x5F ? .han : CharacterClass.of(text[place])
    }
    func isWord(_ kind: CharacterClass?) -> Bool {
      kind == .letter || kind == .digit || kind == .mark || kind == .han
    }
    let (before, after) = (kind(place - 1), kind(place))
    switch assertion {
    case .blockStart: return before == nil
    case .blockEnd: return after == nil
    case .wordEdge: return isWord(before) != isWord(after)
    case .noWordEdge: return isWord(before) == isWord(after)
    case .textEdge:
      func isLetter(_ kind: CharacterClass?) -> Bool { kind == .letter || kind == .mark }
      return !(isLetter(before) && isLetter(after)) && !(before == .digit && after == .digit)
    }
  }
}

extension WordGlob {
  /// Whether a word fits, by trying.
  func fits(_ word: [UInt8]) -> Bool {
    if takesCutWords, word.count >= WordGlob.cutLength, word.starts(with: prefix) { return true }
    return fits(
      pieces[...], String(decoding: word, as: UTF8.self).unicodeScalars.map(\.value)[...])
  }

  private func fits(_ pieces: ArraySlice<Piece>, _ word: ArraySlice<UInt32>) -> Bool {
    func isWild(_ scalar: UInt32) -> Bool {
      crossesJoiners || !"-_./:'".unicodeScalars.contains { $0.value == scalar }
    }
    guard let first = pieces.first else { return word.isEmpty }
    let rest = pieces.dropFirst()
    switch first {
    case .scalar(let scalar): return word.first == scalar && fits(rest, word.dropFirst())
    case .one: return word.first.map(isWild) == true && fits(rest, word.dropFirst())
    case .many:
      if fits(rest, word) { return true }
      return word.first.map(isWild) == true && fits(pieces, word.dropFirst())
    }
  }
}
