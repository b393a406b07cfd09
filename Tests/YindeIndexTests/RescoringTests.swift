import Testing
import YindeQuery

@testable import YindeIndex

/// The second stage in small: what a person can check by hand.
@Suite struct RescoringTests {
  private func paths(_ text: String, _ options: SearchOptions, _ built: BuiltIndex) -> [String] {
    built.searcher.search(plain: text, mode: .any, options).hits
      .map { String(decoding: built.index.pathBytes($0.document), as: UTF8.self) }
  }

  /// All pages have the bigrams once and are equally long; the second stage tells them apart by where and how.
  @Test func whatStandsFirstComesFirst() throws {
    let filler = "春天的花园里开满了各种颜色的小花"
    let built = try BuiltIndex([
      SourceDocument(path: "late", [(.body, filler + "。" + filler + "。裁员")]),
      SourceDocument(path: "middle", [(.body, filler + "。裁员。" + filler)]),
      SourceDocument(path: "early", [(.body, "裁员。" + filler + "。" + filler)]),
    ])
    var options = SearchOptions()
    #expect(paths("裁员", options, built) == ["early", "middle", "late"])
    options.rerank = 0
    #expect(paths("裁员", options, built) == ["late", "middle", "early"])
    built.expectSound()
  }

  /// What stands together in one passage of a long page is likelier than the same strewn over it.
  @Test func thePassageCounts() throws {
    let filler = String(repeating: "春天的花园里开满了各种颜色的小花。", count: 12)
    let built = try BuiltIndex([
      SourceDocument(path: "strewn", [(.body, filler + "裁员。" + filler + "公司。" + filler)]),
      SourceDocument(path: "together", [(.body, filler + filler + "公司。裁员。" + filler)]),
    ])
    var options = SearchOptions()
    #expect(paths("公司 裁员", options, built) == ["together", "strewn"])
    options.weights.passage = 0
    #expect(paths("公司 裁员", options, built) == ["strewn", "together"])
    built.expectSound()
  }

  /// A page with less than three tenths of the best score of the first stage stays where it is.
  @Test func whatIsFarBehindIsNotLookedAt() throws {
    let built = try BuiltIndex([
      SourceDocument(path: "all", [(.body, "公司宣布裁员三成引得全文检索")]),
      SourceDocument(path: "one", [(.body, "天气很好，公司里也是")]),
      SourceDocument(path: "none", [(.body, "别的")]),
    ])
    let query = try Query(parsing: "公司宣布裁员三成引得全文检索")
    var options = SearchOptions()
    #expect(built.searcher.search(query, options).hits.map(\.document) == [0, 1])
    #expect(built.searcher.explain(query, document: 0, options).rescoring != nil)
    #expect(built.searcher.explain(query, document: 1, options).rescoring == nil)
    options.weights.reach = 0
    #expect(built.searcher.explain(query, document: 1, options).rescoring != nil)
    built.expectSound()
  }

  /// Words of letters and digits are looked for as characters are.
  @Test func wordsAreLookedFor() throws {
    let filler = "春天的花园里开满了各种颜色的小花"
    let built = try BuiltIndex([
      SourceDocument(path: "late", [(.body, filler + "，GPT4")]),
      SourceDocument(path: "early", [(.body, "GPT4，" + filler)]),
    ])
    #expect(paths("gpt4", SearchOptions(), built) == ["early", "late"])
    let parts = built.searcher.explain(
      try Query(parsing: "GPT4"), document: 1, SearchOptions()
    ).rescoring?.parts
    #expect(parts?.map(\.text) == ["gpt4"])
    #expect(parts?.first?.place == 0 && parts?.first?.frequency == 1)
    built.expectSound()
  }

  /// A page that only its furniture matches gains nothing, whatever its beginning has.
  @Test func furnitureGainsNothing() throws {
    let built = try BuiltIndex([
      SourceDocument(path: "a", [(.body, "裁剪与人员"), (.furniture, "裁员")]),
      SourceDocument(path: "b", [(.body, "天气很好")]),
    ])
    let hits = built.searcher.search(plain: "裁员", mode: .any, SearchOptions()).hits
    #expect(hits.map(\.score) == [0])
    built.expectSound()
  }

  /// Words that must match, must not, or stand in quotes are not looked at again.
  @Test(arguments: ["+裁员", "\"裁员\"", "裁员 AND 公司", "title:裁员", "+公司 -天气"])
  func onlyWordsThatMayMatchAreLookedAt(_ text: String) throws {
    let built = try BuiltIndex([
      SourceDocument(path: "a", [(.title, "公司裁员"), (.body, "公司宣布裁员三成")]),
      SourceDocument(path: "b", [(.title, "天气"), (.body, "天气很好")]),
    ])
    let query = try Query(parsing: text)
    var options = SearchOptions()
    let with = built.searcher.search(query, options).hits
    options.rerank = 0
    #expect(!with.isEmpty)
    #expect(with == built.searcher.search(query, options).hits)
    let explanation = built.searcher.explain(query, document: 0, SearchOptions())
    #expect(explanation.rescoring == nil)
    built.expectSound()
  }

  /// More characters and pairs than have slots, and weights that are no weights.
  @Test func extremesAreHarmless() throws {
    let many = String(String.UnicodeScalarView((0x4E00..<0x5000).compactMap { Unicode.Scalar($0) }))
    let built = try BuiltIndex([
      SourceDocument(path: "a", [(.body, many)]), SourceDocument(path: "b", [(.body, "一二三")]),
      SourceDocument(path: "c", [(.body, "𠮷野家𠮷野家")]),
    ])
    var options = SearchOptions()
    for weight in [0, -1, .nan, .infinity, 1e300] as [Double] {
      options.weights.passage = weight
      options.weights.reach = weight
      options.weights.coverage = weight
      options.weights.question = weight
      for text in [many, "𠮷野家", "什么", "一丁"] {
        let hits = built.searcher.search(plain: text, mode: .any, options).hits
        #expect(hits.allSatisfy { $0.score.isFinite && $0.score >= 0 })
      }
    }
    options.rerank = .max
    #expect(!built.searcher.search(plain: "一丁", mode: .any, options).hits.isEmpty)
    options.rerank = -1
    #expect(!built.searcher.search(plain: "一丁", mode: .any, options).hits.isEmpty)
    built.expectSound()
  }
}
