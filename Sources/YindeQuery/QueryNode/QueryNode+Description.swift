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

  /// Writes `node`, in parentheses when it binds no tighter than its context.
  mutating func print(_ node: QueryNode, inside context: Context, isNested: Bool = false) {
    switch node {
    case .word(let text):
      printWord(text, escapingLastStar: true)
    case .prefix(let text):
      printWord(text, escapingLastStar: false)
      output.append("*")
    case .phrase(let text):
      printPhrase(text)
    case .field(let field, let value):
      output.append(contentsOf: field.rawValue.unicodeScalars)
      output.append(":")
      print(value, inside: .single, isNested: true)
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
  private mutating func printWord(_ text: String, escapingLastStar: Bool) {
    let scalars = Array(text.unicodeScalars)
    if Syntax.operator(scalars) != nil { output.append("\\") }
    let colon = Syntax.name(in: scalars, at: 0).map { $0.end - 1 }
    for (index, scalar) in scalars.enumerated() {
      let isSyntax =
        switch scalar {
        case "\\", "\"", "“", "”", "(", ")": true
        case "+", "-": index == 0
        case "*": escapingLastStar && index == scalars.count - 1
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
