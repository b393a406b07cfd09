public import YindeAnalysis

/// One node of a query's tree.
///
/// ```
/// 商汤 "人脸 识别" -title:游戏        group
///                                 ├─ should   word(商汤)
///                                 ├─ should   phrase(人脸 识别)
///                                 └─ mustNot  field(title, word(游戏))
/// ```
///
/// The parser builds only some of the trees that this type can hold. In a tree of the parser
/// - a word, a phrase and a prefix are not empty, and a phrase is not white space alone;
/// - ``any(_:)`` and ``all(_:)`` have two operands or more;
/// - a group has a clause that is not an exclusion, and, except at the root, is more than a single
///   `should` clause (parentheses around one thing change nothing and leave no trace);
/// - no field stands inside another;
/// - in `date` and `lang` all text is words in canonical form: `2023-05`, `zh-hant`.
///
/// For these trees ``description`` is exact: it parses to the same tree. The depth of a tree is at
/// most a small multiple of ``Query/maximumDepth``, so a recursive walk is safe.
public indirect enum QueryNode: Sendable, Equatable {
  /// Text without quotation marks. White space is in it only if it was escaped.
  case word(String)

  /// A string to be found as it stands, from `"…"` or `“…”`; no white space at its ends.
  case phrase(String)

  /// A word that begins like this, from `libre*`; the star is not part of the text.
  case prefix(String)

  /// A word with wildcards, from `张?丰` and `第*条`. Neighbouring texts are one, and so are neighbouring stars.
  case wildcard([WildcardPart])

  /// A regular expression without its slashes, from `/第[0-9]+条/`; ``ExpressionParser/tree(_:)`` has its tree.
  case expression(String)

  /// A node to be looked for in one field only.
  case field(QueryField, QueryNode)

  /// Clauses side by side.
  case group([Clause])

  /// `a OR b`: one operand at least.
  case any([QueryNode])

  /// `a AND b`: every operand.
  case all([QueryNode])
}

/// A part of a group, and what it asks of a page.
public struct Clause: Sendable, Equatable {
  public var occur: Occur
  public var node: QueryNode

  public init(_ occur: Occur, _ node: QueryNode) {
    self.occur = occur
    self.node = node
  }
}

/// What a clause asks of a page.
public enum Occur: Sendable {
  /// Counts for the page when it matches.
  case should
  /// The page has to match: `+x`.
  case must
  /// The page must not match: `-x`, `NOT x`.
  case mustNot
}

/// What a field clause looks at: `title:`, `site:`, `path:`, `date:`, `lang:`.
public enum QueryField: String, Sendable, CaseIterable {
  /// The page's title.
  case title
  /// The host that the page came from.
  case site
  /// The page's path in the indexed folder.
  case path
  /// The day or month that the page is dated; the value is a ``DateRange``.
  case date
  /// The language that the page is written in; the value is a ``LanguageTag``.
  case lang

  /// Whether the field's text is matched character by character and not as analysed words.
  ///
  /// In such a field a star at the end makes a prefix of any text: `path:新闻/*`.
  public var isLiteral: Bool { self == .site || self == .path }

  /// Whether the field's values have a form of their own, in which there are no stars.
  public var hasForm: Bool { self == .date || self == .lang }
}
