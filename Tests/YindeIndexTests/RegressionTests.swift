import Testing
import YindeQuery

@testable import YindeIndex

/// A test for each bug that was found, named after it.
@Suite struct RegressionTests {
  /// With b = 1, a page of nothing but furniture scored 0 / 0, which no integer holds.
  @Test func furnitureAloneScoresZeroForEveryParameter() throws {
    let built = try BuiltIndex([
      SourceDocument(path: "a", [(.furniture, "中国")]), SourceDocument(path: "b", [(.body, "中国人")]),
    ])
    let query = try Query(parsing: "中国")
    let values = [-.infinity, -1, -0.0, 0, 1e-300, 0.5, 1, 2, 1e300, .infinity, .nan]
    for k1 in values {
      for b in values {
        var options = SearchOptions()
        options.k1 = k1
        options.b = b
        let hits = built.searcher.search(query, options).hits
        #expect(hits.map(\.document) == [1, 0], "k1 \(k1), b \(b)")
        #expect(hits.last?.score == 0, "k1 \(k1), b \(b)")
        #expect(hits.allSatisfy { $0.score.isFinite }, "k1 \(k1), b \(b)")
      }
    }
    built.expectSound()
  }

  /// ½ folds to 1/2, so that 1 is found in it; the place of the match in the original was empty.
  @Test func aPartOfWhatOneScalarFoldsToIsHighlighted() throws {
    let built = try BuiltIndex([SourceDocument(path: "a", [(.body, "一半是½杯")])])
    let query = try Query(parsing: "\"1\"")
    #expect(built.searcher.search(query, SearchOptions()).hits.map(\.document) == [0])
    let snippet = built.searcher.snippetMaker(for: query).snippet(of: built.searcher.text(0))
    #expect(snippet == Snippet(text: "一半是½杯", highlights: [3..<4]))
  }

  /// A prefix in a title was looked for in the whole page.
  @Test func aPrefixInATitleIsLookedForThereOnly() throws {
    let built = try BuiltIndex([
      SourceDocument(path: "a", [(.title, "开源软件"), (.body, "Libreoffice")]),
      SourceDocument(path: "b", [(.title, "Libreoffice 手册"), (.body, "开源软件")]),
    ])
    let query = try Query(parsing: "title:libre*")
    let hits = built.searcher.search(query, SearchOptions()).hits
    #expect(hits.map(\.document) == [1])
  }

  /// A page that repeats itself compresses more than was believed of a frame, and could not be read.
  @Test func aPageThatRepeatsOneCharacterIsRead() throws {
    let count = 3_000_000
    let built = try BuiltIndex([
      SourceDocument(path: "a", [(.body, String(repeating: "。", count: count) + "中国")])
    ])
    let text = built.searcher.text(0)
    #expect(text.scalars.count == 1 + count + 2)
    #expect(built.searcher.search(try Query(parsing: "\"。中国\""), SearchOptions()).hits.count == 1)
    built.expectSound()
  }

  /// A place past every file in a table of places made the reader of paths overflow.
  @Test func readersClampPlacesOutsideTheirView() {
    for offset in [Int.min, -1, 3, .max] {
      [UInt8](repeating: 7, count: 3).withByteView { view in
        var reader = ByteReader(view, at: offset)
        #expect(reader.isAtEnd)
        #expect(reader.varint() == 0)
        #expect(reader.bytes(2).count == 0)
        #expect(reader.size() == 0)
      }
    }
  }

  /// No thread at all divided by zero.
  @Test func checkingOnNoThreadsTakesOne() throws {
    let built = try BuiltIndex([SourceDocument(path: "a", [(.body, "中国")])])
    #expect(built.index.check(deep: true, threads: 0).isSound)
    #expect(built.index.check(deep: true, threads: -3).isSound)
  }
}
