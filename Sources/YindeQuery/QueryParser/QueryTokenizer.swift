/// Cuts a query into tokens, in one pass after a look for curly quotation marks.
///
/// What a character means depends on where it stands, and on nothing that comes later, except
/// that a curly quotation mark needs a partner. A *token start* is the start of the query and
/// every place after white space or an opened parenthesis: only there are signs, field names and
/// operators looked for. A parenthesis opens a group there and directly after a sign, a field's
/// colon, a phrase or a closed group; inside a word it is text, as in `f(x)`.
struct QueryTokenizer {
  private let scalars: [Unicode.Scalar]
  private let source: String
  private var position = 0
  private var openGroupCount = 0
  private var tokens: [QueryToken] = []
  /// For each curly quotation mark that opens a phrase, where the phrase closes.
  private var curlyPhrases: [Int: Int] = [:]
  private var expressions: ExpressionScanner
  /// The number of groups around a group in which slashes are text, when one is open: the value of a field that looks at no words.
  private var plainGroup: Int?

  init(_ scalars: [Unicode.Scalar], source: String) {
    self.scalars = scalars
    self.source = source
    expressions = ExpressionScanner(scalars)
  }

  /// - Complexity: O(*n*): the place moves forward only, and twice over the query.
  mutating func tokenize() throws(QuerySyntaxError) -> [QueryToken] {
    findCurlyPhrases()
    var isTokenStart = true
    while position < scalars.count {
      let scalar = scalars[position]
      if Syntax.isWhiteSpace(scalar) {
        position += 1
        isTokenStart = true
      } else if scalar == "\"" {
        try readStraightPhrase()
        isTokenStart = false
      } else if let end = curlyPhrases[position] {
        try readPhrase(end: end)
        isTokenStart = false
      } else if scalar == "(" {
        if case .field(let field) = tokens.last?.kind, field != .title,
          tokens.last?.range.upperBound == position
        {
          plainGroup = plainGroup ?? openGroupCount
        }
        appendToken(.open, count: 1)
        openGroupCount += 1
        isTokenStart = true
      } else if scalar == ")", openGroupCount > 0 {
        appendToken(.close, count: 1)
        openGroupCount -= 1
        if plainGroup == openGroupCount { plainGroup = nil }
        isTokenStart = false
      } else if isTokenStart, let occur = sign(at: position) {
        appendToken(.sign(occur), count: 1)
        try readOperand()
        isTokenStart = false
      } else if isTokenStart {
        try readFieldOrWord(allowingOperator: true)
        isTokenStart = false
      } else {
        try readWord(allowingOperator: false)
      }
    }
    return tokens
  }

  /// Reads what a sign applies to, unless it is a phrase or group, which the main loop reads.
  private mutating func readOperand() throws(QuerySyntaxError) {
    if startsPhraseOrGroup(at: position) { return }
    try readFieldOrWord(allowingOperator: false)
  }

  private mutating func readFieldOrWord(allowingOperator: Bool) throws(QuerySyntaxError) {
    guard let (name, end) = Syntax.name(in: scalars, at: position) else {
      if try readExpression() { return }
      return try readWord(allowingOperator: allowingOperator)
    }
    switch name {
    case .field(let field):
      appendToken(.field(field), count: end - position)
      if field == .title, try readExpression() { return }
    case .sort: appendToken(.sort, count: end - position)
    }
    // The value, if it is a word: signs, names and operators are text in it.
    if end < scalars.count, !endsWord(at: end, openInWord: 0), !startsPhraseOrGroup(at: end) {
      try readWord(allowingOperator: false)
    }
  }

  /// Reads a regular expression if one begins here.
  private mutating func readExpression() throws(QuerySyntaxError) -> Bool {
    guard plainGroup == nil, position < scalars.count, scalars[position] == "/" else {
      return false
    }
    let result = expressions.scan(from: position) { [self] place in
      place >= scalars.count || endsWord(at: place, openInWord: 0)
    }
    switch result {
    case .none: return false
    case .unclosedBracket(let place):
      throw failure(
        "this class is never closed: add ], or write \\[ for the character itself",
        at: place..<place + 1)
    case .end(let end):
      let body = String(String.UnicodeScalarView(scalars[position + 1..<end]))
      appendToken(.expression(body), count: end + 1 - position)
      return true
    }
  }

  /// Reads a word: up to white space, a quotation mark, or the parenthesis that closes a group.
  private mutating func readWord(allowingOperator: Bool) throws(QuerySyntaxError) {
    let start = position
    var text = String.UnicodeScalarView()
    var openInWord = 0
    var signs: [Int] = []
    var count = 0
    // The first scalar belongs to the word in any case; the callers have seen that it may.
    repeat {
      switch scalars[position] {
      case "*", "?": signs.append(count)
      case "(": openInWord += 1
      case ")": openInWord = max(0, openInWord - 1)
      default: break
      }
      text.append(try readScalar())
      count += 1
    } while position < scalars.count && !endsWord(at: position, openInWord: openInWord)

    let word = scalars[start..<position]
    let kind: QueryToken.Kind =
      if allowingOperator, let found = Syntax.operator(word) {
        .operator(found)
      } else {
        .word(String(text), signs: signs)
      }
    tokens.append(QueryToken(kind: kind, range: start..<position))
  }

