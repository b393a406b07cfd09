import Testing

/// What depends on a terminal: colour, the width of lines, the progress line; and what a terminal
/// must never be sent.
@Suite struct TerminalTests {
  private static let escape: Character = "\u{1B}"
  private let search = ["search", "-i", "pages.yinde", "裁员"]

  @Test func colourOnlyOnATerminal() throws {
    let folder = try Pages.indexed()
    let piped = try Command.run(search, in: folder)
    #expect(!piped.output.contains(TerminalTests.escape))
    let shown = try PseudoTerminal(columns: 80).run(search, in: folder)
    #expect(shown.status == 0)
    #expect(shown.text.contains("\u{1B}[1;31m裁员\u{1B}[0m"))
    let bare = shown.text.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(bare.contains("news/layoffs.html"))
    for environment in [["NO_COLOR": "1"], ["TERM": "dumb"]] {
      let plain = try PseudoTerminal(columns: 80).run(search, in: folder, environment: environment)
      #expect(!plain.text.contains(TerminalTests.escape))
      #expect(plain.text.contains("裁员"))
    }
    // Set but empty is as not set (no-color.org).
    let empty = try PseudoTerminal(columns: 80).run(
      search, in: folder, environment: ["NO_COLOR": ""])
    #expect(empty.text.contains(TerminalTests.escape))
    let json = try PseudoTerminal(columns: 80).run(search + ["--json"], in: folder)
    #expect(!json.text.contains(TerminalTests.escape))
  }

  /// Columns of a text of Han characters and ASCII.
  private func columns(_ text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? 1 : 2) }
  }

  @Test(arguments: [20, 40, 80, 132])
  func linesFitTheTerminal(_ width: Int) throws {
    let folder = try Folder()
    let sentence = "今年公司裁员之后，GPT-4o 与 LibreOffice 的文档（共 1234 页）都没有人维护，"
    try folder.write(
      "Pages/a.html", Pages.page("长标题" + sentence, "<p>" + sentence + sentence + "</p>"))
    #expect(try Command.run("index", "Pages", "-q", "-o", "x", in: folder).status == 0)
    let arguments = ["search", "-i", "x", "裁员"]
    let shown = try PseudoTerminal(columns: UInt16(width)).run(
      arguments, in: folder, environment: ["NO_COLOR": "1"])
    let lines = shown.text.split(separator: "\n")
    #expect(lines.allSatisfy { columns($0) <= max(width, 25) })
    // No mark that closes stands first on a line, and no word is cut.
    #expect(lines.allSatisfy { !"，）".contains($0.drop { $0 == " " }.first ?? " ") })
    if width >= 40 { #expect(shown.text.contains("LibreOffice")) }
    // In a pipe a snippet is one line.
    let piped = try Command.run(arguments, in: folder)
    #expect(piped.lines.count == 4)
    func letters(_ text: String) -> String { text.filter { !$0.isWhitespace } }
    #expect(letters(piped.output).hasPrefix(letters(lines.dropLast().joined())))
  }

  @Test func progressOnlyOnATerminal() throws {
    let folder = try Folder()
    let arguments = ["index", Command.corpus, "-o", "x"]
    let piped = try Command.run(arguments, in: folder)
    #expect(piped.status == 0)
    #expect(piped.errors == "")
    let shown = try PseudoTerminal(columns: 80).run(arguments, in: folder)
    #expect(shown.status == 0)
    #expect(shown.text.contains("\r\u{1B}[Kreading: "))
    // The line is gone before the report.
    #expect(shown.text.contains("\r\u{1B}[Kpages "))
    let quiet = try PseudoTerminal(columns: 80).run(arguments + ["--quiet"], in: folder)
    #expect(quiet.text == "")
    // And before a message.
    let failed = try PseudoTerminal(columns: 80).run(
      ["index", Command.corpus, "-o", "no/x"], in: folder)
    #expect(failed.status == 2)
    #expect(
      failed.text.split(separator: "\n").last?.contains("yinde: no/x: cannot be written") == true)
  }

  @Test func controlCharactersOfPagesStayInside() throws {
    let folder = try Folder()
    let odd = "\u{1B}[31m红\u{7}\u{8}\u{9B}31m\u{202E}裁员反\u{2066}转\u{85}末"
    let numbered = "&#27;[2J&#7;&#x9b;裁员&#x202e;"
    try folder.write(
      "Pages/a\u{1B}[31m.html",
      Pages.page(odd + numbered, "<p>\(odd)</p><pre>\(numbered)\t\(odd)\n\(odd)</pre>"))
    try folder.write("Pages/\u{1B}[32mempty.html", "")
    let indexed = try Command.run("index", "Pages", "-o", "x", in: folder)
    #expect(indexed.status == 0)
    var outcomes = [indexed]
    for arguments in [
      ["search", "-i", "x", "裁员"], ["search", "-i", "x", "--explain", "红"],
      ["extract", "Pages/a\u{1B}[31m.html"], ["extract", "Pages/\u{1B}[32mempty.html"],
      ["inspect", "x", "terms"], ["inspect", "x", "postings", "裁员"],
      ["inspect", "x", "document", "0"],
    ] { outcomes.append(try Command.run(arguments, in: folder)) }
    for outcome in outcomes {
      for scalar in (outcome.output + outcome.errors).unicodeScalars where scalar != "\n" {
        let isControl =
          switch scalar.properties.generalCategory {
          case .control, .lineSeparator, .paragraphSeparator: true
          default:
            (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
          }
        #expect(
          !isControl, "U+\(String(scalar.value, radix: 16)) in \(outcome.output.debugDescription)")
      }
    }
    #expect(outcomes[1].output.contains("裁员"))
  }
}
