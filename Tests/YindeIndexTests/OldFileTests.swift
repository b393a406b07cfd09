import Glibc
import Testing
import YindeAnalysis
import YindeQuery

@testable import YindeIndex

/// Index files that earlier versions wrote, kept in `Fixtures`: read as they were then, or refused with a message of their own.
///
/// All are of `Fixtures/pages.jsonl`. When the format or the analysis changes, the files stay and another one is added:
///
///     yinde index Tests/YindeIndexTests/Fixtures/pages.jsonl -o Tests/YindeIndexTests/Fixtures/format-N.yinde
@Suite struct OldFileTests {
  private static let folder: String = {
    let file = #filePath
    return String(file[..<file.lastIndex(of: "/")!]) + "/Fixtures"
  }()

  private static var files: [String] {
    guard let directory = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".yinde") { names.append(name) }
    }
    return names.sorted()
  }

  private static func isPresent(_ file: String) -> Bool {
    TestFolder.read("\(folder)/\(file)").withByteView {
      $0.u16(8) == IndexFormat.version && $0.u64(16) == Analyzer.fingerprint
    }
  }

  /// One at least is as this version writes them; see above for how to add it.
  @Test func thePresentFormatIsAmongThem() {
    #expect(OldFileTests.files.contains(where: OldFileTests.isPresent))
  }

  @Test(arguments: files) func aFileOfTheFormatIsReadOrRefusedByName(_ file: String) throws {
    let path = "\(OldFileTests.folder)/\(file)"
    let bytes = TestFolder.read(path)
    let version = bytes.withByteView { $0.u16(8) }
    guard OldFileTests.isPresent(file) else {
      let error = #expect(throws: IndexError.self) { try IndexFile(path: path) }
      #expect(error?.code == (version < IndexFormat.version ? .tooOld : .otherAnalyzer))
      if version < IndexFormat.version {
        #expect(error?.message.contains("is an index of format \(version); this yinde") == true)
      }
      #expect(error?.advice?.contains("yinde index") == true)
      return
    }
    let index = try IndexFile(path: path)
    let report = index.check(deep: true, threads: 2)
    #expect(report.isSound, "\(report.problems.prefix(3))")
    #expect(index.documentCount == 150)
    let searcher = Searcher(index)
    for (text, paths, total) in [
      ("裁员", ["news/1"], 1), ("樹林", ["news/2"], 1), ("树林 北方", ["news/2"], 1),
      ("\"三年以後\"", ["news/2"], 1), ("汤", ["notes/3", "news/1"], 2), ("wor*", ["notes/3"], 1),
      ("GPT-4o", ["news/1"], 1), ("\"科技公司\" site:many", ["many/4", "many/5"], 147),
      ("业务 150", ["many/150"], 148), ("絕無", [], 0),
    ] {
      let found = searcher.search(try Query(parsing: text), SearchOptions())
      #expect(found.hits.prefix(paths.count).map { index.path($0.document) } == paths, "\(text)")
      #expect(found.total == SearchTotal(total, .equal), "\(text)")
    }
    let query = try Query(parsing: "四条业务线")
    let hit = try #require(searcher.search(query, SearchOptions()).hits.first)
    let snippet = searcher.snippetMaker(for: query).snippet(of: searcher.text(hit.document))
    #expect(snippet.text == "商汤科技开始裁员，涉及四条业务线。GPT-4o 与 x86_64。")
    // What stands in it, and nothing but the name, is damaged by a byte.
    var damaged = bytes
    damaged[bytes.count / 2] ^= 1
    let folder = TestFolder()
    TestFolder.write(damaged, to: folder.file("damaged.yinde"))
    let damage = try IndexFile(path: folder.file("damaged.yinde")).check(deep: false, threads: 1)
    #expect(!damage.isSound)
  }
}
