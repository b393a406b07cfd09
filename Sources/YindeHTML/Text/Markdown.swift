/// Markdown as HTML, for the parser of pages: enough of CommonMark and GitHub's tables that the text is a reader's
/// text without signs. Where CommonMark's precedence decides only how something looks, it is not followed.
///
/// Every line is read a bounded number of times, whatever it holds: a library was weighed
/// (`Documentation/Inputs.md`).
struct Markdown {
  private(set) var html: [UInt8] = []
  private let source: [UInt8]
  private var lines: [Range<Int>] = []
  /// Lines of the paragraph that is open.
  private var paragraph: [Range<Int>] = []
  private var isInList = false

  init(_ source: [UInt8]) {
    self.source = source
    html.reserveCapacity(source.count + source.count / 4)
    splitLines()
    var at = frontMatter()
    while at < lines.count { at = block(at) }
    closeParagraph()
  }

  private mutating func splitLines() {
    var start = 0
    while start < source.count {
      var end = start
      while end < source.count, source[end] != 0x0A, source[end] != 0x0D { end += 1 }
      lines.append(start..<end)
      start = end + 1
      if end + 1 < source.count, source[end] == 0x0D, source[end + 1] == 0x0A { start += 1 }
    }
  }

  // MARK: Front matter

  /// YAML between `---` lines: title, date, author and description go into the head.
  private mutating func frontMatter() -> Int {
    guard lines.count > 2, isLine(lines[0], "---") else { return 0 }
    guard
      let end = lines[1...].prefix(200).firstIndex(where: { isLine($0, "---") || isLine($0, "...") }
      )
    else { return 0 }
    for line in lines[1..<end] {
      let text = String(decoding: source[line], as: UTF8.self)
      guard let colon = text.firstIndex(of: ":") else { continue }
      let key = text[..<colon].lowercased()
      var value = text[text.index(after: colon)...].drop { $0 == " " }[...]
      while value.last == " " { value.removeLast() }
      if let quote = value.first, quote == "\"" || quote == "'", value.count > 1,
        value.last == quote
      {
        value = value.dropFirst().dropLast()
      }
      guard !value.isEmpty else { continue }
      let escaped = value.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        .replacing("\"", with: "&quot;")
      switch key {
      case "title": append("<title>\(escaped)</title>")
      case "date", "author", "description", "keywords":
        append("<meta name=\(key) content=\"\(escaped)\">")
      default: break
      }
    }
    return end + 1
  }

  // MARK: Blocks

  /// Reads the block that begins at a line, or adds the line to the open paragraph; the next line's number.
  private mutating func block(_ at: Int) -> Int {
    var line = lines[at]
    let indent = skipIndent(&line)
    if line.isEmpty {
      closeParagraph()
      return at + 1
    }
    if indent >= 4, paragraph.isEmpty, !isInList { return indentedCode(at) }
    // Marks of quotations and lists, one inside the other.
    var isItem = false
    while let content = containerContent(line) {
      if !isItem { closeParagraph() }
      isItem = true
      isInList = isInList || source[line.lowerBound] != UInt8(ascii: ">")
      line = content
      _ = skipIndent(&line)
    }
    if !isItem, indent == 0, paragraph.isEmpty { isInList = false }
    guard !line.isEmpty else { return at + 1 }
    if let fence = fence(line) { return fencedCode(at, line, fence) }
    if let level = headingLevel(line) {
      closeParagraph()
      heading(level, line)
      return at + 1
    }
    if let level = underline(line), !paragraph.isEmpty {
      let text = paragraph
      paragraph = []
      append("<h\(level)>")
      inline(text)
      append("</h\(level)>\n")
      return at + 1
    }
    if isBreak(line) {
      closeParagraph()
      return at + 1
    }
    if beginsHTML(line), paragraph.isEmpty { return rawHTML(at, line) }
    if paragraph.isEmpty, isDefinition(line) { return at + 1 }
    if paragraph.count == 1, isTableRule(line), contains(paragraph[0], UInt8(ascii: "|")) {
      return table(at)
    }
    paragraph.append(line)
    return at + 1
  }

