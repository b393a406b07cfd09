/// Something that a page must have in which a pattern is found: one of some terms.
public struct PatternClause: Hashable, Sendable {
  public enum Atom: Hashable, Sendable {
    case term(Term)
    /// A character wherever it stands.
    case character(UInt32)
    /// Any word of these.
    case words(WordGlob)

    /// How much there is to read for it, roughly: a list; words that begin alike; the row of a character; the whole dictionary.
    var rank: Int {
      switch self {
      case .term: 0
      case .words(let glob): glob.pieces.first == .many ? Atom.wholeDictionary : 1
      case .character: 2
      }
    }

    static let wholeDictionary = 3
  }

  public let atoms: [Atom]
  let rank: Int

  /// The length of the shortest pattern for words; all have one when the dictionary is to be gone through.
  private var length: Int {
    atoms.reduce(.max) { length, atom in
      if case .words(let glob) = atom { min(length, glob.pieces.count) } else { length }
    }
  }

  /// Whether the rows of characters are to be read for it, which are long.
  public var readsRows: Bool { rank == 2 }

  /// A clause of more atoms says little and costs much; it is left out.
  static let maxAtoms = 256
  static let maxClauses = 128

  fileprivate init?(_ atoms: [Atom]) {
    var seen: Set<Atom> = []
    self.atoms = atoms.filter { seen.insert($0).inserted }
    guard !atoms.isEmpty, self.atoms.count <= PatternClause.maxAtoms else { return nil }
    rank = atoms.reduce(0) { max($0, $1.rank) }
  }

  /// What every text has in which the pattern is found (Cox, "Regular expression matching with a trigram index", 2012): all of the
  /// clauses, of the cheapest kind that there is. None when the pattern gives nothing to look up.
  ///
  ///     第[一二]百*条     第一 or 第二; 一百 or 二百
  ///     (张三|李四)丰     张三 or 李四; 三丰 or 四丰
  ///     err(or|ata)       a word with "err" in it
  ///
  /// - Complexity: O(size of the tree), with bounded sets.
  public static func required(by node: PatternNode) -> [PatternClause] {
    let all = Reading.read(node).clauses
    guard let rank = all.map(\.rank).min() else { return [] }
    if rank == Atom.wholeDictionary {
      // Going through all words once is enough: for those that are told most by.
      guard let best = all.map(\.length).max() else { return [] }
      return all.first { $0.length == best }.map { [$0] } ?? []
    }
    var seen: Set<PatternClause> = []
    return Array(
      all.filter { $0.rank == rank && seen.insert($0).inserted }.prefix(maxClauses))
  }
}

/// What can be told of a part of a pattern.
private struct Reading {
  /// What the first or last scalar of a match can be.
  enum Border {
    /// A few scalars.
    case few([UInt32])
    case noHan
    case any

    static let limit = 16

    var isHan: Bool {
      if case .few(let scalars) = self {
        return scalars.allSatisfy { CharacterClass.of($0) == .han }
      }
      return false
    }

    var isNoHan: Bool {
      switch self {
      case .few(let scalars): scalars.allSatisfy { CharacterClass.of($0) != .han }
      case .noHan: true
      case .any: false
      }
    }

    /// Whether no word of letters or digits goes on here.
    var isNoWord: Bool {
      guard case .few(let scalars) = self else { return false }
      return scalars.allSatisfy { !FoldingTables.shared.entry(of: $0).isWord }
    }

    func union(_ other: Border) -> Border {
      if case .few(let some) = self, case .few(let others) = other {
        let all = some + others.filter { !some.contains($0) }
        if all.count <= Border.limit { return .few(all) }
      }
      return isNoHan && other.isNoHan ? .noHan : .any
    }
  }

  var clauses: [PatternClause] = []
  var first = Border.any
  var last = Border.any
  var isNullable = false

  static func read(_ node: PatternNode) -> Reading {
    switch node {
    case .empty, .assertion: return Reading(isNullable: true)
    case .alternation(let nodes): return either(nodes.map(read))
    case .repetition(let inner, let least, _, _):
      var reading = read(inner)
      if least == 0 {
        reading.clauses = []
        reading.isNullable = true
      } else if least > 1, !reading.isNullable {
        reading.clauses += cross(reading.last, reading.first)
      }
      return reading
    case .literal, .set, .sequence:
      var parts: [Part] = []
      flatten(node, into: &parts)
      return sequence(parts)
    }
  }

