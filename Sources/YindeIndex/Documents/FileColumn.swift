/// The files that documents were read from, as an update recognises them.
///
/// ```
/// files  --> count:u64 stamp:u64 × count record*
/// record --> 0                                       a file that is one document and has its path
///          | varint(documents) varint(length) path   a container with so many documents, one at least
/// ```
///
/// Records follow the documents: the first one's document is 0. A stamp is a hash of a file's size and times; 0 when the file must be
/// read again to know whether it changed.
struct FileColumn: Sendable {
  private let view: ByteView
  let count: Int

  init(_ view: ByteView) {
    self.view = view
    let claimed = view.int(0)
    // A stamp and a record take nine bytes at least.
    count = claimed <= max(view.count - 8, 0) / 9 ? claimed : 0
  }

  struct Record {
    var stamp: UInt64
    var documents: Range<Int>
    /// Nil when the file has the path of its document.
    var container: [UInt8]?
  }

  /// Whether the records fill the section and hold as many documents.
  ///
  /// - Complexity: O(files).
  func holds(documents: Int) -> Bool {
    var cursor = Cursor(self)
    var next = 0
    while let record = cursor.next() {
      guard record.documents.count <= documents - next else { return false }
      next = record.documents.upperBound
    }
    return cursor.isAtEnd && next == documents
  }

  /// Goes through the files in order.
  struct Cursor {
    private let column: FileColumn
    private var reader: ByteReader
    private var number = 0
    private var nextDocument = 0

    init(_ column: FileColumn) {
      self.column = column
      reader = ByteReader(column.view, at: 8 + 8 * column.count)
    }

    /// Whether every byte was read.
    var isAtEnd: Bool { number == column.count && reader.offset == column.view.count }

    mutating func next() -> Record? {
      guard number < column.count else { return nil }
      let claimed = reader.size()
      // In a damaged index a file may claim to hold more than any index does.
      let end = nextDocument + min(max(claimed, 1), IndexFormat.maxDocuments)
      var record = Record(
        stamp: column.view.u64(8 + 8 * number), documents: nextDocument..<end, container: nil)
      if claimed > 0 { record.container = reader.bytes(reader.size()).array }
      number += 1
      nextDocument = end
      return record
    }
  }
}

/// Gathers the files of documents in their order.
struct FileColumnWriter {
  private var files: [(stamp: UInt64, documents: Int, container: [UInt8])] = []
  private var hasFiles = false

  mutating func add(_ file: SourceDocument.File?) {
    if file != nil { hasFiles = true }
    let file = file ?? .init(stamp: 0)
    if !file.container.isEmpty, let last = files.last, last.container == file.container {
      files[files.count - 1].documents += 1
    } else {
      files.append((file.stamp, 1, file.container))
    }
  }

  /// The section; nothing when no document came from a file.
  ///
  /// - Parameter unreliable: containers that could not be read to their end, or not everything in them.
  func encoded(unreliable: Set<[UInt8]>) -> [UInt8] {
    guard hasFiles else { return [] }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + 9 * files.count)
    bytes.append(littleEndian: UInt64(files.count))
    for file in files {
      let isReliable = unreliable.isEmpty || !unreliable.contains(file.container)
      bytes.append(littleEndian: isReliable ? file.stamp : 0)
    }
    for file in files {
      if file.container.isEmpty {
        bytes.append(0)
      } else {
        bytes.append(varint: file.documents)
        bytes.append(varint: file.container.count)
        bytes += file.container
      }
    }
    return bytes
  }
}

extension IndexFile {
  /// Whether the index says which files its documents are from.
  public var hasFiles: Bool { section(.files).count > 0 }
}
