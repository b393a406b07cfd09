public import YindeIndex
public import YindeQuery

/// Several indexes that are searched as one.
///
///     let indexes = try PageIndexes(at: ["2023.yinde", "2024.yinde"])
///     for hit in try indexes.search("商汤 裁员").hits { print(indexes.files[hit.index].path, hit.path) }
///
/// Scores and order are those of one index with all pages, to the last bit: all counts are made over all indexes
/// (``JointSearcher``). May be searched from any number of threads at once.
public final class PageIndexes: Sendable {
  public let files: [IndexFile]
  private let searchers: Pool<JointSearcher>

  /// - Parameter paths: one or more indexes.
  /// - Throws: ``IndexError`` for the first that cannot be opened; ``YindeError`` when one is named twice.
  public init(at paths: [String]) throws {
    var files: [IndexFile] = []
    for path in paths {
      guard !paths[..<files.count].contains(path) else {
        throw YindeError(
          .badInput, path: path, message: "is named twice", advice: "name each index once")
      }
      files.append(try IndexFile(path: path))
    }
    guard !files.isEmpty else {
      throw YindeError(.badInput, path: "", message: "no index is named")
    }
    self.files = files
    searchers = Pool { [files] in JointSearcher(files) }
  }

  /// Lends a searcher to `body`.
  public func withSearcher<Result>(_ body: (JointSearcher) throws -> Result) rethrows -> Result {
    try searchers.with(body)
  }

  /// Answers a query of the query language.
  ///
  /// - Throws: `QuerySyntaxError`, whose description points at the place.
  public func search(_ query: String, _ options: SearchOptions = SearchOptions())
    throws(QuerySyntaxError) -> Answer
  {
    let parsed = try Query(parsing: query)
    return withSearcher { Answer(parsed, options, $0) }
  }
}
