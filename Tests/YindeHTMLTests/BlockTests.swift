import Testing

@testable import YindeHTML

/// The text of a page's blocks, without its title.
func blocks(_ html: String) -> [String] {
  let page = Page(html: Array(html.utf8))
  return page.blocks.filter { $0.role != .title }
    .map { String(decoding: page.text[$0.range], as: UTF8.self) }
}

@Suite struct BlockTests {
  @Test func inlineElementsDoNotEndARun() {
    #expect(blocks("<p><b>中</b>国<i>人</i><span class=x>民</span>") == ["中国人民"])
    #expect(blocks("中<wbr>国<x-unknown>人</x-unknown>民") == ["中国人民"])
    #expect(blocks("中<script>x</script>国<!-- c -->人<style>b</style>民") == ["中国人民"])
  }

  @Test func blockElementsEndARun() {
    #expect(blocks("<table><tr><td>中</td><td>国</td></tr></table>") == ["中", "国"])
    #expect(blocks("<td>中</td><td>国</td>") == ["中", "国"])
    #expect(blocks("中<br>国<hr>人<p>民</p>众") == ["中", "国", "人", "民", "众"])
    #expect(blocks("<ul><li>中<li>国</ul>人") == ["中", "国", "人"])
    #expect(blocks("<p>中<p>国</p></p>人") == ["中", "国", "人"])
    #expect(blocks("中<button>国</button>人") == ["中", "国", "人"])
  }

  @Test func whiteSpaceCollapses() {
    #expect(blocks("<p>  a \t\n b  </p>") == ["a b"])
    #expect(blocks("<p>a <b> b</b> c</p>") == ["a b c"])
    #expect(blocks("<p>&nbsp;\u{3000}中&nbsp; 国\u{3000}</p>") == ["中\u{A0} 国"])
    #expect(blocks("<p>&emsp;&emsp;中</p>") == ["中"])
  }

  @Test func lineEndsBetweenWideCharactersVanish() {
    #expect(blocks("<p>这是一\n个测试") == ["这是一个测试"])
    #expect(blocks("<p>这是一\r\n    <b>个</b>\n测试，\n好") == ["这是一个测试，好"])
    #expect(blocks("<p>hello\n世界\nhello") == ["hello 世界 hello"])
    #expect(blocks("<p>한국\n사람") == ["한국 사람"])
    #expect(blocks("<p>他说：\n“好”\n吗") == ["他说：“好”吗"])
    #expect(blocks("<p>中 国") == ["中 国"])
  }

  /// CSS Text drops a line end between such a mark and a wide character, not between two marks.
  @Test func lineEndsBesideMarksOfAmbiguousWidth() {
    #expect(blocks("<p>他说“好。”\n我们走") == ["他说“好。”我们走"])
    #expect(blocks("<p>走了……\n天黑") == ["走了……天黑"])
    #expect(blocks("<p>“好”\n“走”") == ["“好” “走”"])
    #expect(blocks("<p>said “yes”\nand") == ["said “yes” and"])
  }

  @Test func softHyphensPartNothingAndTooltipsAreNoText() {
    #expect(blocks("<p>中&shy;国 inter&shy;net") == ["中\u{AD}国 inter\u{AD}net"])
    #expect(blocks("<p title=提示>中<span title=x>国</span></p>") == ["中国"])
  }

  @Test func preformattedTextKeepsItsLines() {
    #expect(blocks("<pre>\n  a\n\tb\r\nc</pre>") == ["a\n b\nc"])
    #expect(blocks("<textarea>\n甲\n乙</textarea>") == ["甲\n乙"])
  }

  @Test func rubyReadsOn() {
    #expect(
      blocks("<p>说<ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp>字<rt>zì</rt></ruby>好</p>")
        == ["说汉字好", "hàn zì"])
    #expect(blocks("<ruby>漢<rt>かん</ruby>字") == ["漢字", "かん"])
  }

  @Test func hiddenTextIsLeftOut() {
    #expect(blocks("中<span style='color:red; DISPLAY : none!important'>x</span>国") == ["中国"])
    #expect(blocks("<p>中<p hidden>x</p><div hidden>y<div>z</div></div>国") == ["中", "国"])
    #expect(
      blocks(
        "<p>中<p style='display:none;Display: block'>x<p style='visibility:visible;visibility:hidden'>y<p>国"
      )
        == ["中", "x", "国"])
    #expect(blocks("<template><p>x</template>中<noembed>y</noembed><iframe>z</iframe>") == ["中"])
    #expect(blocks("<video>x</video><datalist><option>y</datalist>中<dialog>z</dialog>") == ["中"])
  }

  @Test func aPageThatHidesEverythingIsRead() {
    #expect(blocks("<body style='display:none'><p>中国</p><p>人民</p>") == ["中国", "人民"])
    #expect(blocks("加载<div id=app hidden>\(String(repeating: "中国人民", count: 20))</div>").count == 2)
  }

  @Test func whatAReaderSeesOfControls() {
    #expect(blocks("甲<input value=x><input type=submit value=提交>乙") == ["甲", "提交", "乙"])
    #expect(blocks("看<img alt='图'>吧<img alt=''><img title=y>") == ["看图吧"])
    #expect(blocks("<select><option>甲<option>乙</select>") == ["甲", "乙"])
  }

  @Test func titleComesFirst() {
    let page = Page(html: Array("<p>x</p><title> 中 \n国 </title>".utf8))
    #expect(page.blocks.first == Block(role: .title, range: 0..<6))
    #expect(page.title == "中国")
  }
}
