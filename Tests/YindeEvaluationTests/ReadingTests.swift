import Testing
import YindeEvaluation

@Suite struct ReadingTests {
  private func expectError(
    _ message: String, line: Int?, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Void
  ) {
    let error = #expect(throws: EvaluationError.self, sourceLocation: sourceLocation) {
      try body()
    }
    #expect(error?.line == line, sourceLocation: sourceLocation)
    #expect(
      error?.message.contains(message) == true, "\(error?.message ?? "")",
      sourceLocation: sourceLocation)
  }

  @Test func topicsTSV() throws {
    let text = "\u{FEFF}1\t商汤 裁员\r\n\r\n  \nq 2\tx\ty"
    #expect(
      try Topic.read(tsv: bytes(text)) == [
        Topic(id: "1", query: "商汤 裁员"), Topic(id: "q 2", query: "x\ty"),
      ])
    #expect(try Topic.read(tsv: []).isEmpty)
    expectError("no tab", line: 3) { _ = try Topic.read(tsv: bytes("1\ta\n\n2 b\n")) }
    expectError("identifier is empty", line: 1) { _ = try Topic.read(tsv: bytes("\ta")) }
    // cmrc2018 has such a topic: one that nobody can answer, and no reason to measure nothing at all.
    #expect(try Topic.read(tsv: bytes("1\t ")) == [Topic(id: "1", query: " ")])
    #expect(
      try Topic.read(jsonLines: bytes(#"{"_id":"1","text":""}"#)) == [Topic(id: "1", query: "")])
    expectError("topic 1 stands twice", line: 2) { _ = try Topic.read(tsv: bytes("1\ta\n1\tb")) }
    expectError("not UTF-8", line: 2) { _ = try Topic.read(tsv: bytes("1\ta\n2\t") + [0xFF]) }
  }

  @Test func topicsJSONLines() throws {
    let text = #"""
      {"_id": "1", "text": "商汤 \"裁员\"\n\\\/\b\f\r\t", "metadata": {"a": [1, -0.5e+3, null, {}], "b": []}}
       { "metadata":{} , "text":"\u5546\uD83D\uDE00\u00e9" , "_id":"2" }
      {"\u005fid":"3","text":"x","n":0,"t":true,"f":false}
      """#
    #expect(
      try Topic.read(jsonLines: bytes(text)) == [
        Topic(id: "1", query: "商汤 \"裁员\"\n\\/\u{8}\u{C}\r\t"), Topic(id: "2", query: "商😀é"),
        Topic(id: "3", query: "x"),
      ])
  }

  @Test(arguments: [
    #"{"_id":"1"}"#, #"{"text":"1"}"#, "{}", "[]", "x", #"{"_id":1,"text":"x"}"#,
    #"{"_id":"1","text":"x"} y"#, #"{"_id":"1","text":"x",}"#, #"{"_id":"1" "text":"x"}"#,
    #"{"_id":"1","text":"x""#, #"{"_id":"1","text":"x"#, #"{"_id":"1","text":"\x"}"#,
    #"{"_id":"1","text":"\uD83D"}"#, #"{"_id":"1","text":"\uDE00\uD83D"}"#,
    #"{"_id":"1","text":"\uD83Dx"}"#, #"{"_id":"1","text":"\uD83D\u0041"}"#,
    #"{"_id":"1","text":"\u12G4"}"#, #"{"_id":"1","text":"\u12"#, "{\"_id\":\"1\",\"text\":\"\t\"}",
    #"{"_id":"1","_id":"2","text":"x"}"#, #"{"_id":"1","text":"x","a":01}"#,
    #"{"_id":"1","text":"x","a":1.}"#, #"{"_id":"1","text":"x","a":-}"#,
    #"{"_id":"1","text":"x","a":1e}"#, #"{"_id":"1","text":"x","a":tru}"#,
    #"{"_id":"1","text":"x","a":}"#, #"{"_id":"1","text":"x","a":[1,]}"#,
    #"{"_id":"1","text":"x","a":[1}"#, #"{"_id":"1","text":"x",a:1}"#, #"{_id:"1"}"#,
  ])
  func brokenJSON(line: String) {
    expectError("", line: 2) {
      _ = try Topic.read(jsonLines: bytes("{\"_id\":\"0\",\"text\":\"x\"}\n" + line))
    }
  }

  /// Not an argument of the test above, whose name in a log would be as long.
  @Test func deepJSON() {
    let line = #"{"_id":"1","text":"x","a":"# + String(repeating: "[", count: 200_000)
    expectError("", line: 1) { _ = try Topic.read(jsonLines: bytes(line)) }
  }

  @Test func judgementsBEIR() throws {
    let text = "query-id\tcorpus-id\tscore\n1\tp 1\t2\r\n1\tp2\t0\n2\tp2\t-1\n"
    let judgements = try Judgements(beir: bytes(text))
    #expect(judgements.topics == ["1", "2"])
    #expect(judgements["1"] == ["p 1": 2, "p2": 0])
    #expect(judgements.grade(document: "p2", topic: "2") == -1)
    #expect(judgements.grade(document: "p3", topic: "1") == nil)
    #expect(judgements["3"].isEmpty)
    let header = "query-id\tcorpus-id\tscore\n"
    expectError("header is missing", line: 1) { _ = try Judgements(beir: bytes("1\tp\t2\n")) }
    expectError("three fields", line: 2) { _ = try Judgements(beir: bytes(header + "1 p 2")) }
    expectError("three fields", line: 2) { _ = try Judgements(beir: bytes(header + "1\t\t2")) }
    expectError("\"high\"", line: 3) {
      _ = try Judgements(beir: bytes(header + "1\tp\t2\n1\tq\thigh"))
    }
    expectError("judged twice", line: 3) {
      _ = try Judgements(beir: bytes(header + "1\tp\t2\n1\tp\t2"))
    }
  }

  @Test func judgementsTREC() throws {
    let judgements = try Judgements(trec: bytes("q1 0 a 1\nq1\t0\tb  3 \r\nq0 Q0 a 0"))
    #expect(judgements.topics == ["q1", "q0"])
    #expect(judgements["q1"] == ["a": 1, "b": 3])
    #expect(judgements["q0"] == ["a": 0])
    expectError("four fields", line: 1) { _ = try Judgements(trec: bytes("q1 0 a")) }
    expectError("whole number", line: 1) { _ = try Judgements(trec: bytes("q1 0 a 1.5")) }
    expectError("judged twice", line: 2) { _ = try Judgements(trec: bytes("q 0 a 1\nq 0 a 0")) }
  }

  @Test func runsAreReadAndRankedByScore() throws {
    let run = try Run(trec: bytes("q1 Q0 a 1 0.5 tag\nq1 Q0 b 2 1e1 tag\nq1 Q0 c 3 0.5 tag\n"))
    #expect(run.tag == "tag")
    #expect(run.topics == ["q1"])
    #expect(run["q1"].map(\.document) == ["a", "b", "c"])
    #expect(run.ranking("q1").map(\.document) == ["b", "c", "a"])
    #expect(run.ranking("q2").isEmpty)
    expectError("six fields", line: 1) { _ = try Run(trec: bytes("q1 Q0 a 1 0.5")) }
    expectError("finite number", line: 1) { _ = try Run(trec: bytes("q1 Q0 a 1 nan t")) }
    expectError("finite number", line: 1) { _ = try Run(trec: bytes("q1 Q0 a 1 1e999 t")) }
    expectError("stands twice", line: 2) {
      _ = try Run(trec: bytes("q Q0 a 1 1 t\nq Q0 a 2 0 t"))
    }
  }

  @Test func runsAreWritten() throws {
    var run = Run(tag: "bm25")
    run.append("甲", score: 0.1, topic: "q1")
    run.append("b", score: 12.25, topic: "q1")
    run.append("b", score: 3, topic: "q1")
    run.append("a", score: -1e-9, topic: "q0")
    let text = try run.trecText()
    #expect(
      String(decoding: text, as: UTF8.self) == """
        q1 Q0 b 1 12.25 bm25
        q1 Q0 甲 2 0.1 bm25
        q0 Q0 a 1 -1e-09 bm25

        """)
    #expect(try Run(trec: text).trecText() == text)

    // A name with a space has tabs around it; one with a tab, or a space at its end, cannot be told from its neighbours.
    var spaced = Run(tag: "t")
    spaced.append("a b", score: 1, topic: "q")
    spaced.append("c", score: 0.5, topic: "q")
    let lines = try spaced.trecText()
    #expect(
      String(decoding: lines, as: UTF8.self) == "q\tQ0\ta b\t1\t1.0\tt\nq Q0 c 2 0.5 t\n")
    #expect(try Run(trec: lines) == spaced)
    for name in ["a\tb", "a\n", " a", "a ", ""] {
      expectError("the document \"\(name)\"", line: nil) {
        var run = Run(tag: "t")
        run.append(name, score: 1, topic: "q")
        _ = try run.trecText()
      }
    }
    expectError("the tag \"\"", line: nil) { _ = try Run(tag: "").trecText() }
    expectError("finite", line: nil) {
      var run = Run(tag: "t")
      run.append("a", score: .nan, topic: "q")
      _ = try run.trecText()
    }
  }

  @Test func errorsNameTheirPlace() {
    var error = EvaluationError("no", line: 3)
    #expect(error.description == "line 3: no")
    error.path = "qrels.tsv"
    #expect(error.description == "qrels.tsv:3: no")
    error.line = nil
    #expect(error.description == "qrels.tsv: no")
    #expect(EvaluationError("no").description == "no")
  }

  /// No bytes trap: they are read or refused.
  @Test func randomBytes() {
    let seed = UInt64.random(in: .min ... .max)
    print("randomBytes: seed \(seed)")
    var state = seed
    // Knuth's MMIX generator; its high bits are good enough to break readers with.
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let pieces = [
      "{", "}", "[", "]", "\"", ":", ",", "\\", "\\u", "d83d", "_id", "text", "\"_id\":\"1\"", "\t",
      "\n", "\r", " ", "1", "-", ".", "e", "0", "q Q0 d 1 ", "query-id\tcorpus-id\tscore\n", "字",
    ].map(bytes)
    for _ in 0..<20_000 {
      var input: [UInt8] = []
      for _ in 0..<next(20) {
        if next(8) == 0 {
          input.append(UInt8(next(256)))
        } else {
          input += pieces[next(pieces.count)]
        }
      }
      _ = try? Topic.read(tsv: input)
      _ = try? Topic.read(jsonLines: input)
      _ = try? Judgements(beir: input)
      _ = try? Judgements(trec: input)
      _ = try? Run(trec: input)
    }
  }
}
