import Testing

@testable import YindeIndex

/// An index of documents in memory, built in a folder of its own.
struct BuiltIndex {
  let folder = TestFolder()
  let index: IndexFile
  let searcher: Searcher
  let report: BuildReport

  init(
    _ places: [SourceDocument?], threads: Int = 2, batchSize: @escaping (Int) -> Int = { _ in 64 },
    metadata: [String: String] = [:], findsSiteFurniture: Bool = false,
    findsDuplicates: Bool = false, order: MemoryPlan.Order = .byPath
  ) throws {
    var options = BuildOptions()
    options.threads = threads
    options.textLevel = 3
    options.metadata = metadata
    options.findsSiteFurniture = findsSiteFurniture
    options.findsDuplicates = findsDuplicates
    let path = folder.file("test.yinde")
    var plan = MemoryPlan(options)
    plan.order = order
    report = try IndexBuilder.build(
      from: MemorySource(places, batchSize: batchSize), to: path, plan: plan, metadata: metadata)
    index = try IndexFile(path: path)
    searcher = Searcher(index)
  }

  var bytes: [UInt8] { TestFolder.read(index.path) }

  /// The end of every test that builds an index: the deep check finds nothing.
  func expectSound(_ note: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
    let report = index.check(deep: true, threads: 2)
    #expect(
      report.isSound, "\(report.problems.prefix(5)) \(note ?? "")", sourceLocation: sourceLocation)
  }

  /// All hits of a query.
  func allHits(_ results: (SearchOptions) -> SearchResults) -> [Int: Double] {
    var options = SearchOptions()
    options.limit = index.documentCount
    options.countingBudget = .max
    let found = results(options)
    #expect(found.total == SearchTotal(found.hits.count, .equal))
    return Dictionary(uniqueKeysWithValues: found.hits.map { ($0.document, $0.score) })
  }
}
