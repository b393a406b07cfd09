/// Builds the tree by recursive descent.
///
/// ```
/// query   = clauses                          in the outermost clauses also, once: sort order
/// clauses = or { or }
/// or      = and { "OR" and }
/// and     = operand { "AND" operand }
/// operand = [ "+" | "-" | "NOT" ] primary
/// primary = word | phrase | expression | field value | "(" clauses ")"
/// value   = word | phrase | expression | "(" clauses ")"
/// ```
///
/// Only a group recurses, and groups have a limit on their depth.
struct QueryParser {
  let tokens: [QueryToken]
  let scalars: [Unicode.Scalar]
  let source: String
  var index = 0
  private var depth = 0
  private var clauseCount = 0
  /// The field that the groups being read belong to.
  var field: QueryField?
  /// What `sort:` said.
  var sort: SortOrder?

  /// Something with or without a sign, before it is known what it is part of.
  private struct Operand {
    var occur: Occur
    var node: QueryNode
    var range: Range<Int>
  }

  init(tokens: [QueryToken], scalars: [Unicode.Scalar], source: String) {
    self.tokens = tokens
    self.scalars = scalars
    self.source = source
  }

  mutating func parseQuery() throws(QuerySyntaxError) -> QueryNode {
    if tokens.isEmpty {
      throw failure("the query is empty: type at least one word", at: 0..<scalars.count)
    }
    let clauses = try parseClauses(of: "a query")
    if clauses.isEmpty {
      // Nothing but `sort:`.
      throw failure(
        "sort: needs something to sort: add a word, or a filter such as path:*",
        at: rangeOfTokens(from: 0))
    }
    // Parentheses around everything change nothing.
    if clauses.count == 1, clauses[0].occur == .should, case .group = clauses[0].node {
      return clauses[0].node
    }
    return .group(clauses)
  }

  private mutating func parseClauses(of whole: String) throws(QuerySyntaxError) -> [Clause] {
    var clauses: [Clause] = []
    let start = index
    while index < tokens.count {
      if case .close = tokens[index].kind { break }
      if case .sort = tokens[index].kind, depth == 0 {
        try parseSort()
        continue
      }
      let operand = try parseOr()
      clauses.append(Clause(operand.occur, operand.node))
    }
    if !clauses.isEmpty, clauses.allSatisfy({ $0.occur == .mustNot }) {
      throw onlyExclusions(whole, at: rangeOfTokens(from: start))
    }
    return clauses
  }

  private mutating func parseOr() throws(QuerySyntaxError) -> Operand {
    let start = index
    let first = try parseAnd(after: nil)
    var operands = [first]
    while let token = take(.or) { operands.append(try parseAnd(after: token)) }
    if operands.count == 1 { return first }
    for operand in operands where operand.occur != .should {
      let sign = operand.occur == .must ? "+" : "- or NOT"
      throw failure(
        "\(sign) has no meaning beside OR: put the alternatives in parentheses "
          + "and this before or after them",
        at: operand.range)
    }
    return Operand(
      occur: .should, node: .any(operands.map(\.node)), range: rangeOfTokens(from: start))
  }

  private mutating func parseAnd(after token: QueryToken?) throws(QuerySyntaxError) -> Operand {
    let start = index
    let first = try parseOperand(after: token)
    var operands = [first]
    while let token = take(.and) { operands.append(try parseOperand(after: token)) }
    if operands.count == 1 { return first }
    let range = rangeOfTokens(from: start)
    if let required = operands.first(where: { $0.occur == .must }) {
      throw failure(
        "AND requires both sides already: remove the +, or write +( … ) around all of it",
        at: required.range)
    }
    let kept = operands.filter { $0.occur == .should }
    if kept.isEmpty { throw onlyExclusions("AND", at: range) }
    if kept.count == operands.count {
      return Operand(occur: .should, node: .all(operands.map(\.node)), range: range)
    }
    // `a AND NOT b` is a group that requires the one and excludes the other.
    let clauses = operands.map { Clause($0.occur == .mustNot ? .mustNot : .must, $0.node) }
    return Operand(occur: .should, node: .group(clauses), range: range)
  }

  private mutating func parseOperand(after token: QueryToken?) throws(QuerySyntaxError) -> Operand {
    let start = index
    var occur = Occur.should
    var left = token
    if index < tokens.count {
      switch tokens[index].kind {
      case .sign(let sign):
        occur = sign
        index += 1
      case .operator(.not):
        occur = .mustNot
        left = tokens[index]
        index += 1
        if index < tokens.count, case .sign = tokens[index].kind {
          throw failure(
            "NOT and a sign together: keep one of them", at: rangeOfTokens(from: start, to: index))
        }
      default: break
      }
    }
    let node = try parsePrimary(after: left)
    return Operand(occur: occur, node: node, range: rangeOfTokens(from: start))
  }