  private mutating func closeParagraph() {
    guard !paragraph.isEmpty else { return }
    append("<p>")
    let text = paragraph
    paragraph = []
    inline(text)
    append("</p>\n")
  }

  private mutating func heading(_ level: Int, _ line: Range<Int>) {
    var end = line.upperBound
    while end > line.lowerBound, source[end - 1] == 0x20 || source[end - 1] == 0x09 { end -= 1 }
    var mark = end
    while mark > line.lowerBound + level, source[mark - 1] == UInt8(ascii: "#") { mark -= 1 }
    if mark < end, source[mark - 1] == 0x20 { end = mark }
    append("<h\(level)>")
    inline([(line.lowerBound + level)..<max(end, line.lowerBound + level)])
    append("</h\(level)>\n")
  }

  private mutating func indentedCode(_ at: Int) -> Int {
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

  private mutating func fencedCode(
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
  private mutating func rawHTML(_ at: Int, _ line: Range<Int>) -> Int {
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

  private mutating func table(_ at: Int) -> Int {
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

  // MARK: Output

  private mutating func append(_ text: String) { html += Array(text.utf8) }

  private mutating func inline(_ lines: [Range<Int>]) {
    var inline = MarkdownInline(source, lines)
    inline.write(to: &html)
  }

  private mutating func appendEscaped(_ range: Range<Int>) {
    for byte in source[range] { html.append(escaping: byte) }
  }

  // MARK: What lines are

  /// Drops leading white space; its columns.
  private func skipIndent(_ line: inout Range<Int>) -> Int {
    var columns = 0
    var at = line.lowerBound
    while at < line.upperBound, source[at] == 0x20 || source[at] == 0x09 || source[at] == 0x0C {
      columns += source[at] == 0x09 ? 4 - columns % 4 : 1
      at += 1
    }
    line = at..<line.upperBound
    return columns
  }

  private func byte(_ at: Int, _ line: Range<Int>) -> UInt8 {
    at < line.upperBound ? source[at] : 0
  }

  /// What follows `>`, `- `, `1. `, `[ ] ` or `[^1]: `; nil when there is none of them.
  private func containerContent(_ line: Range<Int>) -> Range<Int>? {
    var at = line.lowerBound
    guard at < line.upperBound else { return nil }
    switch source[at] {
    case UInt8(ascii: ">"): return (at + 1)..<line.upperBound
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"):
      guard byte(at + 1, line) <= 0x20, !isBreak(line) else { return nil }
      at += 1
    case 0x30...0x39:
      while at < line.upperBound, at - line.lowerBound < 10, source[at] >= 0x30, source[at] <= 0x39
      {
        at += 1
      }
      let mark = byte(at, line)
      guard mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")"), byte(at + 1, line) <= 0x20
      else { return nil }
      at += 1
    case UInt8(ascii: "["):
      guard byte(at + 1, line) == UInt8(ascii: "^"),
        let end = source[line].prefix(100).firstIndex(of: UInt8(ascii: "]")),
        byte(end + 1, line) == UInt8(ascii: ":")
      else { return nil }
      return (end + 2)..<line.upperBound
    default: return nil
    }
    // A list item may begin with a box to tick.
    let rest = source[min(at + 1, line.upperBound)..<line.upperBound]
    for box in ["[ ] ", "[x] ", "[X] "] where rest.starts(with: box.utf8) { at += 4 }
    return min(at, line.upperBound)..<line.upperBound
  }

  private func headingLevel(_ line: Range<Int>) -> Int? {
    let level = source[line].prefix { $0 == UInt8(ascii: "#") }.count
    return level >= 1 && level <= 6 && byte(line.lowerBound + level, line) <= 0x20 ? level : nil
  }

  private func underline(_ line: Range<Int>) -> Int? {
    let text = trimmedEnd(line)
    if source[text].allSatisfy({ $0 == UInt8(ascii: "=") }) { return 1 }
    return source[text].allSatisfy { $0 == UInt8(ascii: "-") } ? 2 : nil
  }

  private func isBreak(_ line: Range<Int>) -> Bool {
    guard let mark = source[line].first,
      mark == UInt8(ascii: "-") || mark == UInt8(ascii: "*") || mark == UInt8(ascii: "_")
    else { return false }
    var count = 0
    for byte in source[line] {
      if byte == mark { count += 1 } else if byte > 0x20 { return false }
    }
    return count >= 3
  }

  private func fence(_ line: Range<Int>) -> (byte: UInt8, count: Int)? {
    guard let mark = source[line].first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~")
    else { return nil }
    let count = source[line].prefix { $0 == mark }.count
    guard count >= 3 else { return nil }
    let info = source[(line.lowerBound + count)..<line.upperBound]
    return mark == UInt8(ascii: "`") && info.contains(mark) ? nil : (mark, count)
  }

  private func beginsHTML(_ line: Range<Int>) -> Bool {
    guard byte(line.lowerBound, line) == UInt8(ascii: "<") else { return false }
    let next = byte(line.lowerBound + 1, line)
    let isName = (next | 0x20) >= 0x61 && (next | 0x20) <= 0x7A
    guard isName else { return next == UInt8(ascii: "/") || next == UInt8(ascii: "!") }
    // `<https://…>` is a link.
    let name = source[(line.lowerBound + 1)..<line.upperBound].prefix {
      ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D
    }
    let after = byte(name.endIndex, line)
    return after <= 0x20 || after == UInt8(ascii: ">") || after == UInt8(ascii: "/")
  }

  /// `[name]: address "title"`
  private func isDefinition(_ line: Range<Int>) -> Bool {
    guard byte(line.lowerBound, line) == UInt8(ascii: "["),
      let end = source[line].prefix(1000).firstIndex(of: UInt8(ascii: "]"))
    else { return false }
    return end > line.lowerBound + 1 && byte(end + 1, line) == UInt8(ascii: ":")
  }

  private func isTableRule(_ line: Range<Int>) -> Bool {
    let marks = Array("|-: \t".utf8)
    return contains(line, UInt8(ascii: "-")) && contains(line, UInt8(ascii: "|"))
      && source[line].allSatisfy { marks.contains($0) }
  }

  private func contains(_ line: Range<Int>, _ byte: UInt8) -> Bool { source[line].contains(byte) }

  private func isEscaped(_ at: Int, from start: Int) -> Bool {
    at > start && source[at - 1] == UInt8(ascii: "\\")
  }

  private func trimmedEnd(_ line: Range<Int>) -> Range<Int> {
    var end = line.upperBound
    while end > line.lowerBound, source[end - 1] <= 0x20 { end -= 1 }
    return line.lowerBound..<end
  }

  private func isLine(_ line: Range<Int>, _ text: String) -> Bool {
    source[trimmedEnd(line)].elementsEqual(text.utf8)
  }

  private func occurs(_ text: String, in line: Range<Int>) -> Bool {
    let text = Array(text.utf8)
    guard line.count >= text.count else { return false }
    return (line.lowerBound...(line.upperBound - text.count)).contains { at in
      source[at..<(at + text.count)].elementsEqual(text) { $0 == $1 || $0 | 0x20 == $1 }
    }
  }
}

extension [UInt8] {
  /// Appends a byte of text to HTML.
  mutating func append(escaping byte: UInt8) {
    switch byte {
    case UInt8(ascii: "<"): self += Array("&lt;".utf8)
    case UInt8(ascii: "&"): self += Array("&amp;".utf8)
    default: append(byte)
    }
  }
}

extension Page {
  /// Reads Markdown in any encoding. All of its text was written to be read: none of it is furniture.
  ///
  /// - Complexity: O(n).
  public init(markdown bytes: [UInt8], transportLabel: String? = nil) {
    let decoded = TextDecoder.decode(bytes, transportLabel: transportLabel)
    let html = Markdown(decoded.utf8).html
    self.init(decoded: DecodedText(utf8: html, encoding: decoded.encoding))
    for place in blocks.indices where blocks[place].role == .furniture {
      blocks[place].role = .body
    }
  }
}
