/// Markdown as HTML, for the parser of pages: enough of CommonMark and GitHub's tables that the text is a reader's
/// text without signs. Where CommonMark's precedence decides only how something looks, it is not followed.
///
/// Every line is read a bounded number of times, whatever it holds: a library was weighed
/// (`Documentation/Inputs.md`).
struct Markdown {
  var html: [UInt8] = []
  let source: [UInt8]
  private(set) var lines: [Range<Int>] = []
  /// Lines of the paragraph that is open.
  var paragraph: [Range<Int>] = []
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

  mutating func closeParagraph() {
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

  // MARK: Output

  mutating func append(_ text: String) { html += Array(text.utf8) }

  mutating func inline(_ lines: [Range<Int>]) {
    var inline = MarkdownInline(source, lines)
    inline.write(to: &html)
  }

  mutating func appendEscaped(_ range: Range<Int>) {
    for byte in source[range] { html.append(escaping: byte) }
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
