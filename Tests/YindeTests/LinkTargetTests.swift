import Testing
import YindeEvaluation

@testable import Yinde

@Suite struct LinkTargetTests {
  @Test(arguments: [
    ("b.html", "a.html", "b.html"), ("b.html", "x/y/a.html", "x/y/b.html"),
    ("../b.html", "x/y/a.html", "x/b.html"), ("./b.html#part", "x/a.html", "x/b.html"),
    ("/b.html?q=1", "x/a.html", "b.html"), ("sub/", "x/a.html", "x/sub/index.html"),
    ("/", "x/a.html", "index.html"), ("..", "x/a.html", "index.html"),
    ("%E8%8C%B6.html", "a.html", "茶.html"), ("a%20b.html", "x.html", "a b.html"),
    ("100%.html", "a.html", "100%.html"), ("a/b:c.html", "x.html", "a/b:c.html"),
    ("茶.html", "x/a.html", "x/茶.html"),
  ])
  func insideTheFolder(target: String, page: String, path: String) {
    #expect(LinkTarget.path(target, from: page) == path)
  }

  @Test(arguments: [
    "", "#top", "?q=1", "https://a.b/c.html", "//a.b/c.html", "mailto:a@b", "javascript:void(0)",
    "../../b.html", "%FF.html",
  ])
  func outside(target: String) {
    #expect(LinkTarget.path(target, from: "x/a.html") == nil)
  }

  @Test func linksOfOtherPagesAreQueries() throws {
    let folder = PageFolder()
    func page(_ title: String, _ body: String) -> String {
      "<!DOCTYPE html><meta charset=utf-8><title>\(title)</title><p>\(body)</p>"
    }
    let menu = "<a href='/b.html'>下一页</a><a href='/c.html'>下一页</a>"
    folder.write(
      page("甲", menu + "<a href='s/b.html'>青花瓷</a><a href='/a.html'>自己</a>"), to: "P/a.html")
    folder.write(page("乙", menu + "<a href='../a.html'>渭河 的源头</a>"), to: "P/s/b.html")
    folder.write(
      page("丙", "<a href='a.html'>渭河的源頭</a><a href='http://x/a.html'>外</a>"), to: "P/c.html")
    try PageIndex.build(from: folder.file("P"), at: folder.file("p.yinde"))
    let index = try PageIndex(at: folder.file("p.yinde"))
    var generator = SeededGenerator(seed: 1)
    let items = try KnownItems(
      anchorsOf: index, pages: folder.file("P"), sample: 10, using: &generator)
    // Two spellings of one text for one page are one; 下一页 leads to c.html alone, since /b.html is no page.
    #expect(
      items.items == [
        .init(query: "渭河的源頭", document: 0), .init(query: "下一页", document: 1),
        .init(query: "青花瓷", document: 2),
      ])
    #expect(throws: YindeError.self) {
      _ = try KnownItems(
        anchorsOf: index, pages: folder.file("none"), sample: 10, using: &generator)
    }
    #expect(index.check(deep: true).isSound)
  }
}
