import Glibc
import Testing
import YindeQuery

@testable import YindeIndex

/// Files that change under a reader who asked for ``MappingGuard``.
@Suite(.serialized) struct MappingTests {
  private let folder = TestFolder()
  private let bytes: [UInt8]

  init() throws {
    #expect(MappingGuard.install())
    let documents = (0..<600).map {
      SourceDocument(path: "\($0)", [(.body, "中国人\($0) word\($0 % 90) 的国汤")])
    }
    bytes = try BuiltIndex(documents).bytes
  }

  private func open() throws -> IndexFile {
    let path = folder.file("x.yinde")
    TestFolder.write(bytes, to: path)
    return try IndexFile(path: path)
  }

  private func ask(_ index: IndexFile) throws {
    let searcher = Searcher(index)
    for text in ["中国", "\"国人\" word7", "w*", "国"] {
      let query = try Query(parsing: text)
      for hit in searcher.search(query, SearchOptions()).hits {
        _ = searcher.snippetMaker(for: query).snippet(of: searcher.text(hit.document))
      }
    }
  }

  @Test func aCutAtEveryPageGivesAnErrorAndNoSignal() throws {
    for length in stride(from: 0, to: bytes.count, by: 4096) {
      let index = try open()
      try ask(index)
      try index.confirmWhole()
      #expect(unsafe truncate(index.path, length) == 0)
      try ask(index)
      _ = index.check(deep: true, threads: 2)
      let error = #expect(throws: IndexError.self) { try index.confirmWhole() }
      #expect(error?.code == .truncated)
    }
  }

  /// A cut inside a page gives zeros without a signal, and is seen by the length.
  @Test func aCutOfOneByteIsSeen() throws {
    let index = try open()
    #expect(unsafe truncate(index.path, bytes.count - 1) == 0)
    #expect(throws: IndexError.self) { try index.confirmWhole() }
    #expect(!index.check(deep: false, threads: 1).isSound)
  }

  /// Replacing by a rename is how Yinde does it: the reader keeps what it opened.
  @Test func aRenameLeavesTheReaderAlone() throws {
    let index = try open()
    let other = folder.file("other")
    TestFolder.write([1, 2, 3], to: other)
    #expect(unsafe rename(other, index.path) == 0)
    try ask(index)
    try index.confirmWhole()
    #expect(index.check(deep: true, threads: 2).isSound)
    #expect(unsafe unlink(index.path) == 0)
    try index.confirmWhole()
  }

  /// Threads that search while the file is cut, and another index that is whole.
  @Test func searchesDuringACut() throws {
    let whole = try BuiltIndex([SourceDocument(path: "a", [(.body, "中国")])])
    for _ in 0..<4 {
      let index = try open()
      let path = index.path
      let size = bytes.count
      runOnThreads(4) { number in
        if number == 0 {
          for part in [3, 2, 1] {
            usleep(2000)
            _ = unsafe truncate(path, size * part / 4)
          }
        } else {
          for _ in 0..<12 { try? ask(index) }
        }
      }
      #expect(throws: IndexError.self) { try index.confirmWhole() }
      try whole.index.confirmWhole()
    }
    whole.expectSound()
  }

  /// Somebody writes into the file while it is searched: wrong answers, no harm.
  @Test func searchesDuringAnOverwrite() throws {
    let index = try open()
    let path = index.path
    let size = bytes.count
    runOnThreads(3) { number in
      if number == 0 {
        var random = SeededRandom(stream: 700)
        let descriptor = unsafe Glibc.open(path, O_WRONLY | O_CLOEXEC)
        defer { close(descriptor) }
        for _ in 0..<20_000 {
          var byte = UInt8(random.int(0...255))
          _ = unsafe pwrite(descriptor, &byte, 1, off_t(random.int(400..<size)))
        }
      } else {
        for _ in 0..<25 { try? ask(index) }
      }
    }
    #expect(!index.check(deep: false, threads: 1).isSound)
  }
}
