import TestTime
import Testing
import YindeAnalysis
import YindeQuery

@Suite struct ExpressionTests {
  @Test(arguments: [
    ("/第[0-9]+条/", root(.expression("第[0-9]+条"))),
    ("a /b c/ d", root(.word("a"), .expression("b c"), .word("d"))),
    ("+/a/ -/b/", group((.must, .expression("a")), (.mustNot, .expression("b")))),
    ("title:/a|b/", root(.field(.title, .expression("a|b")))),
    ("(/a/ OR /b/)", root(.any([.expression("a"), .expression("b")]))),
    (#"/a\/b[/]c/"#, root(.expression(#"a\/b[/]c"#))),
    ("/[]/]x/", root(.expression("[]/]x"))),
    ("(/(a b)/) /a/)", root(.expression("(a b)"), .word("/a/)"))),
    // What is a path or a fraction stays text.
    ("/usr/share", root(.word("/usr/share"))),
    ("/usr/share/", root(.word("/usr/share/"))),
    ("a/b/", root(.word("a/b/"))),
    ("/ a /", root(.word("/"), .word("a"), .word("/"))),
    ("// /a", root(.word("//"), .word("/a"))),
    (#"\/a/"#, root(.word("/a/"))),
    ("path:/a/ site:/b/", root(.field(.path, .word("/a/")), .field(.site, .word("/b/")))),
    ("path:(/a/ /[b/)", root(.field(.path, root(.word("/a/"), .word("/[b/"))))),
    ("path:(a) /b/", root(.field(.path, .word("a")), .expression("b"))),
    ("\"/a/\"", root(.phrase("/a/"))),
    ("/a/b /c/", root(.word("/a/b"), .expression("c"))),
  ])
  func expressions(source: String, expected: QueryNode) throws {
    #expect(try parse(source) == expected)
  }

  @Test(arguments: [
    ("x /[a/", 3..<4, "this class is never closed"),
    ("/(a/", 1..<2, "this group is never closed"),
    ("/a)/", 2..<3, "no group is open here"),
    ("/*a/", 1..<2, "there is nothing to repeat"),
    ("/a|+/", 3..<4, "there is nothing to repeat"),
    ("/a**/", 2..<4, "this repeats a repetition"),
    ("/a{2}{3}/", 2..<6, "this repeats a repetition"),
    ("/a++/", 2..<4, "this repeats a repetition"),
    ("/^*a/", 2..<3, "a place cannot be repeated"),
    ("/a{/", 2..<3, "this is no number of repetitions"),
    ("/a{x}/", 2..<3, "this is no number of repetitions"),
    ("/a{,}/", 2..<5, "this is no number of repetitions"),
    ("/a{3,2}/", 2..<7, "the larger number stands first"),
    ("/a{1001}/", 2..<8, "more than 1000 repetitions"),
    ("/a{99999999999999999999}/", 2..<24, "more than 1000 repetitions"),
    ("/(.{0,1000}){1,1000}/", 1..<20, "this expression is too large"),
    ("/a*/", 1..<3, "this expression is found in every page"),
    ("/^$/", 1..<3, "this expression is found in every page"),
    ("/a|/", 1..<3, "this expression is found in every page"),
    ("/(?=a)/", 1..<4, "expressions here have no looking ahead"),
    ("/(?<n>a)/", 1..<4, "expressions here have no looking ahead"),
    ("/(?i)a/", 1..<4, "expressions here have no looking ahead"),
    (#"/(a)\1/"#, 4..<6, "expressions here do not look back"),
    (#"/\q/"#, 1..<3, "there is no such escape"),
    (#"/\p{Hun}/"#, 1..<8, "there is no such class"),
    (#"/\p{Han/"#, 1..<7, "there is no such class"),
    (#"/\x4/"#, 1..<4, "this is no code point"),
    (#"/\u{110000}/"#, 1..<11, "this is no code point"),
    (#"/\u{D800}/"#, 1..<9, "this is no code point"),
    ("/[b-a]/", 2..<5, "this range ends before it begins"),
    (#"/[a-\d]/"#, 2..<6, "a class is no end of a range"),
    (#"/[\b]/"#, 2..<4, "this is a place and no character"),
    ("/[[:alpha:]]/", 2..<4, "classes have no names of this kind"),
    ("-/a/", 0..<4, "a query needs something to look for"),
  ])
  func messages(source: String, range: Range<Int>, message: String) throws {
    let error = try #require(throws: QuerySyntaxError.self) { try Query(parsing: source) }
    #expect(error.message.hasPrefix(message), "\(error.message)")
    #expect(error.range == range, "\(error)")
    #expect(error.query == source)
  }

  /// What is found of a text.
  @Test(arguments: [
    ("第[0-9一二三]+条", "见第一二条", "第一二条"),
    ("第\\d{2,3}条", "第4条第12条", "第12条"),
    ("Ｇ.T-\\d", "GPT-4", "gpt-4"),
    ("體驗", "体验", "体验"),
    ("colou?r", "Colour", "colour"),
    ("err(or|ata)s?", "errors", "errors"),
    ("\\bcat\\b", "concat cat", "cat"),
    ("\\Bcat", "concat", "cat"),
    ("^第.*条$", "第一条", "第一条"),
    ("^条", "第一条", nil),
    ("第.*?条", "第一条第二条", "第一条"),
    ("第.*条", "第一条第二条", "第一条第二条"),
    ("\\p{Han}{4}", "ab人工智能化", "人工智能"),
    ("[^\\p{Han}]+$", "人工ab1", "ab1"),
    ("\\P{Han}+", "人工ab1", "ab1"),
    ("[\\P{Han}工]+", "人工ab1", "工ab1"),
    ("\\w+", "，a_b1中，", "a_b1中"),
    ("\\W+", "a，。_", ",。"),
    ("a\\s+b", "a \t b", "a b"),
    ("a  b", "a b", "a b"),
    ("[A-C]+", "xabcd", "abc"),
    ("[^A-C ]+", "ab xy", "xy"),
    ("é+", "EEE", "eee"),
    ("e\u{301}+", "eee", "eee"),
    ("か\u{3099}+", "がが", "がが"),
    ("㈱+", "㈱㈱", "(株)(株)"),
    ("[体-体]", "體", "体"),
    ("[一-龥]{2}", "ab國家", "国家"),
    ("\\x41\\u4E2D\\u{20BB7}", "a中𠮷", "a中𠮷"),
    ("[]a]+", "a]", "a]"),
    ("[a-]+", "-a", "-a"),
    ("a{2}", "aaa", "aa"),
    ("a{,2}b", "aab", "aab"),
    ("(?:ab)+", "ababa", "abab"),
    ("a|ab", "ab", "a"),
    ("ab|a", "ab", "ab"),
    ("/x", "a/x", "/x"),
    ("}]", "}]", "}]"),
    ("！", "好!", "!"),
    ("a.b", "a\nb", "a b"),
  ])
  func found(expression: String, text: String, match: String?) throws {
    let node = try ExpressionParser.tree(expression)
    var folded: [UInt32] = []
    Folding.fold(text.unicodeScalars.map(\.value), into: &folded)
    let range = PatternMatcher(node).firstRange(in: folded.span, from: 0)
    let found = range.map {
      String(String.UnicodeScalarView(folded[$0].compactMap(Unicode.Scalar.init)))
    }
    #expect(found == match)
  }

  @Test(.timeLimit(.minutes(TestTime.slowness))) func hostileExpressionsAreRefusedOrSmall() throws {
    let depth = 30_000
    for body in [
      String(repeating: "(", count: depth) + "a" + String(repeating: ")", count: depth),
      String(repeating: "(", count: depth), String(repeating: "[", count: depth),
      "(.{0,1000}){0,1000}a", "((((((a{10}){10}){10}){10}){10}){10}){10}",
      "((((((a*)*)*)*)*)*)*b" + String(repeating: "c?", count: 4_000),
      "(((){1000}){1000}){1000}a", String(repeating: "a|", count: 30_000) + "a",
    ] {
      let error = #expect(throws: QuerySyntaxError.self) { try Query(parsing: "/\(body)/") }
      if let error { #expect(error.description.utf8.count < 500) }
    }
    // One of a megabyte is refused by its length, whatever is in it.
    #expect(throws: QuerySyntaxError.self) {
      try Query(parsing: "/" + String(repeating: "a", count: 1 << 20) + "/")
    }
    for body in ["(a*)*b", "(a|aa)+$", "(x+x+)+y", "[\\u{0}-\\u{10FFFF}]{1000}"] {
      #expect(try parse("/\(body)/") == root(.expression(body)))
    }
  }

  /// Many slashes and brackets: looking for the end of each must not go through all of them.
  @Test(
    .timeLimit(.minutes(TestTime.slowness)),
    arguments: ["/[ ", "/a[ ", "/ ", "/a ", "/[a]", "/[/] ", "\\/[ "])
  func manySlashes(piece: String) {
    let count = Query.maximumByteCount / piece.utf8.count
    for prefix in ["", "("] {
      _ = try? Query(parsing: prefix + String(repeating: piece, count: count - 1))
    }
  }
}
