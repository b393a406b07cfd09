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

  /// - Parameter path: where the page lies: the last to be asked for a date.
  init(_ head: Head, source: [UInt8], outline: Outline, roles: [Role], path: [UInt8]) {
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
    let declared = (head.language.isEmpty ? meta(.language) : head.language).map(Self.string)
    language = LanguageDetector.language(of: outline, roles: roles, declared: declared)
    title = Self.string(
      Self.title(
        Self.collapsed(head.title), site: site, social: meta(.title), outline, roles))
    let reader = ArticleReader(outline: outline, roles: roles)
    date = DateChoice(
      head: head, source: source, marks: outline.marks, reader: reader, path: path,
      language: language
    ).date()
    let generator = meta(.generator)
    author =
      meta(.author).flatMap { Self.person($0, generator: generator) }
      ?? Self.json("author", head, source).flatMap { Self.person(Array($0.utf8)) }
      ?? meta(.socialAuthor).flatMap { Self.person($0) }
      ?? reader.author()
  }

  // MARK: Title

  private static func title(
    _ title: [UInt8], site: [UInt8]?, social: [UInt8]?, _ outline: Outline, _ roles: [Role]
  ) -> [UInt8] {
    // A heading in the furniture (相关文章) is none of the page.
    let headings = zip(outline.blocks, roles).filter { block, role in
      block.place.headingLevel == 1 || (block.place.headingLevel > 0 && role != .furniture)
    }.map(\.0)
    // `- 某某网`: a template without its title.
    guard !title.isEmpty, !TitleSuffix.isNothingButASite(title) else {
      let heading = headings.first { $0.place.headingLevel == 1 } ?? headings.first
      return heading.map { collapsed(Array(outline.bytes[$0.range])) } ?? social ?? []
    }
    if TitleSuffix.isPlaceholder(title), let heading = headings.first {
      return collapsed(Array(outline.bytes[heading.range]))
    }
    // A part of the title that stands alone somewhere on the page, as heading or otherwise. A
    // link does not count: the site's name is one on every page.
    var witnesses: [ArraySlice<UInt8>] = []
    for block in outline.blocks.prefix(400)
    where block.range.count <= title.count && block.linkBytes * 2 <= block.range.count {
      witnesses.append(outline.bytes[block.range])
    }
    // The same text once more tells nothing about its parts.
    if let social, social != title { witnesses.append(social[...]) }
    if let site { witnesses.removeAll { $0.elementsEqual(site) } }
    return TitleSuffix.removed(from: title, siteName: site, witnesses: witnesses)
  }

  static func json(_ key: String, _ head: Head, _ source: [UInt8]) -> String? {
    for range in head.json {
      if let text = JSONField.string(key, in: source, range) {
        let text = string(collapsed(Array(text.utf8)))
        if !text.isEmpty { return text }
      }
    }
    return nil
  }

  // MARK: Text

  /// An author's name as the page gives it; not the number or the address that some put there, and
  /// not the makers of the software that made the page.
  private static func person(_ text: [UInt8], generator: [UInt8]? = nil) -> String? {
    if let product = generator?.split(separator: 0x20).first, product.count >= 4,
      text.starts(with: product)
    {
      return nil
    }
    let name = string(text)
    if text.allSatisfy(\.isASCIIDigit) || name.contains("://") { return nil }
    return ArticleReader.withoutOffice(name)
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