  private mutating func parsePrimary(after left: QueryToken?) throws(QuerySyntaxError) -> QueryNode
  {
    guard index < tokens.count else {
      throw missingOperand(of: left, at: scalars.count..<scalars.count)
    }
    let token = tokens[index]
    switch token.kind {
    case .word(let text, let signs):
      try countClause(token)
      index += 1
      if let field, field.hasForm { return try value(text, of: field, at: token.range) }
      return word(text, signs: signs)
    case .expression(let text):
      try countClause(token)
      index += 1
      return try expression(text, at: token.range)
    case .phrase(let text):
      try countClause(token)
      index += 1
      if let field, field.hasForm { return try value(text, of: field, at: token.range) }
      return .phrase(text)
    case .field(let name):
      return try parseField(name)
    case .sort:
      throw failure(
        "sort: orders the whole query: put it outside of parentheses, without a sign or an operator",
        at: token.range)
    case .open:
      try countClause(token)
      return try parseGroup()
    case .close:
      throw missingOperand(of: left, at: token.range)
    case .sign, .operator:
      if let left { throw missingOperand(of: left, at: token.range) }
      throw failure(
        "\(text(token)) has nothing on its left: "
          + "put something there, or write \\\(text(token)) for the word itself",
        at: token.range)
    }
  }

  private mutating func parseField(_ name: QueryField) throws(QuerySyntaxError) -> QueryNode {
    let token = tokens[index]
    if let outer = field {
      throw failure(
        "\(name.rawValue): stands inside \(outer.rawValue):( … ): "
          + "a field cannot hold another, so put it outside the parentheses",
        at: token.range)
    }
    index += 1
    guard index < tokens.count, tokens[index].range.lowerBound == token.range.upperBound,
      tokens[index].isValue
    else {
      throw failure(
        "\(name.rawValue): has no value: "
          + "put a word, a phrase or a group directly after the colon",
        at: token.range)
    }
    field = name
    defer { field = nil }
    return .field(name, try parsePrimary(after: nil))
  }

  private mutating func parseGroup() throws(QuerySyntaxError) -> QueryNode {
    let open = tokens[index]
    if depth == Query.maximumDepth {
      throw failure(
        "groups are nested deeper than \(Query.maximumDepth): remove some parentheses",
        at: open.range)
    }
    depth += 1
    index += 1
    let clauses = try parseClauses(of: "a group")
    guard index < tokens.count else {
      throw failure(
        "this group is never closed: add ), or write \\( for the character itself",
        at: open.range)
    }
    // `parseClauses` stops only at the end and at a closing parenthesis.
    let close = tokens[index]
    index += 1
    depth -= 1
    if clauses.isEmpty {
      throw failure(
        "the group is empty: put something between the parentheses, or remove them",
        at: open.range.lowerBound..<close.range.upperBound)
    }
    if clauses.count == 1, clauses[0].occur == .should { return clauses[0].node }
    return .group(clauses)
  }
}

// MARK: Tokens and errors

extension QueryParser {
  private mutating func take(_ wanted: Syntax.Operator) -> QueryToken? {
    guard index < tokens.count, case .operator(wanted) = tokens[index].kind else { return nil }
    defer { index += 1 }
    return tokens[index]
  }

  private mutating func countClause(_ token: QueryToken) throws(QuerySyntaxError) {
    clauseCount += 1
    if clauseCount > Query.maximumClauseCount {
      throw failure(
        "the query has more than \(Query.maximumClauseCount) words, phrases and groups: shorten it",
        at: token.range)
    }
  }

  /// What the tokens from `start` to the last one read, or to `last`, cover; one at least.
  private func rangeOfTokens(from start: Int, to last: Int? = nil) -> Range<Int> {
    tokens[start].range.lowerBound..<tokens[last ?? max(start, index - 1)].range.upperBound
  }

  private func text(_ token: QueryToken) -> String {
    // A token's range is inside the query: the tokenizer counts the same scalars.
    let scalars = source.unicodeScalars
    let start = scalars.index(scalars.startIndex, offsetBy: token.range.lowerBound)
    let end = scalars.index(start, offsetBy: token.range.count)
    return String(scalars[start..<end])
  }

  private func missingOperand(of left: QueryToken?, at range: Range<Int>) -> QuerySyntaxError {
    guard let left else { return failure("something to look for is missing here", at: range) }
    return failure(
      "\(text(left)) has nothing on its right: "
        + "put something there, or write \\\(text(left)) for the word itself",
      at: left.range)
  }

  private func onlyExclusions(_ whole: String, at range: Range<Int>) -> QuerySyntaxError {
    failure(
      "\(whole) needs something to look for, and this only says what to leave out: "
        + "add a word without - or NOT",
      at: range)
  }

  func failure(_ message: String, at range: Range<Int>) -> QuerySyntaxError {
    QuerySyntaxError(message, at: range, in: source)
  }
}

extension QueryToken {
  /// Whether a field's value can begin here.
  fileprivate var isValue: Bool {
    switch kind {
    case .word, .phrase, .expression, .open: true
    case .field, .sort, .sign, .close, .operator: false
    }
  }
}
