import Testing
import YindeAnalysis
import YindeQuery

@Suite struct QueryDescriptionTests {
  @Test(arguments: [
    ("  a   b ", "a b"),
    ("a | b", "a OR b"),
    ("a NOT b", "a -b"),
    ("a AND NOT b", "+a -b"),
    ("x a AND NOT b", "x (+a -b)"),
    ("((a)) OR (b AND c) OR (d OR e)", "a OR b AND c OR (d OR e)"),
    ("(a OR b) AND (c d)", "(a OR b) AND (c d)"),
    ("+(a OR b) -(c d) (e OR f)", "+(a OR b) -(c d) e OR f"),
    ("“他说\"好\"”", nil),
    ("“a b”", "\"a b\""),
    ("((商汤))  NOT “游戏 直播”", "商汤 -\"游戏 直播\""),
    ("Title：a", "title:a"),
    ("DATE：2023年5月 a", "date:2023-05 a"),
    ("date:2023/5/1..2023年12月31号", "date:2023-05-01..2023-12-31"),
    ("date:(\"2023-1\" OR 2020..) -date:..1999", "date:(2023-01 OR 2020..) -date:..1999"),
    ("lang:zh_TW -lang:\"ZH-hans-CN\" lang:fr", "lang:zh-hant -lang:zh-hans lang:fr"),
    ("sort:Newest (a b)", "a b sort:date"),
    ("a sort：oldest OR\\:b", nil),
    ("sort\\:a date\\:b", "sort\\:a date\\:b"),
    ("title:(a OR b)", "title:(a OR b)"),
    ("第**条? a*b 怎么办? 张*", "第*条 a*b 怎么办? 张*"),
    (#"a\?b a\*b \*a "x*y" C\*? path:a?b*c*"#, #"a\?b a\*b \*a "x*y" C\*\? path:a?b*c*"#),
    (#"/a b\/c/ \/a/ title:/x/ path:(/a/ b)"#, #"/a b\/c/ \/a/ title:/x/ path:(/a/ b)"#),
    (#"--x f(x) \OR a\ b title\:x lib\* C:\\"#, #"\--x f\(x\) \OR a\ b title\:x lib\* C:\\"#),
  ])
  func canonicalForm(source: String, expected: String?) throws {
    let expected =
      expected ?? (source.hasPrefix("a") ? "a OR:b sort:oldest" : #"\“他说 "好" \”"#)
    #expect(try Query(parsing: source).description == expected)
  }

  @Test func randomTreesSurvivePrintingAndParsing() throws {
    let seed = UInt64.random(in: .min ... .max)
    var trees = TreeGenerator(random: SeededGenerator(state: seed))
    for _ in 0..<5_000 {
      let tree = trees.root()
      let printed = tree.description
      let query = try? Query(parsing: printed)
      try #require(query?.root == tree, "seed \(seed): \(printed)")
      try #require(query?.description == printed, "seed \(seed): \(printed)")
    }
  }

  @Test func randomQueriesPrintToTheSameTree() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(state: seed)
    var parsed = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 1...12, using: &random)
      let source = (0..<count).map { _ in pieces.randomElement(using: &random)! }.joined()
      guard let query = try? Query(parsing: source) else { continue }
      parsed += 1
      let printed = query.description
      let again = try? Query(parsing: printed)
      try #require(again?.root == query.root, "seed \(seed): \(source) printed \(printed)")
      try #require(again?.sort == query.sort, "seed \(seed): \(source) printed \(printed)")
    }
    // Most random queries are refused; enough are not, or the test says nothing.
    #expect(parsed > 2_000, "seed \(seed)")
  }
}

/// What hostile and ordinary queries are made of.
let pieces = [
  " ", " ", " ", "\u{3000}", "a", "b", "字", "商汤", "Ж", "-", "+", "(", ")", "\"", "\"x y\"", "“",
  "”", "“丙 丁”", "\\", "*", "|", "OR", " OR ", " AND ", " NOT ", "title:", "path：", "SITE:", ":",
  "date:", "lang：", "sort:", "2023", "2023-01..2023年6月", "zh-TW", "date", "date:2023", "sort:date",
  "e\u{301}", "\u{301}", "👩‍💻", "\r\n", "\u{0}", "\u{202E}", "（", "9", "?", "?", "/", "/a[b]/",
]

/// Random trees of the kind that the parser builds; see ``QueryNode``.
private struct TreeGenerator {
  var random: SeededGenerator

