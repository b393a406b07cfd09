import Yinde

/// The index that a query is asked of, or several as one.
enum SearchedIndex {
  case one(PageIndex)
  case several(PageIndexes, names: [String])

  init(_ paths: [String]) throws {
    self =
      paths.count == 1
      ? .one(try PageIndex(at: paths[0])) : .several(try PageIndexes(at: paths), names: paths)
  }

  /// What to call the indexes of hits; none when there is but one.
  var names: [String] {
    if case .several(_, let names) = self { return names }
    return []
  }

  func search(_ query: String, _ options: SearchOptions) throws(QuerySyntaxError) -> Answer {
    switch self {
    case .one(let index): try index.search(query, options)
    case .several(let indexes, _): try indexes.search(query, options)
    }
  }

  /// How the score of each hit comes about.
  func explanations(_ answer: Answer, _ options: SearchOptions) -> [Explanation] {
    switch self {
    case .one(let index):
      index.withSearcher { searcher in
        answer.hits.map { searcher.explain(answer.query, document: $0.document, options) }
      }
    case .several(let indexes, _):
      indexes.withSearcher { searcher in
        answer.hits.map {
          searcher.explain(answer.query, index: $0.index, document: $0.document, options)
        }
      }
    }
  }

  /// Throws when answers so far may be made of bytes that were lost.
  func confirmWhole() throws(IndexError) {
    switch self {
    case .one(let index): try index.file.confirmWhole()
    case .several(let indexes, _): for file in indexes.files { try file.confirmWhole() }
    }
  }
}
