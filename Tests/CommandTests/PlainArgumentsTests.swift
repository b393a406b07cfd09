import Testing

/// Plain calls of `yinde search` are read without the argument parser: both must understand them alike.
@Suite struct PlainArgumentsTests {
  /// Random calls, each answered twice: as it is, and with an option that says what holds anyway, which only the parser knows.
  @Test func theParserAgrees() throws {
    let folder = try Pages.indexed()
    try folder.write("queries.txt", "公司\n裁员 青禾\n\"\n")
    let pieces = [
      ["公司"], ["裁员"], ["title:公司 OR 员"], [" "], ["help"], ["search"], ["\"公司\""], ["AI"], ["("],
      ["-i", "pages.yinde"],
      ["--index", "pages.yinde"], ["--index=pages.yinde"], ["-i", "none.yinde"], ["-i"],
      ["--limit", "2"],
      ["-l", "1"], ["--limit", "x"], ["-l2"], ["--limit", "+3"], ["--limit", "1_0"],
      ["--limit", "0009"], ["--limit", "9999999999"], ["--json"], ["--queries", "queries.txt"],
      ["-青禾"], ["--"], [""], ["-"], ["--offset", "1"], ["--version"], ["--help"], ["-h"],
    ]
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<60 {
      // Most calls should be answered.
      var call = ["search"] + (Bool.random(using: &generator) ? ["-i", "pages.yinde", "公司"] : [])
      for _ in 0..<Int.random(in: 0...3, using: &generator) {
        call += pieces.randomElement(using: &generator)!
      }
      let plain = try Command.run(call, in: folder)
      let parsed = try Command.run(["search", "--sort", "score"] + call.dropFirst(), in: folder)
      let note = "\(call)"
      #expect(plain.status == parsed.status, "\(note)")
      #expect(timeless(plain.output) == timeless(parsed.output), "\(note)")
      #expect(plain.errors == parsed.errors, "\(note)")
    }
  }

  /// An output without the time that it took.
  private func timeless(_ output: String) -> String {
    output.replacing(/"took_us":\s*[0-9]+|\([0-9.]+ ms\)/, with: "")
  }
}
