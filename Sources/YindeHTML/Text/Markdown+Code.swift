// Blocks that go into the page as they are: code and HTML.

extension Markdown {
  mutating func indentedCode(_ at: Int) -> Int {
    append("<pre>")
    var next = at
    while next < lines.count {
      var line = lines[next]
      guard skipIndent(&line) >= 4 || line.isEmpty else { break }
      appendEscaped(line)
      html.append(0x0A)
      next += 1
    }
    append("</pre>\n")
    return next
  }

  mutating func fencedCode(
    _ at: Int, _ line: Range<Int>, _ fence: (byte: UInt8, count: Int)
  ) -> Int {
    closeParagraph()
    append("<pre>")
    var next = at + 1
    while next < lines.count {
      var line = lines[next]
      _ = skipIndent(&line)
      if let end = self.fence(line), end.byte == fence.byte, end.count >= fence.count,
        source[line].allSatisfy({ $0 == fence.byte || $0 <= 0x20 })
      {
        next += 1
        break
      }
      appendEscaped(lines[next])
      html.append(0x0A)
      next += 1
    }
    append("</pre>\n")
    return next
  }

  /// HTML goes to the parser as it is, up to a blank line, or to the end of what hides blank lines.
  mutating func rawHTML(_ at: Int, _ line: Range<Int>) -> Int {
    let ends = ["<!--": "-->", "<script": "</script>", "<pre": "</pre>", "<style": "</style>"]
    let start = String(decoding: source[line].prefix(8), as: UTF8.self).lowercased()
    let end = ends.first { start.hasPrefix($0.key) }?.value
    var next = at
    while next < lines.count {
      let line = lines[next]
      if end == nil, source[line].allSatisfy({ $0 <= 0x20 }) { break }
      html += source[line]
      html.append(0x0A)
      next += 1
      if let end, occurs(end, in: line) { break }
    }
    return next
  }
}
