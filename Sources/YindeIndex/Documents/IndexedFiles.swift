/// The files of an index in the order of their documents.
///
/// An index that does not say which files it is of has one for each document, with the document's path.
package struct IndexedFiles {
  package struct File {
    package var path: [UInt8]
    /// 0 when it is not known whether the file has changed.
    package var stamp: UInt64
    package var documents: Range<Int>
    package var isContainer: Bool
  }

  private let documentCount: Int
  private let hasFiles: Bool
  private var files: FileColumn.Cursor
  private var paths: PathColumn.Cursor
  private var place = 0

  package init(_ index: IndexFile) {
    documentCount = index.documentCount
    hasFiles = index.hasFiles
    files = FileColumn.Cursor(FileColumn(index.section(.files)))
    paths = PathColumn.Cursor(index.paths)
  }

  /// - Complexity: O(documents of the file).
  package mutating func next() -> File? {
    guard place < documentCount else { return nil }
    let path = paths.next()
    let start = place
    guard hasFiles, let record = files.next() else {
      place += 1
      return File(path: path, stamp: 0, documents: start..<place, isContainer: false)
    }
    place = min(start + record.documents.count, documentCount)
    for _ in (start + 1)..<max(place, start + 1) { _ = paths.next() }
    return File(
      path: record.container ?? path, stamp: record.stamp, documents: start..<place,
      isContainer: record.container != nil)
  }
}
