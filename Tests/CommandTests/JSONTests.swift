import Testing

/// What programs read: the keys that are promised, and what stands in them.
@Suite struct JSONTests {
  private static let hitKeys: Set = [
    "rank", "score", "path", "title", "title_highlights", "date", "site", "language", "similar",
    "snippet",
    "highlights",
  ]

  private func expectAnswer(_ answer: JSON, of query: String) {
    #expect(answer.keys == ["query", "total", "took_us", "hits"])
    #expect(answer["query"].string == query)
    #expect(answer["total"].keys == ["value", "relation"])
    #expect(["eq", "gte", "lte"].contains(answer["total"]["relation"].string))
    #expect(answer["took_us"].int ?? -1 >= 0)
    for (place, hit) in answer["hits"].array.enumerated() {
      #expect(hit.keys == JSONTests.hitKeys)
      #expect(hit["rank"].int == place + 1)
      #expect(hit["score"].double != nil)
      #expect(hit["date"].isNull || hit["date"].string?.wholeMatch(of: /\d{4}-\d\d(-\d\d)?/) != nil)
    }
  }

  /// The parts of the snippet that are marked, which the numbers give in Unicode scalars.
  private func marked(_ hit: JSON) -> [String] {
    let scalars = Array((hit["snippet"].string ?? "").unicodeScalars)
    var end = -1
    return hit["highlights"].array.map { range in
      guard range.array.count == 2, let low = range[0].int, let high = range[1].int,
        low > end, low < high, high <= scalars.count
      else {
        Issue.record("\(range.value) is no range after \(end) in \(scalars.count) characters")
        return ""
      }
      end = high
      return String(String.UnicodeScalarView(scalars[low..<high]))
    }
  }

