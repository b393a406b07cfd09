import Testing

/// What the command prints, letter by letter.
@Suite struct GoldenTests {
  private static let subcommands = [
    "index", "search", "update", "watch", "merge", "extract", "doctor", "check", "inspect",
    "benchmark",
    "evaluate",
    "export",
  ]

  @Test func helpOfTheRoot() throws {
    let folder = try Folder()
    let help = try Command.run("--help", in: folder)
    #expect(help.status == 0)
    #expect(help.errors == "")
    try expectGolden("help.txt", help.output)
    // Without arguments, and asked in another way.
    #expect(try Command.run([], in: folder).output == help.output)
    #expect(try Command.run("help", in: folder).output == help.output)
    #expect(try Command.run("--version", in: folder).output.hasPrefix("yinde "))
  }

  @Test(arguments: subcommands)
  func help(of subcommand: String) throws {
    let folder = try Folder()
    let help = try Command.run(subcommand, "--help", in: folder)
    #expect(help.status == 0)
    try expectGolden("help-\(subcommand).txt", help.output)
    #expect(help.output.split(separator: "\n").allSatisfy { $0.unicodeScalars.count <= 80 })
  }

  @Test func indexReport() throws {
    let folder = try Folder()
    try Pages.write(to: folder)
    let report = try Command.run("index", "Pages", in: folder)
    #expect(report.status == 0)
    // The first lines count pages and encodings, which do not depend on time or coding.
    let text = report.lines.map {
      $0.hasPrefix("pages") || $0.hasPrefix("encodings") ? $0 : withoutNumbers($0)
    }.joined(separator: "\n")
    try expectGolden("index.txt", report.errors + text + "\n")
    #expect(folder.names("Index") == ["Pages.yinde"])
  }

  @Test func searchForPeople() throws {
    let folder = try Pages.indexed()
    let some = try Command.run("search", "-i", "pages.yinde", "裁员", in: folder)
    #expect(some.status == 0)
    let none = try Command.run("search", "-i", "pages.yinde", "絕無此事", in: folder)
    #expect(none.status == 1)
    let explained = try Command.run(
      "search", "-i", "pages.yinde", "--explain", "--limit", "1", "人工智能", in: folder)
    let times = { (text: String) in text.replacing(/\([0-9.]+ ms\)/, with: "(N ms)") }
    try expectGolden(
      "search.txt",
      times("$ 裁员\n\(some.output)\n$ 絕無此事\n\(none.output)\n$ --explain 人工智能\n\(explained.output)"))
  }

  /// Wildcards and expressions: what is found, what is refused, and what is said when the search stops.
  @Test func patterns() throws {
    let folder = try Pages.indexed()
    var shown = ""
    for (query, status) in [
      ("公*裁?三成", 0), ("*office*", 0), ("/研.团队|徵才/", 0), ("?司*招聘", 1), ("/公司([^/", 2), ("/a*/", 2),
    ] {
      let outcome = try Command.run("search", "-i", "pages.yinde", query, in: folder)
      #expect(outcome.status == status, "\(query)")
      shown += "$ \(query)\n\(outcome.output)\(outcome.errors)\n"
    }
    for query in ["/[^公]司/", "/[0-9]{9}/"] {
      for option in ["--sort=score", "--json"] {
        let outcome = try Command.run(
          "search", "-i", "pages.yinde", "--text-limit", "300", option, query, in: folder)
        #expect(outcome.status == 2)
        shown += "$ --text-limit 300 \(option) \(query)\n\(outcome.output)\(outcome.errors)\n"
      }
    }
    try expectGolden(
      "patterns.txt",
      shown.replacing(/\([0-9.]+ ms\)/, with: "(N ms)")
        .replacing(/"took_us": [0-9]+/, with: #""took_us": N"#))
  }

  @Test func searchForPrograms() throws {
    let folder = try Pages.indexed()
    let answer = try Command.run("search", "-i", "pages.yinde", "--json", "裁员", in: folder)
    try expectGolden(
      "search.json", answer.output.replacing(/"took_us": [0-9]+/, with: #""took_us": N"#))
  }

  @Test func extract() throws {
    let folder = try Folder()
    try Pages.write(to: folder)
    let pages = ["Pages/news/layoffs.html", "Pages/tw/裁員 2023.htm", "Pages/old/gbk.shtml"]
    try expectGolden("extract.txt", try Command.run(["extract"] + pages, in: folder).output)
    try expectGolden(
      "extract.json", try Command.run(["extract", "--json"] + pages, in: folder).output)
  }

  @Test func check() throws {
    let folder = try Pages.indexed()
    let fast = try Command.run("check", "pages.yinde", in: folder)
    let deep = try Command.run("check", "--deep", "pages.yinde", in: folder)
    #expect(fast.status == 0 && deep.status == 0)
    try expectGolden("check.txt", withoutNumbers(fast.output + deep.output))
  }

  @Test func inspect() throws {
    let folder = try Pages.indexed()
    let header = try Command.run("inspect", "pages.yinde", in: folder).output
      .replacing(/(analyser +)[0-9a-f]+/) { $0.1 + "N" }
      .replacing(/[0-9a-f]{8}\n/, with: "N\n")
    try expectGolden("inspect.txt", withSingleSpaces(withoutNumbers(header)))
    for (name, arguments) in [
      ("terms", ["terms", "裁"]), ("document", ["document", "news/layoffs.html"]),
    ] {
      let outcome = try Command.run(["inspect", "pages.yinde"] + arguments, in: folder)
      #expect(outcome.status == 0)
      try expectGolden(
        "inspect-\(name).txt", outcome.output.replacing(/stored +[0-9]+/, with: "stored    N"))
    }
    let postings = try Command.run("inspect", "pages.yinde", "postings", "裁员", in: folder)
    try expectGolden(
      "inspect-postings.txt",
      postings.output.replacing(
        /[0-9]+ bytes? of postings \([0-9.]+/, with: "N bytes of postings (N"))
  }

  @Test func benchmark() throws {
    let folder = try Pages.indexed()
    try folder.write("queries", "裁员\n人工智能\n\n絕無此事\n")
    let people = try Command.run(
      "benchmark", "pages.yinde", "queries", "--passes", "1", in: folder)
    try expectGolden("benchmark.txt", withSingleSpaces(withoutNumbers(people.output)))
    let json = try JSON(
      Command.run("benchmark", "pages.yinde", "queries", "--json", "--mode", "phrase", in: folder)
        .output)
    #expect(
      json.keys == [
        "mode", "top", "queries", "passes", "p50_us", "p95_us", "p99_us", "max_us", "mean_us",
        "queries_per_second", "without_hits",
      ])
    #expect(json["queries"].int == 3)
    #expect(json["mode"].string == "phrase")
    #expect(json["without_hits"].int == 1)
  }
}
