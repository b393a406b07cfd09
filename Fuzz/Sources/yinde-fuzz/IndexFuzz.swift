import Glibc
import Yinde
import YindeQuery

@testable import YindeIndex

/// Index files: an error or an answer, in bounded time and memory, and no document that there is not.
enum IndexFuzz {
  /// A file in memory that is written anew for each input.
  private static let descriptor: Int32 = {
    let name = "/dev/shm/yinde-fuzz-\(getpid())"
    let opened = unsafe Glibc.open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    expect(opened >= 0, "/dev/shm cannot be written")
    unsafe unlink(name)
    return opened
  }()

  private static let descriptorPath = "/proc/self/fd/\(descriptor)"

  private static let queries: [Query] = [
    "中国", "中国人 汤 word", "\"的国\"", "国", "w*", "+中国 -国人", "title:中国", "path:c/1*", "site:c word",
    "(中国 OR 国人) AND word", "-site:docs \"国 人\" +的", "中国 word date:2020.. sort:date",
    "lang:zh -site:d* sort:oldest", "\"的国\" sort:date site:news", "title:wor*",
    "中?人 *or*", "/国.{0,9}[人汤]|w[a-z]+d/", "title:/./ -第*条",
  ].map { text in
    guard let query = try? Query(parsing: text) else { fatalError("bad query \(text)") }
    return query
  }

  static func run(_ input: [UInt8], sealed: Bool) {
    var bytes = input
    if sealed { seal(&bytes) } else { sealHeader(&bytes) }
    guard let index = open(bytes) else { return }
    // Each input is asked one question, by its bytes: many inputs a second find more than many questions do.
    var choice = Choice(bytes)
    switch choice.pick(5) {
    case 0: _ = index.check(deep: true, threads: 1)
    case 1: inspect(index)
    case 2:
      let mode = Searcher.PlainMode.allCases[choice.pick(Searcher.PlainMode.allCases.count)]
      var options = SearchOptions()
      options.countingBudget = choice.pick(2) * 1_000_000
      _ = Searcher(index).search(plain: "中国的 word 汤", mode: mode, options)
    default: search(queries[choice.pick(queries.count)], &choice, Searcher(index))
    }
  }

  /// Numbers that follow from the bytes.
  private struct Choice {
    private var rest: UInt64

    init(_ bytes: [UInt8]) {
      rest = UInt64(bytes.withByteView { CRC32.of($0) }) &* 0x9E37_79B9_7F4A_7C15 >> 2
    }

    mutating func pick(_ count: Int) -> Int {
      defer { rest /= UInt64(count) }
      return Int(rest % UInt64(count))
    }
  }

  private static func open(_ bytes: [UInt8]) -> IndexFile? {
    ftruncate(descriptor, off_t(bytes.count))
    let written = unsafe bytes.withUnsafeBytes {
      unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0)
    }
    expect(written == bytes.count, "memory file")
    return try? IndexFile(path: descriptorPath)
  }

  private static func search(_ query: Query, _ choice: inout Choice, _ searcher: Searcher) {
    var options = SearchOptions()
    options.limit = 3
    options.countingBudget = choice.pick(2) * 1_000_000
    let results = searcher.search(query, options)
    for hit in results.hits {
      expect(hit.document < searcher.index.documentCount, "a document that there is not")
    }
    guard let first = results.hits.first else { return }
    if choice.pick(2) == 0 {
      _ = searcher.snippetMaker(for: query).snippet(of: searcher.text(first.document))
    } else {
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

  /// Sound indexes to begin with: of few records, of a list of more than a block, and of pages with all that pages have.
  static func makeSeeds(of folder: String, in target: String) {
    for name in ["few.jsonl", "many.jsonl", "pages"] {
      do {
        try PageIndex.build(from: "\(folder)/\(name)", at: "\(target)/\(name).yinde")
      } catch {
        fatalError("\(error)")
      }
    }
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

  private static let soundIndex: IndexFile = {
    guard let index = try? IndexFile(path: sound) else { fatalError("cannot be opened") }
    return index
  }()

  /// Searched beside another index: an error or an answer.
  static func joint(_ input: [UInt8]) {
    var bytes = input
    seal(&bytes)
    guard let index = open(bytes) else { return }
    var choice = Choice(bytes)
    let searcher = JointSearcher([soundIndex, index])
    var options = SearchOptions()
    options.limit = 3
    options.countingBudget = choice.pick(2) * 1_000_000
    let query = queries[choice.pick(queries.count)]
    for hit in searcher.search(query, options).hits {
      let count = searcher.indexes[hit.index].documentCount
      expect(hit.hit.document < count, "a document that there is not")
    }
  }

  /// Joined with another index: an error, or an index that can be read.
  static func merge(_ input: [UInt8]) {
    var bytes = input
    seal(&bytes)
    guard let index = open(bytes) else { return }
    MemoryFolder.write(bytes, to: "hostile.yinde")
    MemoryFolder.note("joined.yinde")
    let (hostile, joined) = (MemoryFolder.file("hostile.yinde"), MemoryFolder.file("joined.yinde"))
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
