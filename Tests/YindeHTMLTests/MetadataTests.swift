import Testing

@testable import YindeHTML

@Suite struct MetadataTests {
  private func page(_ html: String) -> Page { Page(html: Array(html.utf8)) }

  // MARK: Dates

  @Test func datesConvertToDaysAndBack() {
    #expect(CalendarDate(year: 1970, month: 1, day: 1)?.daysSince1970 == 0)
    #expect(CalendarDate(year: 2000, month: 3, day: 1)?.daysSince1970 == 11_017)
    #expect(CalendarDate(year: 1969, month: 12, day: 31)?.daysSince1970 == -1)
    #expect(CalendarDate(daysSince1970: 19_478)?.description == "2023-05-01")
    #expect(CalendarDate(year: 2023, month: 2, day: 29) == nil)
    #expect(CalendarDate(year: 1900, month: 2, day: 29) == nil)
    #expect(CalendarDate(year: 2000, month: 2, day: 29) != nil)
    #expect(CalendarDate(daysSince1970: .max) == nil)
    #expect(CalendarDate(daysSince1970: .min) == nil)
    var before: CalendarDate?
    for days in stride(from: Int32(-719_162), through: 2_932_896, by: 1) {
      // No expectation for each: there are millions.
      guard let date = CalendarDate(daysSince1970: days), date.daysSince1970 == days,
        before.map({ $0 < date }) ?? true
      else {
        Issue.record("\(days)")
        return
      }
      before = date
    }
    #expect(before?.description == "9999-12-31")
  }

  @Test(
    arguments: [
      "2023-05-01", "2023-5-1 08:30", "2023/05/01", "2023.5.1", "2023年5月1日", "2023 年 05 月 01 日",
      "发布时间：2023-05-01T10:00:00+08:00", "二〇二三年五月一日", "二○二三年五月一号", "民國112年5月1日",
      "中華民國112年5月1日", "民国一一二年五月一日", "２０２３年５月１日", "第12期 2023-05-01",
      "民國一百一十二年五月一日", "民國一百十二年5月1日", "May 1, 2023", "Posted on May 1st 2023 by 张三",
      "1 May 2023", "Mon, 01 May 2023 10:00:00 GMT", "may. 01, 2023",
    ])
  func datesInText(_ text: String) {
    #expect(DateText.first(in: Array(text.utf8))?.description == "2023-05-01")
  }

  @Test(
    arguments: [
      "2023年5月", "12023-05-01", "2023-05-011", "2023-13-01", "2023-02-30", "1234-05-01",
      "192.168.1.1",
      "2023-05.01", "20230501", "", "年月日", "二三年五月一日", "2023年",
    ])
  func whatIsNoDate(_ text: String) {
    #expect(DateText.first(in: Array(text.utf8)) == nil)
  }

  @Test func chineseDaysAndMonths() {
    #expect(DateText.first(in: Array("二〇二三年十二月三十一日".utf8))?.description == "2023-12-31")
    #expect(DateText.first(in: Array("二〇二三年十月二十日".utf8))?.description == "2023-10-20")
    #expect(DateText.first(in: Array("一九四九年十月一日".utf8))?.description == "1949-10-01")
    #expect(DateText.first(in: Array("二〇二三年十一月廿五日".utf8))?.description == "2023-11-25")
    #expect(DateText.first(in: Array("20231009".utf8), compact: true)?.description == "2023-10-09")
  }

  @Test func otherNumerals() {
    func first(_ text: String) -> String? { DateText.first(in: Array(text.utf8))?.description }
    #expect(first("民國八十九年十二月廿五日") == "2000-12-25")
    #expect(first("民國一百年十月十日") == "2011-10-10")
    #expect(first("民國一百零二年三月三日") == "2013-03-03")
    #expect(first("Sept. 3rd, 2021") == "2021-09-03")
    for text in [
      "Mayor 1, 2023", "dismay 1, 2023", "ma 1 2023", "May 2023", "May 32, 2023", "1 May",
    ] {
      #expect(first(text) == nil, "\(text)")
    }
  }

