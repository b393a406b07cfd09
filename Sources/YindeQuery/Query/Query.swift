/// What somebody typed into the search box, understood.
///
/// ```swift
/// let query = try Query(parsing: "商汤 +裁员 -游戏 title:(公告 OR 声明)")
/// query.description  // 商汤 +裁员 -游戏 title:(公告 OR 声明)
/// ```
///
/// A query is a tree, and its root is always a ``QueryNode/group(_:)``: the clauses of the top
/// level, one of them at least not an exclusion. The tree says nothing about an index. Words are
/// kept as they were typed; analysing them into terms is the work of whoever runs the query.
///
/// `Documentation/QueryLanguage.md` is the specification of the syntax.
///
/// ### Errors
/// A query that could be read in two ways is refused with a ``QuerySyntaxError`` that shows the
/// place and says what to write. No input traps, and none takes more than linear time: the length,
/// the depth and the number of clauses have limits.
public struct Query: Sendable, Equatable {
  /// The query as it was typed.
  public let source: String

  /// The clauses of the top level, a ``QueryNode/group(_:)``.
  public let root: QueryNode

  /// The order that the query asks for by `sort:`; nil when it says nothing.
  public let sort: SortOrder?

  /// The longest query that is read, in bytes of UTF-8.
  ///
  /// A pasted paragraph fits many times over, and the worst query still parses in milliseconds.
  public static let maximumByteCount = 65_536

  /// The largest number of words, phrases, prefixes and groups in a query.
  public static let maximumClauseCount = 1_024

  /// The deepest nesting of groups, so that no walk over the tree can exhaust the stack.
  public static let maximumDepth = 64

  /// Reads a query.
  ///
  /// - Complexity: O(*n*) in the length of the query.
  /// - Throws: ``QuerySyntaxError`` when the query is not in the language, or too large.
  public init(parsing source: String) throws(QuerySyntaxError) {
    guard source.utf8.count <= Query.maximumByteCount else {
      throw QuerySyntaxError(
        "the query is longer than \(Query.maximumByteCount) bytes: shorten it",
        at: 0..<0, in: source)
    }
    let scalars = Array(source.unicodeScalars)
    var tokenizer = QueryTokenizer(scalars, source: source)
    let tokens = try tokenizer.tokenize()
    var parser = QueryParser(tokens: tokens, scalars: scalars, source: source)
    self.root = try parser.parseQuery()
    self.sort = parser.sort
    self.source = source
  }
}

extension Query: CustomStringConvertible {
  /// The query in its canonical form, which parses to the same tree.
  ///
  /// One space between clauses, signs rather than `NOT`, `OR` rather than `|`, straight quotes, no
  /// parentheses that change nothing, and a backslash wherever text would be taken for syntax.
  /// Dates and languages are in one form; `sort:` stands at the end.
  public var description: String {
    sort.map { "\(root.description) sort:\($0.rawValue)" } ?? root.description
  }
}
