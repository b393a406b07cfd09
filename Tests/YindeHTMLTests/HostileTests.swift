import Glibc
import Testing

@testable import YindeHTML

/// What holds for every page: blocks in order and adjacent, valid UTF-8, no control characters.
func expectSound(_ page: Page, _ note: String, location: SourceLocation = #_sourceLocation) {
  var end = 0
  // One expectation for all of them: each takes as long as a page when there are thousands.
  var misplaced: Block?
  for block in page.blocks {
    if block.range.lowerBound != end || block.range.isEmpty { misplaced = misplaced ?? block }
    end = block.range.upperBound
  }
  #expect(misplaced == nil, "\(note)", sourceLocation: location)
  #expect(end == page.text.count, "\(note)", sourceLocation: location)
  #expect((try? UTF8Span(validating: page.text.span)) != nil, "\(note)", sourceLocation: location)
  let hasControl = page.text.contains { ($0 < 0x20 && $0 != 0x0A) || $0 == 0x7F }
  #expect(!hasControl, "\(note)", sourceLocation: location)
  #expect(
    page.blocks.dropFirst().allSatisfy { $0.role != .title }, "\(note)", sourceLocation: location)
}

/// SplitMix64, so that a failure can be repeated from its seed.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

@Suite struct HostileTests {
  @Test func randomBytes() {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(state: seed)
    for _ in 0..<400 {
      let bytes = (0..<Int.random(in: 0...400, using: &random)).map { _ in
        Bool.random(using: &random)
          ? UInt8.random(in: 0...255, using: &random)
          : Array("<>/!-&;#= \"'ap中".utf8).randomElement(using: &random)!
      }
      expectSound(Page(html: bytes), "seed \(seed) bytes \(bytes)")
    }
  }

  /// Tags in any order, and between them words that must all be found again.
  @Test func everyVisibleWordOfATagSoupIsKept() {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(state: seed)
    let names = [
      "p", "div", "b", "a href=x", "table", "td", "tr", "ul", "li", "h1", "span class=nav", "nav",
      "ruby", "rb", "form", "pre", "section", "svg", "math", "button", "select", "option", "dd",
      "font", "article", "br", "hr", "x-y", "body", "html", "head", "label", "i", "noscript",
    ]
    for _ in 0..<300 {
      var html = ""
      var words: [String] = []
      for number in 0..<Int.random(in: 1...60, using: &random) {
        let name = names.randomElement(using: &random)!
        switch Int.random(in: 0..<3, using: &random) {
        case 0: html += "<\(name)>"
        case 1: html += "</\(name.prefix { $0 != " " })>"
        default:
          words.append("词\(number)。")
          html += words[words.count - 1]
        }
      }
      let page = Page(html: Array(html.utf8))
      expectSound(page, "seed \(seed) \(html)")
      let text = String(decoding: page.text, as: UTF8.self)
      #expect(text.filter { !$0.isWhitespace } == words.joined(), "seed \(seed) \(html)")
    }
  }

  @Test func everyTruncationOfAPageIsAPage() {
    let bytes = Array(
      """
      <!DOCTYPE html><html lang=zh><head><meta name="author" content="某&amp;人"><title>题&lt;目
      </title><script type="application/ld+json">{"datePublished":"2023-05-01"}</script><style>a
      </style></head><body class='a b'><nav><a href="/">首页</a></nav><!-- c --><p hidden>x<p>正
      文，&#x4E2D;<ruby>汉<rt>hàn</rt></ruby><svg><![CDATA[x]]></svg><template>y</template><br>
      <textarea>z</textarea><img alt="图"></body></html>
      """.utf8)
    for count in 0...bytes.count { expectSound(Page(html: Array(bytes[..<count])), "\(count)") }
  }

