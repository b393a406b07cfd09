import Testing

@testable import YindeHTML

/// What the HTML standard's tokenizer and tree construction say of visible text, where libxml2
/// before 2.14 says otherwise.
@Suite struct MarkupTests {
  @Test func strayLessThanSignsAreText() {
    #expect(blocks("<p>a < b, 1<2, <3 <中文> 后面") == ["a < b, 1<2, <3 <中文> 后面"])
    #expect(blocks("中国<") == ["中国<"])
    #expect(blocks("中国</") == ["中国</"])
    #expect(blocks("中</>国</ x>人<!x>民<?php echo 1 ?>众") == ["中国人民众"])
  }

  @Test func commentsEndWhereTheStandardSays() {
    #expect(blocks("<!-->中<!--->国<!-- a --!>人<!-- b -- > c -->民") == ["中国人民"])
    #expect(blocks("<!--[if IE]>x<![endif]-->中<![if !IE]>国<![endif]>") == ["中国"])
    #expect(blocks("中<!-- 没有结束") == ["中"])
    #expect(blocks("中<![CDATA[x]]>国<svg><![CDATA[图]]></svg>") == ["中国图"])
  }

  @Test func rawTextEndsAtItsOwnEndTag() {
    #expect(blocks("<script>'</scrip </p>'</script>中") == ["中"])
    #expect(blocks("<script><!-- <script> </script> --></script>中") == ["中"])
    #expect(blocks("<script><!--></script>中") == ["中"])
    #expect(blocks("<style>a</styl></STYLE >中<xmp><b>国</xmp>") == ["中", "<b>国"])
    #expect(blocks("<textarea><p>甲</p></textarea>") == ["<p>甲</p>"])
    #expect(blocks("中<plaintext><b>国</plaintext>") == ["中", "<b>国</plaintext>"])
    #expect(blocks("<noscript><p>中</p></noscript>") == ["中"])
    let page = Page(html: Array("<title>a</titl><b>&amp;</title>中".utf8))
    #expect(String(decoding: page.text, as: UTF8.self) == "a</titl><b>&中")
  }

  @Test func characterReferences() {
    #expect(
      blocks("<p>&lt;b&gt; &amp;amp; &copy2024 &notit; &notin; &x; &") == [
        "<b> &amp; ©2024 ¬it; ∉ &x; &"
      ])
    #expect(blocks("<p>&#20013;&#x56FD&#X4EBA;&#128512;&#x20000;&#150;&#x80;") == ["中国人😀𠀀–€"])
    #expect(
      blocks("<p>&#0;&#xD800;&#x110000;&#99999999999;") == ["\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"])
    #expect(blocks("<p>&#;&#x;&NotEqualTilde;") == ["&#;&#x;≂̸"])
    #expect(blocks("<img alt='?a&copy=1&copy; &copy'>") == ["?a&copy=1© ©"])
    #expect(blocks("a&#1;b&#xFFFF;c&#x9;d&#13;e") == ["abc d e"])
  }

  @Test func attributesEndWhereTheStandardSays() {
    #expect(blocks("<div @click=\"a > b\" :x='</div>'>中</div>") == ["中"])
    #expect(blocks("<p a=1b=2 c= d =e \"f\">中<p/>国<p x=\"y\"z>人") == ["中", "国", "人"])
    #expect(blocks("<p title=\"未完") == [])
    #expect(blocks("<p hidden hidden=no class>x</p>中") == ["中"])
  }

  /// XHTML, by its declaration or its name: empty elements end where they begin. As HTML they do not.
  @Test func emptyElementsOfXML() {
    let page =
      "<html><head><title/><script src='a'/><style/></head><body><a id='x'/><p>中<![CDATA[<国>]]>人<br/>民"
    #expect(blocks("<?xml version='1.0'?>" + page) == ["中<国>人", "民"])
    let named = Page(html: Array(page.utf8), path: Array("OEBPS/one.XHTML?x".utf8))
    #expect(named.title == "" && named.blocks.count == 2)
    #expect(Page(html: Array(page.utf8)).blocks.count == 1)
  }

  @Test func templatesAreNotShown() {
    #expect(blocks("中<template><div>x<template>y</template>z</template>国") == ["中国"])
    #expect(blocks("<div>中<template></div></template>国</div>") == ["中国"])
    #expect(blocks("<template shadowrootmode=open>中</template>") == ["中"])
    #expect(blocks("<template><title>x</title></template>中") == ["中"])
  }

  @Test func nestingIsRepaired() {
    // Roles tell whether the navigation ended where it should.
    let page = Page(
      html: Array("<nav><ul><li><div>导航</nav><p>正文，有句子。</p>".utf8))
    #expect(page.blocks.map(\.role) == [.furniture, .body])
    #expect(blocks("<table><tr><td>甲<td>乙<tr><th>丙</table>丁") == ["甲", "乙", "丙", "丁"])
    #expect(blocks("<dl><dt>甲<dd>乙<dt>丙</dl>") == ["甲", "乙", "丙"])
    #expect(blocks("<b>中<p>国</b>人</p>") == ["中", "国人"])
    #expect(blocks("<a href=x>中<a href=y>国</a></a>") == ["中国"])
  }

  @Test func vectorGraphics() {
    #expect(
      blocks("<svg><title>x</title><style>y</style><text>中</text><text>国</text></svg>人")
        == ["中", "国", "人"])
    #expect(
      blocks("<svg><path/><desc>x</desc><foreignObject><p>中</p></foreignObject></svg>国")
        == ["中", "国"])
    #expect(blocks("<svg><g><p>中</p>国") == ["中", "国"])
  }

  @Test func namesShareNoHash() {
    var hashes: [UInt64: Substring] = [:]
    for line in CharacterReferences.namedReferences.description.split(separator: "\n") {
      let name = line.split(separator: " ")[0]
      var hash = NameHash()
      for byte in name.utf8 { hash.add(byte) }
      #expect(hashes.updateValue(name, forKey: hash.value) == nil)
    }
    #expect(hashes.count == 2231)
  }
}
