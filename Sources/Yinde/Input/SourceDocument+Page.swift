import YindeHTML
import YindeIndex
import YindeQuery

extension SourceDocument {
  /// A page as the index takes it.
  init(_ page: Page, path: [UInt8], contentHash: UInt64) {
    self.init(path: path, text: page.text, contentHash: contentHash)
    blocks.reserveCapacity(page.blocks.count)
    var titleBlock: Range<Int>?
    for block in page.blocks {
      let role: StoredRole =
        switch block.role {
        case .title: .title
        case .heading: .heading
        case .body: .body
        case .furniture: .furniture
        }
      if role == .title, titleBlock == nil { titleBlock = block.range }
      blocks.append(.init(role: role, range: block.range))
    }
    let title = Array(page.title.utf8)
    if let titleBlock, page.text[titleBlock].elementsEqual(title) {
      displayTitle = []
    } else {
      displayTitle = title
    }
    date = page.date?.daysSince1970
    isDateMonth = page.date?.isMonth ?? false
    language = LanguageTag.number(of: page.language)
    site = page.canonicalURL.flatMap { Site.host(ofURL: Array($0.utf8)) } ?? []
  }
}
