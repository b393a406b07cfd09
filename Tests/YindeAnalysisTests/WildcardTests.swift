import Testing
import YindeAnalysis

@Suite struct WildcardTests {
  /// Text, `?` and `*` as parts.
  private func parts(_ pattern: String) -> [WildcardPart] {
    var parts: [WildcardPart] = []
    for character in pattern {
      switch (character, parts.last) {
      case ("?", _): parts.append(.one)
      case ("*", _): parts.append(.many)
      case (_, .text(let text)): parts[parts.count - 1] = .text(text + String(character))
      default: parts.append(.text(String(character)))
      }
    }
    return parts
  }

  @Test(arguments: [
    ("张?丰", "武当张三丰真人", "张三丰"),
    ("張?豐", "武当张三丰真人", "张三丰"),
    ("张?丰", "张丰", nil),
    ("张?丰", "张，丰", nil),
    ("张?丰", "张\n丰", nil),
    ("第*条", "依照第三百二十一条处罚", "第三百二十一条"),
    ("第*条", "第条", "第条"),
    ("第*条", "第二天，走了一条路", nil),
    ("第*条", "第一节第二条", "第一节第二条"),
    ("第*条", "第" + String(repeating: "一", count: 32) + "条", "*"),
    ("第*条", "第" + String(repeating: "一", count: 33) + "条", nil),
    ("约*史密斯", "约翰·史密斯", "约翰·史密斯"),
    ("张*", "姓张的人", "张"),
    ("*丰", "张三丰", "丰"),
    ("GPT*模型", "用gpt-4o大模型", "gpt-4o大模型"),
    ("GPT*模型", "用xgpt-4o大模型", nil),
    ("*pt模型", "用gpt模型", "gpt模型"),
    ("pt?模型", "用gpt大模型", nil),
    ("人?ab", "人工ab", "人工ab"),
    ("人?ab", "人工abc", nil),
    ("5?屏", "5寸屏", "5寸屏"),
    ("5?屏", "15寸屏", nil),
    ("a*算法", "a*算法", "a*算法"),
  ])
  func text(pattern: String, text: String, match: String?) {
    let wildcards = Wildcards(parts(pattern))
    #expect(wildcards.word == nil)
    let folded = folded(scalars(text))
    let range = PatternMatcher(wildcards.node).firstRange(in: folded.span, from: 0)
    let expected = match == "*" ? string(folded) : match
    #expect(range.map { string(folded[$0]) } == expected)
  }

  @Test(arguments: [
    ("*ense*", "*ense*", false), ("l?bre", "l?bre", false), ("ＬＩＢ*e", "lib*e", false),
    ("gpt-*o", "gpt-*o", true), ("**x", "*x", false), ("v1.*", "v1.*", true),
  ])
  func words(pattern: String, name: String, crossesJoiners: Bool) {
    let glob = Wildcards(parts(pattern)).word
    #expect(glob?.name == name)
    #expect(glob?.crossesJoiners == crossesJoiners)
  }

  @Test func whatIsNoWord() {
    for pattern in ["张*", "*-*", "c++*", String(repeating: "a", count: 60) + "*"] {
      #expect(Wildcards(parts(pattern)).word == nil)
    }
    #expect(Wildcards.prefixBytes("ＬＩＢ") == Array("lib".utf8))
    #expect(Wildcards.prefixBytes("gpt-4") == Array("gpt-4".utf8))
    for text in ["gpt-", "c++", "第3", "a b", "http://a", ""] {
      #expect(Wildcards.prefixBytes(text) == nil)
    }
  }

  /// What is marked of a word is the word.
  @Test(arguments: [
    ("*ense*", "a licensed one", "licensed"), ("l?bre", "x libre", "libre"),
    ("*tion", "information", "information"), ("lib*", "libreoffice-x", "libreoffice"),
  ])
  func marks(pattern: String, text: String, match: String) {
    let folded = scalars(text)
    let range = PatternMatcher(Wildcards(parts(pattern)).node).firstRange(in: folded.span, from: 0)
    #expect(range.map { string(folded[$0]) } == match)
  }
}
