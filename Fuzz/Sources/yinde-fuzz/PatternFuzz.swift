import YindeAnalysis
import YindeQuery

/// Wildcards and regular expressions.
enum PatternFuzz {
  /// The first line is an expression, the others are text: it is refused, or found where it says, and the text has what was required.
  static func run(_ bytes: [UInt8]) {
    let end = bytes.firstIndex(of: 0x0A) ?? bytes.count
    let expression = String(decoding: bytes[..<end], as: UTF8.self)
    let text = String(decoding: bytes[end...].prefix(2_000), as: UTF8.self)
    var nodes: [PatternNode] = []
    if let node = try? ExpressionParser.tree(expression) { nodes.append(node) }
    if let query = try? Query(parsing: expression) { collect(query.root, into: &nodes) }
    var folded: [UInt32] = []
    Folding.fold(text.unicodeScalars.map(\.value), into: &folded)
    for node in nodes.prefix(4) {
      let matcher = PatternMatcher(node)
      matcher.workLimit = 5_000_000
      let range = matcher.firstRange(in: folded.span, from: 0)
      if matcher.isSpent { continue }
      expect(matcher.isFound(in: folded.span) == (range != nil), "found and not found")
      guard let range else { continue }
      expect(!range.isEmpty && range.upperBound <= folded.count, "a match outside of the text")
      var analyzer = Analyzer()
      let terms = Set(analyzer.terms(of: text))
      for clause in PatternClause.required(by: node) {
        let isHeld = clause.atoms.contains { atom in
          switch atom {
          case .term(let term): terms.contains(term)
          case .character(let character):
            terms.contains { if case .gram(character, _) = $0 { true } else { false } }
          // Compared with words where the dictionary is; here it is enough that there is one.
          case .words: terms.contains { if case .word = $0 { true } else { false } }
          }
        }
        expect(isHeld, "a text without what its pattern requires")
      }
    }
  }

  private static func collect(_ node: QueryNode, into nodes: inout [PatternNode]) {
    switch node {
    case .wildcard(let parts): nodes.append(Wildcards(parts).node)
    case .group(let clauses): for clause in clauses { collect(clause.node, into: &nodes) }
    case .any(let parts), .all(let parts): for part in parts { collect(part, into: &nodes) }
    case .field(_, let inner): collect(inner, into: &nodes)
    case .word, .phrase, .prefix, .expression: return
    }
  }
}
