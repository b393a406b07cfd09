import TestTime
import Testing
import YindeQuery

@testable import YindeIndex

/// A small index whose bytes are damaged in every way, and everything that can be asked of the result.
struct HostileFile {
  let folder = TestFolder()
  let sound: [UInt8]
  private let queries: [Query]

  /// - Parameter isReordered: whether postings have an order of their own.
  init(_ random: inout SeededRandom, isReordered: Bool = false) throws {
    let corpus = RandomCorpus(.init(count: 36...40, blocks: 1...3, pieces: 1...8), &random)
    // A term in most documents, so that there is a list with block entries when it is joined.
    let common = (0..<150).map { SourceDocument(path: "c/\($0)", [(.body, "中国 word")]) }
    sound = try BuiltIndex(
      corpus.places + common, metadata: ["kind": "test"],
      order: isReordered
        ? .given(
          (0..<UInt32(corpus.documents.count + common.count)).shuffled(using: &random)) : .byPath
    ).bytes
    queries = try [
      "中国", "中国人 汤 word", "\"的国\"", "国", "w*", "+中国 -国人", "title:中国", "path:c/1*", "site:c word",
      "(中国 OR 国人) AND word", "a1b2 GPT-4o x86_64", "-site:docs \"国 人\" +的",
      "中国 word date:2020.. sort:date", "lang:zh -site:d* sort:oldest", "\"的国\" sort:date site:docs",
      "中?人 *or*", "/国.{0,9}[人汤]|w[a-z]+d/", "title:/./ -第*条",
    ].map { try Query(parsing: $0) }
  }

  /// What came of a damaged file.
  enum Outcome: Equatable {
    case refused(IndexError.Code)
    case opened(isSound: Bool)
  }

  /// Opens and checks a file with these bytes; nothing is asked of it.
  func check(_ bytes: [UInt8]) -> Outcome {
    let path = folder.file("damaged.yinde")
    TestFolder.write(bytes, to: path)
    do throws(IndexError) {
      return .opened(isSound: try IndexFile(path: path).check(deep: false, threads: 1).isSound)
    } catch {
      return .refused(error.code)
    }
  }

  /// Asks everything of a file with these bytes. A trap would end the process; the file is then left behind.
  @discardableResult
  func ask(_ bytes: [UInt8], _ note: Comment) -> Outcome {
    let path = folder.file("damaged.yinde")
    TestFolder.write(bytes, to: path)
    let start = ContinuousClock.now
    defer {
      let took = ContinuousClock.now - start
      #expect(took < .seconds(20) * TestTime.slowness, "took \(took), \(note)")
    }
    let index: IndexFile
    do throws(IndexError) {
      index = try IndexFile(path: path)
    } catch {
      #expect(!error.description.isEmpty, note)
      return .refused(error.code)
    }
    let isSound = index.check(deep: false, threads: 1).isSound
    _ = index.check(deep: true, threads: 2)
    inspect(index)
    let searcher = Searcher(index)
    for query in queries {
      for (limit, budget) in [(3, 0), (1_000, 1_000_000)] {
        var options = SearchOptions()
        options.limit = limit
        options.countingBudget = budget
        options.b = 1
        let results = searcher.search(query, options)
        let maker = searcher.snippetMaker(for: query)
        for hit in results.hits.prefix(3) {
          _ = maker.snippet(of: searcher.text(hit.document))
          _ = searcher.explain(query, document: hit.document, options)
        }
      }
    }
    let joint = JointSearcher([index, index])
    for query in queries { _ = joint.search(query, SearchOptions()) }
    for mode in Searcher.PlainMode.allCases {
      var options = SearchOptions()
      options.countingBudget = 0
      _ = searcher.search(plain: "中国的 word 汤", mode: mode, options)
    }
    return .opened(isSound: isSound)
  }

