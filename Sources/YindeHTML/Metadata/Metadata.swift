/// What a page says of itself.
struct Metadata: Sendable {
  var title = ""
  var date: CalendarDate?
  var author: String?
  var description: String?
  var keywords: String?
  var siteName: String?
  var canonicalURL: String?
  var language: String?

  init(_ head: Head, source: [UInt8], outline: Outline, roles: [Role]) {
    func meta(_ keys: MetaKey...) -> [UInt8]? {
      for key in keys {
        for (other, value) in head.metas where other == key {
          let text = Self.collapsed(value)
          if !text.isEmpty { return text }
        }
      }
      return nil
    }
    let site = meta(.siteName, .applicationName)
    description = meta(.description, .socialDescription).map(Self.string)
    keywords = meta(.keywords).map(Self.string)
    siteName = site.map(Self.string)
    canonicalURL = head.canonical.isEmpty ? nil : Self.string(Self.collapsed(head.canonical))
    language = (head.language.isEmpty ? meta(.language) : head.language).map(Self.string)
    title = Self.string(
      Self.title(Self.collapsed(head.title), site: site, social: meta(.title), outline))
    let reader = ArticleReader(outline: outline, roles: roles)
    date = Self.declaredDate(head, source, outline.marks) ?? reader.visibleDate()
    author =
      meta(.author).flatMap(Self.person) ?? Self.json("author", head, source)
      ?? meta(.socialAuthor).flatMap(Self.person)
      ?? reader.author()
  }

  // MARK: Title

  private static func title(
    _ title: [UInt8], site: [UInt8]?, social: [UInt8]?, _ outline: Outline
  ) -> [UInt8] {
    let headings = outline.blocks.lazy.filter { $0.place.headingLevel > 0 }
    guard !title.isEmpty else {
      let heading = headings.first { $0.place.headingLevel == 1 } ?? headings.first
      return heading.map { collapsed(Array(outline.bytes[$0.range])) } ?? social ?? []
    }
    // A part of the title that stands alone somewhere on the page, as heading or otherwise. A
    // link does not count: the site's name is one on every page.
    var witnesses: [ArraySlice<UInt8>] = []
    for block in outline.blocks.prefix(400)
    where block.range.count <= title.count && block.linkBytes * 2 <= block.range.count {
      witnesses.append(outline.bytes[block.range])
    }
    if let social { witnesses.append(social[...]) }
    if let site { witnesses.removeAll { $0.elementsEqual(site) } }
    return TitleSuffix.removed(from: title, siteName: site, witnesses: witnesses)
  }

  // MARK: Date

  private static func declaredDate(_ head: Head, _ source: [UInt8], _ marks: Marks) -> CalendarDate?
  {
    func meta(_ key: MetaKey) -> CalendarDate? {
      for (other, value) in head.metas where other == key {
        if let date = DateText.first(in: value, compact: true) { return date }
      }
      return nil
    }
    if let date = meta(.published) { return date }
    if let text = json("datePublished", head, source) ?? json("pubDate", head, source),
      let date = DateText.first(in: Array(text.utf8), compact: true)
    {
      return date
    }
    for (value, _) in marks.dateTimes {
      if let date = DateText.first(in: value) { return date }
    }
    return meta(.date)
  }

  private static func json(_ key: String, _ head: Head, _ source: [UInt8]) -> String? {
    for range in head.json {
      if let text = JSONField.string(key, in: source, range) {
        let text = string(collapsed(Array(text.utf8)))
        if !text.isEmpty { return text }
      }
    }
    return nil
  }

  // MARK: Text

  /// An author's name as the page gives it; not the number or the address that some put there.
  private static func person(_ text: [UInt8]) -> String? {
    let name = string(text)
    return text.allSatisfy(\.isASCIIDigit) || name.contains("://") ? nil : name
  }

  private static func string(_ text: [UInt8]) -> String { String(decoding: text, as: UTF8.self) }

  /// Text on one line: white space collapsed, control characters dropped.
  static func collapsed(_ text: [UInt8]) -> [UInt8] {
    var run = TextRun()
    run.append(text.span, isLink: false)
    run.endRun(BlockPlace(container: 0))
    guard let block = run.blocks.first else { return [] }
    return Array(run.bytes[block.range])
  }
}
