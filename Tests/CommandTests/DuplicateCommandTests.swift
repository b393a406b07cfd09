import Testing

/// Pages with nearly the same text: one is shown, and how many there are.
@Suite struct DuplicateCommandTests {
  private static let article = (0..<30).map { "<p>第\($0)段：园子里第\($0 * 7)棵树上开了\($0 * 3)朵花。" }.joined()

  private func indexed() throws -> Folder {
    let folder = try Folder()
    let article = DuplicateCommandTests.article
    try folder.write(
      "pages/a.html", "<title>园子 某某网</title><div class=content>\(article)</div>")
    try folder.write(
      "pages/print/a.html", "<title>园子（打印版）</title><h1>园子</h1>\(article)")
    try folder.write("pages/other.html", "<title>别的</title><p>另外有一处园子，没有花，只有石头和水。")
    let made = try Command.run("index", "pages", "--output", "x.yinde", in: folder)
    #expect(made.status == 0)
    #expect(made.output.contains("2 pages in 1 group of nearly the same text"))
    return folder
  }

  @Test func oneOfThemIsShown() throws {
    let folder = try indexed()
    let collapsed = try Command.run("search", "园子", "--index", "x.yinde", in: folder)
    #expect(collapsed.output.contains("+1 similar"))
    #expect(collapsed.output.contains("2.  ") && !collapsed.output.contains("3.  "))
    #expect(collapsed.output.contains("3 pages"))
    let shown = try Command.run(
      "search", "园子", "--index", "x.yinde", "--duplicates", "show", in: folder)
    #expect(shown.output.contains("3.  "))
    let bad = try Command.run(
      "search", "园子", "--index", "x.yinde", "--duplicates", "hide", in: folder)
    #expect(bad.status == 2)
  }

  @Test func inspectNamesThem() throws {
    let folder = try indexed()
    let shown = try Command.run("inspect", "x.yinde", "document", "a.html", in: folder)
    #expect(shown.output.contains("similar   print/a.html"))
    let json = try JSON(
      Command.run("inspect", "x.yinde", "document", "other.html", "--json", in: folder).output)
    #expect(json["similar"].array.isEmpty)
  }

  @Test func programsGetNumberAndPaths() throws {
    let folder = try indexed()
    let collapsed = try JSON(
      Command.run("search", "+园子 +树上", "-i", "x.yinde", "--json", in: folder).output)
    #expect(collapsed["hits"].array.count == 1)
    #expect(collapsed["hits"].array[0]["similar"].int == 1)
    #expect(!collapsed["hits"].array[0].keys.contains("similar_paths"))
    let shown = try JSON(
      Command.run(
        "search", "+园子 +树上", "-i", "x.yinde", "--json", "--duplicates", "show", in: folder
      ).output)
    let paths = shown["hits"].array.map { $0["path"].string }
    #expect(Set(paths) == ["a.html", "print/a.html"])
    #expect(shown["hits"].array[0]["similar_paths"].array.map(\.string) == [paths[1]])
  }
}
