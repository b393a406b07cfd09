/// The order of documents of several indexes, as one index of all has it: by the paths of their files when all indexes are of folders,
/// else index by index.
package struct JointOrder {
  private let indexes: [IndexFile]
  private let isByFile: Bool
  /// Of each index the containers, by their first documents; made when they are first asked for.
  private var containers: [[(start: Int, path: [UInt8])]?]

  package init(_ indexes: [IndexFile]) {
    self.indexes = indexes
    isByFile = indexes.allSatisfy { $0.metadata["kind"] == "folder" }
    containers = indexes.map { _ in nil }
  }

  /// Whether a document comes before another one.
  ///
  /// - Complexity: O(1) within an index; across indexes O(length of paths), and once O(files).
  mutating func precedes(_ left: (index: Int, document: Int), _ right: (index: Int, document: Int))
    -> Bool
  {
    guard left.index != right.index else { return left.document < right.document }
    guard isByFile else { return left.index < right.index }
    let (one, other) = (file(of: left), file(of: right))
    return one == other ? left.index < right.index : one.lexicographicallyPrecedes(other)
  }

  /// The path of the file that holds a document.
  private mutating func file(of place: (index: Int, document: Int)) -> [UInt8] {
    if containers[place.index] == nil { containers[place.index] = findContainers(place.index) }
    let known = containers[place.index]!
    var low = 0
    var high = known.count
    while low < high {
      let middle = (low + high) / 2
      if known[middle].start <= place.document { low = middle + 1 } else { high = middle }
    }
    let path = low == 0 ? [] : known[low - 1].path
    return path.isEmpty ? indexes[place.index].pathBytes(place.document) : path
  }

  /// The first documents of containers, and of the runs of pages between them, which have no path here.
  private func findContainers(_ index: Int) -> [(start: Int, path: [UInt8])] {
    var cursor = FileColumn.Cursor(FileColumn(indexes[index].section(.files)))
    var found: [(start: Int, path: [UInt8])] = []
    while let record = cursor.next() {
      let path = record.container ?? []
      if path.isEmpty, found.last?.path.isEmpty ?? true { continue }
      found.append((record.documents.lowerBound, path))
    }
    return found
  }
}
