/// Reads a page as the HTML standard's tokenizer does and writes markup without its difficulties.
///
/// libxml2 before 2.14 is not an HTML5 parser: a stray `<` swallows text, `<!-->` opens a comment
/// without end, `@click="a > b"` ends the tag too early, `</scrip` ends a script, `template` and
/// `textarea` are ordinary elements, most named references are unknown, and an end tag that meets
/// a `div` nobody closed is ignored, so that a `nav` goes on to the end of the page. The scanner
/// settles all that before libxml2 sees the page: see `CleanMarkup`.
///
/// Every byte is read a bounded number of times; an unfinished construct ends with the page.
struct MarkupScanner {
  /// The page: valid UTF-8.
  let source: [UInt8]
  var position = 0
  var result = CleanMarkup()
  var attributes = Attributes()
  var open: [OpenElement] = []
  var openCounts: InlineArray<96, Int32> = .init(repeating: 0)
  var overflow = 0
  /// Where templates began, in the markup and the tags: what follows is not shown.
  var templates: [(markup: Int, tags: Int)] = []
  /// The line feed after `<pre>` and `<textarea>` is not part of their text.
  var skipsLineFeed = false
  /// The page is XML: `<script src="a"/>` and `<title/>` are whole elements, as browsers have it for `.xhtml`; taken for
  /// HTML they hide the rest of the page. CDATA sections are text.
  let isXML: Bool

  init(_ source: [UInt8], isXML: Bool = false) {
    self.source = source
    self.isXML = isXML || MarkupScanner.hasXMLDeclaration(source)
    // Clean markup is rarely longer than the page.
    result.markup.reserveCapacity(source.count + 256)
    // Without an element around it, libxml2 puts text into a paragraph of its own.
    result.markup.append(contentsOf: "<body>".utf8)
  }

  private static func hasXMLDeclaration(_ source: [UInt8]) -> Bool {
    source.prefix(64).drop { $0.isHTMLSpace }.starts(with: "<?xml ".utf8)
  }

  static func clean(_ source: [UInt8], isXML: Bool = false) -> CleanMarkup {
    var scanner = MarkupScanner(source, isXML: isXML)
    scanner.scan()
    return scanner.result
  }

  private mutating func scan() {
    let end = source.count
    while position < end {
      let start = position
      position = firstIndex(of: UInt8(ascii: "<"), from: start)
      if position > start { emitText(start..<position, references: true) }
      if position < end { scanMarkup() }
    }
    while !templates.isEmpty { closeElement(.template) }
    closeAll()
  }

  /// At a `<`: reads the tag, comment or declaration, or takes the `<` for text.
  private mutating func scanMarkup() {
    let end = source.count
    let next = position + 1
    guard next < end else { return emitLiteralLessThan() }
    switch source[next] {
    case let byte where byte.isASCIILetter:
      scanStartTag()
    case UInt8(ascii: "/"):
      guard next + 1 < end else { return emitLiteralLessThan() }
      if source[next + 1].isASCIILetter {
        scanEndTag()
      } else {
        skipBogusComment(from: next + 1)
      }
    case UInt8(ascii: "!"):
      if matches("--", at: next + 1) {
        skipComment(from: next + 3)
      } else if matches("[CDATA[", at: next + 1), isForeign || isXML {
        scanCharacterData(from: next + 8)
      } else {
        skipBogusComment(from: next + 1)
      }
    case UInt8(ascii: "?"):
      skipBogusComment(from: next)
    default:
      emitLiteralLessThan()
    }
  }

  private mutating func emitLiteralLessThan() {
    result.markup.append(contentsOf: "&lt;".utf8)
    skipsLineFeed = false
    position += 1
  }

  // MARK: Comments

  private mutating func skipBogusComment(from start: Int) {
    position = min(firstIndex(of: UInt8(ascii: ">"), from: start) + 1, source.count)
  }

  /// After `<!--`: to `-->` or `--!>`; `<!-->` and `<!--->` are whole comments.
  private mutating func skipComment(from start: Int) {
    let end = source.count
    if matches(">", at: start) {
      position = start + 1
      return
    }
    if matches("->", at: start) {
      position = start + 2
      return
    }
    var index = start
    while true {
      index = firstIndex(of: UInt8(ascii: "-"), from: index)
      guard index < end else {
        position = end
        return
      }
      if matches("-->", at: index) {
        position = index + 3
        return
      }
      if matches("--!>", at: index) {
        position = index + 4
        return
      }
      index += 1
    }
  }

  /// After `<![CDATA[` in SVG, MathML or XML: text to `]]>`.
  private mutating func scanCharacterData(from start: Int) {
    let end = source.count
    var index = start
    while true {
      index = firstIndex(of: UInt8(ascii: "]"), from: index)
      if index >= end || matches("]]>", at: index) { break }
      index += 1
    }
    emitText(start..<index, references: false)
    position = min(index + 3, end)
  }

  // MARK: Looking at the source

  @inline(__always)
  func firstIndex(of byte: UInt8, from start: Int) -> Int {
    var index = start
    let end = source.count
    while index < end, source[index] != byte { index &+= 1 }
    return index
  }

  @inline(__always)
  func matches(_ text: StaticString, at start: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard source.count - start >= count else { return false }
    return text.withUTF8Buffer { wanted in
      for index in 0..<count where unsafe wanted[index] != source[start + index] { return false }
      return true
    }
  }

  /// Drops what was written since a template began.
  mutating func dropBack(to mark: (markup: Int, tags: Int)) {
    result.markup.removeSubrange(mark.markup...)
    result.tags.removeSubrange(mark.tags...)
  }
}
