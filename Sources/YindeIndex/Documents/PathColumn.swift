/// The path of each document (or the `_id` of a record), front-coded in groups of 16.
///
/// ```
/// pathIndex  u64 × groups   place of each group in the paths section
/// paths      group*
/// group  --> varint(length) bytes (varint(shared) varint(length) bytes)*
/// ```
///
/// Documents of a folder stand in the byte order of their paths, so neighbours share most of theirs.
struct PathColumn: Sendable {
  static let groupSize = 16

  let index: ByteView
  let paths: ByteView

  /// - Complexity: O(16 × length).
  func path(_ document: Int) -> [UInt8] {
    var reader = ByteReader(paths, at: index.int(document / PathColumn.groupSize * 8))
    var path: [UInt8] = []
    for member in 0...(document % PathColumn.groupSize) {
      let shared = member == 0 ? 0 : min(reader.size(), path.count)
      let length = reader.size()
      path.removeLast(path.count - shared)
      path += reader.bytes(length).array
    }
    return path
  }

  /// Calls `body` with each document and its path in order, until it returns false.
  ///
  /// - Complexity: O(bytes of the section): each group is decoded once.
  func forEach(count: Int, _ body: (Int, [UInt8]) -> Bool) {
    var cursor = Cursor(self)
    for document in 0..<count {
      guard body(document, cursor.next()) else { return }
    }
  }
}

extension PathColumn {
  /// Goes through the paths in order.
  struct Cursor {
    private var reader: ByteReader
    private var document = 0
    private var path: [UInt8] = []

    init(_ column: PathColumn) { reader = ByteReader(column.paths) }

    /// The next document's path; past the last one, something.
    mutating func next() -> [UInt8] {
      let shared = document % PathColumn.groupSize == 0 ? 0 : min(reader.size(), path.count)
      let length = reader.size()
      path.removeLast(path.count - shared)
      path += reader.bytes(length).array
      document += 1
      return path
    }
  }
}

struct PathColumnWriter {
  private(set) var index: [UInt8] = []
  private(set) var paths: [UInt8] = []
  private var previous: [UInt8] = []
  private var count = 0

  mutating func add(_ path: [UInt8]) {
    if count % PathColumn.groupSize == 0 {
      index.append(littleEndian: UInt64(paths.count))
      paths.append(varint: path.count)
      paths += path
    } else {
      var shared = 0
      while shared < path.count, shared < previous.count, path[shared] == previous[shared] {
        shared += 1
      }
      paths.append(varint: shared)
      paths.append(varint: path.count - shared)
      paths += path[shared...]
    }
    previous = path
    count += 1
  }
}
