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
    func meta(_ keys: MetaKey...) -> String? {
      for key in keys {
        for (other, value) in head.metas where other == key {
          let text = Self.collapsed(value)
          if !text.isEmpty { return String(decoding: text, as: UTF8.self) }
        }
      }
      return nil
    }
    title = String(decoding: Self.collapsed(head.title), as: UTF8.self)
    description = meta(.description, .socialDescription)
    keywords = meta(.keywords)
    siteName = meta(.siteName, .applicationName)
    author = meta(.author, .socialAuthor)
    canonicalURL = head.canonical.isEmpty ? nil : String(decoding: head.canonical, as: UTF8.self)
    language =
      head.language.isEmpty ? meta(.language) : String(decoding: head.language, as: UTF8.self)
  }

  /// Text on one line: white space collapsed, control characters dropped.
  static func collapsed(_ text: [UInt8]) -> [UInt8] {
    var run = TextRun()
    run.append(text.span, isLink: false)
    run.endRun(BlockPlace(container: 0))
    guard let block = run.blocks.first else { return [] }
    return Array(run.bytes[block.range])
  }
}
