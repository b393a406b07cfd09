import Synchronization
import YindeIndex

/// The documents of several indexes, in the order that they have in one index of all: by the paths of their files when the indexes
/// are of folders, else index by index.
final class JoinedSource: DocumentSource {
  private static let batchSize = 256

  /// Documents of one index that follow one another.
  struct Piece: Sendable {
    var index: Int
    var documents: Range<Int>
    var file: SourceDocument.File
  }

  private let indexes: [OlderIndex]
  private let isByFile: Bool
  private let state: Mutex<State>

  private struct State: ~Copyable {
    var files: [IndexedFiles]
    /// The next file of each index.
    var heads: [IndexedFiles.File?]
    /// Hashes of the `_id`s met so far and the indexes that have them, when documents are records.
    var names: [UInt64: Int] = [:]
  }

  init(_ files: [IndexFile], isByFile: Bool) {
    indexes = files.map { OlderIndex($0) }
    self.isByFile = isByFile
    var walks = files.map(IndexedFiles.init)
    let heads = walks.indices.map { walks[$0].next() }
    state = Mutex(State(files: walks, heads: heads))
  }

  func next() throws -> [Piece]? {
    try state.withLock { state in
      var pieces: [Piece] = []
      var count = 0
      while count < JoinedSource.batchSize, let first = try takeFirst(&state) {
        guard let head = state.heads[first] else { break }
        // A container may hold more than a batch.
        let room = JoinedSource.batchSize - count
        let documents = head.documents.prefix(room)
        pieces.append(
          Piece(
            index: first, documents: documents,
            file: .init(container: head.isContainer ? head.path : [], stamp: head.stamp)))
        count += documents.count
        if documents.count == head.documents.count {
          state.heads[first] = state.files[first].next()
        } else {
          state.heads[first]!.documents = documents.upperBound..<head.documents.upperBound
        }
      }
      return pieces.isEmpty ? nil : pieces
    }
  }

  /// The index whose next file is the first.
  private func takeFirst(_ state: inout State) throws(YindeError) -> Int? {
    guard isByFile else { return state.heads.firstIndex { $0 != nil } }
    var first: Int?
    for index in state.heads.indices {
      guard let head = state.heads[index] else { continue }
      guard let known = first, let best = state.heads[known] else {
        first = index
        continue
      }
      if head.path == best.path { throw isInBoth(head.path, known, index) }
      if head.path.lexicographicallyPrecedes(best.path) { first = index }
    }
    return first
  }

  private func isInBoth(_ path: [UInt8], _ first: Int, _ second: Int) -> YindeError {
    let names = [first, second].map { indexes[$0].file.path }
    return YindeError(
      .badInput, path: path, message: "is in \(names[0]) and in \(names[1])",
      advice: "index folders that have no file's path in common, or search both indexes instead")
  }

  func confirm() throws {
    for index in indexes { try index.file.confirmUnchanged() }
  }

  func count(of batch: [Piece]) -> Int { batch.reduce(0) { $0 + $1.documents.count } }

  func forEachDocument(in batch: [Piece], _ body: (Int, SourceDocument) throws -> Void) throws {
    var place = 0
    for piece in batch {
      for number in piece.documents {
        var document = try indexes[piece.index].document(number)
        document.file = piece.file
        if !isByFile { try requireNew(document.path, piece.index) }
        try body(place, document)
        place += 1
      }
    }
  }

  /// Records are known by their names alone, which are to be different.
  private func requireNew(_ path: [UInt8], _ index: Int) throws(YindeError) {
    let hash = ContentHash.of(path)
    let other = state.withLock { state -> Int? in
      let known = state.names[hash]
      state.names[hash] = known ?? index
      return known == index ? nil : known
    }
    guard let other else { return }
    throw YindeError(
      .badInput, path: path,
      message: "is in \(indexes[other].file.path) and in \(indexes[index].file.path)",
      advice: "records that are joined need different names (_id); or search both indexes instead")
  }
}
