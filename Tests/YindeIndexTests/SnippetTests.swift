import TestTime
import Testing
import YindeAnalysis
import YindeQuery

@testable import YindeIndex

/// What a snippet shows, in small: pages and queries that a person can check by hand.
@Suite struct SnippetTests {
  private func snippet(
    _ query: String, _ blocks: [(StoredRole, String)], displayTitle: String = "", length: Int = 110
  ) throws -> (text: String, marked: [String], title: [String]) {
    let built = try BuiltIndex([
      SourceDocument(path: "a", blocks, displayTitle: displayTitle),
      SourceDocument(path: "b", [(.body, "别的网页")]),
    ])
    let maker = built.searcher.snippetMaker(for: try Query(parsing: query), length: length)
    let text = built.searcher.text(0)
    let snippet = maker.snippet(of: text)
    built.expectSound()
    return (
      snippet.text, SnippetTests.marked(snippet.text, snippet.highlights),
      SnippetTests.marked(text.title, maker.highlights(inTitle: text.title))
    )
  }

  static func marked(_ text: String, _ ranges: [Range<Int>]) -> [String] {
    let scalars = Array(text.unicodeScalars)
    return ranges.map { String(String.UnicodeScalarView(scalars[$0])) }
  }

  /// The page says 檢索 and 檢 索; the title is marked by itself and not said again.
  @Test func titleIsNotRepeated() throws {
    let shown = try snippet(
      "检索", [(.title, "全文檢索"), (.heading, "全文檢索"), (.body, "倒排索引記下每個詞。"), (.body, "再說。")])
    #expect(shown.text == "倒排索引記下每個詞。 · 再說。")
    #expect(shown.marked == [])
    #expect(shown.title == ["檢索"])
    // A title that says more than the one shown is a place to show.
    let other = try snippet(
      "网站", [(.title, "檢索 - 某網站"), (.body, "正文。")], displayTitle: "檢索")
    #expect(other.text == "檢索 - 某網站")
    #expect(other.marked == ["網站"])
  }

  /// Short blocks stand together: what a table or a list says of the word is in the next one.
  @Test func shortBlocksStandTogether() throws {
    let shown = try snippet(
      "E2003 恢复",
      [
        (.title, "错误代码"), (.body, "E2001"), (.body, "磁盘已满。"), (.body, "E2003"),
        (.body, "没有可以恢复的文件。"), (.furniture, "上一页 恢复"),
      ])
    #expect(shown.text == "E2001 · 磁盘已满。 · E2003 · 没有可以恢复的文件。")
    #expect(shown.marked == ["E2003", "恢复"])
  }

  @Test func sentencesStandWhole() throws {
    let filler = "春天的花园里开满了各种颜色的小花，游人很多。"
    let body = filler + filler + "他说：“公司宣布裁员三成。”大家都很吃惊，没有人说话。" + filler + filler + filler + filler
    let shown = try snippet("裁员", [(.body, body)], length: 60)
    #expect(shown.text == "他说：“公司宣布裁员三成。”大家都很吃惊，没有人说话。" + filler)
    // Without ends of sentences it is cut after commas, and never before punctuation or inside a word.
    let long = String(repeating: "春天的花园里，", count: 10)
    let cut = try snippet(
      "裁员", [(.body, long + "apt-get裁员https://example.org/a，" + long)], length: 40)
    #expect(cut.text == "…apt-get裁员https://example.org/a，春天的花园里，…")
    let latin = try snippet(
      "裁员", [(.body, "One. See section 3.1 of this. 裁员 comes later. And more.")], length: 30)
    #expect(latin.text == "裁员 comes later. And more.")
  }

  /// A window has what says most, though something else stands there more often.
  @Test func distinctWordsBeatRepetitions() throws {
    let gap = String(repeating: "。春天的花园里开满了小花", count: 12)
    let shown = try snippet(
      "裁员 赔偿", [(.body, "裁员裁员裁员裁员" + gap + "。裁员有赔偿" + gap)], length: 40)
    #expect(shown.marked == ["裁员", "赔偿"])
    // The article before the menu, a menu before nothing.
    let roles: [(StoredRole, String)] = [(.furniture, "裁员 赔偿"), (.body, "公司裁员了。")]
    #expect(try snippet("裁员 赔偿", roles).text == "公司裁员了。")
    #expect(try snippet("赔偿", roles).text == "裁员 赔偿")
  }