  /// The reader's day is none of the page; what hovering shows is better than 3天前; a date by itself signs.
  @Test func datesAroundAnArticle() {
    let text = String(repeating: "<p>公司负责人表示，这项计划得到了各方的支持，将为行业带来新的机会，也会创造大量的就业岗位。</p>", count: 4)
    func date(_ before: String, _ after: String = "") -> String? {
      page("<meta charset=utf-8><title>文章</title><h1>文章</h1>" + before + text + after).date?
        .description
    }
    #expect(date("<div>今天是2024年1月1日 星期一</div>") == nil)
    #expect(date("<div>今天是2024年1月1日 星期一</div><div>2023-05-01</div>") == "2023-05-01")
    #expect(date("<div>發表於 <span title='2023-5-1 10:20'>3 天前</span></div>") == "2023-05-01")
    #expect(date("<div>2023-05-01 <abbr title='2024-02-02'>回复</abbr></div>") == "2023-05-01")
    #expect(date("<div><a title='2023 年度总结'>3 天前</a></div>") == nil)
    #expect(date("", "<p align=right>2023年5月1日</p>") == "2023-05-01")
    #expect(date("", "<ul><li><a href=a>相关</a> 2024-03-03</ul>") == nil)
    #expect(date("<meta property=og:url content='http://a.cn/2023/05/01/x.html'>") == "2023-05-01")
    #expect(date("<meta name=publish_time content='2023/05/01'>") == "2023-05-01")
  }

