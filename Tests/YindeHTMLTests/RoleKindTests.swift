import Testing

@testable import YindeHTML

/// Kinds of pages that are not one article in one column. All pages are written for these tests.
@Suite struct RoleKindTests {
  private func texts(_ html: String, _ roles: Role...) -> [String] {
    let page = Page(html: Array(html.utf8))
    return page.blocks.filter { roles.contains($0.role) }
      .map { String(decoding: page.text[$0.range], as: UTF8.self) }
  }

  private static let story = [
    "立冬以后，山里的柿子红透了，合作社的院子里堆满了竹匾，一层一层晒着柿饼。",
    "做柿饼的手艺传到陈家已经是第四代，从削皮、晾晒到捏饼，一共要四十多天。",
    "今年雨水少，柿子的个头小了一圈，但是糖分足，霜也挂得比往年早。",
    "村里的年轻人在网上开了店，去年卖出了六千斤，今年打算再翻一番。",
    "老陈说，机器削皮快是快，可是捏饼这一道，还是要靠两只手慢慢来。",
    "等到腊月，最后一批柿饼装进陶缸，盖上柿皮，院子里才算真正安静下来。",
  ]
  private static let paragraphs = story.map { "<p>\($0)</p>" }.joined(separator: "\n")

  private static func menu(_ count: Int) -> String {
    "<ul>" + (1...count).map { "<li><a href=/\($0)>频道\($0)</a>" }.joined() + "</ul>"
  }

  // MARK: Threads

  private static let replies = [
    "顶一个", "柿饼怎么保存", "放冰箱就行", "去年买过，好吃", "今年还有吗", "有的，月底开卖",
  ]

  private func comments(_ html: [String]) -> String {
    "<div class=comment-list>"
      + html.enumerated().map { number, text in
        """
        <div class=comment id=c\(number)><div class=user><a href=/u\(number)>网友\(number)</a></div>
        <div class=comment-content><p>\(text)</p></div><a href=#r>回复</a></div>
        """
      }.joined() + "</div>"
  }

  @Test(arguments: [
    "<title>晒柿饼 - 山里人论坛</title><div class=main>",
    "<title>晒柿饼</title><meta property=og:site_name content=山里人社区><div class=main>",
    "<title>晒柿饼</title><link rel=canonical href=https://example.org/thread-12-1-1.html><div>",
    "<title>晒柿饼</title><div class=topic-detail>",
    """
    <title>晒柿饼</title><script type="application/ld+json">{"@type":"QAPage"}</script><div>
    """,
  ])
  func repliesOfAThreadAreBody(head: String) {
    let html =
      head + "<h1>晒柿饼</h1><div class=content>\(Self.paragraphs)</div>" + comments(Self.replies)
      + "</div><div id=footer>版权所有 © 山里人</div>"
    #expect(texts(html, .body) == Self.story + Self.replies)
  }

  @Test func commentsUnderAnArticleAreFurniture() {
    let long = [
      "我家也是做柿饼的，老陈说得对，捏饼这一道，机器做不了，捏轻了不出霜，捏重了要破皮。",
      "机器削皮也有讲究，刀口钝一点，皮就带肉，一百斤柿子要少出五斤柿饼，谁做谁知道。",
      "去年在网上买过这家的柿饼，霜很厚，就是寄到的时候压坏了两盒，店家又补发了一箱。",
    ]
    let html = """
      <title>山村里的柿饼 - 青川日报</title>
      <script type="application/ld+json">{"@type": "NewsArticle"}</script>
      <h1>山村里的柿饼</h1><div class=content>\(Self.paragraphs)</div>\(comments(long + Self.replies))
      """
    #expect(texts(html, .body) == Self.story)
  }

  @Test func answersToAQuestionAreBody() {
    let answers = [
      "皮要削得薄，晾的时候果蒂朝上，头三天不能淋雨，晚上要收。", "先看天气，连晴十天再动手。",
      "捏的时候要轻，从外向里转着捏，硬芯捏散了才出霜。",
    ]
    let html = """
      <title>柿饼怎么晒才出霜？ - 农事问答</title><h1>柿饼怎么晒才出霜？</h1>
      <div class=question><p>第一年自己晒，晒出来黑黑的，也没有霜，请教各位是哪一步不对？</p></div>
      """
      + answers.map {
        "<div class=answer><div class=author><a href=u>农友</a></div><p>\($0)</p><span>赞同 12</span></div>"
      }.joined() + "<div class=related><h3>相关问题</h3>\(Self.menu(8))</div>"
    let body = texts(html, .body)
    #expect(body.count == 4 && body.dropFirst().elementsEqual(answers))
  }

  // MARK: Lists and tables

  @Test func aListOfTitlesIsBodyWhereThereIsNoProse() {
    let entries = (1...15).map { "第\($0)次进山采风的见闻与照片" }
    let html = """
      <title>归档 | 柿子红了</title><nav>\(Self.menu(6))</nav><h1>归档</h1><div class=archive-list>
      \(entries.map { "<article><a href=x>\($0)</a> <time>2021-11-07</time></article>" }.joined())
      </div><div class=sidebar><div class=slogan>慢慢走，欣赏啊！</div>\(Self.menu(9))</div>
      <div id=footer>© 2021 柿子红了</div>
      """
    let body = texts(html, .body)
    #expect(entries.allSatisfy { entry in body.contains { $0.contains(entry) } })
    #expect(!body.contains { $0.contains("频道") || $0.contains("©") })
  }

