import TestTime
import Testing

@testable import YindeHTML

/// Text that was read in a wrong encoding and saved again. The damage is done with the decoders
/// themselves: what an editor saw, saved as UTF-8.
struct MojibakeTests {
  static let paragraphs = [
    "今天的新闻：北京大学图书馆收到了一批新书，欢迎大家前来借阅。",
    "引得是一种检索工具，把书中的字词依次排列，注明出处，便于查找。",
    "他说：“你好吗？”我们都不知道怎么回答，只是站在那里，看着远处的山。",
  ]
  static let traditional = [
    "今天的新聞：臺灣大學圖書館收到了一批新書，歡迎大家前來借閱。",
    "引得是一種檢索工具，把書中的字詞依次排列，註明出處，便於查找。",
  ]

  private func damage(_ text: String, _ kind: Mojibake) throws -> String {
    let (wrong, right) = try #require(kind.readings)
    return wrong.text(Encoder.encode(text, as: right))
  }

  private func texts(_ kind: Mojibake) -> [String] {
    kind.readings?.right == .big5 ? MojibakeTests.traditional : MojibakeTests.paragraphs
  }

  private func decode(_ page: String) -> (text: String, mojibake: [Mojibake.Count]) {
    let decoded = TextDecoder.decode(Array(page.utf8))
    return (String(decoding: decoded.utf8, as: UTF8.self), decoded.encoding.mojibake)
  }

  static let repairable = Mojibake.allCases.filter { $0.readings != nil }

  /// The examples that people know. Those of two characters are no more than whole pages.
  @Test(arguments: [
    ("å¼•å¾—", "引得", Mojibake.utf8AsLatin), ("ÒýµÃ", "引得", .gbkAsLatin),
    ("寮曞緱", "引得", .utf8AsGBK), ("浣犲ソ锛屼笘鐣", "你好，世\u{FFFD}", .utf8AsGBK),
    ("い瓣\u{E5EE}チぃ\u{E01D}笵и\u{E145}", "中國人民不知道我們", .big5AsGBK),
  ])
  func knownExamples(_ seen: String, _ meant: String, _ kind: Mojibake) {
    let (text, mojibake) = decode("<title>\(seen)</title>")
    #expect(text == "<title>\(meant)</title>")
    let whole = meant.count { $0 != "\u{FFFD}" }
    #expect(mojibake == [.init(kind: kind, found: whole, repaired: whole)])
  }

  @Test(arguments: repairable)
  func aWholePageIsPutRight(_ kind: Mojibake) throws {
    for text in texts(kind) {
      let seen = try damage(text, kind)
      let page =
        "<meta charset=utf-8><title>\(seen)</title><p class=a>\(seen)</p><img alt=\"\(seen)\">"
      let (found, mojibake) = decode(page)
      var meant = page.replacing(seen, with: text)
      if kind == .utf8AsGBK, seen.hasSuffix("\u{FFFD}") {
        meant = page.replacing(seen, with: String(text.dropLast()) + "\u{FFFD}")
      }
      #expect(found == meant)
      #expect(mojibake.map(\.kind) == [kind])
      // The alternative text is put right too, but not counted: it is in a tag.
      #expect(mojibake.first?.repaired ?? 0 >= 2 * text.count - 2)
    }
  }

  @Test func mistakesMadeTwiceAndThrice() throws {
    for text in MojibakeTests.paragraphs {
      let twice = try damage(damage(text, .utf8AsLatin), .utf8AsLatin)
      #expect(decode("<p>\(twice)</p>").text == "<p>\(text)</p>")
      let thrice = try damage(twice, .utf8AsLatin)
      #expect(decode("<p>\(thrice)</p>").text == "<p>\(text)</p>")
    }
  }

