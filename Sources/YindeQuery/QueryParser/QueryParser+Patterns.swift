import YindeAnalysis

/// Words with wildcards, prefixes and regular expressions.
extension QueryParser {
  /// A word, in which `*` and `?` are signs where they can mean something and text elsewhere.
  ///
  /// - Parameter signs: which scalars of the text are `*` or `?` and were not escaped.
  func word(_ text: String, signs: [Int]) -> QueryNode {
    guard let last = signs.last else { return .word(text) }
    var scalars = Array(text.unicodeScalars)
    func string(_ range: Range<Int>) -> String {
      String(String.UnicodeScalarView(scalars[range]))
    }
    if field?.isLiteral == true {
      // There the filter knows both signs; a star at the end may also be written by itself.
      guard scalars.count > 1, last == scalars.count - 1, scalars[last] == "*" else {
        return .word(text)
      }
      return .prefix(string(0..<last))
    }
    // At the end of a word it is a question mark.
    var signs = signs
    while let last = signs.last, last == scalars.count - 1, scalars[last] == "?" {
      signs.removeLast()
      scalars.removeLast()
    }
    let marks = Set(signs)
    let isWorded = scalars.enumerated().contains {
      !marks.contains($0.offset) && Syntax.isWordCharacter($0.element)
    }
    guard isWorded, let first = signs.first else { return .word(text) }
    let isAtEnd = signs.last == scalars.count - 1 && signs.count == scalars.count - first
    if isAtEnd, signs.allSatisfy({ scalars[$0] == "*" }),
      scalars[..<first].contains(where: Syntax.isLetterOrDigitOfWords)
    {
      return .prefix(string(0..<first))
    }
    var parts: [WildcardPart] = []
    var start = 0
    for sign in signs {
      if start < sign { parts.append(.text(string(start..<sign))) }
      let part: WildcardPart = scalars[sign] == "*" ? .many : .one
      if part != .many || parts.last != .many { parts.append(part) }
      start = sign + 1
    }
    if start < scalars.count { parts.append(.text(string(start..<scalars.count))) }
    return .wildcard(parts)
  }

  /// A regular expression, which is read here so that a mistake is told.
  func expression(_ text: String, at range: Range<Int>) throws(QuerySyntaxError) -> QueryNode {
    var parser = ExpressionParser(
      scalars, in: range.lowerBound + 1..<range.upperBound - 1, source: source)
    _ = try parser.parse()
    return .expression(text)
  }
}
