import Yinde

/// What a search does, on one thread: opening, queries of three kinds, texts of pages.
struct SearchStages {
  private let path: String
  private let index: PageIndex
  private let queries: [String]

  init(index path: String, queries: [String]?) throws {
    self.path = path
    index = try PageIndex(at: path)
    self.queries = queries ?? []
  }

  func run(_ runner: Runner) -> [Result] {
    let opens = 1000
    var results = runner.each("open", count: opens) {
      for _ in 0..<opens { keep((try? PageIndex(at: path))?.file.documentCount ?? 0) }
    }
    let pages = index.file.documentCount
    results += index.withSearcher { searcher in
      runner.each("text of a page", count: pages) {
        for page in 0..<pages { keep(searcher.text(page).scalars.count) }
      }
    }
    var options = SearchOptions()
    options.countingBudget = 0  // only the ten best are asked for
    for mode in Searcher.PlainMode.allCases {
      // Keywords of a page seldom stand beside each other in it: only strings are phrases.
      let asked = mode == .phrase ? queries.filter { !$0.contains(" ") } : queries
      results += index.withSearcher { searcher in
        runner.latencies("query \(mode.rawValue)", of: asked) {
          keep(searcher.search(plain: $0, mode: mode, options).hits.count)
        }
      }
    }
    // What `yinde search` prints: ten hits with titles, snippets and the number of matches.
    let parsed = queries.compactMap { try? Query(parsing: $0) }
    results += index.withSearcher { searcher in
      runner.latencies("query answer", of: parsed) {
        keep(Answer($0, SearchOptions(), searcher).hits.count)
      }
    }
    return results
  }
}
