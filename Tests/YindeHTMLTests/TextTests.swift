import TestTime
import Testing

@testable import YindeHTML

/// Plain text and Markdown.
@Suite struct TextTests {
  private func blocks(_ page: Page) -> [String] {
    page.blocks.map { "\($0.role) " + String(decoding: page.text[$0.range], as: UTF8.self) }
  }

  private func text(_ source: String) -> [String] { blocks(Page(plainText: Array(source.utf8))) }

  private func markdown(_ source: String) -> [String] {
    blocks(Page(markdown: Array(source.utf8)))
  }

  // MARK: Plain text

  @Test func paragraphsAreLinesUnlessWrapped() {
    #expect(
      text("第一章 风起\r\n\r\n　　甲。\r\n　　乙\u{1}\t 丙  \r丁\n\n")
        == ["heading 第一章 风起", "body 甲。", "body 乙 丙", "body 丁"])
    let wide = String(repeating: "字", count: 31)
    #expect(text("\(wide)\n国\n\n末") == ["body \(wide)国", "body 末"])
    // An indented line begins a paragraph; a short one ends it; verse is not joined.
    #expect(text("\(wide)\n　国") == ["body \(wide)", "body 国"])
    #expect(text("\(wide)\n短\n新的") == ["body \(wide)短", "body 新的"])
    #expect(text("床前明月光\n疑是地上霜").count == 2)
    let english = String(repeating: "word ", count: 14)
    #expect(text("\(english)\nlonger") == ["body \(english)longer"])
    #expect(text("").isEmpty && text("\n\n \u{3000}\n").isEmpty)
  }

  @Test func titlesAndEncodings() {
    let page = Page(plainText: [
      0xB5, 0xDA, 0xD2, 0xBB, 0xD5, 0xC2, 0x0A, 0x0A, 0xB7, 0xE7, 0xA1, 0xA3,
    ])
    #expect(page.title == "第一章" && page.encoding.name == "gb18030")
    #expect(Page(plainText: Array("这是一句话。\n另一句".utf8)).title == "")
  }

  // MARK: Markdown

  @Test func signsAreNoText() {
    #expect(
      markdown("# 标题 #\n\n**重要**的*字*和`代码 <b> *`，[链接](http://x.y/(z) \"t\")。![图](a.png)\n续行")
        == ["heading 标题", "body 重要的字和代码 <b> *，链接。图续行"])
    #expect(markdown("snake_case_name 2 * 3 * 4 \\*星\\*") == ["body snake_case_name 2 * 3 * 4 *星*"])
    #expect(
      markdown("**中文。**后面 ~~删~~ <http://a.b> &copy; a < b") == ["body 中文。后面 删 http://a.b © a < b"])
    #expect(markdown("[参考][r]和[^1]与[括号]\n\n[r]: http://x\n[^1]: 注") == ["body 参考和与[括号]", "body 注"])
  }

  @Test func blocksOfAllKinds() {
    #expect(
      markdown("甲\n===\n乙\n---\n\n- 一\n- [x] 二\n  1. 三\n\n> 引\n> 文\n\n---\n丙  \n丁")
        == [
          "heading 甲", "heading 乙", "body 一", "body 二", "body 三", "body 引", "body 文", "body 丙",
          "body 丁",
        ])
    #expect(
      markdown(
        "```c\nint *a; // **x**\n```\n\n    缩进 *码*\n\n| 甲 | **乙** |\n|:--|--|\n| a\\|b | `c` |")
        == ["body int *a; // **x**", "body 缩进 *码*", "body 甲", "body 乙", "body a|b", "body c"])
    #expect(markdown("<div>块</div>\n\n文<b>字</b>") == ["body 块", "body 文字"])
  }

  @Test func frontMatter() {
    let page = Page(
      markdown: Array("---\ntitle: \"前 & 言\"\ndate: 2023-05-01\nauthor: 某\n---\n正文".utf8))
    #expect(page.title == "前 & 言" && page.date?.description == "2023-05-01" && page.author == "某")
    #expect(markdown("---\n没有结尾") != [])
    #expect(Page(markdown: Array("## 只有标题\n\n文".utf8)).title == "只有标题")
  }

  /// What takes other readers quadratic time.
  @Test(
    .timeLimit(.minutes(TestTime.slowness)),
    arguments: [
      "[", "![", "*a_ ", "**a ", "`", "``` a ` ", "<a", "<!--", "[a](", "> ", "- ", "|", "# ", "\\",
      "a\n===\n", "[^a]: ",
      "~~a ", "&", "![[]()", "|-|\n",
    ])
  func repetitionIsLinear(_ piece: String) {
    let source = String(repeating: piece, count: 10_000)
    _ = Page(markdown: Array(source.utf8))
    _ = Page(plainText: Array(source.utf8))
  }
}
