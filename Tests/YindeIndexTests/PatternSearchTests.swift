import Testing
import YindeAnalysis
import YindeQuery

@testable import YindeIndex

/// Wildcards and regular expressions: what is found, what is shown, and what is said when it is not all.
@Suite struct PatternSearchTests {
  private static let pages: [(String, [(StoredRole, String)])] = [
    ("a", [(.title, "張三丰傳"), (.body, "武當張三丰真人，依照第三百二十一條處罰。")]),
    ("b", [(.title, "张无忌"), (.body, "张三和丰收。第二天，走了一条路。GPT-4o大模型")]),
    ("c", [(.body, "A licensed copy of LibreOffice; sense and nonsense."), (.heading, "第12条")]),
    ("d", [(.furniture, "张三丰"), (.body, "free software, libre licence 2024-05-06")]),
  ]

  private func built() throws -> BuiltIndex {
    try BuiltIndex(Self.pages.map { SourceDocument(path: $0.0, $0.1) })
  }

  private func found(_ text: String, _ built: BuiltIndex) throws -> Set<String> {
    let results = built.searcher.search(try Query(parsing: text), SearchOptions())
    return Set(results.hits.map { Self.pages[$0.document].0 })
  }

  @Test(arguments: [
    ("张?丰", "ad"), ("張?豐", "ad"), ("?三丰", "ad"), ("张*丰", "abd"), ("title:张?丰", "a"),
    ("张* -/张.丰/", "b"), ("第*条", "ac"), ("+第*条 -\\张三丰", "c"), ("GPT*模型", "b"),
    ("*ense*", "c"), ("lib* licen?e*", "cd"), ("+lib* -licen?e*", ""), ("l?bre", "d"),
    ("title:*ense*", ""), ("*nonsuch*", ""), ("/第[0-9]+条/", "c"), ("/\\d{4}-\\d{2}/", "d"),
    ("/(张|李)三丰/", "ad"), ("title:/^张.{2}$/", "b"), ("title:/^张/", "ab"),
    ("/licen[cs]e/", "cd"), ("/\\blicense\\b/", ""), ("/。$/", "a"),
    ("张三丰 OR /sense/", "abcd"), ("\"张三丰\" OR /sense/", "acd"), ("+张三 +/丰./", "ab"),
    ("path:c /[a-z]{9}/", "c"),
    ("/收。第/", "b"), ("-/[a-z]/ 张", "a"),
  ])
  func pagesOf(query: String, expected: String) throws {
    let built = try built()
    let found = try found(query, built).sorted().joined()
    #expect(found == expected, "\(query)")
    built.expectSound()
  }

  /// What is marked is the match, in characters of the text as it was.
  @Test(arguments: [
    ("第*條", 0, ["第三百二十一條"]), ("/三.真/", 0, ["三丰真"]),
    ("*ense*", 2, ["licensed", "sense", "nonsense"]),
    ("/\\d+/", 3, ["2024", "05", "06"]), ("GPT*模型", 1, ["GPT-4o大模型"]),
  ])
  func marks(query: String, document: Int, expected: [String]) throws {
    let built = try built()
    let snippet = built.searcher.snippetMaker(for: try Query(parsing: query))
      .snippet(of: built.searcher.text(document))
    let scalars = Array(snippet.text.unicodeScalars)
    #expect(snippet.highlights.map { String(String.UnicodeScalarView(scalars[$0])) } == expected)
  }

  /// The parts of an explanation add up to the score, and the term of a clause has a name.
  @Test func explains() throws {
    let built = try built()
    for text in ["第*条", "/(张|李)三丰/", "*ense*", "张?丰 第", "/\\d{4}/"] {
      let query = try Query(parsing: text)
      let results = built.searcher.search(query, SearchOptions())
      for hit in results.hits {
        let explanation = built.searcher.explain(query, document: hit.document, SearchOptions())
        let sum = explanation.shares.reduce(0) { $0 + $1.score }
        #expect(sum == hit.score, "\(text)")
        #expect(explanation.parts.allSatisfy { !$0.term.isEmpty })
      }
    }
  }

  // MARK: Bounds

