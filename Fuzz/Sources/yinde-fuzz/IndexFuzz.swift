import Glibc
import Yinde
import YindeQuery

@testable import YindeIndex

/// Index files: an error or an answer, in bounded time and memory, and no document that there is not.
enum IndexFuzz {
  /// A file in memory that is written anew for each input.
  private static let descriptor: Int32 = {
    let name = "/dev/shm/yinde-fuzz-\(getpid())"
    let opened = unsafe open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    expect(opened >= 0, "/dev/shm cannot be written")
    unsafe unlink(name)
    return opened
  }()

  private static let queries: [Query] = [
    "中国", "中国人 汤 word", "\"的国\"", "国", "w*", "+中国 -国人", "title:中国", "path:c/1*", "site:c word",
    "(中国 OR 国人) AND word", "-site:docs \"国 人\" +的",
    "中?人 *or*", "/国.{0,9}[人汤]|w[a-z]+d/", "title:/./ -第*条",
  ].map { text in
    guard let query = try? Query(parsing: text) else { fatalError("bad query \(text)") }
    return query
  }

  static func run(_ input: [UInt8], sealed: Bool) {
    var bytes = input
    if sealed { seal(&bytes) } else { sealHeader(&bytes) }
    ftruncate(descriptor, 0)
    let written = unsafe bytes.withUnsafeBytes {
      unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0)
    }
    expect(written == bytes.count, "memory file")
    guard let index = try? IndexFile(path: "/proc/self/fd/\(descriptor)") else { return }
    // Each input is asked for some of what can be asked, by its bytes: many inputs a second find more than many questions do.
    var choice = Int(bytes.withByteView { CRC32.of($0) })
    func pick(_ count: Int) -> Int {
      defer { choice /= count }
      return choice % count
    }
    if pick(2) == 0 {
      let report = index.check(deep: true, threads: 1)
      if !sealed, bytes.count < 4096, report.isSound { return }
    }
    let searcher = Searcher(index)
    for _ in 0..<3 { search(queries[pick(queries.count)], countingBudget: pick(2), searcher) }
    let modes = Searcher.PlainMode.allCases
    _ = searcher.search(plain: "中国的 word 汤", mode: modes[pick(modes.count)], SearchOptions())
    if pick(4) == 0 { inspect(index) }
  }

  private static func search(_ query: Query, countingBudget: Int, _ searcher: Searcher) {
    var options = SearchOptions()
    options.limit = 3
    options.countingBudget = countingBudget * 1_000_000
    let results = searcher.search(query, options)
    let maker = searcher.snippetMaker(for: query)
    for hit in results.hits {
      expect(hit.document < searcher.index.documentCount, "a document that there is not")
      _ = maker.snippet(of: searcher.text(hit.document))
    }
    if let first = results.hits.first {
      _ = searcher.explain(query, document: first.document, options)
    }
  }

  private static func inspect(_ index: IndexFile) {
    _ = (index.metadata, index.averageLength, index.sections)
    _ = index.terms(prefix: "", limit: 1_000)
    _ = index.terms(prefix: "w", limit: 100)
    _ = index.document(path: "c/1")
    for term in ["中国", "国", "word"] { _ = index.postings(of: term, limit: 200) }
  }

  // MARK: Beside a sound index

  private static let sound: String = {
    MemoryFolder.write(
      Array(#"{"_id": "s/1", "title": "中国", "text": "中国人的 word 汤"}"#.utf8), to: "sound.jsonl")
    MemoryFolder.note("sound.yinde")
    let path = MemoryFolder.file("sound.yinde")
    do { try PageIndex.build(from: MemoryFolder.file("sound.jsonl"), at: path) } catch {
      fatalError("\(error)")
    }
    return path
  }()

  /// Joined with another index, and searched beside it: an error or an answer, and what is written can be read.
  static func merge(_ input: [UInt8]) {
    var bytes = input
    seal(&bytes)
    MemoryFolder.write(bytes, to: "hostile.yinde")
    MemoryFolder.note("joined.yinde")
    let (hostile, joined) = (MemoryFolder.file("hostile.yinde"), MemoryFolder.file("joined.yinde"))
    guard let index = try? IndexFile(path: hostile), let other = try? IndexFile(path: sound) else {
      return
    }
    let searcher = JointSearcher([other, index])
    for query in queries.prefix(4) {
      var options = SearchOptions()
      options.limit = 3
      for hit in searcher.search(query, options).hits {
        let count = searcher.indexes[hit.index].documentCount
        expect(hit.hit.document < count, "a document that there is not")
      }
    }
    var options = IndexingOptions()
    options.threads = 1
    options.memory = 1 << 25
    do {
      try PageIndex.merge([sound, hostile], at: joined, options)
    } catch {
      expect(!"\(error)".isEmpty, "an error without words")
      return
    }
    guard let result = try? IndexFile(path: joined) else { fatalError("cannot be opened") }
    expect(result.documentCount == index.documentCount + 1, "documents were lost")
    expect(result.check(deep: false, threads: 1).isSound, "what was written is damaged")
  }

  // MARK: Checksums

  private static func seal(_ bytes: inout [UInt8]) {
    let count = sectionCount(bytes)
    for number in 0..<count {
      let entry = IndexFormat.headerSize + number * IndexFormat.sectionEntrySize
      let checksum = bytes.withByteView {
        CRC32.of($0.slice($0.int(entry + 8), $0.int(entry + 16)))
      }
      put(checksum, at: entry + 4, in: &bytes)
    }
    sealHeader(&bytes)
  }

  private static func sealHeader(_ bytes: inout [UInt8]) {
    let end = IndexFormat.headerSize + sectionCount(bytes) * IndexFormat.sectionEntrySize
    guard end <= bytes.count else { return }
    for place in 0..<8 {
      bytes[24 + place] = UInt8(truncatingIfNeeded: bytes.count >> (8 * place))
    }
    put(0, at: 12, in: &bytes)
    put(bytes.withByteView { CRC32.of($0.slice(0, end)) }, at: 12, in: &bytes)
  }

  private static func sectionCount(_ bytes: [UInt8]) -> Int {
    min(bytes.withByteView { Int($0.u16(10)) }, IndexFormat.maxSections)
  }

  private static func put(_ value: UInt32, at offset: Int, in bytes: inout [UInt8]) {
    for place in 0..<4 where offset + place < bytes.count {
      bytes[offset + place] = UInt8(truncatingIfNeeded: value >> UInt32(8 * place))
    }
  }
}