  @Test func answerHasThePromisedKeys() throws {
    let folder = try Pages.indexed()
    let outcome = try Command.run("search", "-i", "pages.yinde", "--json", "裁员", in: folder)
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 1)
    let answer = try JSON(outcome.output)
    expectAnswer(answer, of: "裁员")
    #expect(answer["total"]["value"].int == 2)
    #expect(answer["total"]["relation"].string == "eq")
    let hits = answer["hits"].array
    #expect(Set(hits.compactMap { $0["path"].string }) == ["news/layoffs.html", "tw/裁員 2023.htm"])
    let dated = hits.first { $0["path"].string == "news/layoffs.html" }
    #expect(dated?["date"].string == "2023-06-15")
    #expect(dated?["title"].string == "青禾公司裁员三成")
  }

  @Test func highlightsFallOnTheWordsAsThePageWritesThem() throws {
    let folder = try Pages.indexed()
    for query in ["裁员", "裁員"] {
      let answer = try JSON(
        Command.run("search", "-i", "pages.yinde", "--json", query, in: folder).output)
      for hit in answer["hits"].array {
        let expected = hit["path"].string == "news/layoffs.html" ? "裁员" : "裁員"
        #expect(!marked(hit).isEmpty)
        #expect(marked(hit).allSatisfy { $0 == expected })
      }
    }
    // Characters beyond the basic plane and combining marks count one each.
    try folder.write("More/a.html", Pages.page("標題", "<p>𠮷野家的e\u{301}lan 😀👩‍👩‍👧 之後才是裁員的消息，一共三百人。</p>"))
    #expect(try Command.run("index", "More", "-o", "more.yinde", "-q", in: folder).status == 0)
    let answer = try JSON(
      Command.run("search", "-i", "more.yinde", "--json", "裁员", in: folder).output)
    #expect(marked(answer["hits"][0]) == ["裁員"])
  }

  @Test func nothingFoundIsAnAnswerToo() throws {
    let folder = try Pages.indexed()
    let outcome = try Command.run("search", "-i", "pages.yinde", "--json", "絕無此事", in: folder)
    #expect(outcome.status == 1)
    expectAnswer(try JSON(outcome.output), of: "絕無此事")
  }

  @Test func limitAndOffset() throws {
    let folder = try Pages.indexed()
    let second = try JSON(
      Command.run(
        "search", "-i", "pages.yinde", "--json", "--limit", "1", "--offset", "1", "裁员", in: folder
      ).output)
    #expect(second["hits"].array.count == 1)
    #expect(second["hits"][0]["rank"].int == 2)
    let none = try Command.run(
      "search", "-i", "pages.yinde", "--json", "--limit", "0", "裁员", in: folder)
    #expect(none.status == 0)
    #expect(try JSON(none.output)["hits"].array.isEmpty)
  }

  @Test func explanationIsAnExtraKey() throws {
    let folder = try Pages.indexed()
    let answer = try JSON(
      Command.run("search", "-i", "pages.yinde", "--json", "--explain", "裁员", in: folder).output)
    let hit = answer["hits"][0]
    #expect(hit.keys == JSONTests.hitKeys.union(["explanation"]))
    let explanation = hit["explanation"]
    let rescoring = explanation["rescoring"]
    let parts = explanation["terms"].array + rescoring["parts"].array
    #expect(parts.count > explanation["terms"].array.count)
    let once = (rescoring["coverage"].double ?? 0) + (rescoring["brevity"].double ?? 0)
    let sum = parts.reduce(once) { $0 + ($1["score"].double ?? 0) }
    // They are equal; the reader of the test loses the last digit.
    #expect(abs(sum - (hit["score"].double ?? -1)) < 1e-12)
    let shares = explanation["shares"].array
    #expect(shares.map { $0["text"].string } == ["裁", "员"])
    let total = shares.reduce(0) { $0 + ($1["score"].double ?? 0) }
    #expect(abs(total - (hit["score"].double ?? -1)) < 1e-12)
  }

  /// Each process hashes with a seed of its own, which must not show.
  @Test func processesAgree() throws {
    let folder = try Pages.indexed()
    try folder.write("queries", "裁员 人工智能\n公司 -芯片\n\"人工智能\" OR 裁员\nlibre*\n的一\n")
    let outputs = try (0..<4).map { _ in
      try Command.run(
        "search", "-i", "pages.yinde", "--queries", "queries", "--explain", in: folder
      ).output.replacing(/"took_us": [0-9]+/, with: "")
    }
    #expect(outputs[0].contains("shares"))
    #expect(Set(outputs).count == 1)
  }

  @Test func queriesOfAFileAreAnsweredLineByLine() throws {
    let folder = try Pages.indexed()
    let text = "裁员\r\n\n\"没有关上\n絕無此事\n  \n人工智能"
    try folder.write("queries", text)
    let outcomes = [
      try Command.run("search", "-i", "pages.yinde", "--queries", "queries", in: folder),
      try Command.run(["search", "-i", "pages.yinde", "--queries", "-"], in: folder, input: text),
    ]
    for outcome in outcomes {
      #expect(outcome.status == 2)
      #expect(outcome.lines.count == 4)
      let answers = try outcome.lines.map { try JSON($0) }
      expectAnswer(answers[0], of: "裁员")
      #expect(answers[1].keys == ["query", "error"])
      #expect(answers[1]["query"].string == "\"没有关上")
      #expect(answers[1]["error"].string?.contains("never closed") == true)
      expectAnswer(answers[2], of: "絕無此事")
      expectAnswer(answers[3], of: "人工智能")
    }
    let allWell = try Command.run(
      ["search", "-i", "pages.yinde", "--queries", "-"], in: folder, input: "絕無此事\n裁员\n")
    #expect(allWell.status == 0)
    let nothing = try Command.run(
      ["search", "-i", "pages.yinde", "--queries", "-"], in: folder, input: "絕無此事\n")
    #expect(nothing.status == 1)
  }

  @Test func extractHasThePromisedKeys() throws {
    let folder = try Folder()
    try Pages.write(to: folder)
    let outcome = try Command.run(
      "extract", "--json", "Pages/old/gbk.shtml", "Pages/tw/裁員 2023.htm", in: folder)
    #expect(outcome.status == 0)
    let pages = try outcome.lines.map { try JSON($0) }
    #expect(pages.count == 2)
    for page in pages {
      #expect(page.keys.isSuperset(of: ["path", "title", "encoding", "date", "blocks"]))
      for block in page["blocks"].array {
        #expect(block.keys == ["role", "text"])
        #expect(["title", "heading", "body", "furniture"].contains(block["role"].string))
      }
    }
    #expect(pages[0]["title"].string == "你好")
    #expect(pages[0]["encoding"].string?.lowercased() == "gb18030")
    #expect(pages[0]["blocks"].array.contains { $0["text"].string == "你好世界" })
    #expect(pages[1]["path"].string == "Pages/tw/裁員 2023.htm")
  }

  @Test func inspectParses() throws {
    let folder = try Pages.indexed()
    let header = try JSON(Command.run("inspect", "--json", "pages.yinde", in: folder).output)
    #expect(header["documents"].int == 4)
    #expect(!header["sections"].array.isEmpty)
    let terms = try Command.run("inspect", "--json", "pages.yinde", "terms", "裁", in: folder)
    #expect(try terms.lines.map { try JSON($0)["term"].string }.contains("裁员"))
    let postings = try JSON(
      Command.run("inspect", "--json", "pages.yinde", "postings", "裁员", in: folder).output)
    #expect(postings["document_frequency"].int == 2)
    let document = try JSON(
      Command.run("inspect", "--json", "pages.yinde", "document", "0", in: folder).output)
    #expect(document["path"].string == "news/layoffs.html")
  }

  @Test func stringsOfPagesAreEscaped() throws {
    let folder = try Folder()
    let odd = "quote \" back\\slash tab\t bell\u{7} escape\u{1B}[31m 裁员 \u{85}\u{2028}末"
    try folder.write("Pages/odd.html", Pages.page("奇怪的\"标题\"\\", "<pre>\(odd)</pre>"))
    #expect(try Command.run("index", "Pages", "-o", "x", "-q", in: folder).status == 0)
    for arguments in [
      ["search", "-i", "x", "--json", "裁员"], ["extract", "--json", "Pages/odd.html"],
      ["inspect", "x", "--json", "document", "0"],
    ] {
      let outcome = try Command.run(arguments, in: folder)
      #expect(outcome.status == 0)
      #expect(try JSON(outcome.output)["hits"].array.count <= 1)
      #expect(outcome.outputBytes.filter { $0 < 0x20 } == [0x0A])
    }
  }
}