  @Test func datesOfPages() {
    let text = "<p>这是一个段落，它有足够的字，也有标点。二〇二一年一月一日发生了一件事，很多人还记得它。</p>"
    func date(_ html: String) -> String? { page(html + text).date?.description }
    #expect(
      date("<meta property=article:published_time content=2023-05-01T01:02:03Z>") == "2023-05-01")
    #expect(date("<meta name=PubDate content=20230501>") == "2023-05-01")
    #expect(
      date("<script type=application/ld+json>{\"datePublished\" : \"2023-05-01\"}</script>")
        == "2023-05-01")
    #expect(date("<time datetime=2023-05-01>五一</time>") == "2023-05-01")
    #expect(date("<h1>标题</h1><div>来源：某报 2023年5月1日</div>") == "2023-05-01")
    #expect(
      date("<div>2023-05-02</div><meta name=publishdate content=2023-05-01>") == "2023-05-01")
    #expect(date("") == nil)
  }

  @Test(arguments: [
    ("2023年5月", "2023-05"), ("二〇二三年五月", "2023-05"), ("民國112年5月", "2023-05"),
    ("2023年5月号", "2023-05"), ("2023 年 12 月", "2023-12"), ("2023年5月1日", "2023-05-01"),
    ("2023-05", nil), ("2023年13月", nil), ("3天前", nil), ("昨天 12:30", nil), ("5月1日", nil),
  ])
  func monthsInText(_ text: String, expected: String?) {
    #expect(DateText.first(in: Array(text.utf8), months: true)?.description == expected)
  }

  @Test(arguments: [
    ("https://e.cn/2023/05/01/a.html", "2023-05-01"), ("/2023/0501/c1-2.html", "2023-05-01"),
    ("news/202305/01/1.html", "2023-05-01"), ("/2023-05/01/content_1.htm", "2023-05-01"),
    ("/n/20230501.html", "2023-05-01"), ("/t20230501_123.shtml", "2023-05-01"),
    ("_posts/2023-05-01-title.html", "2023-05-01"), ("/2023/5/1/index.html", "2023-05-01"),
    ("blog/2010-6-2 标题.html", "2010-06-02"), ("/2023/05/a.html", "2023-05"),
    ("/202305/a.html", "2023-05"), ("/2023-05/a.html", "2023-05"),
    ("/2023/05/a-20230607.html", "2023-06-07"), ("/a.html?d=20230501", nil),
    ("2023-05-01/www.example.com/a.html", nil), ("/2023/a.html", nil), ("/2023/5/a.html", nil),
    ("/202313/a.html", nil), ("/20230230.html", nil), ("/120230501.html", nil),
    ("/1989/06/01/a.html", nil), ("/v2.10.2023-x.html", nil), ("", nil), ("////", nil),
  ])
  func datesInPaths(_ path: String, expected: String?) {
    #expect(PathDate.find(in: Array(path.utf8))?.description == expected)
  }

  @Test func theOrderOfDates() {
    let text = "<p>这是一个段落，它有足够的字，也有标点。它说的是一件很久以前的事，很多人还记得它。</p>"
    func date(_ html: String, path: String = "") -> String? {
      Page(html: Array((html + text).utf8), path: Array(path.utf8)).date?.description
    }
    let changed = "<meta property=og:updated_time content=2024-01-01>"
    #expect(date(changed) == "2024-01-01")
    #expect(date(changed, path: "a/2023/05/x.html") == "2023-05")
    #expect(date(changed + "<div>2023年6月</div>", path: "a/2023/05/x.html") == "2023-06")
    #expect(date("<div>2023年6月</div>", path: "a/2023/05/02/x.html") == "2023-05-02")
    #expect(date("<div>2023-06-03</div>", path: "a/2023/05/02/x.html") == "2023-06-03")
    #expect(
      date("<link rel=canonical href=http://e.cn/2023/05/02/x><div>2023-06-03</div>")
        == "2023-05-02")
    #expect(date("<meta itemprop=datePublished content=2023-05-01>") == "2023-05-01")
    #expect(date("<span itemprop=datePublished content=2023-05-01>五一</span>") == "2023-05-01")
    #expect(
      date(
        "<nav><time datetime=2020-01-01></time>"
          + String(repeating: "<a href=x>链接</a><br>", count: 40)
          + "</nav><time datetime=2023-05-01></time>") == "2023-05-01")
    #expect(
      date(
        "<script type=application/ld+json>{\"@graph\":[{\"@type\":\"WebPage\",\"datePublished\":\"2023-05\"}]}</script>"
      ) == "2023-05")
    #expect(
      Page(html: Array((text + "<div>posted @ 2024-05-09 14:45</div><div>2020-01-01</div>").utf8))
        .date?.description == "2024-05-09")
  }

  @Test func timesInUTCAreTakenToTheReaders() {
    func date(_ time: String, _ text: String) -> String? {
      page("<meta property=article:published_time content=\(time)><p>\(text)").date?.description
    }
    let chinese = "这些汉字说明读者在哪里，时间应当随他们。"
    #expect(date("2023-04-30T16:00:00.000Z", chinese) == "2023-05-01")
    #expect(date("2023-04-30T15:59:59+00:00", chinese) == "2023-04-30")
    #expect(date("2023-04-30T16:00:00+08:00", chinese) == "2023-04-30")
    #expect(date("2023-04-30T16:00", chinese) == "2023-04-30")
    #expect(date("2023-12-31T23:00Z", chinese) == "2024-01-01")
    #expect(date("2023-04-30T16:00:00Z", "plain words of no known language") == "2023-04-30")
    #expect(date("2023-04-30T15:00:00Z", "これはひらがなのぶんしょうです。") == "2023-05-01")
  }

  // MARK: Titles

  @Test func theSitesNameIsTakenOffWhereItIsCertain() {
    func title(_ title: String, _ rest: String = "") -> String {
      page("<title>\(title)</title>\(rest)<p>正文").title
    }
    #expect(title("天气预报 - 某某", "<meta property=og:site_name content=某某>") == "天气预报")
    #expect(title("某某 | 天气预报", "<meta property=og:site_name content=某某>") == "天气预报")
    #expect(title("天气预报_频道_某某", "<h1>天气预报</h1>") == "天气预报")
    #expect(title("天气 - 预报 - 某某", "<h1>天气 - 预报</h1>") == "天气 - 预报")
    #expect(title("引得_百度百科") == "引得")
    #expect(title("天气预报 - 某某网") == "天气预报")
    #expect(title("天气预报——今天和明天") == "天气预报——今天和明天")
    #expect(title("甲 - 乙") == "甲 - 乙")
    #expect(title("GPT-4 是什么") == "GPT-4 是什么")
    #expect(title("上海-北京高速铁路", "<h1>上海-北京高速铁路</h1><h2>上海</h2>") == "上海-北京高速铁路")
    // Open Graph's title with the site's name, as themes make it.
    #expect(
      title("某条新闻的标题_国内_某某网", "<meta property=og:title content=某条新闻的标题_国内_某某网>") == "某条新闻的标题")
    #expect(title("雄安新区 - 某某百科", "<footer>某某百科</footer>") == "雄安新区")
    #expect(title("- 某某网", "<h1>真正的标题</h1>") == "真正的标题")
    #expect(page("<h2>副</h2><h1>正</h1>").title == "正")
    #expect(page("<p>x").title == "")
    #expect(page("<title> </title><h1>正</h1>").title == "正")
  }

  // MARK: The rest

  @Test(arguments: [
    "--", " - ", " -- ", "——", " :: ", " > ", ">>", " / ", "－", " « ", " ‹ ", "｜", " ~ ", "_", "·",
  ])
  func separatorsOfTitles(_ sign: String) {
    #expect(page("<title>商汤科技宣布裁员\(sign)某某网</title>").title == "商汤科技宣布裁员")
    #expect(page("<title>某某新闻\(sign)商汤科技宣布裁员</title><h1>商汤科技宣布裁员</h1>").title == "商汤科技宣布裁员")
  }

  @Test func whatOnlyLooksLikeASeparator() {
    for title in ["A/B 测试入门", "读写分离/分库", "3:2 获胜", "a>b 的含义", "~30 岁", "如何上网"] {
      #expect(page("<title>\(title)</title><h1>测试</h1>").title == title)
    }
    #expect(page("<title>Untitled Document</title><h1>真正的标题</h1><p>正文。").title == "真正的标题")
    #expect(page("<title>Untitled Document</title><p>正文。").title == "Untitled Document")
  }

  /// Separators side by side, of all kinds, at all places: whatever it gives, it ends.
  @Test func titlesOfNothingButSeparators() {
    #expect(page("<title>商汤科技宣布裁员百分之十--某某网</title>").title == "商汤科技宣布裁员百分之十")
    #expect(page("<title>商汤科技宣布裁员百分之十_-_|某某网</title>").title == "商汤科技宣布裁员百分之十")
    let parts = ["某某网", "新闻", "--", "_", " - ", "|", "——", "»", "·", "商汤科技裁员", "-"]
    var state: UInt64 = 1
    for _ in 0..<3000 {
      var title = ""
      for _ in 0..<8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        title += parts[Int(state >> 33) % parts.count]
      }
      let bytes = Array(title.utf8)
      _ = TitleSuffix.removed(from: bytes, siteName: nil, witnesses: [])
      _ = TitleSuffix.removed(
        from: bytes, siteName: Array("某某网".utf8), witnesses: [bytes.prefix(18), bytes.suffix(18)])
    }
  }

  @Test func whatAPageSaysOfItself() {
    let page = page(
      """
      <html lang=zh-Hant><head><meta name=description content="描述 &quot;一&quot;">
      <meta name=Keywords content="甲,乙"><meta name=author content=某人>
      <meta property="og:site_name" content=某站><link rel=canonical href="http://e.x/?a=1&amp;b=2">
      """)
    #expect(page.description == "描述 \"一\"")
    #expect(page.keywords == "甲,乙")
    #expect(page.author == "某人")
    #expect(page.siteName == "某站")
    #expect(page.canonicalURL == "http://e.x/?a=1&b=2")
    #expect(page.language == "zh-Hant")
  }

  @Test func authors() {
    let text = "<p>这是一个段落，它有足够的字，也有标点。它说的是一件很久以前的事，很多人还记得它。</p>"
    func author(_ html: String) -> String? { page(html + text).author }
    #expect(author("<span class=author>张三</span>") == "张三")
    #expect(author("<a rel=author href=x>John Smith</a>") == "John Smith")
    #expect(author("<div>来源：某报 作者：李四 编辑：王五</div>") == "李四")
    #expect(author("<span class=author>编辑：王五</span>") == nil)
    #expect(author("<meta name=author content=123456>") == nil)
    #expect(
      author(
        "<script type=application/ld+json>{\"author\":[{\"@type\":\"Person\",\"name\":\"\\u5f20\\u4e09\"}]}</script>"
      ) == "张三")
    // JSON-LD's graph: the author stands elsewhere; an object without a name takes none from another.
    let graph =
      "{\"@graph\":[{\"author\":{\"@id\":\"#p\"},\"image\":{\"name\":\"图\"}},{\"@id\":\"#p\",\"name\":\"李四\"}]}"
    #expect(author("<script type=application/ld+json>\(graph)</script>") == "李四")
    #expect(
      author(
        "<script type=application/ld+json>{\"author\":{\"@type\":\"Person\"},\"x\":{\"name\":\"图\"}}</script>"
      ) == nil)
    #expect(author("<div class=author>本报记者 王乐文 方敏</div>") == "王乐文")
    #expect(author("<div class=author>本报记者</div>") == nil)
    #expect(author("<div class=author>Panmax Panmax 这里是某处</div>") == "Panmax")
    #expect(
      author(
        "<meta name=generator content=\"Forum! X3\"><meta name=author content=\"Forum! Team\">")
        == nil)
    #expect(page(text + "<div>本文作者：张三</div>").author == "张三")
    #expect(author("<div class=author>lin233 2023-05-01</div>") == "lin233")
    #expect(author("<div class=author>张三2023年</div>") == "张三")
  }
}
