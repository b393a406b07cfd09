import YindeHTML
import YindeIndex
import YindeQuery

/// What an item became.
struct InputDocument {
  /// Nil when there is none, and nothing to report either.
  var document: SourceDocument?
  /// The page that the document was made of, if it was.
  var page: Page?
  /// Bytes of the page, decompressed.
  var bytes = 0
  /// The item's name did not tell, and its content is no page.
  var isOther = false
  /// What is broken in a page that was read all the same.
  var damage: [String] = []

  /// Reads and parses an item.
  ///
  /// - Parameter file: where the item's file is, if it is one.
  init(_ item: InputItem, _ file: [UInt8], _ counter: ReadCounter?) throws(InputFailure) {
    switch item.content {
    case .problem(let reason): throw InputFailure(reason)
    case .line(let bytes, let range, let number):
      try self.init(line: bytes, range, number: number, prefix: item.path)
    case .file:
      guard item.kind == .webArchive else {
        try self.init(
          page: ByteStream(path: file, counter: counter), item.kind, path: item.path)
        return
      }
      try self.init(ByteStream(path: file, counter: counter), path: item.path)
    case .payload(let payload):
      try self.init(payload.content(), item.kind, path: item.path, label: payload.label)
    case .zipEntry(let archive, let number):
      let content = try archive.content(archive.entries[number])
      if item.kind == .webArchive || content.starts(with: [0x1F, 0x8B]) {
        let stream = ByteStream(content)
        if item.kind == .webArchive {
          try self.init(stream, path: item.path)
        } else {
          try self.init(page: stream, item.kind, path: item.path)
        }
      } else {
        try self.init(content, item.kind, path: item.path)
      }
    }
  }

  /// A page of its own, perhaps compressed.
  private init(page stream: ByteStream, _ kind: InputKind, path: [UInt8]) throws(InputFailure) {
    let (content, damage) = try PageFile.read(stream)
    try self.init(content, kind, path: path)
    if let damage, document != nil { self.damage.append(damage) }
  }

  /// A page of its own.
  init(_ content: [UInt8], _ kind: InputKind, path: [UInt8], label: String? = nil)
    throws(InputFailure)
  {
    bytes = content.count
    guard let page = try PageFile.page(content, kind, path: path, label: label) else {
      isOther = true
      return
    }
    document = SourceDocument(page, path: path, contentHash: ContentHash.of(content))
    self.page = page
  }

  /// A page that was saved with its parts.
  private init(_ stream: ByteStream, path: [UInt8]) throws(InputFailure) {
    let archive = try WebArchivePage(stream)
    let page = archive.page()
    bytes = archive.parts.reduce(0) { $0 + $1.bytes.count }
    damage = archive.damage
    let hash = archive.parts.reduce(0) { ($0 &* 31) ^ ContentHash.of($1.bytes) }
    document = SourceDocument(page, path: path, contentHash: hash == 0 ? 1 : hash)
    self.page = page
  }

  /// A record of a collection.
  private init(
    line: [UInt8], _ range: Range<Int>, number: Int, prefix: [UInt8]
  ) throws(InputFailure) {
    if line[range].allSatisfy({ $0 <= 0x20 }) { return }
    bytes = range.count
    let name = prefix + Array("line \(number)".utf8)
    let record: JSONRecord
    do throws(JSONRecord.Failure) {
      record = try JSONRecord(line, range)
    } catch {
      let place = error.offset - range.lowerBound + 1
      throw InputFailure(
        "is not a JSON object: \(error.message) (at byte \(place))", path: name)
    }
    guard let id = record.id, !id.isEmpty else { throw InputFailure("has no _id", path: name) }
    let path = prefix + Repair.text(id)
    let title = Repair.text(record.title)
    guard record.html.isEmpty else {
      let page = Page(
        html: Repair.text(record.html), transportLabel: "utf-8",
        path: record.url.isEmpty ? path : record.url)
      document = SourceDocument(page, path: path, contentHash: ContentHash.of(record.html))
      document?.addTitle(title)
      document?.addFacts(record, page)
      self.page = page
      return
    }
    let text = Repair.text(record.text)
    var document = SourceDocument(path: path, text: title, isRecord: true)
    if !title.isEmpty { document.blocks.append(.init(role: .title, range: 0..<title.count)) }
    if !text.isEmpty {
      document.text += text
      document.blocks.append(
        .init(role: .body, range: title.count..<(title.count + text.count)))
    }
    document.addFacts(record, nil)
    self.document = document
  }
}

extension SourceDocument {
  /// Takes over what a record says of itself: `date`, `url`, `lang`. A record knows its date and address better than
  /// the page in it does; of the language the text decides first, as in pages.
  fileprivate mutating func addFacts(_ record: JSONRecord, _ page: Page?) {
    if let date = CalendarDate(field: record.date)
      ?? (page == nil ? CalendarDate(path: record.url) : nil)
    {
      self.date = date.daysSince1970
      isDateMonth = date.isMonth
    }
    site = Site.host(ofURL: record.url) ?? site
    guard page?.language == nil else { return }
    let declared =
      record.language.isEmpty ? nil : String(decoding: record.language, as: UTF8.self)
    language = LanguageTag.number(of: TextLanguage.tag(of: text, declared: declared))
  }

  /// Gives a page the title that its record has, unless the page says the same.
  fileprivate mutating func addTitle(_ title: [UInt8]) {
    guard !title.isEmpty else { return }
    displayTitle = title
    if let first = blocks.first, first.role == .title, text[first.range].elementsEqual(title) {
      displayTitle = []
      return
    }
    blocks.append(.init(role: .title, range: text.count..<(text.count + title.count)))
    text += title
  }
}