  /// An article about mojibake is found by its examples.
  @Test(arguments: repairable)
  func whatAPageQuotesStays(_ kind: Mojibake) throws {
    for text in texts(kind) {
      let seen = try damage(text, kind)
      let sound = MojibakeTests.paragraphs.joined()
      let english = String(repeating: "What is mojibake, and where does it come from? ", count: 20)
      for page in [
        "<title>乱码是怎么来的</title><p>\(sound)</p><pre>\(seen)</pre>",
        "<p>\(sound)</p><p>例如“\(seen)”。</p><p>\(sound)</p>",
        "<h1>Mojibake</h1><p>\(english)</p><code>\(seen)</code>",
      ] {
        let (found, mojibake) = decode(page)
        #expect(found == page)
        #expect(mojibake.allSatisfy { $0.repaired == 0 && $0.kind == kind })
      }
      let alone = decode("<p>\(sound)</p><pre>\(seen)</pre>").mojibake
      #expect(alone.map(\.kind) == [kind])
      #expect(alone.first?.found ?? 0 > text.count / 2)
    }
  }

  @Test func lostTextIsCounted() {
    let lost = decode("<p>锟斤拷锟斤拷文锟斤拷</p><!-- 锟斤拷 --><p>烫烫烫烫 烫烫 屯屯屯</p>")
    #expect(
      lost.mojibake == [
        .init(kind: .replacements, found: 9), .init(kind: .memory, found: 7),
      ])
    #expect(decode("<p>烫手，屯兵，锟，斤，拷</p>").mojibake.isEmpty)
  }

  @Test(arguments: [
    "Le café où l’été… naïve, «à», ça, Ç, Œuvre", "ÄÖÜ äöüß ÀÉÈÇ ÆØÅ", "© ® ™ ° ± × ÷ ¼½¾ ²³ §¶",
    "informação, ações, não, avô, ÇÃO, ÕES", "····· °°°° ¯¯¯¯ ¥¥¥ £££ ¿¿ ¡¡¡ ««»»",
    "Þingvellir, þæð, ðýð",
    "Привет, как дела? Ελληνική γλώσσα", "─────────┬──────│ ★★★★★☆☆ ■■■□□", "こんにちは、カタカナとひらがな。",
    "食べログのうまい店を教えてください。ありがとうございます。", "한국어 위키백과", "魑魅魍魎，囍龘靐齾，犇猋骉麤",
    "饕餮、睚眦、狴犴、赑屃、螭吻、蚣蝮、嘲风、囚牛", "𠮷野家", "Tiếng Việt: tôi không biết, đường",
    "ㄅㄆㄇㄈ ㄓㄨˋ ㄧㄣ", "⒈⒉⒊①②③㈠㈡", "→←↑↓≤≥∞∑√", "\u{E000}\u{E001}\u{E002}\u{E003}\u{E004}",
  ])
  func otherTextStays(_ text: String) {
    for page in ["<p>\(text)</p>", text, String(repeating: text + "<br>", count: 50)] {
      let (found, mojibake) = decode(page)
      #expect(found == page)
      #expect(mojibake.isEmpty)
    }
  }

  /// Repair may lose nothing and change no markup, whatever is on the page.
  @Test func randomTextsComeThrough() {
    var generator = SeededGenerator(state: 20_261_123)
    let pool = Array("<>&\"'a Zé寮曞緱å¼•Òý锟斤拷烫屯€“”…\u{80}\u{9F}\u{FFFD}中文ぁ笢弊%").map(String.init)
    for _ in 0..<2000 {
      let page = (0..<Int.random(in: 1...60, using: &generator)).map { _ in
        pool.randomElement(using: &generator) ?? ""
      }.joined()
      let found = decode(page)
      #expect(
        found.text.filter { "<>&\"' %".contains($0) } == page.filter { "<>&\"' %".contains($0) })
      if found.mojibake.allSatisfy({ $0.repaired == 0 }) { #expect(found.text == page) }
    }
  }

  @Test func aLongPageTakesNoLonger() {
    for unit in ["å¼•", "寮曞緱", "Ò", "ý<!--", "锟", "烫", "€", "寮\u{FFFD}", "<script>Òý"] {
      let page = Array(String(repeating: unit, count: 100_000).utf8)
      let clock = ContinuousClock()
      let took = clock.measure { _ = TextDecoder.decode(page) }
      #expect(took < .seconds(20) * TestTime.slowness, "\(unit)")
    }
  }
}
