/// Runs a program over text in linear time: a deterministic automaton of which each state is made when it is first met.
///
/// A state is the list of steps at which the machine may stand, in the order of preference (Pike's and Cox's way:
/// https://swtch.com/~rsc/regexp/regexp3.html). What follows a scalar in a state is worked out once and kept in a table, until the table is
/// full and is emptied. So a scalar costs a look into the table, and a pattern that makes ever new states costs
/// O(steps) for each; that is counted, and bounded by ``limit``.
///
/// That a match ends is seen one scalar later, when it is known what an assertion at the end has beside it.
struct PatternAutomaton {
  private let program: PatternProgram
  private let alphabet: PatternAlphabet
  /// Whether the first match is wanted, by preference; else the longest.
  private let isFirst: Bool

  /// For a state and a symbol, the next state plus one, times two, plus one when a match ended before the symbol; 0 is not
  /// known yet.
  private var table: [UInt32] = []
  /// The steps of each state.
  private var lists: [[Int32]] = []
  private var sides: [PatternAlphabet.Side] = []
  private var known: [[Int32]: Int] = [:]
  private var stored = 0
  private var generation = 0
  /// The states in which a search begins, by what stands before.
  private var starts = [Int](repeating: -1, count: PatternAlphabet.Side.allCases.count)

  /// Steps that were taken to make states.
  private(set) var work = 0
  /// With more work than this the search ends without a match.
  var limit = Int.max
  var isSpent: Bool { work > limit }

  // Buffers.
  private var seen: [Int]
  private var mark = 0
  private var stack: [Int32] = []

  /// Numbers of four bytes in the table and in the lists of its states, at most.
  static let maxStored = 1 << 20
  /// The state without steps, which nothing leaves.
  private static let dead = 0

  init(_ program: PatternProgram, _ alphabet: PatternAlphabet, isFirst: Bool) {
    self.program = program
    self.alphabet = alphabet
    self.isFirst = isFirst
    seen = [Int](repeating: 0, count: program.steps.count)
    clear()
  }

  /// Forgets all states but the dead one.
  private mutating func clear() {
    table.removeAll(keepingCapacity: true)
    lists.removeAll(keepingCapacity: true)
    sides.removeAll(keepingCapacity: true)
    known.removeAll(keepingCapacity: true)
    for number in starts.indices { starts[number] = -1 }
    lists.append([])
    sides.append(.noWord)
    table.append(
      contentsOf: repeatElement(UInt32(PatternAutomaton.dead + 1) << 1, count: alphabet.count))
    stored = alphabet.count
    generation += 1
  }

  /// Where a match ends, or when reading backwards begins, in the block `text`, read from `place` on; nil when there is none.
  ///
  /// - Parameters:
  ///   - place: where reading begins: between `text[place - 1]` and `text[place]`.
  ///   - isBackwards: whether the text is read from `place` to its start.
  ///   - lowest: backwards, where reading ends.
  ///   - isQuick: whether the end of any match will do.
  @inline(__always)
  mutating func end(
    in text: Span<UInt32>, from place: Int, isBackwards: Bool, lowest: Int = 0, isQuick: Bool,
    _ symbols: inout PatternSymbols
  ) -> Int? {
    let stride = alphabet.count
    var found: Int?
    let behind = isBackwards ? place : place - 1
    let side =
      behind >= 0 && behind < text.count
      ? alphabet.sides[symbols.symbol(text[behind], alphabet)] : .none
    var state = start(side)
    var at = place
    while true {
      let next = isBackwards ? at - 1 : at
      let isInside = isBackwards ? next >= 0 : next < text.count
      let symbol = isInside ? symbols.symbol(text[next], alphabet) : alphabet.edge
      var entry = table[state &* stride &+ symbol]
      if entry == 0 {
        entry = make(state, symbol)
        if isSpent { return nil }
      }
      if entry & 1 != 0 {
        found = at
        if isQuick { return at }
      }
      state = Int(entry >> 1) &- 1
      if state == PatternAutomaton.dead || !isInside || (isBackwards && at == lowest) {
        return found
      }
      at = isBackwards ? at &- 1 : at &+ 1
    }
  }