  private func inspect(_ index: IndexFile) {
    _ = (index.metadata, index.averageLength, index.sections, index.formatVersion)
    _ = index.terms(prefix: "中", limit: 100)
    _ = index.terms(prefix: "w", limit: 100)
    _ = index.terms(prefix: "", limit: 10_000)
    _ = index.document(path: "c/149")
    for term in ["中国", "国", "word", "a1b2"] { _ = index.postings(of: term, limit: 200) }
    let searcher = Searcher(index)
    for document in [0, 1, 15, 16, 31, 32, index.documentCount - 1, index.documentCount, -1] {
      guard document >= 0 else { continue }
      _ = (index.path(document), index.date(document), index.languageTag(document))
      _ = (index.site(document), index.isDateMonth(document))
      _ = (index.contentHash(document), index.documentLength(document))
      _ = (index.storedTextSize(document), searcher.text(document).title)
    }
  }

  // MARK: Damage that checksums do not show

  /// The entry of the section table of a random section, and the section's place.
  static func section(
    _ bytes: [UInt8], _ number: Int
  ) -> (entry: Int, offset: Int, length: Int) {
    bytes.withByteView { view in
      let entry = IndexFormat.headerSize + number * IndexFormat.sectionEntrySize
      return (entry, view.int(entry + 8), view.int(entry + 16))
    }
  }

  static func sectionCount(_ bytes: [UInt8]) -> Int { bytes.withByteView { Int($0.u16(10)) } }

  /// Makes all checksums right again.
  static func seal(_ bytes: inout [UInt8]) {
    let count = sectionCount(bytes)
    for number in 0..<count {
      let (entry, offset, length) = section(bytes, number)
      let checksum = bytes.withByteView { CRC32.of($0.slice(offset, length)) }
      put(UInt64(checksum), 4, at: entry + 4, in: &bytes)
    }
    let end = IndexFormat.headerSize + count * IndexFormat.sectionEntrySize
    guard end <= bytes.count else { return }
    put(0, 4, at: 12, in: &bytes)
    let checksum = bytes.withByteView { CRC32.of($0.slice(0, end)) }
    put(UInt64(checksum), 4, at: 12, in: &bytes)
  }

  static func put(_ value: UInt64, _ size: Int, at offset: Int, in bytes: inout [UInt8]) {
    for place in 0..<size where offset + place < bytes.count {
      bytes[offset + place] = UInt8(truncatingIfNeeded: value >> UInt64(8 * place))
    }
  }

  private static let extremes: [UInt64] = [
    0, 1, 2, 127, 128, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF, 0x7FFF_FFFF_FFFF_FFFF,
    0x8000_0000_0000_0000, .max, .max - 1, 0x7FFF_FFFF_FFFF_FFF0, 0xFFFF_FFFF_FFFF,
    0x0101_0101_0101,
  ]

  /// A random change to the sections or the header.
  static func mutate(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
    let (entry, offset, length) = section(bytes, random.int(0..<sectionCount(bytes)))
    // An earlier change may have moved the section out of the file.
    guard length > 0, offset < bytes.count, length <= bytes.count - offset else { return }
    let at = offset + random.int(0..<length)
    switch random.int(0..<12) {
    case 0..<4: bytes[at] = UInt8(random.int(0...255))
    case 4: bytes[at] = random.pick([0, 0x80, 0xFF, 0x7F])
    case 5, 6:
      // An integer of a column.
      let size = random.pick([4, 8])
      put(
        random.pick(extremes), size, at: offset + random.int(0..<length) / size * size, in: &bytes)
    case 7:
      for place in at..<min(at + random.int(1...40), offset + length) {
        bytes[place] = random.pick([0xFF, 0, UInt8(random.int(0...255))])
      }
    case 8: bytes.swapAt(at, offset + random.int(0..<length))
    case 9:
      // A run from elsewhere in the section.
      let count = min(random.int(1...32), length)
      let from = offset + random.int(0...(length - count))
      let to = offset + random.int(0...(length - count))
      let run = Array(bytes[from..<(from + count)])
      bytes.replaceSubrange(to..<(to + count), with: run)
    case 10:
      // Another place or length of a section.
      let value = random.pick(extremes + [UInt64(random.int(0...length)), UInt64(bytes.count)])
      put(value, 8, at: entry + random.pick([8, 16]), in: &bytes)
    default:
      // Another count in the header.
      put(random.pick(extremes), 8, at: random.pick([32, 40, 48, 56]), in: &bytes)
    }
  }
}
