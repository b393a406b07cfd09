import YindeAnalysis

extension QueryNode: CustomStringConvertible {
  /// The node as a query in canonical form, without parentheses around the whole.
  ///
  /// - Complexity: O(*n*) in the length of the text.
  public var description: String {
    var printer = QueryPrinter()
    printer.print(self, inside: .group)
    return String(printer.output)
  }
}

/// Writes a tree as a query.
private struct QueryPrinter {
  /// What surrounds a node, from the loosest binding to the tightest.
  enum Context: Int {
    case group, or, and, single
  }

  var output = String.UnicodeScalarView()
  /// Whether a field is being written in which `*` and `?` are text but for a star at the end.
  private var isLiteral = false

  /// Writes `node`, in parentheses when it binds no tighter than its context.
  mutating func print(_ node: QueryNode, inside context: Context, isNested: Bool = false) {
    switch node {
    case .word(let text):
      printWord(text)
    case .prefix(let text):
      printWord(text, escapingSigns: !isLiteral)
      output.append("*")
    case .wildcard(let parts):
      for (place, part) in parts.enumerated() {
        switch part {
        case .text(let text): printWord(text, escapingSigns: true, isStart: place == 0)
        case .one: output.append("?")
        case .many: output.append("*")
        }
      }
    case .expression(let text):
      output.append("/")
      output.append(contentsOf: text.unicodeScalars)
      output.append("/")
    case .phrase(let text):
      printPhrase(text)
    case .field(let field, let value):
      output.append(contentsOf: field.rawValue.unicodeScalars)
      output.append(":")
      isLiteral = field.isLiteral
      print(value, inside: .single, isNested: true)
      isLiteral = false
    case .group(let clauses):
      parenthesize(isNested) { printer in
        for (index, clause) in clauses.enumerated() {
          if index > 0 { printer.output.append(" ") }
          printer.print(clause)
        }
      }
    case .any(let operands):
      parenthesize(context.rawValue >= Context.or.rawValue) { printer in
        printer.print(operands, separator: " OR ", inside: .or)
      }
    case .all(let operands):
      parenthesize(context.rawValue >= Context.and.rawValue) { printer in
        printer.print(operands, separator: " AND ", inside: .and)
      }
    }
  }

  private mutating func print(_ clause: Clause) {
    switch clause.occur {
    case .should: return print(clause.node, inside: .group, isNested: true)
    case .must: output.append("+")
    case .mustNot: output.append("-")
    }
    print(clause.node, inside: .single, isNested: true)
  }

  private mutating func print(
    _ operands: [QueryNode], separator: String, inside context: Context
  ) {
    for (index, operand) in operands.enumerated() {
      if index > 0 { output.append(contentsOf: separator.unicodeScalars) }
      print(operand, inside: context, isNested: true)
    }
  }

  private mutating func parenthesize(_ needed: Bool, _ body: (inout QueryPrinter) -> Void) {
    if needed { output.append("(") }
    body(&self)
    if needed { output.append(")") }
  }

  /// Writes a word with a backslash before everything that would be syntax somewhere.
  ///
  /// - Parameter escapingSigns: whether `*` and `?` would be signs; nil for where the word makes them so.
  /// - Parameter isStart: whether the text stands at the start of a word.
  private mutating func printWord(
    _ text: String, escapingSigns: Bool? = nil, isStart: Bool = true
  ) {
    let scalars = Array(text.unicodeScalars)
    let escapingSigns = escapingSigns ?? (!isLiteral && Syntax.hasSigns(scalars))
    if isStart, Syntax.operator(scalars) != nil { output.append("\\") }
    let colon = isStart ? Syntax.name(in: scalars, at: 0).map { $0.end - 1 } : nil
    for (index, scalar) in scalars.enumerated() {
      let isSyntax =
        switch scalar {
        case "\\", "\"", "“", "”", "(", ")": true
        case "+", "-": isStart && index == 0
        // What follows may make it an expression.
        case "/": isStart && index == 0 && scalars.count > 1 && !isLiteral
        case "*": escapingSigns || (index > 0 && index == scalars.count - 1)
        case "?": escapingSigns
        default: index == colon || Syntax.isWhiteSpace(scalar)
        }
      if isSyntax { output.append("\\") }
      output.append(scalar)
    }
  }

  private mutating func printPhrase(_ text: String) {
    let scalars = Array(text.unicodeScalars)
    output.append("\"")
    for (index, scalar) in scalars.enumerated() {
      let isAtAnEnd = index == 0 || index == scalars.count - 1
      if scalar == "\"" || scalar == "\\" || (isAtAnEnd && Syntax.isWhiteSpace(scalar)) {
        output.append("\\")
      }
      output.append(scalar)
    }
    output.append("\"")
  }
}
