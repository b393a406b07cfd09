public import YindeIndex
public import YindeQuery

/// An index of a folder of pages, or of a collection of records, in one file.
///
///     let report = try PageIndex.build(from: "Pages", at: "pages.yinde")
///     print("\(report.documents) pages")
///
///     let index = try PageIndex(at: "pages.yinde")
///     let answer = try index.search("商汤 裁员")
///     for hit in answer.hits {
///       print(hit.rank, hit.title, hit.path)
///       print(hit.snippet.text)
///     }
///
/// Opening maps the file and reads only its header. An index may be searched from any number of threads at
/// once. While it is open, it answers from the file that it opened, even when a newer index takes
/// its place.
public final class PageIndex: Sendable {
  /// The index file underneath.
  public let file: IndexFile
  // Searchers hold buffers and serve one thread at a time; those not in use wait here.
  private let searchers: Pool<Searcher>

  /// Opens the index at `path`.
  ///
  /// - Throws: ``IndexError`` that tells a missing, foreign, older, newer, cut or damaged file apart.
  /// - Complexity: O(1).
  public init(at path: String) throws(IndexError) {
    let file = try IndexFile(path: path)
    self.file = file
    searchers = Pool { Searcher(file) }
  }

  /// Lends a searcher to `body`.
  public func withSearcher<Result>(_ body: (Searcher) throws -> Result) rethrows -> Result {
    try searchers.with(body)
  }

  /// Answers a query of the query language (`Documentation/QueryLanguage.md`).
  ///
  /// - Throws: `QuerySyntaxError`, whose description points at the place.
  public func search(_ query: String, _ options: SearchOptions = SearchOptions())
    throws(QuerySyntaxError) -> Answer
  {
    let parsed = try Query(parsing: query)
    return withSearcher { Answer(parsed, options, $0) }
  }
}

/// What a query found.
public struct Answer: Sendable {
  /// One page.
  public struct Hit: Sendable {
    /// From 1.
    public var rank: Int
    public var score: Double
    /// Relative to the indexed folder, or the `_id` of a record.
    public var path: String
    public var title: String
    /// The matches in the title, in characters (Unicode scalars); ascending, apart from one another.
    public var titleHighlights: [Range<Int>]
    /// `yyyy-mm-dd`, or `yyyy-mm` when only the month is known.
    public var date: String?
    /// The host that the page belongs to, or the first folder of its path; in lower case.
    public var site: String?
    /// A tag such as `zh-hans`, in lower case.
    public var language: String?
    /// How many other pages have nearly the same text.
    public var similar: Int
    /// Their paths, when ``SearchOptions/duplicates`` is `show`.
    public var similarPaths: [String]
    public var snippet: Snippet
    /// The document's number in the index.
    public var document: Int
    /// The number of the index among those that were searched.
    public var index = 0
  }

  public var query: Query
  public var total: SearchTotal
  public var hits: [Hit]
  /// What the answer lacks, because a wildcard or a regular expression asked for too much; mostly none.
  public var notes: [SearchNote]
  /// From the parsed query to the last snippet, in microseconds.
  public var microseconds: Int

  /// Whether all pages that match were considered.
  public var isComplete: Bool { notes.isEmpty }

  public init(_ query: Query, _ options: SearchOptions, _ searcher: Searcher) {
    let start = ContinuousClock.now
    let results = searcher.search(query, options)
    self.query = query
    total = results.total
    notes = results.notes
    let maker = searcher.snippetMaker(for: query)
    hits = results.hits.enumerated().map { place, found in
      Hit(options.offset + place + 1, found, options, searcher, maker)
    }
    microseconds = (ContinuousClock.now - start).inMicroseconds
  }

  public init(_ query: Query, _ options: SearchOptions, _ searcher: JointSearcher) {
    let start = ContinuousClock.now
    let results = searcher.search(query, options)
    self.query = query
    total = results.total
    notes = results.notes
    let maker = searcher.member(0).snippetMaker(for: query)
    hits = results.hits.enumerated().map { place, found in
      var hit = Hit(
        options.offset + place + 1, found.hit, options, searcher.member(found.index), maker)
      hit.index = found.index
      return hit
    }
    microseconds = (ContinuousClock.now - start).inMicroseconds
  }
}

extension Answer.Hit {
  fileprivate init(
    _ rank: Int, _ found: SearchHit, _ options: SearchOptions, _ searcher: Searcher,
    _ maker: SnippetMaker
  ) {
    let text = searcher.text(found.document)
    let index = searcher.index
    let path = index.path(found.document)
    let title = text.title
    self.init(
      rank: rank, score: found.score, path: path, title: title.isEmpty ? path : title,
      titleHighlights: title.isEmpty ? [] : maker.highlights(inTitle: title),
      date: index.dateText(found.document), site: index.site(found.document),
      language: index.languageTag(found.document), similar: found.similar,
      similarPaths: options.duplicates == .show
        ? index.nearDuplicates(of: found.document).map(index.path) : [],
      snippet: maker.snippet(of: text), document: found.document)
  }
}
