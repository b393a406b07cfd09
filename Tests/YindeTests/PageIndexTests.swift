import Testing
import Yinde
import YindeIndex

/// The library as its first page shows it.
@Suite struct PageIndexTests {
  private func pages() -> PageFolder {
    let folder = PageFolder()
    folder.write(
      """
      <!DOCTYPE html><html><head><meta charset="utf-8"><title>商汤裁员</title></head>
      <body><h1>商汤裁员</h1><p>公司今日宣布裁员，涉及商汤的多个部门。员工将得到补偿。</p></body></html>
      """, to: "Pages/a.html")
    folder.writePage("游戏公司没有裁员的计划。", to: "Pages/b/b.html")
    folder.writePage("今天天气很好。", to: "Pages/c.htm")
    return folder
  }

  /// The ten lines of `PageIndex`'s documentation.
  @Test func theFirstTenLines() throws {
    let folder = pages()
    let report = try PageIndex.build(from: folder.file("Pages"), at: folder.file("pages.yinde"))
    #expect("\(report.documents) pages" == "3 pages")

    let index = try PageIndex(at: folder.file("pages.yinde"))
    let answer = try index.search("商汤 裁员")
    var printed: [String] = []
    for hit in answer.hits {
      printed.append("\(hit.rank) \(hit.title) \(hit.path)")
      #expect(!hit.snippet.text.isEmpty)
    }
    #expect(printed == ["1 商汤裁员 a.html", "2 b/b.html b/b.html"])
    #expect(answer.total.value == 2)
    #expect(index.check(deep: true).isSound)
  }

  @Test func reportsSayWhatWasRead() throws {
    let folder = pages()
    folder.write("nothing", to: "Pages/notes.csv")
    var options = IndexingOptions()
    options.threads = 2
    let report = try PageIndex.build(
      from: folder.file("Pages"), at: folder.file("pages.yinde"), options)
    #expect(report.documents == 3)
    #expect(report.otherFiles == 1)
    #expect(report.skippedCount == 0 && report.skipped.isEmpty)
    #expect(report.encodings.map(\.pages).reduce(0, +) == 3)
    #expect(report.replacements == 0 && report.pagesWithReplacements == 0)
    #expect(report.terms > 0 && report.postings >= report.terms && report.indexBytes > 0)
    #expect(report.inputBytes > report.textBytes)
  }

  @Test func queriesThatCannotBeReadAreRefused() throws {
    let folder = pages()
    try PageIndex.build(from: folder.file("Pages"), at: folder.file("pages.yinde"))
    let index = try PageIndex(at: folder.file("pages.yinde"))
    #expect(throws: QuerySyntaxError.self) { try index.search("\"商汤") }
    var options = SearchOptions()
    options.limit = 1
    options.offset = 1
    let second = try index.search("裁员", options)
    #expect(second.hits.map(\.rank) == [2])
  }

  @Test func manyThreadsSearchOneIndex() async throws {
    let folder = pages()
    try PageIndex.build(from: folder.file("Pages"), at: folder.file("pages.yinde"))
    let index = try PageIndex(at: folder.file("pages.yinde"))
    try await withThrowingTaskGroup(of: [String].self) { group in
      for number in 0..<16 {
        group.addTask {
          try (0..<20).flatMap { _ in
            try index.search(number % 2 == 0 ? "裁员" : "\"天气\"").hits.map(\.path)
          }
        }
      }
      for try await paths in group {
        #expect(paths.count == 40 || paths.count == 20)
      }
    }
  }

  @Test func whatIsNoInputIsRefused() throws {
    let folder = PageFolder()
    let output = folder.file("x.yinde")
    var error = #expect(throws: YindeError.self) {
      try PageIndex.build(from: folder.file("none"), at: output)
    }
    #expect(error?.code == .unreadable)
    folder.write("text", to: "Empty/notes.csv")
    error = #expect(throws: YindeError.self) {
      try PageIndex.build(from: folder.file("Empty"), at: output)
    }
    #expect(error?.code == .nothingToIndex)
    #expect(throws: IndexError.self) { try PageIndex(at: output) }
  }
}
