import Testing

/// Random pages full of what a terminal would obey, and everything that the command prints about them.
@Suite struct TerminalFuzzTests {
  /// Control characters raw, as references and as bytes of other encodings; sequences that retitle a window, write to the
  /// clipboard, move the cursor or turn the line around.
  private static let poison = [
    "\u{1B}[31m", "\u{1B}]0;title\u{7}", "\u{1B}]52;c;Zm9v\u{1B}\\", "\u{1B}P+q\u{1B}\\",
    "\u{9B}2J",
    "\u{9D}8;;http://x\u{9C}", "\u{7}", "\u{8}\u{8}", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{7F}",
    "\u{E}", "\u{F}", "\u{90}", "\u{202E}", "\u{202A}", "\u{2066}", "\u{2069}", "\u{200F}",
    "\u{61C}",
    "\u{2028}", "\u{2029}", "&#27;]0;x&#7;", "&#x9b;31m", "&#155;", "&#x202e;", "&#13;", "&#0;",
    "&#x85;",
    "\u{1}", "\u{2}", "\u{5}",
  ]
  private static let text = [
    "裁员", "公司", "。", "GPT-4o", " ", "人工智能", "\"", "\\", "<b>", "</b>", "{", "]",
  ]

  private static func string(_ random: inout some RandomNumberGenerator) -> String {
    (0..<Int.random(in: 3...12, using: &random)).map { _ in
      (Bool.random(using: &random) ? poison : text).randomElement(using: &random)!
    }.joined()
  }

  /// A file's name cannot hold a slash, and has 255 bytes at most.
  private static func name(_ random: inout some RandomNumberGenerator) -> String {
    let text = string(&random).replacing("/", with: "").replacing("\\", with: "")
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(40))) + ".html"
  }

  private func expectHarmless(
    _ outcome: Command.Outcome, _ note: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for scalar in (outcome.output + outcome.errors).unicodeScalars where scalar != "\n" {
      let isObeyed =
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0x61C, 0x200E, 0x200F: true
        default: false
        }
      if isObeyed {
        Issue.record(
          "U+\(String(scalar.value, radix: 16)) in what \(note.debugDescription) prints",
          sourceLocation: sourceLocation)
        return
      }
    }
    #expect((0...2).contains(outcome.status), "\(note)", sourceLocation: sourceLocation)
  }

  @Test func nothingThatATerminalObeys() throws {
    var random = SystemRandomNumberGenerator()
    let folder = try Folder()
    var names: [String] = []
    for number in 0..<24 {
      let name = "\(number)" + TerminalFuzzTests.name(&random)
      names.append(name)
      let head = """
        <meta name="author" content="\(TerminalFuzzTests.string(&random))">
        <meta http-equiv="content-language" content="\(TerminalFuzzTests.string(&random))">
        """
      let body = (0..<4).map { _ in "<p>裁员\(TerminalFuzzTests.string(&random))</p>" }.joined()
      try folder.write(
        "Pages/" + name, Pages.page(TerminalFuzzTests.string(&random), body, head: head))
    }
    try folder.write("Pages/empty\u{1B}]0;x\u{7}\u{202E}.html", "")
    let indexed = try Command.run("index", "Pages", "-o", "x", in: folder)
    expectHarmless(indexed, "index")
    #expect(indexed.status == 0)
    let odd = "no\u{1B}]0;x\u{7}\u{9B}\u{202E}such"
    let runs = [
      ["search", "-i", "x", "--limit", "50", "裁员 GPT"],
      ["search", "-i", "x", "--explain", "公司 \(odd)"],
      ["extract"] + names.map { "Pages/" + $0 }, ["extract", odd], ["inspect", "x"],
      ["inspect", "x", "terms", "--limit", "10000"], ["inspect", "x", "postings", "裁员"],
      ["inspect", "x", "document", odd], ["inspect", odd], ["check", odd], ["index", odd],
      ["index", "Pages", "-o", "\(odd)/x"], ["search", "-i", odd, "x"],
      ["search", "-i", "x", "--\(odd)"],
      ["search", "-i", "x", "(\(odd)"], ["search", "-i", "x", "\"\(odd)"],
      ["search", "-i", "x", "--limit", odd],
      ["search", "-i", "x", "\(odd):y OR"], [odd], ["inspect", "x", odd], ["benchmark", "x", odd],
      ["index", "Pages", "--memory", odd],
    ]
    for arguments in runs {
      expectHarmless(
        try Command.run(arguments, in: folder), arguments.prefix(4).joined(separator: " "))
    }
    for number in 0..<24 {
      let arguments = ["inspect", "x", "document", String(number)]
      expectHarmless(try Command.run(arguments, in: folder), arguments.joined(separator: " "))
    }
    // JSON is JSON, and its reader gets the very characters, none of them raw.
    for arguments in [
      ["search", "-i", "x", "--json", "--explain", "裁员"],
      ["inspect", "x", "--json", "document", "3"],
      ["inspect", "x", "--json"], ["inspect", "x", "--json", "terms"],
      ["inspect", "x", "--json", "postings", "裁员"],
      ["extract", "--json"] + names.map { "Pages/" + $0 },
    ] {
      let outcome = try Command.run(arguments, in: folder)
      #expect(outcome.status == 0)
      #expect(!outcome.output.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
      for line in outcome.lines { _ = try JSON(line) }
    }
    let paths = try JSON(
      Command.run("search", "-i", "x", "--json", "--limit", "50", "裁员", in: folder).output)["hits"]
      .array
    let found = Set(paths.compactMap { $0["path"].string })
    #expect(
      found == Set(names),
      "\(Set(names).subtracting(found)) \(found.subtracting(names)) \(indexed.errors)")
    #expect(try Command.run("check", "--deep", "x", in: folder).status == 0)
  }

  @Test func recordsOfACollection() throws {
    var random = SystemRandomNumberGenerator()
    let folder = try Folder()
    func quoted(_ text: String) -> String {
      "\""
        + text.unicodeScalars.map {
          $0 == "\"" || $0 == "\\"
            ? "\\\($0)"
            : $0.value < 0x20
              ? "\\u00" + ($0.value < 16 ? "0" : "") + String($0.value, radix: 16) : "\($0)"
        }.joined() + "\""
    }
    let lines = (0..<40).map { number in
      let texts = (0..<3).map { _ in quoted(TerminalFuzzTests.string(&random) + "裁员") }
      return #"{"_id": \#(texts[0]), "title": \#(texts[1]), "text": \#(texts[2])}"#
    }
    try folder.write("c.jsonl", lines.joined(separator: "\n"))
    expectHarmless(try Command.run("index", "c.jsonl", "-o", "x", in: folder), "index")
    expectHarmless(
      try Command.run("search", "-i", "x", "--limit", "40", "裁员", in: folder), "search")
    let json = try Command.run("search", "-i", "x", "--limit", "40", "--json", "裁员", in: folder)
    let ids = try JSON(json.output)["hits"].array.map { $0["path"].string }
    #expect(ids.count == 40, "\(ids) \(lines)")
    #expect(try Command.run("check", "--deep", "x", in: folder).status == 0)
  }
}
