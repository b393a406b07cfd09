import Testing
import YindeEvaluation

@Suite struct TRECTopicTests {
  @Test func olderForm() throws {
    let text = """
      <top>
      <num> Number: CH1
      <C-title> other
      <title> Topic: 商汤
        裁员 &amp; &#35009;&#x54e1; A&B
      <desc> Description:
      not &lt; this
      <narr> Narrative: <b>nor this</b>
      </top>

      <TOP><NUM>2</NUM><TITLE>x &bogus; y</TITLE></TOP>
      """
    let expected = [
      Topic(id: "CH1", query: "商汤 裁员 & 裁員 A&B"), Topic(id: "2", query: "x &bogus; y"),
    ]
    #expect(try Topic.read(trec: bytes(text)) == expected)
    #expect(try Topic.read(bytes("\u{FEFF}\n" + text)) == expected)
  }

  @Test func newerForm() throws {
    let text = """
      <?xml version="1.0" encoding="utf-8"?>
      <!-- <topic number="0"> -->
      <topics task="x">
        <topic number="1" type="faceted">
          <query>冠状病毒 起源</query>
          <question>what is it</question>
        </topic>
        <topic number='2'><query>q</query><title>t</title></topic>
      </topics>
      """
    #expect(
      try Topic.read(bytes(text)) == [
        Topic(id: "1", query: "冠状病毒 起源"), Topic(id: "2", query: "t"),
      ])
  }

  @Test(arguments: [
    ("<top>\n<num> 1\n<title> a\n", 1, "never closed"),
    ("<top>\n<num> 1\n</top>", 1, "has no <title>"),
    ("\n<top>\n<title> a\n</top>", 2, "has no <num>"),
    ("<top>\n<num> 1\n<title>\n</top>", 1, "has no <title>"),
    ("<top><num>1<title>a</top>\n<top><num>1<title>b</top>", 2, "stands twice"),
    ("<top><num>1<title>a\n<top><num>2<title>b</top>", 2, "inside the one of line 1"),
    ("\n</top>", 2, "no topic is open"), ("<top><num>1\n<title", 2, "never closed"),
  ])
  func broken(text: String, line: Int, message: String) {
    let error = #expect(throws: EvaluationError.self) { _ = try Topic.read(bytes(text)) }
    #expect(error?.line == line)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test func notUTF8() {
    #expect(throws: EvaluationError("this is not UTF-8: convert the file first", line: 2)) {
      _ = try Topic.read(bytes("<top>\n<num>1<title>") + [0xC9, 0xCC] + bytes("</top>"))
    }
  }

  @Test func formsAreToldApart() throws {
    let topic = [Topic(id: "1", query: "a")]
    #expect(try Topic.read(bytes(#" {"_id":"1","text":"a"}"#)) == topic)
    #expect(try Topic.read(bytes("1\ta")) == topic)
    #expect(try Topic.read([]).isEmpty)
    var expected = Judgements()
    expected.set(2, document: "d", topic: "1")
    #expect(try Judgements(bytes("query-id\tcorpus-id\tscore\n1\td\t2\n")) == expected)
    #expect(try Judgements(bytes("1 0 d 2\n")) == expected)
    #expect(try Judgements(bytes("1\t0\td\t2\n")) == expected)
    // With tabs, names may hold spaces.
    #expect(try Judgements(bytes("1\t0\td e\t2\n")).grade(document: "d e", topic: "1") == 2)
    let error = #expect(throws: EvaluationError.self) { _ = try Judgements(bytes("1\td\t2\n")) }
    #expect(error?.message.contains("header is missing") == true)
  }

  @Test func randomBytes() {
    let seed = UInt64.random(in: .min ... .max)
    print("randomBytes: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    let pieces = [
      "<", ">", "/", "<top>", "</top>", "<num>", "<title>", "<topic number=\"1\">", "&", "&#", ";",
      "x110000;", "<!--", "-->", "1", " ", "\n", "字", "=", "\"",
    ].map(bytes)
    for _ in 0..<20_000 {
      var input = bytes("<")
      for _ in 0..<(generator.next() % 20) {
        input +=
          generator.next() % 8 == 0
          ? [UInt8(truncatingIfNeeded: generator.next())]
          : pieces[Int(generator.next() % UInt64(pieces.count))]
      }
      _ = try? Topic.read(input)
    }
  }
}
