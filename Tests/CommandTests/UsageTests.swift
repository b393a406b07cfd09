import Testing

/// The exit status: 0 found or done, 1 nothing found, 2 on any error; and what errors of usage say.
@Suite struct UsageTests {
  @Test(arguments: [
    ["bogus"], ["--bogus"], ["index"], ["index", "--bogus", "Pages"], ["index", "Pages", "more"],
    ["index", ""], ["index", "Pages", "--memory", "lots"], ["index", "Pages", "--memory", "1"],
    ["index", "Pages", "--memory", "99999999999999999999G"], ["index", "Pages", "--threads", "0"],
    ["index", "Pages", "--threads", "x"], ["index", "Pages", "--level", "20"],
    ["index", "Pages", "-o"], ["search"], ["search", "--limit", "x", "裁"],
    ["search", "--limit", "-1", "裁"], ["search", "--limit=-1", "裁"],
    ["search", "--offset=-1", "裁"], ["search", "--k1", "nan", "裁"], ["search", "--k1", "101", "裁"],
    ["search", "--b", "1.5", "裁"], ["search", "--limit", "99999999999999999999", "裁"],
    ["search", "裁", "--queries", "file"], ["extract"], ["doctor"], ["doctor", ""],
    ["doctor", "x", "--threads", "0"], ["doctor", "x", "--json", "--report", "-"], ["check"],
    ["check", "x", "--threads", "0"],
    ["inspect"], ["inspect", "x", "bogus"], ["inspect", "x", "postings"],
    ["inspect", "x", "document"], ["inspect", "x", "--limit=-1"], ["benchmark"],
    ["benchmark", "x"], ["benchmark", "x", "y", "--mode", "some"],
    ["benchmark", "x", "y", "--passes", "0"], ["benchmark", "x", "y", "--top", "0"],
  ])
  func wrongUse(_ arguments: [String]) throws {
    let folder = try Folder()
    let outcome = try Command.run(arguments, in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("Error: "))
    #expect(outcome.errors.contains("Usage: yinde"))
    #expect(folder.names() == [])
  }

  @Test func nothingFound() throws {
    let folder = try Pages.indexed()
    for arguments in [
      ["search", "-i", "pages.yinde", "絕無此事"], ["inspect", "pages.yinde", "terms", "zzz"],
      ["inspect", "pages.yinde", "postings", "絕無"],
    ] {
      let outcome = try Command.run(arguments, in: folder)
      #expect(outcome.status == 1)
      #expect(outcome.errors == "")
      #expect(outcome.lines.count == 1)
    }
  }

  /// A word that is left out begins as an option does, and needs no quotation marks of the shell.
  @Test func exclusionsAreNotOptions() throws {
    let folder = try Pages.indexed()
    let all = try Command.run(["search", "-i", "pages.yinde", "公司"], in: folder)
    let some = try Command.run(["search", "公司", "-青禾", "-i", "pages.yinde"], in: folder)
    #expect(all.status == 0)
    #expect(all.output.contains("青禾"))
    #expect(some.status == 0)
    #expect(!some.output.contains("青禾"))
    let mistyped = try Command.run(["search", "-i", "pages.yinde", "公司", "--limt=3"], in: folder)
    #expect(mistyped.status == 2)
    #expect(mistyped.errors.contains("--limt"))
    let terminated = try Command.run(
      ["search", "-i", "pages.yinde", "--", "公司", "--limt"], in: folder)
    #expect(terminated.status == 0)
  }

  @Test func largeNumbersAreHarmless() throws {
    let folder = try Pages.indexed()
    let most = String(Int.max)
    let outcome = try Command.run(
      ["search", "-i", "pages.yinde", "--limit", most, "裁员"], in: folder)
    #expect(outcome.status == 0)
    let beyond = try Command.run(
      ["search", "-i", "pages.yinde", "--limit", most, "--offset", most, "裁员"], in: folder)
    #expect(beyond.status == 0 || beyond.status == 1)
    #expect(
      try Command.run(["inspect", "pages.yinde", "terms", "--limit", most], in: folder).status == 0)
    let document = try Command.run(["inspect", "pages.yinde", "document", most], in: folder)
    #expect(document.status == 2)
    #expect(document.errors.contains("has no document"))
  }

  /// The index that is meant when none is named.
  @Test func defaultIndex() throws {
    let folder = try Folder()
    try Pages.write(to: folder)
    let none = try Command.run("search", "裁员", in: folder)
    #expect(none.status == 2)
    #expect(none.errors.contains("Index: holds no index; build one with `yinde index DIR`"))
    #expect(try Command.run("index", "Pages/", "-q", in: folder).status == 0)
    #expect(try Command.run("search", "裁员", in: folder).status == 0)
    #expect(try Command.run("index", "Pages/tw", in: folder).status == 0)
    let two = try Command.run("search", "裁员", in: folder)
    #expect(two.status == 2)
    #expect(two.errors.contains("Pages.yinde, tw.yinde; name one with --index"))
    // Named after the folder that is meant by a dot.
    let pages = try Folder()
    try Pages.write(to: pages)
    #expect(try Command.run("index", ".", "-q", in: pages).status == 0)
    #expect(pages.names("Index") == [pages.path.split(separator: "/").last! + ".yinde"])
  }

  @Test func quietPrintsNothing() throws {
    let folder = try Folder()
    try Pages.write(to: folder)
    let outcome = try Command.run("index", "Pages", "-q", in: folder)
    #expect(outcome.output == "" && outcome.errors == "")
  }

  @Test func aQueryWithAMistakeGetsACaret() throws {
    let folder = try Pages.indexed()
    let outcome = try Command.run("search", "-i", "pages.yinde", #"裁员 "人工智能"#, in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.output == "")
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("yinde: ") && lines[0].contains("never closed"))
    #expect(lines[1] == #"  裁员 "人工智能"#)
    // Two columns for each Han character, one for the space.
    #expect(lines[2].hasPrefix(String(repeating: " ", count: 2 + 4 + 1) + "^"))
  }
}
