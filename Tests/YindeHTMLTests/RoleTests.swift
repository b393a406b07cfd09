import Testing

@testable import YindeHTML

@Suite struct RoleTests {
  private func texts(_ html: String, _ roles: Role...) -> [String] {
    let page = Page(html: Array(html.utf8))
    return page.blocks.filter { roles.contains($0.role) }
      .map { String(decoding: page.text[$0.range], as: UTF8.self) }
  }

  private static let sentences = [
    "清晨六点，老渔港的码头上已经挤满了刚刚靠岸的木船，甲板上的冰块还冒着白气。",
    "船长林阿水今年六十二岁，他说自己十四岁就跟着父亲出海，见过三次大台风。",
    "过去一条船要八个人才开得动，现在装了新式绞盘，三个人就够了。",
    "鱼汛一年比一年来得晚，年轻人大多去了城里，留下来的多半舍不得这片海。",
    "去年冬天，渔港重修了防波堤，又在山坡上立起一座小小的灯塔。",
    "傍晚收网的时候，孩子们提着竹篮在礁石间捡海螺，笑声传得很远。",
    "他把旧船的龙骨锯下一段，刻上船号，挂在自家的堂屋里。",
    "灯塔亮起来的那一夜，全村的人都站在堤上看，谁也没有说话。",
  ]

  private static let rules = [
    "为维护良好的交流氛围，保障每一位用户的合法权益，请在发布内容之前仔细阅读本公约。",
    "不得发布违反法律法规的内容，包括但不限于谣言、色情、低俗以及煽动暴力的信息。",
    "禁止辱骂、骚扰、诽谤他人，禁止泄露他人隐私，一经举报并核实，相关内容将被删除。",
    "转载他人作品须注明出处并取得授权，侵犯著作权的，由发布者自行承担全部法律责任。",
    "严禁发布广告、恶意营销和刷屏，违规账号视情节给予警告、禁言或者永久封禁的处罚。",
    "用户可以通过举报按钮向平台投诉违规内容，平台将在三个工作日之内完成审核并处理。",
    "本社区保留对本公约的最终解释权，并可根据法律法规的变化对条款作出必要的调整。",
    "继续使用本平台的服务，即表示您已经阅读、理解并同意遵守以上全部条款和规定。",
  ]

  private static func paragraphs(_ list: [String], characters: Int) -> (html: String, count: Int) {
    var html = ""
    var length = 0
    var count = 0
    while length < characters {
      let text =
        list[count % list.count] + "（\(count + 1)）" + list[(count * 3 + 1) % list.count]
      html += "<p>\(text)</p>\n"
      length += text.count
      count += 1
    }
    return (html, count)
  }

  /// The page that this is all about: an article among banners and rules that outweigh it, all
  /// of it prose, in the same element and with the same tags.
  @Test(arguments: [false, true])
  func anArticleAmongRules(wrapped: Bool) {
    let article = Self.paragraphs(Self.sentences, characters: 3000)
    let rules = Self.paragraphs(Self.rules, characters: 5000)
    func part(_ html: String) -> String { wrapped ? "<div>\(html)</div>" : html }
    let html = """
      <title>老渔港的灯塔 - 海边杂志</title><body><div id=page>
      \(part("<p>欢迎投稿！本刊长期征集散文，投稿请先阅读投稿须知，来稿请注明授权方式。</p>"))
      \(part("<h1>老渔港的灯塔</h1>" + article.html))
      \(part("<p>版权声明：本文版权归作者所有，未经授权不得转载，违者将依法追究法律责任。</p>"))
      \(part("<h2>社区公约</h2>" + rules.html))
      </div></body>
      """
    let body = texts(html, .body)
    #expect(body.count == article.count)
    #expect(body.allSatisfy { !$0.contains("公约") && !$0.contains("版权") })
    #expect(texts(html, .heading) == ["老渔港的灯塔"])
    #expect(texts(html, .furniture).count == rules.count + 3)
  }

  @Test func aPageAboutRulesKeepsThem() {
    let rules = Self.paragraphs(Self.rules, characters: 1000)
    let html = "<title>社区公约与用户协议</title><h1>社区公约</h1>\(rules.html)"
    #expect(texts(html, .body).count == rules.count)
  }

  @Test func aStatuteIsNoNotice() {
    // Words of law all over, but the title is about something else.
    let html =
      "<title>渔港管理办法</title><h1>渔港管理办法</h1>"
      + (1...30).map {
        "<p>第\($0)条　渔港内的船舶应当遵守本办法的规定，不得在航道内抛锚；违反规定的，由渔港监督机构责令改正，依法给予处罚。</p>"
      }.joined()
    #expect(texts(html, .body).count == 30)
  }

  @Test func navigationAndFootersAreFurniture() {
    let article = Self.paragraphs(Self.sentences, characters: 600)
    let links = (1...8).map { "<li><a href=/\($0)>栏目\($0)</a>" }.joined()
    let html = """
      <title>灯塔</title><div class=top><ul>\(links)</ul></div>
      <div class=crumbs>当前位置：<a href=/>首页</a> > <a href=/n>散文</a> > 正文</div>
      <div class="sidebar-right main"><h1>灯塔</h1><div>2023-05-01 来源：海边 作者：某人</div>
      \(article.html)
      <div class=share>分享到：<a href=w>微信</a></div></div>
      <div><h3>相关推荐</h3><ul>\(links)</ul></div>
      <div id=foot>Copyright © 2023 海边杂志 版权所有 备案号12345678</div>
      """
    #expect(texts(html, .body).count == article.count)
    #expect(texts(html, .heading) == ["灯塔"])
  }

  @Test func postsOfAThreadAreBody() {
    let posts = Self.sentences.enumerated().map { number, sentence in
      """
      <div class=post><div class=user><a href=/u\(number)>网友\(number)</a><p>等级 \(number)</p>
      <p>积分 \(number * 10)</p></div><div class=message><p>\(sentence)</p></div>
      <div class=buttons><a href=r>回复</a> <a href=q>引用</a> <a href=j>举报</a></div></div>
      """
    }.joined()
    let html = "<title>渔港见闻</title><div id=threads><h1>渔港见闻</h1>\(posts)</div>"
    #expect(texts(html, .body) == Self.sentences)
  }

  @Test func verseIsBody() {
    let lines = (1...20).map { "海风吹过第\($0)盏灯" }
    let html = """
      <title>灯</title><ul><li><a href=/>首页</a><li><a href=/p>诗</a></ul><h1>灯</h1>
      <div>\(lines.joined(separator: "<br>"))</div><div><a href=n>下一首</a></div>
      """
    #expect(texts(html, .body) == lines)
  }

  @Test func aPageOfLinksStillHasABody() {
    let links = (1...30).map { "<li><a href=/\($0)>第\($0)期目录</a>" }.joined()
    #expect(texts("<title>目录</title><ul>\(links)</ul>", .body).count == 30)
    #expect(texts("<p>你好</p>", .body) == ["你好"])
    #expect(texts("<nav><a href=x>甲</a></nav>", .body) == ["甲"])
  }

  @Test func controlsAreFurniture() {
    let html =
      "<p>\(Self.sentences[0])</p><button>提交</button><select><option>甲<option>乙</select>"
    #expect(texts(html, .furniture) == ["提交", "甲", "乙"])
  }
}
