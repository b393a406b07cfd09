public import YindeAnalysis

/// Reads a regular expression into the tree that is looked for.
///
/// ```
/// expression  = sequence { "|" sequence }
/// sequence    = { atom [ repetition ] }
/// repetition  = ( "*" | "+" | "?" | "{" m "}" | "{" m "," [ n ] "}" | "{" "," n "}" ) [ "?" ]
/// atom        = character | "." | "^" | "$" | "\" escape | "[" class "]" | "(" [ "?:" ] expression ")"
/// ```
///
/// Text is folded, so letter case, width and script make no difference, in classes too. White space is a single space.
public struct ExpressionParser {
  /// The largest number of repetitions.
  public static let maximumCount = 1_000
  /// The largest ``PatternNode/size``: repetitions of repetitions multiply.
  public static let maximumSize = 4_096

  private let scalars: [Unicode.Scalar]
  private let source: String
  private let end: Int
  private let start: Int
  private var position: Int
  private var depth = 0

  /// The tree of an expression without its slashes, which has been parsed as a part of a query.
  public static func tree(_ expression: String) throws(QuerySyntaxError) -> PatternNode {
    let scalars = Array(expression.unicodeScalars)
    var parser = ExpressionParser(scalars, in: 0..<scalars.count, source: expression)
    return try parser.parse()
  }

  /// - Parameter range: what stands between the slashes.
  init(_ scalars: [Unicode.Scalar], in range: Range<Int>, source: String) {
    self.scalars = scalars
    self.source = source
    start = range.lowerBound
    position = range.lowerBound
    end = range.upperBound
  }

  mutating func parse() throws(QuerySyntaxError) -> PatternNode {
    let node = try parseAlternation()
    if position < end {
      throw failure(
        "no group is open here: remove the ), or write \\) for the character itself",
        at: position..<position + 1)
    }
    if node.isNullable {
      throw failure(
        "this expression is found in every page, because it also matches nothing: "
          + "ask for one character at least, with + in place of *",
        at: start..<end)
    }
    return node
  }

  private var next: Unicode.Scalar? { position < end ? scalars[position] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    position += 1
    return true
  }

  private mutating func parseAlternation() throws(QuerySyntaxError) -> PatternNode {
    var nodes = [try parseSequence()]
    while take("|") { nodes.append(try parseSequence()) }
    return try checked(nodes.count == 1 ? nodes[0] : .alternation(nodes), from: start)
  }

