import Testing

@testable import YindeIndex

/// The bytes of an index depend on the documents and their order, and on nothing else.
@Suite struct DeterminismTests {
  private struct Way {
    var threads = 1
    var batchSize = 64
    /// Bytes of inverted terms before a run is written.
    var inverter = 1 << 24
    var spool = 1 << 24
    var runPiece = 1 << 16
  }

  @Test func everyWayToBuildGivesTheSameBytes() throws {
    var random = SeededRandom(stream: 600)
    let shapes: [RandomCorpus.Shape] = [
      .init(count: 1...3), .init(count: 250...400),
      .init(count: 900...1_100, blocks: 0...2, skipped: 0.2),
    ]
    let ways = [
      Way(threads: 2), Way(threads: 5), Way(batchSize: 1), Way(threads: 2, batchSize: 7),
      Way(threads: 3, batchSize: 1_000_000),
      // A run after every batch, texts and runs in files, runs read in crumbs.
      Way(inverter: 0, spool: 0, runPiece: 16),
      Way(threads: 2, batchSize: 9, inverter: 0, spool: 100, runPiece: 1),
      Way(threads: 5, batchSize: 3, inverter: 0, spool: 0, runPiece: 100),
      Way(threads: 2, batchSize: 20, inverter: 400_000, spool: 10_000),
    ]
    let corpora =
      shapes.map { RandomCorpus($0, &random).places }
      + [SiteCorpus(sites: 4, pages: 60...120, &random).documents + [nil]]
    for (number, places) in corpora.enumerated() {
      let folder = TestFolder()
      func build(_ way: Way, _ name: String) throws -> (bytes: [UInt8], report: BuildReport) {
        var plan = MemoryPlan(BuildOptions())
        plan.threads = way.threads
        plan.inverter = way.inverter
        plan.spool = way.spool
        plan.runPiece = way.runPiece
        plan.merge = way.runPiece
        plan.pairs = way.spool
        // The last corpus has sites.
        plan.findsSiteFurniture = number == 3
        plan.findsDuplicates = number == 3
        plan.order = number % 2 == 1 ? .byTerms : .byPath
        let size = way.batchSize
        let source = MemorySource(
          places, batchSize: { number in 1 + (number * 7 + size) % (2 * size) })
        let path = folder.file(name)
        let report = try IndexBuilder.build(
          from: source, to: path, plan: plan, metadata: ["kind": "test"])
        return (TestFolder.read(path), report)
      }
      let expected = try build(Way(), "first.yinde")
      let index = try IndexFile(path: folder.file("first.yinde"))
      #expect(index.check(deep: true, threads: 2).isSound)
      #expect(index.isReordered == (number % 2 == 1))
      #expect(expected.report.documents == places.count { $0 != nil })
      if number == 3 {
        #expect(expected.report.templateBlocks > 0 && expected.report.duplicates > 0)
      }
      for way in ways {
        let built = try build(way, "other.yinde")
        let isSame = built.bytes == expected.bytes
        #expect(isSame, "\(way), \(SeededRandom.note)")
        // The small shares did what they are for.
        if way.inverter == 0, places.count > 200 { #expect(built.report.runs > 3, "\(way)") }
      }
      // Nothing is left beside the index.
      #expect(folder.names.sorted() == ["first.yinde", "other.yinde"])
    }
  }

  private struct Broken: Error {}

  /// Gives some documents, then fails.
  private final class BrokenSource: DocumentSource, @unchecked Sendable {
    private var taken = 0
    private let failsInBatch: Bool

    init(failsInBatch: Bool) { self.failsInBatch = failsInBatch }

    func next() throws -> Int? {
      taken += 1
      if taken > 3, !failsInBatch { throw Broken() }
      return taken
    }
    func count(of batch: Int) -> Int { 1 }
    func forEachDocument(in batch: Int, _ body: (Int, SourceDocument) throws -> Void) throws {
      if batch > 3 { throw Broken() }
      try body(0, SourceDocument(path: "\(batch)", [(.body, "中国")]))
    }
  }

  /// A build that fails leaves the older index as it was, and nothing else.
  @Test(arguments: [true, false], [1, 3])
  func aFailedBuildChangesNothing(_ failsInBatch: Bool, _ threads: Int) throws {
    let folder = TestFolder()
    let path = folder.file("index.yinde")
    var options = BuildOptions()
    options.threads = threads
    let old = SourceDocument(path: "old", [(.body, "旧")])
    _ = try IndexBuilder.build(from: MemorySource([old]), to: path, options: options)
    let before = TestFolder.read(path)
    #expect(throws: Broken.self) {
      try IndexBuilder.build(
        from: BrokenSource(failsInBatch: failsInBatch), to: path, options: options)
    }
    let error = #expect(throws: IndexError.self) {
      try IndexBuilder.build(from: MemorySource([nil, nil]), to: path, options: options)
    }
    #expect(error?.code == .noDocuments)
    #expect(TestFolder.read(path) == before)
    #expect(folder.names == ["index.yinde"])
    for bad in ["/nowhere/at/all", folder.path] {
      let error = #expect(throws: IndexError.self) {
        try IndexBuilder.build(from: MemorySource([old]), to: bad, options: options)
      }
      #expect(error?.code == .unwritable)
    }
  }

  /// An index that is open answers from its own file while another takes its place.
  @Test func anOpenIndexOutlivesItsReplacement() throws {
    let built = try BuiltIndex([SourceDocument(path: "old", [(.body, "旧")])])
    let new = SourceDocument(path: "new", [(.body, "新")])
    _ = try IndexBuilder.build(
      from: MemorySource([new, new]), to: built.index.path, options: BuildOptions())
    #expect(built.index.path(0) == "old")
    #expect(built.searcher.text(0).blocks.count == 1)
    #expect(try IndexFile(path: built.index.path).documentCount == 2)
    built.expectSound()
  }
}
