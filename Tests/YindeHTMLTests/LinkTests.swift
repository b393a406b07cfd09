import Testing
import YindeHTML

@Suite struct LinkTests {
  private func links(_ html: String) -> [String] {
    Link.all(in: Array(html.utf8)).map { "\($0.target)|\($0.text)" }
  }

  @Test func textAndTarget() {
    #expect(
      links(
        """
        <!DOCTYPE html><p><a href="a.html">甲<b>乙</b></a> <A class=x HREF='b.html?x=1&amp;y=2'>
        丙 &amp; 丁<br>戊</A><a href=c.html>己</a><a name=top>no link</a>
        """) == ["a.html|甲乙", "b.html?x=1&y=2|丙 & 丁 戊", "c.html|己"])
  }

  @Test func whatIsNoMarkup() {
    #expect(
      links(
        "<!-- <a href=x>x</a> --><script>'<a href=y>y</a>'</script><style>a</style>"
          + "<a href=1>3 < 4 &lt; 5</a>") == ["1|3 < 4 < 5"])
  }

  @Test func brokenMarkup() {
    // A link that is not closed ends where the next begins, or with the page.
    #expect(links("<a href=1>一<a href=2>二") == ["1|一", "2|二"])
    #expect(links("<a href=") == ["|"])
    #expect(links("<a href") == [])
    #expect(links("<a href='1") == ["1|"])
    #expect(links("<a data-href=1>x</a><a href=1 href=2>y</a>") == ["1|y"])
    #expect(links("<") == [] && links("") == [] && links("<!--") == [] && links("<script") == [])
  }

  @Test func otherEncodings() {
    // 首页 in GBK, as the page says.
    let page =
      Array("<meta charset=gbk><a href=i.htm>".utf8) + [0xCA, 0xD7, 0xD2, 0xB3]
      + Array("</a>".utf8)
    #expect(Link.all(in: page) == [Link(text: "首页", target: "i.htm")])
  }

  @Test func randomBytes() {
    var random = SystemRandomNumberGenerator()
    let pieces = [
      "<a ", "href", "=", "\"", "'", ">", "</a>", "<!--", "-->", "<script>", "&", "&#", "字", " ",
    ]
    for _ in 0..<5_000 {
      var page: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<25, using: &random) {
        page += Array(pieces.randomElement(using: &random)!.utf8)
        if Int.random(in: 0..<8, using: &random) == 0 {
          page.append(UInt8.random(in: .min ... .max, using: &random))
        }
      }
      _ = Link.all(in: page)
    }
  }
}
