import Synchronization
import Testing

@testable import YindeIndex

/// Pages that a new index takes over from an older one, which is not believed.
@Suite struct TakingOverTests {
  /// The documents of an older index, some of them new.
  private final class Source: DocumentSource {
    private let index: IndexFile
    private let changed: [Int: SourceDocument]
    private let place = Mutex(0)

    init(_ index: IndexFile, changed: [Int: SourceDocument]) {
      self.index = index
      self.changed = changed
    }

    func next() -> Range<Int>? {
      place.withLock { next in
        guard next < index.documentCount else { return nil }
        let start = next
        next = min(start + 37, index.documentCount)
        return start..<next
      }
    }

    func count(of batch: Range<Int>) -> Int { batch.count }

    func forEachDocument(in batch: Range<Int>, _ body: (Int, SourceDocument) throws -> Void) throws
    {
      for number in batch {
        if let document = changed[number] {
          try body(number - batch.lowerBound, document)
          continue
        }
        var document = index.documentWithoutText(number)
        document.kept = number
        try body(number - batch.lowerBound, document)
      }
    }
  }

  private static func options() -> BuildOptions {
    var options = BuildOptions()
    options.threads = 2
    options.findsSiteFurniture = true
    options.findsDuplicates = true
    return options
  }

  /// Damaged in any way under right checksums: an error or an index, in a second or so.
  @Test func aHostileIndexHarmsNobody() throws {
    var random = SeededRandom(stream: 990)
    let corpus = RandomCorpus(.init(count: 300...300, withHashes: false), &random)
    var documents = corpus.documents
    for number in documents.indices { documents[number].contentHash = UInt64(number) + 1 }
    let built = try BuiltIndex(documents, findsSiteFurniture: true, findsDuplicates: true)
    built.expectSound()
    let folder = TestFolder()
    let (path, output) = (folder.file("hostile.yinde"), folder.file("out.yinde"))
    let changed = [7: documents[11], 150: documents[3], 299: documents[150]]
    var made = 0
    for round in 0..<(60 * Environment.scale) {
      var bytes = built.bytes
      if round > 0 {
        for _ in 0..<random.int(1...4) { HostileFile.mutate(&bytes, &random) }
        HostileFile.seal(&bytes)
      }
      TestFolder.write(bytes, to: path)
      guard let index = try? IndexFile(path: path), let older = OlderPages(index) else { continue }
      do {
        _ = try IndexBuilder.build(
          from: Source(index, changed: changed), older: older, to: output,
          options: TakingOverTests.options(), progress: { _ in })
        made += 1
        let result = try IndexFile(path: output)
        if round == 0 {
          let report = result.check(deep: true, threads: 2)
          #expect(report.isSound, "\(report.problems.prefix(3)), \(SeededRandom.note)")
        }
      } catch is IndexError {}
    }
    #expect(made > 0)
  }
}
