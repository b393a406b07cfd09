import Testing
import Yinde
import YindeIndex

/// Dates, sites and languages from pages and records to answers.
@Suite struct FilterTests {
  private static let prose = "这是关于裁员的文章，它有足够的字，也有标点，说的是公司的事情。"

  private func pages() throws -> (PageFolder, PageIndex) {
    let folder = PageFolder()
    func page(_ head: String, _ text: String = FilterTests.prose) -> [UInt8] {
      Array("<meta charset=utf-8><title>裁员</title>\(head)<p>\(text)</p>".utf8)
    }
    let canonical = "<link rel=canonical href=https://News.Example.com/2023/04/30/x.html>"
    folder.write(page(canonical), to: "P/mirror/a.html")
    folder.write(page("<div>2023年5月</div>"), to: "P/mirror/b.html")
    folder.write(page(""), to: "P/blog/2023/05/02/c.html")
    folder.write(
      page("", "這是關於裁員的文章，說的是公司與員工之間的事情，請大家學習。"), to: "P/blog/d.html")
    folder.write(
      page(
        "<meta name=date content=2019-01-01>",
        String(repeating: "The end of the job and a way to 裁员. ", count: 9)),
      to: "P/e.html")
    _ = try PageIndex.build(from: folder.file("P"), at: folder.file("p.yinde"))
    let index = try PageIndex(at: folder.file("p.yinde"))
    #expect(index.check(deep: true).isSound)
    return (folder, index)
  }

  @Test(arguments: [
    ("date:2023 sort:date", "blog/2023/05/02/c.html mirror/b.html mirror/a.html"),
    ("date:2023-05", "blog/2023/05/02/c.html mirror/b.html"),
    ("date:2023-05-02..", "blog/2023/05/02/c.html"),
    ("date:..2023-04", "e.html mirror/a.html"),
    ("裁员 -date:2023 sort:oldest", "e.html blog/d.html"),
    ("裁员 sort:oldest", "e.html mirror/a.html mirror/b.html blog/2023/05/02/c.html blog/d.html"),
    ("site:example.com", "mirror/a.html"), ("site:mirror", "mirror/b.html"),
    ("site:*.com", "mirror/a.html"),
    ("lang:zh date:2023-05..2023-06", "blog/2023/05/02/c.html mirror/b.html"),
    ("lang:zh-TW", "blog/d.html"), ("lang:en 裁员", "e.html"), ("lang:fr", ""),
    ("site:blog -lang:zh-hans", "blog/d.html"),
    ("\"裁员的文章\" sort:date date:2020..", "blog/2023/05/02/c.html mirror/b.html mirror/a.html"),
  ])
  func filters(_ query: String, expected: String) throws {
    let (_, index) = try pages()
    // Three of the pages have one text.
    var options = SearchOptions()
    options.duplicates = .show
    let answer = try index.search(query, options)
    let wanted = expected.split(separator: " ").map(String.init)
    #expect(answer.total.value == wanted.count)
    let found = answer.hits.map(\.path)
    #expect(query.contains("sort:") ? found == wanted : Set(found) == Set(wanted), "\(found)")
  }

  @Test func hitsSayWhatTheyAre() throws {
    let (_, index) = try pages()
    var options = SearchOptions()
    options.sort = .date
    options.duplicates = .show
    let hits = try index.search("裁员", options).hits
    #expect(hits.map(\.date) == ["2023-05-02", "2023-05", "2023-04-30", "2019-01-01", nil])
    #expect(hits.map(\.site) == ["blog", "mirror", "news.example.com", nil, "blog"])
    #expect(hits.map(\.language) == ["zh-hans", "zh-hans", "zh-hans", "en", "zh-hant"])
    // The query's own order counts.
    #expect(try index.search("裁员 sort:oldest", options).hits.first?.path == "e.html")
  }

  @Test func recordsHaveDatesSitesAndLanguagesToo() throws {
    let folder = PageFolder()
    folder.write(
      Array(
        """
        {"_id":"1","text":"裁员","date":"2023-05-01T10:00:00","url":"https://A.cn/x","lang":"zh-TW"}
        {"_id":"2","text":"\(FilterTests.prose)","url":"http://b.cn/2022/01/02/x.html","lang":"en"}
        {"_id":"3","text":"裁员","date":"2021年3月","lang":7}
        {"_id":"https://c.cn/1","text":"裁员","date":"soon"}
        """.utf8), to: "c.jsonl")
    _ = try PageIndex.build(from: folder.file("c.jsonl"), at: folder.file("c.yinde"))
    let index = try PageIndex(at: folder.file("c.yinde"))
    #expect(index.check(deep: true).isSound)
    let hits = try index.search("裁员 sort:date").hits
    #expect(hits.map(\.date) == ["2023-05-01", "2022-01-02", "2021-03", nil])
    #expect(hits.map(\.site) == ["a.cn", "b.cn", nil, "c.cn"])
    #expect(hits.map(\.language) == ["zh-hant", "zh-hans", nil, nil])
    #expect(try index.search("lang:und").total.value == 2)
  }
}
