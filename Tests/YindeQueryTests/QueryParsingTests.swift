import Testing
import YindeAnalysis
import YindeQuery

@Suite struct QueryParsingTests {
  @Test(arguments: [
    ("商汤", root(.word("商汤"))),
    ("商汤 裁员", root(.word("商汤"), .word("裁员"))),
    (" \t商汤\u{3000}裁员\n", root(.word("商汤"), .word("裁员"))),
    ("or and not Or", root(.word("or"), .word("and"), .word("not"), .word("Or"))),
    (
      "http://a.cn/b 时间:12 std::vector",
      root(.word("http://a.cn/b"), .word("时间:12"), .word("std::vector"))
    ),
    (
      "ORDER ANDROID NOTE a|b || &",
      root(.word("ORDER"), .word("ANDROID"), .word("NOTE"), .word("a|b"), .word("||"), .word("&"))
    ),
  ])
  func words(source: String, expected: QueryNode) throws {
    #expect(try parse(source) == expected)
  }

  @Test(arguments: [
    (#""人脸 识别""#, root(.phrase("人脸 识别"))),
    (#"他说"你好"了"#, root(.word("他说"), .phrase("你好"), .word("了"))),
    ("他说“你好”了", root(.word("他说"), .phrase("你好"), .word("了"))),
    (#"" a  b ""#, root(.phrase("a  b"))),
    (#""\ a\"b\\""#, root(.phrase(#" a"b\"#))),
    // What looks like syntax is text in a phrase.
    (#""(a OR -b) title:c*""#, root(.phrase("(a OR -b) title:c*"))),
    // Curly marks pair as parentheses do; what is left over is text.
    ("“甲“乙”丙”", root(.phrase("甲“乙”丙"))),
    ("“甲 “乙”", root(.word("“甲"), .phrase("乙"))),
    ("甲” 乙", root(.word("甲”"), .word("乙"))),
    ("5”屏 “甲 乙”", root(.word("5”屏"), .phrase("甲 乙"))),
    // Straight marks go first.
    (#""甲“乙" 丙”"#, root(.phrase("甲“乙"), .word("丙”"))),
    (#"“甲"乙"丙”"#, root(.word("“甲"), .phrase("乙"), .word("丙”"))),
    (#"\“甲”"#, root(.word("“甲”"))),
    ("(“甲)乙” 丙)", root(.phrase("甲)乙"), .word("丙"))),
  ])
  func phrases(source: String, expected: QueryNode) throws {
    #expect(try parse(source) == expected)
  }

  @Test(arguments: [
    ("a -b +c", group((.should, .word("a")), (.mustNot, .word("b")), (.must, .word("c")))),
    ("a NOT b", group((.should, .word("a")), (.mustNot, .word("b")))),
    (
      #"a -"b c" +(d e)"#,
      group(
        (.should, .word("a")), (.mustNot, .phrase("b c")), (.must, root(.word("d"), .word("e"))))
    ),
    ("a - + b", root(.word("a"), .word("-"), .word("+"), .word("b"))),
    ("(a -)", root(.word("a"), .word("-"))),
    ("--help ++i +-5", root(.word("--help"), .word("++i"), .word("+-5"))),
    ("GPT-4 C++ a+b", root(.word("GPT-4"), .word("C++"), .word("a+b"))),
    (#""GPT"-4"#, root(.phrase("GPT"), .word("-4"))),
    (#"\-a \+b"#, root(.word("-a"), .word("+b"))),
    ("+OR", group((.must, .word("OR")))),
    ("+a", group((.must, .word("a")))),
    ("b (+a)", root(.word("b"), group((.must, .word("a"))))),
    ("a -title:b", group((.should, .word("a")), (.mustNot, .field(.title, .word("b"))))),
  ])
  func signs(source: String, expected: QueryNode) throws {
    #expect(try parse(source) == expected)
  }

  @Test(arguments: [
    ("a b OR c", root(.word("a"), .any([.word("b"), .word("c")]))),
    ("a OR b c", root(.any([.word("a"), .word("b")]), .word("c"))),
    ("a | b | c", root(.any([.word("a"), .word("b"), .word("c")]))),
    ("a OR b AND c OR d", root(.any([.word("a"), .all([.word("b"), .word("c")]), .word("d")]))),
    ("(a OR b) AND c", root(.all([.any([.word("a"), .word("b")]), .word("c")]))),
    ("a OR (b c)", root(.any([.word("a"), root(.word("b"), .word("c"))]))),
    ("a AND NOT b", group((.must, .word("a")), (.mustNot, .word("b")))),
    (
      "x a AND -b AND c",
      root(
        .word("x"), group((.must, .word("a")), (.mustNot, .word("b")), (.must, .word("c"))))
    ),
    ("NOT a AND b", group((.mustNot, .word("a")), (.must, .word("b")))),
    (#"a \OR b \|"#, root(.word("a"), .word("OR"), .word("b"), .word("|"))),
    (#""a" OR"b""#, root(.any([.phrase("a"), .phrase("b")]))),
  ])
  func operators(source: String, expected: QueryNode) throws {
    #expect(try parse(source) == expected)
  }

  @Test(arguments: [
    ("(a)", root(.word("a"))),
    ("((a b))", root(.word("a"), .word("b"))),
    ("(a b)(c d)", root(root(.word("a"), .word("b")), root(.word("c"), .word("d")))),
    ("f(x) :) a)", root(.word("f(x)"), .word(":)"), .word("a)"))),
    ("(f(x) y)", root(.word("f(x)"), .word("y"))),
    ("(a :( b) c)", root(root(.word("a"), .word(":("), .word("b")), .word("c)"))),
    (#"\(a b\)"#, root(.word("(a"), .word("b)"))),
    ("AND(x)", root(.word("AND(x)"))),
    ("（a）", root(.word("（a）"))),
  ])
  func groups(source: String, expected: QueryNode) throws {
    #expect(try parse(source) == expected)
  }

  @Test(arguments: [
    ("title:a", root(.field(.title, .word("a")))),
    ("TITLE:a Site：b.cn", root(.field(.title, .word("a")), .field(.site, .word("b.cn")))),
    (#"title:"a b"c"#, root(.field(.title, .phrase("a b")), .word("c"))),
    ("title:“a b”", root(.field(.title, .phrase("a b")))),
    ("title:(a OR b)", root(.field(.title, .any([.word("a"), .word("b")])))),
    ("title:(a)", root(.field(.title, .word("a")))),
    ("title:-a title:OR", root(.field(.title, .word("-a")), .field(.title, .word("OR")))),
    ("title:http://x", root(.field(.title, .word("http://x")))),
    ("title:site:x", root(.field(.title, .word("site:x")))),
    ("path:docs/zh*", root(.field(.path, .prefix("docs/zh")))),
    ("path:新闻/*", root(.field(.path, .prefix("新闻/")))),
    ("title:新闻*", root(.field(.title, .wildcard([.text("新闻"), .many])))),
    (
      "path:(a 新*) 新*",
      root(.field(.path, root(.word("a"), .prefix("新"))), .wildcard([.text("新"), .many]))
    ),
    ("path:a?b* site:?x*y", root(.field(.path, .prefix("a?b")), .field(.site, .word("?x*y")))),
    (
      #"title\:a \title:a subtitle:a titles:a"#,
      root(
        .word("title:a"), .word("title:a"), .word("subtitle:a"), .word("titles:a"))
    ),
    ("title title", root(.word("title"), .word("title"))),
  ])
  func fields(source: String, expected: QueryNode) throws {
    #expect(try parse(source) == expected)
  }

  @Test(arguments: [
    ("libre*", root(.prefix("libre"))),
    ("ＧＰＴ* 5*", root(.prefix("ＧＰＴ"), .prefix("5"))),
    ("été* Ж*", root(.prefix("été"), .prefix("Ж"))),
    ("* ** -*", nil),
    (#"libre\*"#, root(.word("libre*"))),
    (#"a\**"#, root(.prefix("a*"))),
    ("libre** libre*?", root(.prefix("libre"), .prefix("libre"))),
    (#"libre*"x""#, root(.prefix("libre"), .phrase("x"))),
    ("(libre*)", root(.prefix("libre"))),
  ])
  func prefixes(source: String, expected: QueryNode?) throws {
    let expected =
      expected ?? group((.should, .word("*")), (.should, .word("**")), (.mustNot, .word("*")))
    #expect(try parse(source) == expected)
  }

  @Test(arguments: [
    ("张?丰", root(.wildcard([.text("张"), .one, .text("丰")]))),
    ("第*条 第**条", root(.wildcard(article), .wildcard(article))),
    ("*ense*", root(.wildcard([.many, .text("ense"), .many]))),
    (
      "?丰 a*b *a",
      root(
        .wildcard([.one, .text("丰")]), .wildcard([.text("a"), .many, .text("b")]),
        .wildcard([.many, .text("a")]))
    ),
    ("张* かな*", root(.wildcard([.text("张"), .many]), .wildcard([.text("かな"), .many]))),
    ("a??b", root(.wildcard([.text("a"), .one, .one, .text("b")]))),
    ("a?*", root(.wildcard([.text("a"), .one, .many]))),
    // At the end a question mark is one.
    ("怎么办? 真的?? what?", root(.word("怎么办?"), .word("真的??"), .word("what?"))),
    ("第*条??", root(.wildcard(article))),
    // Signs by themselves are text, and so are those that are escaped, quoted or full width.
    ("? *? :*: :?:", root(.word("?"), .word("*?"), .word(":*:"), .word(":?:"))),
    (#"a\?b a\*b"#, root(.word("a?b"), .word("a*b"))),
    (#"a\?b*c"#, root(.wildcard([.text("a?b"), .many, .text("c")]))),
    ("\"张?丰\" 张？丰", root(.phrase("张?丰"), .word("张？丰"))),
    (
      "-张?丰 x", group((.mustNot, .wildcard([.text("张"), .one, .text("丰")])), (.should, .word("x")))
    ),
    ("title:张?丰", root(.field(.title, .wildcard([.text("张"), .one, .text("丰")])))),
  ])
  func wildcards(source: String, expected: QueryNode) throws {
    #expect(try parse(source) == expected)
  }

  private static let article: [WildcardPart] = [.text("第"), .many, .text("条")]

  @Test func escapes() throws {
    #expect(try parse(#"a\ b \a\"\\"#) == root(.word("a b"), .word(#"a"\"#)))
  }

  @Test func limitsAllowWhatTheyName() throws {
    let deep = String(repeating: "(", count: 64) + "a b" + String(repeating: ")", count: 64)
    #expect(try parse(deep) == root(.word("a"), .word("b")))
    let wide = String(repeating: "a ", count: 1_024)
    #expect(try parse(wide).clauses?.count == 1_024)
    let long = String(repeating: "字", count: 21_845) + "x"
    #expect(long.utf8.count == 65_536)
    #expect(try parse(long) == root(.word(long)))
  }
}

extension QueryNode {
  var clauses: [Clause]? {
    if case .group(let clauses) = self { clauses } else { nil }
  }
}