  @Test func listsBesideAnArticleStayFurniture() {
    let entries = (1...30).map { "<li><a href=/n\($0)>第\($0)条与本文无关的热门新闻标题</a>" }.joined()
    let html = """
      <title>县城下了第一场雪</title><h1>县城下了第一场雪</h1>
      <div><p>昨夜，县城下了第一场雪，积雪两厘米，早班车照常发出。</p></div><div><ul>\(entries)</ul></div>
      """
    #expect(texts(html, .body) == ["昨夜，县城下了第一场雪，积雪两厘米，早班车照常发出。"])
  }

  @Test func dataInATableBelongsToItsArticle() {
    let rows = (1...12).map {
      "<tr><td><a href=/p\($0)>pkg\($0)</a></td><td>V:\($0), I:3</td><td>\($0 * 17)</td><td>工具</td></tr>"
    }.joined()
    let html = """
      <title>晒柿饼的工具</title><div><h1>晒柿饼的工具</h1>\(Self.paragraphs)
      <table><tr><th>名称</th><th>流行度</th><th>大小</th><th>说明</th></tr>\(rows)</table>
      <p>\(Self.story[0])</p></div>
      """
    #expect(texts(html, .body).count == Self.story.count + 1 + 13 * 4)
  }

  /// The layout of the 2000s: a table for the page, line breaks for paragraphs.
  @Test func anArticleInALayoutOfTables() {
    let lines = Self.story.map { "\u{3000}\u{3000}\($0)<br><br>" }.joined()
    let links = (1...12).map { "<a href=\($0).htm>栏目\($0)</a><br>" }.joined()
    let html = """
      <title>山村里的柿饼-青川晚报</title><table><tr><td colspan=2>
      <a href=/>首页</a> | <a href=/n>新闻</a> | <a href=/b>论坛</a></td></tr>
      <tr><td width=160>\(links)</td><td><font size=4>山村里的柿饼</font><br>
      2003年11月7日 09:12<br><font class=t14>\(lines)</font></td></tr>
      <tr><td colspan=2>青川晚报社版权所有，未经授权不得转载</td></tr></table>
      """
    #expect(texts(html, .body).filter { $0.count > 20 } == Self.story)
    let furniture = texts(html, .furniture)
    #expect(furniture.contains("栏目1") && furniture.contains("2003年11月7日 09:12"))
  }

  @Test func theBoxAndTheNotesOfAnEncyclopediaAreBody() {
    let box = [("学名", "柿"), ("科", "柿科"), ("产地", "中国"), ("花期", "五月"), ("果期", "十月")]
      .map { "<tr><th>\($0.0)</th><td>\($0.1)</td></tr>" }.joined()
    let html = """
      <title>柿饼_山百科</title><div class=content><h1>柿饼</h1><table class=infobox>\(box)</table>
      \(Self.paragraphs)<h2>参考资料</h2><ol><li>陈氏：《柿谱》，青川县志编纂处。</li></ol></div>
      """
    let body = texts(html, .body)
    #expect(body.count == 10 + Self.story.count + 1)
    #expect(body.contains("果期") && body.contains("陈氏：《柿谱》，青川县志编纂处。"))
  }

  // MARK: Inside and around an article

  @Test func linksInANewsStoryAreFurnitureAndTheStoryIsWhole() {
    let related = """
      <div class=related><p>相关阅读：</p><ul><li><a href=1>去年的柿子价格为什么跌了</a>
      <li><a href=2>一棵柿子树能活多少年</a></ul></div>
      """
    let parts = Self.story.enumerated().map { "<p>\($1)</p>" + ($0 == 2 ? related : "") }.joined()
    #expect(
      texts("<title>山村里的柿饼</title><div id=a>\(parts)</div>", .body) == Self.story)
  }

  @Test func anAddressAsItIsTypedIsNoMenu() {
    let html = """
      <title>测速</title><div>\(Self.paragraphs)<p><a href=x>https://speed.example.org/run?id=17</a></p>
      <p>\(Self.story[1])</p></div>
      """
    #expect(texts(html, .body).contains("https://speed.example.org/run?id=17"))
  }

  @Test func numbersOfLinesAreFurnitureAndCodeIsBody() {
    let code = (1...8).map { "let persimmon\($0) = dry(days: \($0 * 5))" }
    let html = """
      <title>晒柿饼的程序</title><div>\(Self.paragraphs)<table><tr>
      <td class=gutter><pre>\((1...8).map { "<span>\($0)</span><br>" }.joined())</pre></td>
      <td class=code><pre>\(code.map { "<span>\($0)</span><br>" }.joined())</pre></td></tr></table></div>
      """
    #expect(texts(html, .body) == Self.story + code)
  }

  @Test func aDisclaimerThatNamesItselfIsCutOff() {
    let notice = "免责声明：本文仅代表作者个人观点，其原创性以及文中陈述的文字和内容未经证实，请读者仅作参考，并请自行核实。"
    let html = "<title>山村里的柿饼</title><div>\(Self.paragraphs)<p>\(notice)</p></div>"
    #expect(texts(html, .body) == Self.story)
    #expect(texts(html, .furniture) == [notice])
  }

  @Test func articlesInEnglishAreFoundByTheirTitles() {
    let story = [
      "The old lighthouse keeper still climbs the stairs every evening, though the lamp is electric.",
      "His daughter runs the harbour office and keeps the tide tables for the fishing boats.",
    ]
    let cookies = (1...3).map {
      """
      <p>These cookies are necessary for the website to function and cannot be switched off in our
      systems, group \($0). They are usually only set in response to actions made by you.</p>
      """
    }.joined()
    let html = """
      <title>The Lighthouse Keeper and the Harbour</title><div class=page><article>
      <h1>The Lighthouse Keeper and the Harbour</h1>\(story.map { "<p>\($0)</p>" }.joined())</article>
      \(Self.menu(4))</div><div id=b><div>\(cookies)</div>\(Self.menu(4))</div>
      """
    #expect(texts(html, .body) == story)
  }
}
