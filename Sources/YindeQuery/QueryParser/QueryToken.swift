/// A piece of a query, and where it stands.
struct QueryToken {
  enum Kind {
    /// Text without its escapes, and which of its scalars are `*` and `?` that were not escaped, ascending.
    case word(String, signs: [Int])
    /// A regular expression without its slashes.
    case expression(String)
    case phrase(String)
    /// A field's name with its colon; the value follows directly, or is missing.
    case field(QueryField)
    /// `sort:`; the order follows directly, or is missing.
    case sort
    /// `+` or `-`; what it applies to follows directly.
    case sign(Occur)
    case open
    case close
    case `operator`(Syntax.Operator)
  }

  var kind: Kind
  /// In scalars of the query, as all places are.
  var range: Range<Int>
}
