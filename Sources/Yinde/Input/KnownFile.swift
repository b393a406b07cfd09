import YindeIndex

/// What an older index holds of a file.
struct KnownFile: Sendable {
  /// The documents that were read from it.
  var documents: Range<Int>
  var isContainer: Bool
  /// Whether the file is as it was then.
  var isUnchanged: Bool
}

/// How the files of a folder differ from those of an older index.
struct FolderChanges: Sendable {
  /// Files that have not changed since.
  var unchanged = 0
  /// Files with other sizes or times than then, or not in the index: new ones, changed ones, and those that gave no document.
  var touched = 0
  /// Files of the index that are gone.
  var removed = 0

  /// Notes with each entry what the index holds of it.
  ///
  /// - Parameter entries: in the byte order of their paths, as the files of the index are.
  /// - Complexity: O(files + bytes of paths).
  init(_ entries: inout [FolderWalk.Entry], since index: IndexFile) {
    var at = 0
    var unchanged = 0
    var removed = 0
    var files = IndexedFiles(index)
    while let file = files.next() {
      while at < entries.count, entries[at].path.lexicographicallyPrecedes(file.path) { at += 1 }
      guard at < entries.count, entries[at].path == file.path, entries[at].problem == nil,
        entries[at].kind.isContainer == file.isContainer
      else {
        removed += 1
        continue
      }
      let isSame = file.stamp != 0 && file.stamp == entries[at].stamp
      entries[at].known = KnownFile(
        documents: file.documents, isContainer: file.isContainer, isUnchanged: isSame)
      if isSame { unchanged += 1 }
    }
    self.unchanged = unchanged
    self.removed = removed
    touched = entries.count - unchanged
  }
}

/// Readers of an older index for several threads.
final class OlderIndex: Sendable {
  let file: IndexFile
  /// The pages that are taken over as they are; nil when their texts are indexed again.
  let pages: OlderPages?
  private let readers: Pool<IndexedDocuments>

  init(_ file: IndexFile, takingOver pages: OlderPages? = nil) {
    self.file = file
    readers = Pool { IndexedDocuments(file) }
    self.pages = pages
  }

  func document(_ number: Int) throws(IndexError) -> SourceDocument {
    if pages != nil {
      var document = file.documentWithoutText(number)
      document.kept = number
      return document
    }
    let document = try readers.with { (reader) throws(IndexError) in try reader.document(number) }
    // Of a file that was cut meanwhile zeros were read, which must not get into another one.
    try file.confirmWhole()
    return document
  }
}
