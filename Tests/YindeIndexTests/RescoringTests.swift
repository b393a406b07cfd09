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
      options.weights.character = weight
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
