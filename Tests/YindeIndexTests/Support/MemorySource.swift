import YindeIndex

/// Documents held in memory, given out in batches; nil is a place without a document.
final class MemorySource: DocumentSource, @unchecked Sendable {
  private let places: [SourceDocument?]
  private let batchSize: (Int) -> Int
  // Used by one thread at a time, as the protocol promises.
  private var taken = 0
  private var batches = 0

  /// - Parameter batchSize: the size of each batch by its number.
  init(_ places: [SourceDocument?], batchSize: @escaping (Int) -> Int = { _ in 64 }) {
    self.places = places
    self.batchSize = batchSize
  }

  func next() -> Range<Int>? {
    guard taken < places.count else { return nil }
    let end = min(taken + max(batchSize(batches), 1), places.count)
    batches += 1
    defer { taken = end }
    return taken..<end
  }

  func count(of batch: Range<Int>) -> Int { batch.count }

  func forEachDocument(in batch: Range<Int>, _ body: (Int, SourceDocument) throws -> Void) rethrows
  {
    for place in batch {
      if let document = places[place] { try body(place - batch.lowerBound, document) }
    }
  }
}

extension SourceDocument {
  /// A document of blocks given as strings.
  init(path: String, _ blocks: [(StoredRole, String)], displayTitle: String = "") {
    self.init(path: Array(path.utf8), displayTitle: Array(displayTitle.utf8))
    for (role, string) in blocks {
      let start = text.count
      text += Array(string.utf8)
      self.blocks.append(.init(role: role, range: start..<text.count))
    }
  }
}
