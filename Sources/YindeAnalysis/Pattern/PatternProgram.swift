/// A pattern as a machine of small steps (Thompson, CACM 1968), forwards or backwards.
///
///     ab|c     0 split 1 3    1 take a → 2    2 take b → 4    3 take c → 4    4 match
///
/// Counted repetitions are written out, so that the number of steps is the ``PatternNode/size`` or less.
struct PatternProgram: Sendable {
  enum Operation: UInt8 {
    /// Takes one scalar of a set and goes on at `next`.
    case take
    /// Goes on at `next`, and with lower preference at `other`.
    case split
    /// Goes on at `next` where an assertion holds.
    case assert
    case match
  }

  struct Step {
    var operation: Operation
    /// The number of the set, or an assertion.
    var argument: Int32 = 0
    var next: Int32 = 0
    var other: Int32 = 0
  }

  private(set) var steps: [Step] = []
  private(set) var start: Int32 = 0
  private(set) var sets: [PatternSet] = []
  private(set) var hasAssertions = false
  private var numbers: [PatternSet: Int32] = [:]
  private let isReversed: Bool

  /// - Parameter isReversed: whether the text is read from the end.
  /// - Parameter isSearching: whether a match may begin anywhere behind the start, as early as can be.
  init(_ node: PatternNode, isReversed: Bool, isSearching: Bool) {
    self.isReversed = isReversed
    let match = append(Step(operation: .match))
    start = emit(node, match)
    if isSearching {
      let begin = append(Step(operation: .split, next: start))
      steps[Int(begin)].other = append(
        Step(operation: .take, argument: number(.any), next: begin))
      start = begin
    }
  }

  private mutating func append(_ step: Step) -> Int32 {
    steps.append(step)
    return Int32(steps.count - 1)
  }

  private mutating func number(_ set: PatternSet) -> Int32 {
    if let number = numbers[set] { return number }
    numbers[set] = Int32(sets.count)
    sets.append(set)
    return Int32(sets.count - 1)
  }

  /// Writes the steps of a node after which the machine goes on at `next`; returns the first.
  private mutating func emit(_ node: PatternNode, _ next: Int32) -> Int32 {
    switch node {
    case .empty: return next
    case .set(let set):
      return append(Step(operation: .take, argument: number(set), next: next))
    case .literal(let scalars):
      var next = next
      for scalar in isReversed ? scalars : scalars.reversed() {
        next = append(Step(operation: .take, argument: number(.one(scalar)), next: next))
      }
      return next
    case .sequence(let nodes):
      var next = next
      for node in isReversed ? nodes : nodes.reversed() { next = emit(node, next) }
      return next
    case .alternation(let nodes):
      guard let last = nodes.last else { return next }
      var other = emit(last, next)
      for node in nodes.dropLast().reversed() {
        let first = emit(node, next)
        other = append(Step(operation: .split, next: first, other: other))
      }
      return other
    case .assertion(let assertion):
      hasAssertions = true
      let seen: PatternAssertion =
        switch assertion {
        case .blockStart where isReversed: .blockEnd
        case .blockEnd where isReversed: .blockStart
        default: assertion
        }
      return append(Step(operation: .assert, argument: Int32(seen.rawValue), next: next))
    case .repetition(let node, let least, let most, let isLazy):
      return emit(node, least: least, most: most, isLazy: isLazy, next)
    }
  }

  private mutating func emit(
    _ node: PatternNode, least: Int, most: Int?, isLazy: Bool, _ next: Int32
  ) -> Int32 {
    func link(_ split: Int32, _ body: Int32) {
      steps[Int(split)].next = isLazy ? next : body
      steps[Int(split)].other = isLazy ? body : next
    }
    var first = next
    if let most {
      for _ in 0..<max(most - least, 0) {
        let body = emit(node, first)
        first = append(Step(operation: .split))
        link(first, body)
      }
    } else {
      first = append(Step(operation: .split))
      let body = emit(node, first)
      link(first, body)
      if least > 0 { first = body }
    }
    for _ in 0..<(most == nil ? max(least - 1, 0) : least) { first = emit(node, first) }
    return first
  }
}