  /// Reads a phrase in straight quotation marks, which are syntax wherever they stand.
  private mutating func readStraightPhrase() throws(QuerySyntaxError) {
    guard let end = closingStraightQuote(after: position) else {
      throw failure(
        "this quotation mark is never closed: "
          + "add the closing one, or write \\\" for the character itself",
        at: position..<position + 1)
    }
    try readPhrase(end: end)
  }

  /// Reads the phrase between the quotation marks at `position` and `end`.
  private mutating func readPhrase(end: Int) throws(QuerySyntaxError) {
    let start = position
    position += 1
    var text = String.UnicodeScalarView()
    var isBlank = true
    // White space is held back until something follows it, so that none is left at the ends.
    var pending = String.UnicodeScalarView()
    while position < end {
      let isEscaped = scalars[position] == "\\"
      let scalar = try readScalar()
      let isWhiteSpace = Syntax.isWhiteSpace(scalar)
      isBlank = isBlank && isWhiteSpace
      if isWhiteSpace, !isEscaped {
        if !text.isEmpty { pending.append(scalar) }
      } else {
        text.append(contentsOf: pending)
        pending = String.UnicodeScalarView()
        text.append(scalar)
      }
    }
    position = end + 1
    if isBlank {
      throw failure(
        "the phrase is empty: put text between the quotation marks, or remove them",
        at: start..<position)
    }
    tokens.append(QueryToken(kind: .phrase(String(text)), range: start..<position))
  }

  /// Takes one scalar of text, or the one after a backslash.
  private mutating func readScalar() throws(QuerySyntaxError) -> Unicode.Scalar {
    if scalars[position] == "\\" {
      guard position + 1 < scalars.count else {
        throw failure(
          "there is nothing after the backslash: write \\\\ for the character itself",
          at: position..<position + 1)
      }
      position += 1
    }
    defer { position += 1 }
    return scalars[position]
  }
}

// MARK: Looking ahead

extension QueryTokenizer {
  /// The sign at `index`, if what follows makes it one.
  ///
  /// A lone `-` is text, and so are `--help` and `++i`.
  private func sign(at index: Int) -> Occur? {
    let next = index + 1
    guard next < scalars.count, !Syntax.isWhiteSpace(scalars[next]) else { return nil }
    if scalars[next] == ")", openGroupCount > 0 { return nil }
    if scalars[next] == "-" || scalars[next] == "+" { return nil }
    return switch scalars[index] {
    case "+": .must
    case "-": .mustNot
    default: nil
    }
  }

  private func startsPhraseOrGroup(at index: Int) -> Bool {
    scalars[index] == "\"" || scalars[index] == "(" || curlyPhrases[index] != nil
  }

  /// Whether the scalar at `index` is no part of a word that stands before it.
  ///
  /// A closing parenthesis belongs to the word when the word has the opening one.
  private func endsWord(at index: Int, openInWord: Int) -> Bool {
    switch scalars[index] {
    case "\"": true
    case "“": curlyPhrases[index] != nil
    case ")": openInWord == 0 && openGroupCount > 0
    case let scalar: Syntax.isWhiteSpace(scalar)
    }
  }

  private func closingStraightQuote(after open: Int) -> Int? {
    var index = open + 1
    while index < scalars.count {
      switch scalars[index] {
      case "\\": index += 2
      case "\"": return index
      default: index += 1
      }
    }
    return nil
  }

  /// Pairs curly quotation marks as parentheses are paired; what has no partner stays text.
  ///
  /// Straight ones go first: a curly one inside a straight phrase is text, and a pair does not
  /// reach over a straight one.
  private mutating func findCurlyPhrases() {
    var open: [Int] = []
    var index = 0
    while index < scalars.count {
      switch scalars[index] {
      case "\\":
        index += 1
      case "\"":
        open.removeAll(keepingCapacity: true)
        guard let end = closingStraightQuote(after: index) else { return }
        index = end
      case "“":
        open.append(index)
      case "”":
        if let start = open.popLast() { curlyPhrases[start] = index }
      default:
        break
      }
      index += 1
    }
  }

  private mutating func appendToken(_ kind: QueryToken.Kind, count: Int) {
    tokens.append(QueryToken(kind: kind, range: position..<position + count))
    position += count
  }

  private func failure(_ message: String, at range: Range<Int>) -> QuerySyntaxError {
    QuerySyntaxError(message, at: range, in: source)
  }
}