  /// One of some: of each alternative a clause, the cheapest with the cheapest.
  private static func either(_ readings: [Reading]) -> Reading {
    guard var result = readings.first else { return Reading(isNullable: true) }
    result.clauses.sort { $0.rank < $1.rank }
    for reading in readings.dropFirst() {
      let clauses = reading.clauses.sorted { $0.rank < $1.rank }
      result.clauses = zip(result.clauses, clauses).compactMap {
        PatternClause($0.atoms + $1.atoms)
      }
      result.first = result.first.union(reading.first)
      result.last = result.last.union(reading.last)
      result.isNullable = result.isNullable || reading.isNullable
    }
    if result.isNullable { result.clauses = [] }
    return result
  }

  // MARK: Sequences

  private enum Part {
    /// One scalar of a few.
    case choice([UInt32])
    /// One scalar of many.
    case place(Border)
    /// At this place a word of letters or digits begins or ends, or none is.
    case edge(isBlockEnd: Bool)
    case other(Reading)

    var reading: Reading {
      switch self {
      case .choice(let scalars): Reading(first: .few(scalars), last: .few(scalars))
      case .place(let border): Reading(first: border, last: border)
      case .edge: Reading(isNullable: true)
      case .other(let reading): reading
      }
    }
  }

  private static func flatten(_ node: PatternNode, into parts: inout [Part]) {
    switch node {
    case .empty: return
    case .literal(let scalars): parts += scalars.map { .choice([$0]) }
    case .set(let set):
      if let members = set.members(limit: Border.limit) {
        parts.append(.choice(members))
      } else {
        parts.append(.place(set.hasNoHan ? .noHan : .any))
      }
    case .sequence(let nodes):
      for node in nodes { flatten(node, into: &parts) }
    case .assertion(let assertion):
      if assertion != .noWordEdge { parts.append(.edge(isBlockEnd: assertion == .blockEnd)) }
    case .repetition(let inner, let least, let most, _):
      // A{3} is AAA.
      if least == most, least <= 8 {
        for _ in 0..<least { flatten(inner, into: &parts) }
      } else {
        parts.append(.other(read(node)))
      }
    case .alternation: parts.append(.other(read(node)))
    }
  }

  private static func sequence(_ parts: [Part]) -> Reading {
    var result = Reading(isNullable: true)
    // For each part whether a pair of characters has it.
    var isPaired = [Bool](repeating: false, count: parts.count)
    var previous: Int?
    for (place, part) in parts.enumerated() {
      if case .edge(let isBlockEnd) = part {
        if isBlockEnd, !result.isNullable, result.last.isHan, let previous {
          result.clauses += cross(result.last, .noHan)
          isPaired[previous] = true
        }
        continue
      }
      let reading = part.reading
      result.clauses += reading.clauses
      if !result.isNullable, !reading.isNullable {
        let pairs = cross(result.last, reading.first)
        result.clauses += pairs
        if !pairs.isEmpty {
          isPaired[place] = reading.first.isHan
          if let previous { isPaired[previous] = true }
        }
      }
      // What begins a part that may be empty may follow what ended the part before.
      result.first =
        result.isNullable
        ? (previous == nil ? reading.first : result.first.union(reading.first)) : result.first
      result.last =
        reading.isNullable && previous != nil
        ? result.last.union(reading.last) : reading.last
      result.isNullable = result.isNullable && reading.isNullable
      previous = place
    }
    for (place, part) in parts.enumerated() where !isPaired[place] {
      if case .choice(let scalars) = part, Border.few(scalars).isHan,
        let clause = PatternClause(scalars.map { .character($0) })
      {
        result.clauses.append(clause)
      }
    }
    appendWords(of: parts, to: &result.clauses)
    return result
  }

