import YindeAnalysis

/// Reads stored texts and looks for phrases in them. Belongs to one thread at a time.
final class TextReader {
  private let index: IndexFile
  private let code: CharacterCode
  private let decompressor: TextDecompressor
  private var current = -1
  private var text = StoredText()
  // The folded text of each block of the current document, made when a phrase asks for it.
  private var folded: [[UInt32]] = []

  init(_ index: IndexFile) {
    self.index = index
    code = CharacterCode(index.section(.characterCode))
    decompressor = TextDecompressor(dictionary: index.section(.textDictionary))
  }

  /// The text of a document; empty when the stored bytes are damaged.
  ///
  /// - Complexity: O(text); the last document asked for is kept.
  func text(_ document: Int) -> StoredText {
    if document != current {
      text = read(document) ?? StoredText()
      folded.removeAll(keepingCapacity: true)
      current = document
    }
    return text
  }

  /// The text of a document, or nil when the stored bytes are damaged.
  func read(_ document: Int) -> StoredText? {
    var scalars: [UInt32] = []
    let frame = index.texts.frame(document)
    let done: Void? = decompressor.decompress(frame) { code.decode($0, into: &scalars) }
    return done == nil ? nil : StoredText(scalars: scalars)
  }

  /// Whether a block of the document, in the scope, holds the phrase.
  ///
  /// - Complexity: O(text).
  func holds(_ phrase: Phrase, _ scope: QueryPlan.Scope, document: Int) -> Bool {
    let text = text(document)
    if folded.isEmpty {
      folded = text.blocks.map { block in
        var scalars: [UInt32] = []
        if block.role.isSearched { Folding.fold(Array(text.scalars[block.range]), into: &scalars) }
        return scalars
      }
    }
    for (number, block) in text.blocks.enumerated() where block.role.isSearched {
      if scope == .title, block.role != .title { continue }
      if phrase.firstRange(in: folded[number], from: 0) != nil { return true }
    }
    return false
  }
}