  mutating func root() -> QueryNode {
    while true {
      let clauses = clauses(minimum: 1, depth: 3, inField: nil)
      // Parentheses around the whole leave no trace, so the parser never nests a lone group.
      if clauses.count == 1, clauses[0].occur == .should, case .group = clauses[0].node { continue }
      if clauses.count == 1, clauses[0].occur == .mustNot { continue }
      return .group(clauses)
    }
  }

  private mutating func node(depth: Int, inField field: QueryField?) -> QueryNode {
    switch Int.random(in: 0..<(depth > 0 ? 10 : 5), using: &random) {
    case 0...2 where field?.hasForm == true: return .word(value(of: field!))
    case 0, 1: return .word(text())
    case 2: return .phrase(text(atLeastOneOf: "字x("))
    case 3 where field == nil || field == .title:
      switch Int.random(in: 0..<3, using: &random) {
      case 0: return .prefix(text(atLeastOneOf: "xЖ9ｘ"))
      case 1: return .expression(["a", "(b c)+", "[/]x", #"\/|中"#].randomElement(using: &random)!)
      default: return wildcard()
      }
    case 3 where field?.hasForm != true: return .prefix(text())
    case 4 where field == nil:
      let field = QueryField.allCases.randomElement(using: &random)!
      return .field(field, node(depth: depth - 1, inField: field))
    case 3, 4: return .word(field?.hasForm == true ? value(of: field!) : text())
    case 5, 6:
      let clauses = clauses(minimum: 1, depth: depth - 1, inField: field)
      if clauses.count == 1, clauses[0].occur != .must {
        return .word(field?.hasForm == true ? value(of: field!) : "单")
      }
      return .group(clauses)
    case 7: return .any(operands(depth: depth - 1, inField: field))
    default: return .all(operands(depth: depth - 1, inField: field))
    }
  }

  private mutating func operands(depth: Int, inField field: QueryField?) -> [QueryNode] {
    var operands: [QueryNode] = []
    for _ in 0..<Int.random(in: 2...3, using: &random) {
      operands.append(node(depth: depth, inField: field))
    }
    return operands
  }

  private mutating func clauses(
    minimum: Int, depth: Int, inField field: QueryField?
  ) -> [Clause] {
    var clauses: [Clause] = []
    for _ in 0..<Int.random(in: minimum...3, using: &random) {
      let occur = [Occur.should, .should, .must, .mustNot].randomElement(using: &random)!
      clauses.append(Clause(occur, node(depth: depth, inField: field)))
    }
    if clauses.allSatisfy({ $0.occur == .mustNot }) { clauses[0].occur = .must }
    return clauses
  }

  /// What the parser makes of a word with signs: it ends in no `?`, and is no prefix.
  private mutating func wildcard() -> QueryNode {
    var parts: [WildcardPart] =
      Bool.random(using: &random) ? [[.one, .many].randomElement(using: &random)!] : []
    parts.append(.text(text(atLeastOneOf: "字x")))
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      parts += [[.one], [.many], [.one, .many]].randomElement(using: &random)!
      parts.append(.text(text()))
    }
    if parts.count == 1 { parts.insert(.many, at: 0) }
    if Bool.random(using: &random) { parts.append(.many) }
    return .wildcard(parts)
  }

  private mutating func value(of field: QueryField) -> String {
    let dates = ["2023", "0001-12", "2024-02-29", "2023..", "..1999-01", "2023-01..2023-06"]
    let tags = ["zh", "zh-hans", "zh-hant", "en", "ja", "und", "other"]
    return (field == .date ? dates : tags).randomElement(using: &random)!
  }

  /// Text full of what could be taken for syntax, with one scalar of `required` in it.
  private mutating func text(atLeastOneOf required: String = "字x(\\\"-* ") -> String {
    var text = ""
    if Int.random(in: 0..<8, using: &random) == 0 {
      text = ["OR", "NOT", "|", "title:", "PATH：", "date:", "sort:x"].randomElement(using: &random)!
    }
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      text += pieces.randomElement(using: &random)!
    }
    text.unicodeScalars.append(required.unicodeScalars.randomElement(using: &random)!)
    if Bool.random(using: &random) { text += pieces.randomElement(using: &random)! }
    return text
  }
}