  /// What a question asks about counts more than how it asks, though 什么 is rarer here.
  @Test func questionWordsCountHalf() throws {
    let gap = String(repeating: "。春天的花园里开满了小花", count: 12)
    let built = try BuiltIndex(
      [SourceDocument(path: "a", [(.body, "做什么都行" + gap + "。裁员很多")])]
        + ["裁员", "天气", "天气", "天气"].map { SourceDocument(path: "b", [(.body, $0)]) })
    let maker = built.searcher.snippetMaker(for: try Query(parsing: "什么 裁员"), length: 20)
    #expect(maker.snippet(of: built.searcher.text(0)).text.contains("裁员很多"))
    built.expectSound()
  }

  /// Words that stand far apart are shown by two pieces, in the order of the page; near ones, and those that one piece has,
  /// by one.
  @Test func farWordsAreBothShown() throws {
    let gap = String(repeating: "春天的花园里开满了小花。", count: 12)
    let shown = try snippet(
      "赔偿 裁员", [(.body, gap + "公司宣布裁员。" + gap), (.body, gap + "员工得到了赔偿，" + gap)], length: 60)
    #expect(shown.marked == ["裁员", "赔偿"])
    #expect(shown.text == "公司宣布裁员。春天的花园里开满了小花。 … 员工得到了赔偿，春天的花园里开满了小花。")
    let near = try snippet(
      "赔偿 裁员", [(.body, gap + "公司宣布裁员。春天的花园里开满了小花。员工得到了赔偿。" + gap)], length: 60)
    #expect(near.text == "公司宣布裁员。春天的花园里开满了小花。员工得到了赔偿。春天的花园里开满了小花。春天的花园里开满了小花。")
    // Pieces that meet are one.
    let meeting = try snippet(
      "赔偿 裁员", [(.body, gap + "公司裁员，这是小花开满的花园。春天到了，还有赔偿。" + gap)], length: 20)
    #expect(meeting.marked == ["裁员", "赔偿"])
  }

  /// Both ends of a match that is longer than the snippet, whether it is a phrase or all of its pairs.
  @Test func longMatchesShowBothEnds() throws {
    let middle = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"
    let sentence = "起初" + middle + middle + "末了"
    for query in [sentence, "\"\(sentence)\"", "\"\(sentence.replacing("云", with: "雲"))\""] {
      let shown = try snippet(query, [(.body, "前文" + sentence + "，后文。")], length: 30)
      #expect(shown.text.hasPrefix("…起初天地玄黄"), "\(shown.text)")
      #expect(shown.text.hasSuffix("结为霜末了…"), "\(shown.text)")
      #expect(shown.marked.count == 2)
      #expect(shown.text.unicodeScalars.count <= 32)
    }
  }

  /// White space, line ends too, is one space, and marks stay where they belong.
  @Test func whiteSpaceIsOneSpace() throws {
    let shown = try snippet(
      "bar 裁员", [(.body, "foo  =   bar\n\tx = 1\n\n裁员　　e\u{301}lan 😀👩‍👩‍👧 ｂａｒ")])
    #expect(shown.text == "foo = bar x = 1 裁员 e\u{301}lan 😀👩‍👩‍👧 ｂａｒ")
    #expect(shown.marked == ["bar", "裁员", "ｂａｒ"])
  }

  /// A megabyte without an edge: one line, one match or nothing but matches.
  @Test func giantLinesAreHarmless() throws {
    let filler = String(repeating: "春天的花园里开满了小花", count: 30_000)
    let clock = ContinuousClock()
    var texts: [String] = []
    let took = try clock.measure {
      for body in [filler + "裁员" + filler, String(repeating: "裁员", count: 150_000)] {
        texts.append(try snippet("裁员 \"员裁\"", [(.body, body)]).text)
      }
    }
    #expect(texts.allSatisfy { $0.contains("裁员") && $0.unicodeScalars.count <= 115 })
    // Far more than it takes, far less than a quadratic search would.
    #expect(took < .seconds(120) * TestTime.slowness, "\(took)")
  }
}
