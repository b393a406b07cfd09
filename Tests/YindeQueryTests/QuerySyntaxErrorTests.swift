import Testing
import YindeQuery

@Suite struct QuerySyntaxErrorTests {
  @Test(arguments: [
    ("", 0..<0, "the query is empty"),
    (" \u{3000}", 0..<2, "the query is empty"),
    (#"a "b"#, 2..<3, "this quotation mark is never closed"),
    (#""a" 5" b"#, 5..<6, "this quotation mark is never closed"),
    (#""a\""#, 0..<1, "this quotation mark is never closed"),
    (#"a """#, 2..<4, "the phrase is empty"),
    ("“ ”", 0..<3, "the phrase is empty"),
    (#"a\"#, 1..<2, "there is nothing after the backslash"),
    ("a (b", 2..<3, "this group is never closed"),
    ("(a b(c)", 0..<1, "this group is never closed"),
    ("a ()", 2..<4, "the group is empty"),
    ("title:( )", 6..<9, "the group is empty"),
    ("OR a", 0..<2, "OR has nothing on its left"),
    ("a (| b)", 3..<4, "| has nothing on its left"),
    ("a OR", 2..<4, "OR has nothing on its right"),
    ("(a AND)", 3..<6, "AND has nothing on its right"),
    ("a OR OR b", 2..<4, "OR has nothing on its right"),
    ("a AND OR b", 2..<5, "AND has nothing on its right"),
    ("a NOT", 2..<5, "NOT has nothing on its right"),
    ("a NOT NOT b", 2..<5, "NOT has nothing on its right"),
    ("a NOT -b", 2..<7, "NOT and a sign together"),
    ("a OR -b", 5..<7, "- or NOT has no meaning beside OR"),
    ("+a OR b", 0..<2, "+ has no meaning beside OR"),
    ("a OR NOT (b c)", 5..<14, "- or NOT has no meaning beside OR"),
    ("a AND +b", 6..<8, "AND requires both sides already"),
    ("-a", 0..<2, "a query needs something to look for"),
    ("-a NOT b ", 0..<8, "a query needs something to look for"),
    ("x (-a)", 3..<5, "a group needs something to look for"),
    ("-a AND -b c", 0..<9, "AND needs something to look for"),
    ("title:", 0..<6, "title: has no value"),
    ("a PATH: b", 2..<7, "path: has no value"),
    ("(site:)", 1..<6, "site: has no value"),
    ("title: (a)", 0..<6, "title: has no value"),
    ("title:(a site:b)", 9..<14, "site: stands inside title:"),
    ("a date:2023-13", 7..<14, "this is no date: months go from 1 to 12"),
    ("date:2023-02-29", 5..<15, "this is no date: that month has the days 1 to 28"),
    ("date:2023-04-31..", 5..<17, "this is no date: that month has the days 1 to 30"),
    ("date:今年", 5..<7, "this is no date: write a day, a month or a year"),
    ("date:23-05-01", 5..<13, "this is no date: write a day"),
    ("date:2023*", 5..<10, "this is no date: write a day"),
    ("date:2023年5", 5..<11, "this is no date: write a day"),
    ("date:20230501", 5..<13, "this is no date: write a day"),
    ("date:2023-05/01", 5..<15, "this is no date: write a day"),
    ("date:0000", 5..<9, "this is no date: years begin with 0001"),
    ("date:2023..2022-12", 5..<18, "the dates end before they begin"),
    ("date:..", 5..<7, "date:.. has no date"),
    ("date:(2023 OR \"x\")", 14..<17, "this is no date"),
    ("date: 2023", 0..<5, "date: has no value"),
    ("lang:chinese", 5..<12, "this is no language"),
    ("lang:en-us", 5..<10, "this is no language"),
    ("lang:zh*", 5..<8, "this is no language"),
    ("sort:date", 0..<9, "sort: needs something to sort"),
    ("a sort:", 2..<7, "sort: has no order"),
    ("a sort: date", 2..<7, "sort: has no order"),
    ("a sort:up", 7..<9, "there is no such order"),
    ("sort:date a sort:oldest", 12..<17, "sort: stands here a second time"),
    ("a -sort:date", 3..<8, "sort: orders the whole query"),
    ("(a sort:date)", 3..<8, "sort: orders the whole query"),
    ("a OR sort:date", 5..<10, "sort: orders the whole query"),
    ("sort:date OR a", 10..<12, "OR has nothing on its left"),
  ])
  func messages(source: String, range: Range<Int>, message: String) throws {
    let error = try #require(throws: QuerySyntaxError.self) { try Query(parsing: source) }
    #expect(error.message.hasPrefix(message))
    #expect(error.range == range)
    #expect(error.query == source)
  }

  @Test func limits() throws {
    let deep = String(repeating: "(", count: 65) + "a" + String(repeating: ")", count: 65)
    var error = try #require(throws: QuerySyntaxError.self) { try Query(parsing: deep) }
    #expect(error.message.hasPrefix("groups are nested deeper than 64"))
    #expect(error.range == 64..<65)

    let wide = String(repeating: "a ", count: 1_025)
    error = try #require(throws: QuerySyntaxError.self) { try Query(parsing: wide) }
    #expect(error.message.hasPrefix("the query has more than 1024"))
    #expect(error.range == 2_048..<2_049)

    let long = String(repeating: "字", count: 21_846)
    error = try #require(throws: QuerySyntaxError.self) { try Query(parsing: long) }
    #expect(error.message.hasPrefix("the query is longer than 65536 bytes"))
    #expect(error.description.utf8.count < 400)
  }

  /// The caret stands under the place on a terminal: two columns for 商, none for a combining mark.
  @Test(arguments: [
    ("商汤 \"人脸识别", "  商汤 \"人脸识别", "       ^"),
    ("a ()", "  a ()", "    ^~"),
    ("e\u{301} ()", "  e\u{301} ()", "    ^~"),
    ("👍 ()", "  👍 ()", "     ^~"),
    ("ａ\t()", "  ａ ()", "     ^~"),
    ("-商汤", "  -商汤", "  ^~~~~"),
    ("a\u{1B}[31m\n()", "  a\u{FFFD}[31m ()", "         ^~"),
    ("", "  ", "  ^"),
  ])
  func caret(source: String, line: String, caret: String) throws {
    let error = try #require(throws: QuerySyntaxError.self) { try Query(parsing: source) }
    #expect(error.description == "\(error.message)\n\(line)\n\(caret)")
  }

  @Test func longQueriesAreCutAroundThePlace() throws {
    let filler = String(repeating: "字", count: 100)
    let error = try #require(throws: QuerySyntaxError.self) {
      try Query(parsing: filler + " () " + filler)
    }
    let lines = error.description.split(separator: "\n")
    let near = String(repeating: "字", count: 17)
    #expect(lines[1] == "  ...\(near) () \(near)...".prefix(lines[1].count))
    #expect(lines[1].hasSuffix("..."))
    #expect(lines[2] == String(repeating: " ", count: 2 + 3 + 34 + 1) + "^~")
  }

  @Test func aRangeOutsideTheQueryIsShownAtItsEnd() {
    let error = QuerySyntaxError("m", at: 5..<9, in: "ab")
    #expect(error.description == "m\n  ab\n    ^")
  }
}