  /// The pairs of neighbours of which every match has one; for a character that no other follows, that it ends its run.
  private static func cross(_ left: Border, _ right: Border) -> [PatternClause] {
    guard left.isHan, case .few(let firsts) = left else { return [] }
    var atoms: [PatternClause.Atom] = []
    if right.isHan, case .few(let seconds) = right {
      for first in firsts {
        atoms += seconds.map { .term(.gram(first: first, second: $0)) }
      }
    } else if right.isNoHan {
      atoms = firsts.map { .term(.gram(first: $0, second: 0)) }
    }
    return PatternClause(atoms).map { [$0] } ?? []
  }

  // MARK: Words

  /// Words, parts of words and symbols in stretches of single scalars.
  private static func appendWords(of parts: [Part], to clauses: inout [PatternClause]) {
    var place = 0
    while place < parts.count {
      guard let first = single(parts[place]) else {
        place += 1
        continue
      }
      var text = [first]
      let start = place
      place += 1
      while place < parts.count, let next = single(parts[place]) {
        text.append(next)
        place += 1
      }
      append(
        text, isClosedBefore: start > 0 && isClosed(parts[start - 1], isBefore: true),
        isClosedAfter: place < parts.count && isClosed(parts[place], isBefore: false),
        to: &clauses)
    }
  }

  private static func single(_ part: Part) -> PackedScalar? {
    guard case .choice(let scalars) = part, scalars.count == 1 else { return nil }
    return scalars[0] | FoldingTables.shared.entry(of: scalars[0])
      & (15 << FoldingTables.classShift)
  }

  private static func isClosed(_ part: Part, isBefore: Bool) -> Bool {
    if case .edge = part { return true }
    let reading = part.reading
    return !reading.isNullable && (isBefore ? reading.last : reading.first).isNoWord
  }

  private static func append(
    _ text: [PackedScalar], isClosedBefore: Bool, isClosedAfter: Bool,
    to clauses: inout [PatternClause]
  ) {
    var index = 0
    while index < text.count {
      guard text[index].isWord else {
        if text[index].has(.symbol) { add(.term(word(text, index..<index + 1)), &clauses) }
        index += 1
        continue
      }
      let run = index..<WordRuns.runEnd(text, index)
      var pieces = 0
      while index < run.upperBound {
        let piece = index..<WordRuns.pieceEnd(text, index)
        index = piece.upperBound
        pieces += 1
        let isOpenBefore = piece.lowerBound == 0 && !isClosedBefore
        let isOpenAfter = piece.upperBound == text.count && !isClosedAfter
        if !isOpenBefore, !isOpenAfter {
          add(.term(word(text, piece)), &clauses)
        } else if piece.count > 1 {
          add(glob(text, piece, isOpenBefore, isOpenAfter), &clauses)
        }
      }
      // Letters and digits together are a word too. Where the text begins or ends, the other kind may stand beside it.
      let isOpenBefore = run.lowerBound == 0
      let isOpenAfter = run.upperBound == text.count
      if pieces > 1, isOpenBefore || isOpenAfter {
        add(glob(text, run, isOpenBefore, isOpenAfter), &clauses)
      }
    }
  }

  private static func glob(
    _ text: [PackedScalar], _ range: Range<Int>, _ isOpenBefore: Bool, _ isOpenAfter: Bool
  ) -> PatternClause.Atom {
    let kept = WordRuns.limit(text, range, bytes: WordGlob.maxBytes)
    let scalars = text[range.lowerBound..<kept].map { WordGlob.Piece.scalar($0.scalar) }
    let goesOn = isOpenAfter || kept < range.upperBound
    return .words(
      WordGlob(
        (isOpenBefore ? [.many] : []) + scalars + (goesOn ? [.many] : []), takesCutWords: true))
  }

  private static func add(_ atom: PatternClause.Atom, _ clauses: inout [PatternClause]) {
    if let clause = PatternClause([atom]) { clauses.append(clause) }
  }

  private static func word(_ text: [PackedScalar], _ range: Range<Int>) -> Term {
    var bytes: [UInt8] = []
    for index in range.lowerBound..<WordRuns.limit(text, range) {
      WordRuns.append(text[index].scalar, to: &bytes)
    }
    return .word(bytes)
  }
}
