import Synchronization
import Testing
import Yinde
import YindeEvaluation

/// The same pages and the same question give the same answer, letter by letter: scores, order, snippets, explanations.
@Suite struct StabilityTests {
  /// All that a person sees of an answer.
  private func answer(_ query: String, _ index: PageIndex) throws -> String {
    let answer = try index.search(query)
    let explained = index.withSearcher { searcher in
      answer.hits.map {
        "\(searcher.explain(answer.query, document: $0.document, SearchOptions()))"
      }
    }
    return "\(answer.total) \(answer.hits) \(explained)"
  }

  @Test func answersDoNotDependOnThreadsOrOnWhatWasAskedBefore() throws {
    let folder = PageFolder()
    let topics = try Topic.read(tsv: Array(try TextFile.read(Corpus.path + "/topics.tsv").utf8))
    let queries = topics.map(\.query) + ["索引 -网页", "\"全文检索\"", "的", "title:裁员 OR 检索"]
    var expected: [String] = []
    for threads in [1, 2, 5] {
      let path = folder.file("\(threads).yinde")
      var options = IndexingOptions()
      options.threads = threads
      try PageIndex.build(from: Corpus.path, at: path, options)
      // One after another, then backwards with a searcher that has seen them all, then on several threads at once.
      let index = try PageIndex(at: path)
      let forwards = try queries.map { try answer($0, index) }
      let backwards = try queries.reversed().map { try answer($0, index) }
      if expected.isEmpty { expected = forwards }
      #expect(forwards == expected)
      #expect(backwards.reversed() == expected)
      let other = try PageIndex(at: path)
      let found = Mutex([Int: [SearchHit]]())
      other.concurrently(queries.count, threads: threads) { searcher, number in
        guard let query = try? Query(parsing: queries[number]) else { return }
        let hits = searcher.search(query, SearchOptions()).hits
        found.withLock { $0[number] = hits }
      }
      let all = found.withLock { $0 }
      for (number, query) in queries.enumerated() {
        let hits = try index.search(query).hits
        #expect(all[number]?.map(\.document) == hits.map(\.document))
        #expect(all[number]?.map(\.score) == hits.map(\.score))
      }
    }
  }
}
