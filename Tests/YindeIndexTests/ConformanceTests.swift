import Testing
import YindeAnalysis
import YindeQuery

@testable import YindeIndex

/// Random corpora and queries: the index must answer as its naive twin does.
@Suite struct ConformanceTests {
  /// The shapes of the corpora: single documents, a few, lists of several blocks, windows of documents.
  static let shapes: [RandomCorpus.Shape] = [
    .init(count: 1...1), .init(count: 2...5), .init(count: 60...140), .init(count: 300...500),
    .init(count: 900...1_400, blocks: 0...2, pieces: 1...8),
  ]

  @Test(arguments: shapes.indices) func answersOfASmallCorpus(_ shape: Int) throws {
    var random = SeededRandom(stream: UInt64(shape))
    for _ in 0..<Environment.scale {
      let corpus = RandomCorpus(ConformanceTests.shapes[shape], &random)
      let size = random.int(1...50)
      let built = try BuiltIndex(corpus.places, batchSize: { _ in size })
      let twin = Twin(corpus.documents)
      let judge = Judge(built: built, twin: twin, source: corpus.documents)
      expectSameDocuments(built.index, corpus.documents)
      judge.bags(20, &random)
      judge.strings(30, &random)
      judge.trees(25, &random)
      built.expectSound(SeededRandom.note)
    }
  }

  /// Lists of many blocks and several windows of documents, so that there is something to pass over.
  @Test func answersOfManyTinyDocuments() throws {
    var random = SeededRandom(stream: 100)
    let shape = RandomCorpus.Shape(
      count: 30_000...30_000, blocks: 1...1, pieces: 1...3, skipped: 0.01, withHashes: false)
    let corpus = RandomCorpus(shape, &random)
    let built = try BuiltIndex(corpus.places, batchSize: { _ in 1_000 })
    let twin = Twin(corpus.documents)
    let judge = Judge(built: built, twin: twin, source: corpus.documents)
    judge.bags(25, &random)
    judge.strings(4, &random)
    judge.trees(6, &random)
    built.expectSound(SeededRandom.note)
  }

  /// One document of a megabyte among small ones.
  @Test func answersBesideAVeryLongDocument() throws {
    var random = SeededRandom(stream: 101)
    var corpus = RandomCorpus(.init(count: 20...30), &random).documents
    let writer = TextWriter(&random)
    let long = SourceDocument(
      path: "long",
      [(.body, writer.text(20_000, &random)), (.heading, writer.text(9_000, &random))])
    corpus.insert(long, at: corpus.count / 2)
    let built = try BuiltIndex(corpus)
    let judge = Judge(built: built, twin: Twin(corpus), source: corpus)
    expectSameDocuments(built.index, corpus)
    judge.bags(10, &random)
    judge.strings(10, &random)
    built.expectSound(SeededRandom.note)
  }

  /// What was given is read back.
  private func expectSameDocuments(_ index: IndexFile, _ documents: [SourceDocument]) {
    let note = SeededRandom.note
    #expect(index.documentCount == documents.count, note)
    let searcher = Searcher(index)
    let hasHashes = documents.contains { $0.contentHash != 0 }
    for (number, document) in documents.enumerated() {
      #expect(index.pathBytes(number) == document.path, note)
      #expect(index.date(number) == document.date, note)
      #expect(index.isDateMonth(number) == document.isDateMonth, note)
      #expect(index.language(number) == document.language, note)
      let site =
        document.site.isEmpty
        ? Array(Twin.site(String(decoding: document.path, as: UTF8.self)).utf8) : document.site
      // Bytes that are not UTF-8 are kept as they are, and replaced in the twin's text.
      if String(validating: document.path, as: UTF8.self) != nil {
        #expect(index.siteBytes(number) == site, note)
      }
      if hasHashes { #expect(index.contentHash(number) == document.contentHash, note) }
      let text = searcher.text(number)
      var expected: [(StoredRole, String)] = []
      if !document.displayTitle.isEmpty {
        expected.append((.display, String(decoding: document.displayTitle, as: UTF8.self)))
      }
      for block in document.blocks {
        expected.append((block.role, String(decoding: document.text[block.range], as: UTF8.self)))
      }
      #expect(text.blocks.map(\.role) == expected.map(\.0), note)
      #expect(text.blocks.map { text.string($0.range) } == expected.map(\.1), note)
      let title =
        [StoredRole.display, .title, .heading].compactMap { role in
          expected.first { $0.0 == role && !$0.1.isEmpty }?.1
        }.first ?? ""
      #expect(text.title == title, note)
    }
  }
}