  private mutating func parseSequence() throws(QuerySyntaxError) -> PatternNode {
    var nodes: [PatternNode] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      let place = position
      let atom = try parseAtom()
      nodes.append(try parseRepetition(of: atom, from: place))
    }
    return nodes.count == 1 ? nodes[0] : nodes.isEmpty ? .empty : .sequence(nodes)
  }

  private func checked(_ node: PatternNode, from place: Int) throws(QuerySyntaxError)
    -> PatternNode
  {
    if node.size > ExpressionParser.maximumSize {
      throw failure(
        "this expression is too large: written out it has more than "
          + "\(ExpressionParser.maximumSize) characters; lower its repetitions",
        at: place..<position)
    }
    return node
  }

  // MARK: Repetitions

  private mutating func parseRepetition(of atom: PatternNode, from place: Int)
    throws(QuerySyntaxError) -> PatternNode
  {
    let sign = position
    guard let (least, most) = try parseCount() else { return atom }
    let isLazy = take("?")
    if let scalar = next, scalar == "+" || scalar == "*" || scalar == "?" || scalar == "{" {
      throw failure(
        "this repeats a repetition: put what is to be repeated in parentheses, "
          + "or write \\\(scalar) for the character itself",
        at: sign..<position + 1)
    }
    if case .assertion = atom {
      throw failure(
        "a place cannot be repeated: remove this", at: sign..<position)
    }
    return try checked(
      .repetition(atom, least: least, most: most, isLazy: isLazy), from: place)
  }

  private mutating func parseCount() throws(QuerySyntaxError) -> (least: Int, most: Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    let open = position
    guard take("{") else { return nil }
    let least = parseNumber()
    var most = least
    let hasComma = take(",")
    if hasComma { most = parseNumber() }
    guard take("}"), least != nil || most != nil else {
      throw failure(
        "this is no number of repetitions: write {3}, {3,} or {3,5}, "
          + "or \\{ for the character itself",
        at: open..<min(max(position, open + 1), end))
    }
    let low = least ?? 0
    if low > ExpressionParser.maximumCount || most ?? 0 > ExpressionParser.maximumCount {
      throw failure(
        "more than \(ExpressionParser.maximumCount) repetitions: lower the number",
        at: open..<position)
    }
    if let most, most < low {
      throw failure("the larger number stands first: exchange the two", at: open..<position)
    }
    return (low, hasComma ? most : low)
  }

  /// A number; one with many digits is larger than any that is allowed.
  private mutating func parseNumber() -> Int? {
    var number: Int?
    while let scalar = next, ("0"..."9").contains(scalar) {
      number = min((number ?? 0) * 10 + Int(scalar.value - 0x30), 1_000_000)
      position += 1
    }
    return number
  }

  // MARK: Atoms

  private mutating func parseAtom() throws(QuerySyntaxError) -> PatternNode {
    let place = position
    let scalar = scalars[position]
    switch scalar {
    case "(": return try parseGroup()
    case "[": return try parseClass()
    case ".":
      position += 1
      return .set(.any)
    case "^":
      position += 1
      return .assertion(.blockStart)
    case "$":
      position += 1
      return .assertion(.blockEnd)
    case "*", "+", "?", "{":
      throw failure(
        "there is nothing to repeat before this: put something there, "
          + "or write \\\(scalar) for the character itself",
        at: place..<place + 1)
    case "\\":
      switch try parseEscape() {
      case .scalar(let scalar): return literal(scalar)
      case .set(let set): return .set(set.set(isNegated: false))
      case .assertion(let assertion): return .assertion(assertion)
      }
    default:
      position += 1
      return literal(scalar)
    }
  }

  private mutating func parseGroup() throws(QuerySyntaxError) -> PatternNode {
    let open = position
    position += 1
    if depth == Query.maximumDepth {
      throw failure(
        "groups are nested deeper than \(Query.maximumDepth): remove some parentheses",
        at: open..<open + 1)
    }
    if take("?"), !take(":") {
      throw failure(
        "expressions here have no looking ahead, names or options: write ( … ), or (?: … )",
        at: open..<min(position + 1, end))
    }
    depth += 1
    let node = try parseAlternation()
    depth -= 1
    guard take(")") else {
      throw failure(
        "this group is never closed: add ), or write \\( for the character itself",
        at: open..<open + 1)
    }
    return node
  }

  /// A character, with the marks that belong to it; runs of white space are one space.
  private mutating func literal(_ scalar: Unicode.Scalar) -> PatternNode {
    if Syntax.isWhiteSpace(scalar) {
      while let scalar = next, Syntax.isWhiteSpace(scalar) { position += 1 }
      return .literal(folding: [0x20])
    }
    var text = [scalar.value]
    while let scalar = next, ExpressionParser.isDependent(scalar) {
      text.append(scalar.value)
      position += 1
    }
    return .literal(folding: text)
  }

  /// Whether a scalar may become one with what stands before it: marks, voicing marks, parts of Hangul syllables.
  private static func isDependent(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x300: false
    case 0x1160...0x11FF, 0xD7B0...0xD7FF, 0xFF9E...0xFF9F, 0x3099...0x309A: true
    default: scalar.properties.canonicalCombiningClass != .notReordered
    }
  }

  // MARK: Classes

  /// A set before it is known whether it is negated.
  private struct Members {
    var ranges: [ClosedRange<UInt32>] = []
    var folded: [ClosedRange<UInt32>] = []
    var classes: Set<PatternClass> = []

    mutating func add(_ other: Members) {
      ranges += other.ranges
      folded += other.folded
      classes.formUnion(other.classes)
    }

    func set(isNegated: Bool) -> PatternSet {
      PatternSet(ranges: ranges, folded: folded, classes: classes, isNegated: isNegated)
    }

    /// All other scalars.
    var complement: Members {
      if ranges.isEmpty, folded.isEmpty {
        return Members(classes: Set(PatternClass.allCases).subtracting(classes))
      }
      var gaps: [ClosedRange<UInt32>] = []
      var next: UInt32 = 0
      for range in folded.sorted(by: { $0.lowerBound < $1.lowerBound }) {
        if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
        next = range.upperBound + 1
      }
      gaps.append(next...0x10_FFFF)
      return Members(folded: gaps)
    }
  }

  private mutating func parseClass() throws(QuerySyntaxError) -> PatternNode {
    let open = position
    position += 1
    let isNegated = take("^")
    var members = Members()
    var isFirst = true
    while let scalar = next, scalar != "]" || isFirst {
      isFirst = false
      try parseMember(into: &members)
    }
    guard take("]") else {
      throw failure(
        "this class is never closed: add ], or write \\[ for the character itself",
        at: open..<open + 1)
    }
    return .set(members.set(isNegated: isNegated))
  }

  private mutating func parseMember(into members: inout Members) throws(QuerySyntaxError) {
    let place = position
    if next == "[", position + 1 < end, scalars[position + 1] == ":" {
      throw failure(
        "classes have no names of this kind: write \\d, \\w, \\s or \\p{Han}, "
          + "or \\[ for the character itself",
        at: place..<place + 2)
    }
    guard let low = try parseMemberScalar(into: &members) else { return }
    // A hyphen before the end is itself.
    guard next == "-", position + 1 < end, scalars[position + 1] != "]" else {
      members.ranges.append(low.value...low.value)
      return
    }
    position += 1
    var unused = Members()
    guard let high = try parseMemberScalar(into: &unused) else {
      throw failure(
        "a class is no end of a range: write \\- for the hyphen itself", at: place..<position)
    }
    guard low.value <= high.value else {
      throw failure(
        "this range ends before it begins: exchange the two, or write \\- for the hyphen itself",
        at: place..<position)
    }
    members.ranges.append(low.value...high.value)
  }

  /// A scalar, or nil for a class, which is added.
  private mutating func parseMemberScalar(into members: inout Members) throws(QuerySyntaxError)
    -> Unicode.Scalar?
  {
    guard scalars[position] == "\\" else {
      position += 1
      return scalars[position - 1]
    }
    let place = position
    switch try parseEscape() {
    case .scalar(let scalar): return scalar
    case .set(let set):
      members.add(set)
      return nil
    case .assertion:
      throw failure(
        "this is a place and no character: write it outside of the brackets",
        at: place..<position)
    }
  }

  // MARK: Escapes

  private enum Escape {
    case scalar(Unicode.Scalar)
    case set(Members)
    case assertion(PatternAssertion)
  }

  private mutating func parseEscape() throws(QuerySyntaxError) -> Escape {
    let place = position
    position += 1
    // The tokenizer has seen that something follows.
    guard let scalar = next else {
      throw failure(
        "there is nothing after the backslash: write \\\\ for the character itself",
        at: place..<position)
    }
    position += 1
    switch scalar {
    case "d": return .set(Members(classes: [.digit]))
    case "D": return .set(Members(classes: [.digit]).complement)
    case "s": return .set(Members(classes: [.space]))
    case "S": return .set(Members(classes: [.space]).complement)
    case "w": return .set(Members(classes: PatternClass.word))
    case "W": return .set(Members(classes: PatternClass.word).complement)
    case "b": return .assertion(.wordEdge)
    case "B": return .assertion(.noWordEdge)
    case "A": return .assertion(.blockStart)
    case "z": return .assertion(.blockEnd)
    case "n", "r", "t": return .scalar(" ")
    case "p", "P":
      let members = try parseProperty(from: place)
      return .set(scalar == "P" ? members.complement : members)
    case "x", "u": return .scalar(try parseHexadecimal(digits: scalar == "x" ? 2 : 4, from: place))
    case "1"..."9":
      throw failure(
        "expressions here do not look back at what a group found", at: place..<position)
    case "0", "a"..."z", "A"..."Z":
      throw failure(
        "there is no such escape: write the character without the backslash", at: place..<position)
    default: return .scalar(scalar)
    }
  }

  private static let properties: [String: Members] = [
    "han": Members(folded: [
      0x3005...0x3007, 0x3021...0x3029, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
      0x2_0000...0x3_FFFD,
    ]),
    "hiragana": Members(folded: [0x3041...0x309F]),
    "katakana": Members(folded: [0x30A0...0x30FF, 0x31F0...0x31FF]),
    "hangul": Members(folded: [0x1100...0x11FF, 0x3131...0x318E, 0xAC00...0xD7A3]),
    "latin": Members(folded: [0x61...0x7A, 0xDF...0xF6, 0xF8...0x24F, 0x1E00...0x1EFF]),
    "l": Members(classes: [.letter, .mark, .han]),
    "letter": Members(classes: [.letter, .mark, .han]),
    "n": Members(classes: [.digit]), "number": Members(classes: [.digit]),
    "p": Members(classes: [.punctuation, .lowLine]),
    "punctuation": Members(classes: [.punctuation, .lowLine]),
    "s": Members(classes: [.symbol]), "symbol": Members(classes: [.symbol]),
  ]

  private mutating func parseProperty(from place: Int) throws(QuerySyntaxError) -> Members {
    var name = ""
    if take("{") {
      while let scalar = next, scalar != "}", name.utf8.count < 32 {
        name.unicodeScalars.append(scalar)
        position += 1
      }
      if !take("}") { name = "" }
    } else if let scalar = next {
      name.unicodeScalars.append(scalar)
      position += 1
    }
    guard let members = ExpressionParser.properties[name.lowercased()] else {
      throw failure(
        "there is no such class: write \\p{Han}, \\p{Hiragana}, \\p{Katakana}, \\p{Hangul}, "
          + "\\p{Latin}, \\p{L}, \\p{N}, \\p{P} or \\p{S}",
        at: place..<position)
    }
    return members
  }

  private mutating func parseHexadecimal(digits: Int, from place: Int) throws(QuerySyntaxError)
    -> Unicode.Scalar
  {
    let isBraced = take("{")
    var value: UInt32 = 0
    var count = 0
    while count < (isBraced ? 6 : digits), let scalar = next,
      let digit = Character(scalar).hexDigitValue, scalar.isASCII
    {
      value = value << 4 | UInt32(digit)
      position += 1
      count += 1
    }
    guard count > 0, isBraced ? take("}") : count == digits, let scalar = Unicode.Scalar(value)
    else {
      throw failure(
        "this is no code point: write \\x41, \\u4E2D or \\u{20BB7}", at: place..<position)
    }
    return scalar
  }

  private func failure(_ message: String, at range: Range<Int>) -> QuerySyntaxError {
    QuerySyntaxError(message, at: range, in: source)
  }
}