  private mutating func start(_ side: PatternAlphabet.Side) -> Int {
    if starts[Int(side.rawValue)] >= 0 { return starts[Int(side.rawValue)] }
    var list: [Int32] = []
    mark += 1
    close(program.start, into: &list)
    let state = state(list, side)
    starts[Int(side.rawValue)] = state
    return state
  }

  private mutating func state(_ list: [Int32], _ side: PatternAlphabet.Side) -> Int {
    if list.isEmpty { return PatternAutomaton.dead }
    var key = list
    key.append(-1 - Int32(side.rawValue))
    if let state = known[key] { return state }
    let size = alphabet.count + list.count + 8
    if stored + size > PatternAutomaton.maxStored { clear() }
    stored += size
    work += alphabet.count / 8
    lists.append(list)
    sides.append(side)
    table.append(contentsOf: repeatElement(0, count: alphabet.count))
    known[key] = lists.count - 1
    return lists.count - 1
  }

  /// Works out what follows a symbol.
  @inline(never)
  private mutating func make(_ state: Int, _ symbol: Int) -> UInt32 {
    let list = lists[state]
    let left = sides[state]
    let after = alphabet.sides[symbol]
    work += list.count + 8
    // Through assertions, now that both sides are known.
    var open: [Int32] = []
    var isMatch = false
    mark += 1
    for step in list where !(isMatch && isFirst) {
      pass(step, left, after, into: &open, &isMatch)
    }
    var next: [Int32] = []
    mark += 1
    if symbol != alphabet.edge {
      for step in open {
        let step = program.steps[Int(step)]
        guard alphabet.holds(symbol, set: Int(step.argument)) else { continue }
        if close(step.next, into: &next) { break }
      }
    }
    if !isFirst { next.sort() }
    let before = generation
    let target = self.state(next, program.hasAssertions ? after : .noWord)
    let entry = UInt32(target + 1) << 1 | (isMatch ? 1 : 0)
    // Unless the table was emptied.
    if generation == before { table[state * alphabet.count + symbol] = entry }
    return entry
  }

  /// Adds the steps that can be reached from one without taking a scalar, those of higher preference first. Assertions wait.
  ///
  /// - Returns: whether what would follow is of lower preference than a match that is certain.
  @discardableResult
  private mutating func close(_ step: Int32, into list: inout [Int32]) -> Bool {
    stack.removeAll(keepingCapacity: true)
    stack.append(step)
    while let number = stack.popLast() {
      guard seen[Int(number)] != mark else { continue }
      seen[Int(number)] = mark
      work &+= 1
      let step = program.steps[Int(number)]
      switch step.operation {
      case .split:
        stack.append(step.other)
        stack.append(step.next)
      case .take, .assert: list.append(number)
      case .match:
        list.append(number)
        if isFirst { return true }
      }
    }
    return false
  }

  /// The same through assertions, to steps that take a scalar.
  private mutating func pass(
    _ step: Int32, _ before: PatternAlphabet.Side, _ after: PatternAlphabet.Side,
    into list: inout [Int32], _ isMatch: inout Bool
  ) {
    stack.removeAll(keepingCapacity: true)
    stack.append(step)
    while let number = stack.popLast() {
      guard seen[Int(number)] != mark else { continue }
      seen[Int(number)] = mark
      work &+= 1
      let step = program.steps[Int(number)]
      switch step.operation {
      case .split:
        stack.append(step.other)
        stack.append(step.next)
      case .take: list.append(number)
      case .assert:
        if PatternAutomaton.holds(step.argument, before, after) { stack.append(step.next) }
      case .match:
        isMatch = true
        if isFirst { return }
      }
    }
  }

  private static func holds(
    _ assertion: Int32, _ before: PatternAlphabet.Side, _ after: PatternAlphabet.Side
  ) -> Bool {
    switch PatternAssertion(rawValue: UInt8(assertion)) {
    case .blockStart: before == .none
    case .blockEnd: after == .none
    case .wordEdge: before.isWord != after.isWord
    case .noWordEdge: before.isWord == after.isWord
    case .textEdge: before != after || (before != .letter && before != .digit)
    case nil: false
    }
  }
}

extension PatternAlphabet.Side {
  fileprivate var isWord: Bool { self == .letter || self == .digit || self == .other }
}
