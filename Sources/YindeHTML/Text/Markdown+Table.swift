extension Markdown {
  /// A table: its head is the line before the rule at `at`. The next line's number.
  mutating func table(_ at: Int) -> Int {
    let head = paragraph[0]
    paragraph = []
    append("<table>\n")
    row(head)
    var next = at + 1
    while next < lines.count {
      var line = lines[next]
      _ = skipIndent(&line)
      guard !line.isEmpty, containerContent(line) == nil, headingLevel(line) == nil,
        fence(line) == nil
      else { break }
      row(line)
      next += 1
    }
    append("</table>\n")
    return next
  }

  private mutating func row(_ line: Range<Int>) {
    append("<tr>")
    var start = line.lowerBound
    if source[start] == UInt8(ascii: "|") { start += 1 }
    var at = start
    while at <= line.upperBound {
      if at == line.upperBound || (source[at] == UInt8(ascii: "|") && !isEscaped(at, from: start)) {
        append("<td>")
        inline([start..<at])
        append("</td>")
        start = at + 1
      }
      at += 1
    }
    append("</tr>\n")
  }
}
