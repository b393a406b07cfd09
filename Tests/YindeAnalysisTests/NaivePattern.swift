import YindeAnalysis

/// Finds patterns by trying: goes back as Perl does, so that it prefers what Perl prefers and takes exponential time.
struct NaivePattern {
  let text: [UInt32]

  /// The first match from `start` on.
  func firstRange(_ node: PatternNode, from start: Int = 0) -> Range<Int>? {
    for lower in start...max(text.count, start) {
      var end: Int?
      let isFound = match(node, at: lower) { place in
        end = place
        return true
      }
      if isFound, let end { return lower..<end }
    }
    return nil
  }

  /// Tries the ways in which `node` matches at a place, those preferred first, until `rest` takes where one ends.
  private func match(_ node: PatternNode, at place: Int, _ rest: (Int) -> Bool) -> Bool {
    switch node {
    case .empty: return rest(place)
    case .literal(let scalars):
      return text[place...].starts(with: scalars) && rest(place + scalars.count)
    case .set(let set): return place < text.count && set.contains(text[place]) && rest(place + 1)
    case .sequence(let nodes): return match(nodes[...], at: place, rest)
    case .alternation(let nodes): return nodes.contains { match($0, at: place, rest) }
    case .assertion(let assertion): return holds(assertion, at: place) && rest(place)
    case .repetition(let inner, let least, let most, let isLazy):
      return repeated(inner, least, most, isLazy, at: place, rest)
    }
  }

  private func match(
    _ nodes: ArraySlice<PatternNode>, at place: Int, _ rest: (Int) -> Bool
  ) -> Bool {
    guard let first = nodes.first else { return rest(place) }
    return match(first, at: place) { match(nodes.dropFirst(), at: $0, rest) }
  }

  private func repeated(
    _ node: PatternNode, _ least: Int, _ most: Int?, _ isLazy: Bool, at place: Int,
    _ rest: (Int) -> Bool
  ) -> Bool {
    func again() -> Bool {
      if let most, most == 0 { return false }
      return match(node, at: place) { end in
        // Another round of nothing changes nothing.
        if end == place, least == 0 { return false }
        return repeated(
          node, max(least - 1, 0), most.map { $0 - 1 }, isLazy, at: end, rest)
      }
    }
    if least > 0 { return again() }
    return isLazy ? rest(place) || again() : again() || rest(place)
  }

  private enum Kind { case none, letter, digit, other, noWord }

  private func kind(_ place: Int) -> Kind {
    guard text.indices.contains(place) else { return .none }
    if text[place] == 0x5F { return .other }
    switch CharacterClass.of(text[place]) {
    case .letter, .mark: return .letter
    case .digit: return .digit
    case .han: return .other
    default: return .noWord
    }
  }

  private func holds(_ assertion: PatternAssertion, at place: Int) -> Bool {
    let before = kind(place - 1)
    let after = kind(place)
    func isWord(_ kind: Kind) -> Bool { kind == .letter || kind == .digit || kind == .other }
    switch assertion {
    case .blockStart: return before == .none
    case .blockEnd: return after == .none
    case .wordEdge: return isWord(before) != isWord(after)
    case .noWordEdge: return isWord(before) == isWord(after)
    case .textEdge: return before != after || (before != .letter && before != .digit)
    }
  }
}

/// Random patterns over few characters, so that they are found.
struct RandomPattern {
  var generator: SeededGenerator

  static let characters = scalars("中国人第条ab1 -")

  mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

  mutating func text(_ length: Int) -> [UInt32] {
    (0..<length).map { _ in Self.characters.randomElement(using: &generator)! }
  }

  mutating func node(_ depth: Int, isRepeated: Bool = false) -> PatternNode {
    let node = any(depth)
    // What is repeated is something: engines differ about which of many nothings they prefer.
    return isRepeated && node.isNullable ? .sequence([.set(set()), node]) : node
  }

  private mutating func any(_ depth: Int) -> PatternNode {
    switch int(0...(depth > 0 ? 11 : 4)) {
    case 0, 1: return .literal(text(int(1...3)))
    case 2, 3: return .set(set())
    case 4:
      return int(0...3) == 0
        ? .empty
        : .assertion([.blockStart, .blockEnd, .wordEdge, .noWordEdge, .textEdge][int(0...4)])
    case 5...7: return .sequence((0..<int(1...4)).map { _ in node(depth - 1) })
    case 8, 9: return .alternation((0..<int(2...3)).map { _ in node(depth - 1) })
    default:
      let least = [0, 0, 1, 1, 2][int(0...4)]
      let most = int(0...1) == 0 ? nil : least + int(0...3)
      return .repetition(
        node(depth - 1, isRepeated: true), least: least, most: most, isLazy: int(0...2) == 0)
    }
  }

  private mutating func set() -> PatternSet {
    let isNegated = int(0...3) == 0
    switch int(0...3) {
    case 0: return .any
    case 1:
      let classes: Set<PatternClass> = [[.han], [.letter, .digit], [.space], PatternClass.word][
        int(0...3)]
      return PatternSet(classes: classes, isNegated: isNegated)
    default:
      return PatternSet(ranges: text(int(1...3)).map { $0...$0 }, isNegated: isNegated)
    }
  }
}
