import Synchronization
import YindeIndex

/// The pages of an index without one of their fields.
final class FieldlessSource: DocumentSource {
  private static let batchSize = 256

  private let index: IndexFile
  private let field: KnownItems.Field
  private let nextDocument = Mutex(0)

  init(_ index: IndexFile, field: KnownItems.Field) {
    self.index = index
    self.field = field
  }

  func next() -> Range<Int>? {
    nextDocument.withLock { next in
      guard next < index.documentCount else { return nil }
      let start = next
      next = min(start + FieldlessSource.batchSize, index.documentCount)
      return start..<next
    }
  }

  func confirm() throws { try index.confirmUnchanged() }

  func count(of batch: Range<Int>) -> Int { batch.count }

  func forEachDocument(in batch: Range<Int>, _ body: (Int, SourceDocument) throws -> Void) throws {
    let searcher = Searcher(index)
    for number in batch {
      try body(number - batch.lowerBound, document(number, searcher.text(number)))
    }
  }

  private func document(_ number: Int, _ stored: StoredText) -> SourceDocument {
    var document = SourceDocument(
      path: index.pathBytes(number), date: index.date(number), language: index.language(number),
      contentHash: index.contentHash(number))
    var dropped: Set<[UInt32]> = []
    for block in stored.blocks where isOfField(block.role) {
      dropped.insert(KnownItems.folded(stored.string(block.range)))
    }
    for block in stored.blocks where !isOfField(block.role) {
      let text = stored.string(block.range)
      let isName = block.role == .title || block.role == .heading || block.role == .display
      if isName, dropped.contains(KnownItems.folded(text)) { continue }
      if block.role == .display {
        document.displayTitle = Array(text.utf8)
        continue
      }
      let start = document.text.count
      document.text += text.utf8
      document.blocks.append(.init(role: block.role, range: start..<document.text.count))
    }
    return document
  }

  /// The title for display is the title, perhaps without the name of the site.
  private func isOfField(_ role: StoredRole) -> Bool {
    role == field.role || field != .headings && role == .display
  }
}
