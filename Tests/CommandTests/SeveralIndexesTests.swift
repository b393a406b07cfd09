import Testing

/// Indexes that are brought up to date, joined, and searched together, as people do it.
@Suite struct SeveralIndexesTests {
  private func scores(_ answer: Command.Outcome) -> [[String]] {
    answer.lines.map { line in
      line.matches(of: /"(?:score": [0-9.]+|path": "[^"]*)"?/).map { String($0.output) }
    }
  }

  @Test func twoIndexesAnswerAsOne() throws {
    let folder = try Folder()
    try Pages.write(to: folder)
    try folder.write("More/z.html", Pages.notes)
    try folder.write("More/news/y.html", Pages.traditional)
    for name in ["Pages", "More"] {
      #expect(try Command.run("index", name, "-q", "-o", "\(name).yinde", in: folder).status == 0)
    }
    let joined = try Command.run(
      "merge", "Pages.yinde", "More.yinde", "-o", "all.yinde", in: folder)
    #expect(joined.status == 0, "\(joined.errors)")
    #expect(joined.output.contains("of 2 indexes"))
    #expect(try Command.run("check", "--deep", "all.yinde", in: folder).status == 0)
    var found = 0
    for query in ["裁员", "人工智能 公司", "商汤 OR 引得", "title:裁员"] {
      let one = try Command.run(
        "search", "-i", "all.yinde", "--duplicates", "show", "--json", query, in: folder)
      let several = try Command.run(
        "search", "-i", "Pages.yinde", "--index", "More.yinde", "--duplicates", "show", "--json",
        query, in: folder)
      #expect(scores(one) == scores(several), "\(query)")
      #expect(one.status == several.status, "\(query)")
      if one.status == 0, scores(one).contains(where: { $0.count > 1 }) { found += 1 }
    }
    #expect(found > 1)
    let shown = try Command.run(
      "search", "-i", "Pages.yinde", "-i", "More.yinde", "裁员", in: folder)
    #expect(shown.output.contains("in Pages.yinde"))
    let twice = try Command.run(
      "search", "-i", "Pages.yinde", "-i", "Pages.yinde", "裁员", in: folder)
    #expect(twice.status == 2 && twice.errors.contains("is named twice"))
    let missing = try Command.run(
      "search", "-i", "Pages.yinde", "-i", "missing.yinde", "裁员", in: folder)
    #expect(missing.status == 2 && missing.errors.contains("missing.yinde"))
  }

  @Test func updateSaysWhatItDid() throws {
    let folder = try Folder()
    try Pages.write(to: folder)
    #expect(try Command.run("index", "Pages", "-q", in: folder).status == 0)
    let nothing = try Command.run("update", in: folder)
    #expect(nothing.status == 0 && nothing.output.contains("the index is up to date"))
    try folder.write("Pages/new/更新.html", Pages.notes)
    try folder.remove("Pages/news/layoffs.html")
    let some = try Command.run("update", in: folder)
    #expect(some.status == 0 && some.output.contains("1 gone"), "\(some.output) \(some.errors)")
    #expect(try Command.run("index", "Pages", "-q", "-o", "fresh.yinde", in: folder).status == 0)
    // From another folder the way to the pages is another one.
    let found = { (index: String) in
      try Command.run("search", "-i", index, "--json", "裁员 OR 引得", in: folder)
    }
    #expect(
      try scores(found("Index/Pages.yinde")) == scores(found("fresh.yinde")))
    #expect(try Command.run("check", "--deep", "Index/Pages.yinde", in: folder).status == 0)
    try folder.remove("Pages")
    let gone = try Command.run("update", in: folder)
    #expect(gone.status == 2 && gone.errors.contains("there is no such folder"))
    #expect(try Command.run("check", "--deep", "Index/Pages.yinde", in: folder).status == 0)
  }
}