  /// A search that stops says so; what it has found by then is right.
  @Test func stopsAtTheBudget() throws {
    var random = SeededRandom(stream: 400)
    let corpus = RandomCorpus(.init(count: 400...500, blocks: 1...3), &random)
    let built = try BuiltIndex(corpus.places)
    for text in ["/[^\\s]{3}人./", "/的.{0,9}x/", "的?人", "+中国 /./", "-/的.人/ 国", "/./ sort:date"] {
      let query = try Query(parsing: text)
      var options = SearchOptions()
      options.rerank = 0
      options.duplicates = .show
      options.limit = built.index.documentCount
      options.textBudget = 0
      let all = built.searcher.search(query, options)
      #expect(all.notes.isEmpty && all.isComplete && all.total.relation == .equal)
      let scores = Dictionary(uniqueKeysWithValues: all.hits.map { ($0.document, $0.score) })
      var stopped = 0
      for budget in [1, 500, 5_000, 20_000, 1_000_000] {
        options.textBudget = budget
        let some = built.searcher.search(query, options)
        let note: Comment = "\(text) with \(budget), \(SeededRandom.note)"
        for hit in some.hits { #expect(scores[hit.document] == hit.score, note) }
        if some.isComplete {
          #expect(some.hits == all.hits && some.total == all.total, note)
        } else {
          stopped += 1
          #expect(some.notes.map(\.kind) == [.stopped], note)
          #expect(some.total.relation == .atLeast && some.total.value <= all.total.value, note)
        }
        // Joined with itself alone, it is the same.
        let joint = JointSearcher([built.index]).search(query, options)
        #expect(joint.hits.map(\.hit) == some.hits && joint.notes == some.notes, note)
      }
      #expect(stopped > 0, "\(text), \(SeededRandom.note)")
    }
    built.expectSound(SeededRandom.note)
  }

  /// The hits are complete and only their number would cost more: no note.
  @Test func countingDoesNotStopAnAnswer() throws {
    let built = try BuiltIndex(
      (0..<300).map { SourceDocument(path: "\($0)", [(.body, "第一条人人人")]) })
    var options = SearchOptions()
    options.limit = 2
    options.rerank = 0
    options.duplicates = .show
    // Enough for some texts, and not for all.
    options.textBudget = 20_000
    let results = built.searcher.search(try Query(parsing: "/第.条/"), options)
    #expect(results.hits.count == 2)
    #expect(results.notes == [])
    #expect(results.total.relation == .atMost)
    #expect(results.total.value == 300)
  }

  /// A pattern that explodes within one long page is stopped there.
  @Test func stopsWithinAPage() throws {
    var random = SeededRandom(stream: 401)
    let text = String((0..<40_000).map { _ in random.pick(["a", "b"] as [Character]) })
    let built = try BuiltIndex([SourceDocument(path: "long", [(.body, text)])])
    let query = try Query(parsing: "/a.{900}b.{900}c/")
    let results = built.searcher.search(query, SearchOptions())
    #expect(results.hits.isEmpty && results.notes.map(\.kind) == [.stopped])
    #expect(results.notes[0].message.contains("of 1 pages"))
  }

  /// Words of letters alone, in the order of their numbers: digits would be words of their own, and so would the letters beside them.
  private static func word(_ number: Int) -> String {
    var letters: [Character] = []
    var rest = number
    for _ in 0..<4 {
      letters.append(Character(Unicode.Scalar(UInt8(0x61 + rest % 26))))
      rest /= 26
    }
    return "qx" + String(letters.reversed())
  }

  /// More words than are looked up: the first of them, and a note; over several indexes the same.
  @Test func saysWhenThereAreTooManyWords() throws {
    let count = TermSource.maxWords + 2_000
    let documents = stride(from: 0, to: count, by: 500).map { start in
      SourceDocument(
        path: String(start),
        [
          (
            .body,
            (start..<min(start + 500, count)).map(Self.word).joined(separator: " ")
          )
        ])
    }
    let built = try BuiltIndex(documents)
    var options = SearchOptions()
    options.limit = 1_000
    options.rerank = 0
    options.duplicates = .show
    let parts = try [0, 1].map { part in
      try BuiltIndex(documents.indices.filter { $0 % 2 == part }.map { documents[$0] })
    }
    for text in ["*qx*", "qx*", "/qx/"] {
      let query = try Query(parsing: text)
      let results = built.searcher.search(query, options)
      #expect(results.notes.map(\.kind) == [.words], "\(text)")
      // The last words in the order of the alphabet are left out.
      let found = Set(results.hits.map(\.document))
      #expect(found.contains(0), "\(text)")
      #expect(!found.contains(documents.count - 1), "\(text): \(found.sorted().suffix(5))")
      let joint = JointSearcher(parts.map(\.index)).search(query, options)
      #expect(joint.notes == results.notes)
      #expect(joint.hits.map(\.hit.score) == results.hits.map(\.score))
    }
    #expect(built.searcher.search(try Query(parsing: "q10000*"), options).isComplete)
    for one in parts + [built] { one.expectSound() }
  }
}
