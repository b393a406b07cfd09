/// What a wildcard or a regular expression looks for: a tree over folded text.
///
///     第[0-9]+条        sequence
///                       ├─ literal 第
///                       ├─ repetition 1 … of set 0-9
///                       └─ literal 条
///
/// There are no back-references and no looking around, so that text is matched in linear time (``PatternMatcher``).
public indirect enum PatternNode: Sendable, Equatable {
  /// Nothing, anywhere.
  case empty
  /// Folded scalars, one after another.
  case literal([UInt32])
  /// One scalar.
  case set(PatternSet)
  case sequence([PatternNode])
  /// One of these; the first that leads to a match is preferred.
  case alternation([PatternNode])
  /// - Parameter most: nil for no end.
  /// - Parameter isLazy: whether few are preferred to many.
  case repetition(PatternNode, least: Int, most: Int?, isLazy: Bool)
  case assertion(PatternAssertion)

  /// The text as it stands, in any form that folds to the same.
  public static func literal(folding text: [UInt32]) -> PatternNode {
    var folded: [UInt32] = []
    Folding.fold(text, into: &folded)
    return folded.isEmpty ? .empty : .literal(folded)
  }
}

/// What must be true of a place between two scalars.
public enum PatternAssertion: UInt8, Sendable {
  /// The block begins here: `^`.
  case blockStart
  /// The block ends here: `$`.
  case blockEnd
  /// On one side stands a letter, a digit or a Chinese character, or `_`, and on the other none: `\b`.
  case wordEdge
  /// On both sides stand such, or on none: `\B`.
  case noWordEdge
  /// No word of letters and no number is cut here: where a ``Phrase`` may begin and end.
  case textEdge
}

extension PatternNode {
  /// How many steps the program for this has, at most `Int.max`; what a repetition repeats counts each time.
  ///
  /// - Complexity: O(nodes).
  public var size: Int {
    switch self {
    case .empty, .set, .assertion: return 1
    case .literal(let scalars): return scalars.count
    case .sequence(let nodes): return nodes.reduce(1) { PatternNode.sum($0, $1.size) }
    case .alternation(let nodes):
      return nodes.reduce(nodes.count) { PatternNode.sum($0, $1.size) }
    case .repetition(let node, let least, let most, _):
      let (product, overflows) = PatternNode.sum(node.size, 1)
        .multipliedReportingOverflow(by: max(most ?? least, 1))
      return overflows ? .max : PatternNode.sum(product, 1)
    }
  }

  private static func sum(_ left: Int, _ right: Int) -> Int {
    let (sum, overflows) = left.addingReportingOverflow(right)
    return overflows ? .max : sum
  }

  /// Whether this can match where there is nothing.
  public var isNullable: Bool {
    switch self {
    case .empty, .assertion: true
    case .literal, .set: false
    case .sequence(let nodes): nodes.allSatisfy(\.isNullable)
    case .alternation(let nodes): nodes.contains(where: \.isNullable)
    case .repetition(let node, let least, _, _): least == 0 || node.isNullable
    }
  }
}
