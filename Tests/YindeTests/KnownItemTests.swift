import Synchronization
import Testing
import Yinde
import YindeEvaluation
import YindeIndex

/// Queries from the pages' own titles and headings, and the index without them.
@Suite struct KnownItemTests {
  private static func page(_ title: String, _ headings: [String], _ body: String) -> String {
    "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>\(title)</title></head><body>"
      + headings.map { "<h2>\($0)</h2><p>\(body)</p>" }.joined() + "</body></html>"
  }

  private func indexed() throws -> (folder: PageFolder, index: PageIndex) {
    let folder = PageFolder()
    let body = "这一段话足够长，可以算作正文，里面没有任何标题里的字眼，只有平常的句子。"
    folder.write(
      KnownItemTests.page("渭河的源头", ["渭河的源頭", "水文"], "第一页。" + body), to: "P/a.html")
    folder.write(KnownItemTests.page("茶", ["采摘", "水文"], "第二页。" + body), to: "P/b.html")
    folder.write(KnownItemTests.page("首页", ["欢迎光临"], "第三页。" + body), to: "P/c.html")
    folder.write(KnownItemTests.page("首頁", ["水文"], "第四页。" + body), to: "P/d.html")
    folder.write("<p>\(body)", to: "P/e.html")
    try PageIndex.build(from: folder.file("P"), at: folder.file("p.yinde"))
    return (folder, try PageIndex(at: folder.file("p.yinde")))
  }

  private func roles(_ index: PageIndex, _ document: Int) -> [String] {
    index.withSearcher { searcher in
      let text = searcher.text(document)
      return text.blocks.filter { $0.role != .body }.map { "\($0.role) \(text.string($0.range))" }
    }
  }

  @Test func onlyTextsThatNameOnePageAreQueries() throws {
    let (_, index) = try indexed()
    var generator = SeededGenerator(seed: 1)
    let titles = KnownItems(.titles, of: index, sample: 100, using: &generator)
    // 茶 is one character; 首页 and 首頁 are the same.
    #expect(titles.items == [.init(query: "渭河的源头", document: 0)])
    #expect(titles.ambiguous == 3)
    #expect(titles.without == 1)
    let headings = KnownItems(.headings, of: index, sample: 100, using: &generator)
    #expect(
      headings.items == [
        .init(query: "渭河的源頭", document: 0), .init(query: "采摘", document: 1),
        .init(query: "欢迎光临", document: 2),
      ])
    #expect(headings.ambiguous == 1)
  }

  @Test func theSampleFollowsTheSeed() throws {
    let folder = PageFolder()
    for number in 0..<60 {
      folder.write(
        KnownItemTests.page("第\(number)号文件", [], "x"), to: "P/\(number).html")
    }
    try PageIndex.build(from: folder.file("P"), at: folder.file("p.yinde"))
    let index = try PageIndex(at: folder.file("p.yinde"))
    func sample(_ seed: UInt64) -> [Int] {
      var generator = SeededGenerator(seed: seed)
      return KnownItems(.titles, of: index, sample: 10, using: &generator).items.map(\.document)
    }
    #expect(sample(1).count == 10 && sample(1) == sample(1).sorted())
    #expect(sample(1) == sample(1))
    #expect(sample(1) != sample(2))
  }

  @Test func theFieldIsGoneAndNothingElse() throws {
    let (folder, index) = try indexed()
    #expect(roles(index, 0).contains("title 渭河的源头"))
    let untitled = try index.withoutField(.titles, at: folder.file("t.yinde"))
    let unheaded = try index.withoutField(.headings, at: folder.file("h.yinde"))
    for other in [untitled, unheaded] {
      #expect(other.file.documentCount == index.file.documentCount)
      for document in 0..<index.file.documentCount {
        #expect(other.file.path(document) == index.file.path(document))
      }
      #expect(other.check(deep: true).isSound)
    }
    // The heading that repeats the title in the other script goes with it.
    #expect(roles(untitled, 0) == ["heading 水文"])
    #expect(roles(unheaded, 0).allSatisfy { !$0.hasPrefix("heading") && !$0.contains("渭河") })
    #expect(roles(unheaded, 1).contains("title 茶"))
    func hits(_ index: PageIndex, _ query: String) throws -> [String] {
      try index.search(query).hits.map(\.path)
    }
    #expect(try hits(index, "渭河") == ["a.html"])
    #expect(try hits(untitled, "渭河").isEmpty)
    #expect(try hits(untitled, "第三页") == hits(index, "第三页"))
    #expect(try hits(unheaded, "采摘").isEmpty)
    // The index that it was made from is as it was.
    #expect(index.check(deep: true).isSound)
  }

  @Test func numbersAreSharedOutAmongThreads() throws {
    let (_, index) = try indexed()
    for threads in [1, 3] {
      let counts = Counts()
      index.concurrently(1000, threads: threads) { searcher, number in
        #expect(searcher.index.documentCount == 5)
        counts.add(number)
      }
      #expect(counts.numbers.sorted() == Array(0..<1000))
    }
    index.concurrently(0) { _, _ in Issue.record("nothing to do") }
  }
}

private final class Counts: Sendable {
  private let seen = Mutex<[Int]>([])
  var numbers: [Int] { seen.withLock { $0 } }
  func add(_ number: Int) { seen.withLock { $0.append(number) } }
}
