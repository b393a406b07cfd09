/// What a block of text is on its page.
public enum Role: UInt8, Sendable, CaseIterable {
  /// The whole of `<title>`.
  case title = 1
  /// A heading of what the page is about.
  case heading = 2
  /// What the page is about.
  case body = 3
  /// Everything around it: navigation, notices, related links, footers.
  case furniture = 4
}

/// A run of text that a reader sees as one: a paragraph, a cell, a list item, a line of a poem.
public struct Block: Sendable, Equatable {
  public var role: Role
  /// The bytes of `Page.text` that are this block; never empty.
  public var range: Range<Int>

  public init(role: Role, range: Range<Int>) {
    self.role = role
    self.range = range
  }
}

/// One HTML page as a reader sees it: runs of text with their roles, and what it says of itself.
///
///     let page = Page(html: Array("<title>引得</title><p><b>中</b>国<p>天气".utf8))
///     page.title                                     // "引得"
///     page.blocks.map { String(decoding: page.text[$0.range], as: UTF8.self) }
///                                                    // ["引得", "中国", "天气"]
///
/// The text of all blocks is one array, in reading order, nothing between them:
///
///     text    引得中国天气
///     blocks  title 0..<6, body 6..<12, body 12..<18
///
/// No control characters are in it but the line feed (in preformatted text). Making a page takes
/// time proportional to its length. `Documentation/Pages.md` has the rules and their reasons.
public struct Page: Sendable {
  /// The UTF-8 of all blocks, one after another.
  public var text: [UInt8]
  /// In reading order, the title first.
  public var blocks: [Block]
  /// For display: `<title>` without the name of the site where that is certain; if there is no
  /// title, the first heading; else empty.
  public var title: String
  /// When the page was published, as far as it says so; `Documentation/Pages.md` has the order of the
  /// places that are asked.
  public var date: CalendarDate?
  public var author: String?
  public var description: String?
  public var keywords: String?
  public var siteName: String?
  public var canonicalURL: String?
  /// A tag of BCP 47: what the text shows, else what the page says.
  public var language: String?
  public var encoding: EncodingReport

  /// Reads a page. Never fails: any bytes give a page, if perhaps one without text.
  ///
  /// - Parameters:
  ///   - bytes: the file as it is, in any encoding.
  ///   - transportLabel: the encoding that the server named, if one did.
  ///   - path: the page's address or path, which may tell its date; empty when it is not known.
  public init(html bytes: [UInt8], transportLabel: String? = nil, path: [UInt8] = []) {
    let decoded = TextDecoder.decode(bytes, transportLabel: transportLabel)
    self.init(decoded: decoded, path: path)
  }

  init(decoded: DecodedText, path: [UInt8] = []) {
    let (outline, head) = Page.outline(decoded.utf8, isXML: path.hasXHTMLEnding)
    let roles = RoleClassifier.roles(of: outline, head: head, source: decoded.utf8)

    var text: [UInt8] = []
    text.reserveCapacity(outline.bytes.count + head.title.count)
    var blocks: [Block] = []
    blocks.reserveCapacity(outline.blocks.count + 1)
    let title = Metadata.collapsed(head.title)
    if !title.isEmpty {
      text.append(contentsOf: title)
      blocks.append(Block(role: .title, range: 0..<text.count))
    }
    for (block, role) in zip(outline.blocks, roles) {
      let start = text.count
      text.append(contentsOf: outline.bytes[block.range])
      blocks.append(Block(role: role, range: start..<text.count))
    }
    let metadata = Metadata(
      head, source: decoded.utf8, outline: outline, roles: roles, path: path)
    self.text = text
    self.blocks = blocks
    self.title = metadata.title
    date = metadata.date
    author = metadata.author
    description = metadata.description
    keywords = metadata.keywords
    siteName = metadata.siteName
    canonicalURL = metadata.canonicalURL
    language = metadata.language
    encoding = decoded.encoding
  }

  /// The markup is gone when this returns: on a giant page it would stand beside all that follows.
  private static func outline(_ source: [UInt8], isXML: Bool) -> (Outline, Head) {
    let clean = MarkupScanner.clean(source, isXML: isXML)
    let builder = BlockBuilder(clean)
    SAXParser.parse(clean.markup, into: builder)
    builder.finish()
    return (Outline(builder), clean.head)
  }
}

extension [UInt8] {
  /// `page.xhtml`, also with a query behind it.
  fileprivate var hasXHTMLEnding: Bool {
    let stem = prefix { $0 != UInt8(ascii: "?") }
    return stem.suffix(6).map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }.elementsEqual(".xhtml".utf8)
  }
}