  @Test func deepNestingKeepsItsText() {
    let depth = 100_000
    let html =
      String(repeating: "<div>", count: depth) + "深处" + String(repeating: "</div>", count: depth)
      + "外面"
    #expect(blocks(html) == ["深处", "外面"])
    let levels = (0..<2000).map { "<div>层\($0)。" }.joined()
    #expect(blocks(levels).count == 2000)
  }

  @Test func aTextOfFiftyMegabytesIsKept() {
    let piece = Array("中文字符".utf8)
    var bytes = Array("<p>".utf8)
    while bytes.count < 50_000_000 { bytes.append(contentsOf: piece) }
    let page = Page(html: bytes)
    #expect(page.text.count == bytes.count - 3)
    #expect(page.blocks.count == 1)
  }

  /// libxml2 is given some kilobytes at a time: wherever one piece ends, nothing is lost or read twice.
  @Test func textGoesOnAcrossThePiecesThatAreParsed() {
    let pattern = "国<b>中</b>&amp;文𠮷<p class=nav>é&lt;"
    let plain = ["国中&文𠮷", "é<"]
    for start in 0..<40 {
      let page = Page(
        html: Array(
          (String(repeating: "x", count: start) + String(repeating: pattern, count: 800)).utf8))
      let texts = page.blocks.map { String(decoding: page.text[$0.range], as: UTF8.self) }
      // The start of a pattern goes on in the paragraph that the one before has opened.
      var expected = [String(repeating: "x", count: start) + plain[0]]
      for _ in 1..<800 { expected.append(plain[1] + plain[0]) }
      expected.append(plain[1])
      let isSame = texts == expected
      #expect(isSame, "\(start)")
    }
  }

  /// Four times the page takes four times the time, and sixteen times if something is quadratic. Processor time of this
  /// thread: what else the machine does is not measured.
  @Test(
    arguments: [
      "<a href=x>链</a> ", "<p>中", "<br>中", "<b><div></b>", "<a href=x><div></a>", "<li><ul>",
      "<table><td>", "<span hidden><div>", "<template>", "<svg><foreignObject>", "<", "&a", "&#",
      "<!--", "<![CDATA[", "<script><!--", "</p>", "</div>", "<h1>中", "<ruby>汉<rt>a</ruby>",
      "<option>中", "<div class=\"nav menu\">", "<time datetime=x>", "<p id=", "<div a ", "一",
      "2023-", "标题_", "<span class=author>x</span>", "<div style='a:b;c:d'>",
    ])
  func repetitionTakesLinearTime(_ piece: String) {
    func html(_ count: Int, title: Bool) -> [UInt8] {
      let text = String(repeating: piece, count: count)
      return Array((title ? "<title>\(text)</title>中" : text).utf8)
    }
    for title in [false, true] {
      let short = processorTime { expectSound(Page(html: html(5_000, title: title)), piece) }
      let long = processorTime { expectSound(Page(html: html(20_000, title: title)), piece) }
      #expect(long < max(short * 9, .milliseconds(500)), "\(piece) \(short) \(long)")
    }
  }

  private func processorTime(_ body: () -> Void) -> Duration {
    func now() -> Duration {
      var time = timespec()
      unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
    let start = now()
    body()
    return now() - start
  }

  @Test func aTagWithAMillionAttributes() {
    let attributes = (0..<1_000_000).map { "a\($0)=x" }.joined(separator: " ")
    #expect(blocks("<p \(attributes) class=x>中国</p>") == ["中国"])
    #expect(blocks("<p \(String(repeating: "class=nav ", count: 1_000_000))>中国</p>") == ["中国"])
  }

  @Test func pagesAreReadOnManyThreads() async {
    let html = Array("<title>题</title><p>中<b>国</b></p><nav><a href=x>链</a></nav>".utf8)
    let expected = Page(html: html)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<64 {
        group.addTask {
          (0..<50).allSatisfy { _ in
            let page = Page(html: html)
            return page.text == expected.text && page.blocks == expected.blocks
          }
        }
      }
      for await isEqual in group { #expect(isEqual) }
    }
  }
}
