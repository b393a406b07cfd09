extension QuerySyntaxError: CustomStringConvertible {
  /// The message, the query on one line, and a line with a caret under the place.
  ///
  /// Control and format characters, which could move the terminal's cursor or turn the direction
  /// of the text, are shown as U+FFFD, line ends as spaces. Of a query wider than a terminal the
  /// neighbourhood of the place is shown.
  public var description: String {
    let excerpt = QueryExcerpt(query, range: range)
    let caret = "^" + String(repeating: "~", count: max(0, excerpt.markedColumns - 1))
    let margin = String(repeating: " ", count: excerpt.columnsBefore)
    return "\(message)\n  \(excerpt.line)\n  \(margin)\(caret)"
  }
}

/// The part of a query that fits on a line, and where on it the marked range lies.
private struct QueryExcerpt {
  var line = ""
  var columnsBefore = 0
  var markedColumns = 0

  /// What fits on a terminal of 80 columns with the margin and dots at both ends.
  static let maximumColumns = 72

  init(_ query: String, range: Range<Int>) {
    let shown = query.unicodeScalars.map(QueryExcerpt.printable)
    let columns = shown.map(TerminalWidth.columns)
    let lower = min(max(0, range.lowerBound), shown.count)
    let upper = min(max(lower, range.upperBound), shown.count)

    var start = 0
    var end = shown.count
    if columns.reduce(0, +) > QueryExcerpt.maximumColumns {
      start = lower
      var used = 0
      while start > 0, used + columns[start - 1] <= QueryExcerpt.maximumColumns / 2 {
        start -= 1
        used += columns[start]
      }
      end = lower
      while end < shown.count, used + columns[end] <= QueryExcerpt.maximumColumns {
        used += columns[end]
        end += 1
      }
    }

    var text = String.UnicodeScalarView()
    if start > 0 { text.append(contentsOf: "...".unicodeScalars) }
    text.append(contentsOf: shown[start..<end])
    if end < shown.count { text.append(contentsOf: "...".unicodeScalars) }
    line = String(text)
    columnsBefore = (start > 0 ? 3 : 0) + columns[start..<lower].reduce(0, +)
    markedColumns = columns[lower..<max(lower, min(upper, end))].reduce(0, +)
  }

  private static func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if Syntax.isWhiteSpace(scalar) { return scalar == "\u{3000}" ? scalar : " " }
    return switch scalar.properties.generalCategory {
    case .control, .format, .surrogate: "\u{FFFD}"
    default: scalar
    }
  }
}
