import Testing
import Yinde
import YindeCIFF
import YindeEvaluation
import YindeIndex

/// An index goes out as CIFF and comes back the same.
@Suite(.enabled(if: Corpus.exists)) struct CIFFTests {
  private let folder = PageFolder()
  private let index: PageIndex
  private let ciff: String

  init() throws {
    try PageIndex.build(from: Corpus.path, at: folder.file("corpus.yinde"))
    index = try PageIndex(at: folder.file("corpus.yinde"))
    ciff = folder.file("corpus.ciff")
    try index.exportCIFF(to: ciff)
  }

  @Test func everythingIsThere() throws {
    #expect(index.check(deep: true).isSound)
    var reader = try CIFFReader(try WholeFile.read(ciff))
    #expect(reader.header.documents == index.file.documentCount)
    #expect(reader.header.totalTerms == index.file.totalLength)
    #expect(reader.header.averageDocumentLength == index.file.averageLength)
    var lists: [CIFFPostings] = []
    index.file.forEachPostings { term, documents, frequencies in
      lists.append(CIFFPostings(term: term, documents: documents, frequencies: frequencies))
    }
    #expect(lists.count == reader.header.postingsLists)
    for list in lists { #expect(try reader.nextPostings() == list) }
    #expect(try reader.nextPostings() == nil)
    for document in 0..<index.file.documentCount {
      #expect(
        try reader.nextDocument()
          == CIFFDocument(
            number: document, name: index.file.path(document),
            length: index.file.documentLength(document)))
    }
    #expect(try reader.nextDocument() == nil)
  }

  /// BM25 over the file gives the scores of the index, for every topic of the corpus, when no page has furniture: that
  /// is not in the file, and so not in the document frequencies either.
  @Test func scoresAreTheSame() throws {
    let records = PageFolder()
    var lines = ""
    func quoted(_ text: String) -> String {
      "\""
        + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        .replacing("\n", with: "\\n") + "\""
    }
    for document in 0..<index.file.documentCount {
      let path = index.file.path(document)
      let page = try ExtractedPage(file: Corpus.path + "/" + path)
      let text = page.blocks.filter { $0.role == "body" }.map(\.text).joined(separator: "\n")
      lines +=
        "{\"_id\": \(quoted(path)), \"title\": \(quoted(page.title)), \"text\": \(quoted(text))}\n"
    }
    records.write(lines, to: "p.jsonl")
    try PageIndex.build(from: records.file("p.jsonl"), at: records.file("p.yinde"))
    let plain = try PageIndex(at: records.file("p.yinde"))
    try plain.exportCIFF(to: records.file("p.ciff"))
    let read = try CIFFIndex(at: records.file("p.ciff"))
    var options = SearchOptions()
    options.limit = plain.file.documentCount
    // CIFF has postings alone: what is left of the ranking is plain BM25.
    options.model = .bm25
    options.rerank = 0
    for (k1, b) in [(0.9, 0.4), (2.0, 0.0), (0.5, 1.0)] {
      options.k1 = k1
      options.b = b
      for topic in try Topic.read(try WholeFile.read(Corpus.path + "/topics.tsv")) {
        let native = plain.withSearcher { $0.search(plain: topic.query, mode: .any, options).hits }
        let theirs = Dictionary(
          uniqueKeysWithValues: read.search(plain: topic.query, options).map {
            ($0.document, $0.score)
          })
        let wrong = native.filter {
          abs($0.score - (theirs[$0.document] ?? 0)) > 1e-4 * max($0.score, 1)
        }
        #expect(native.count == theirs.count && wrong.isEmpty, "\(topic): \(wrong.count)")
      }
    }
  }

  @Test func limitAndOffset() throws {
    let read = try CIFFIndex(at: ciff)
    var options = SearchOptions()
    options.limit = 20
    let all = read.search(plain: "公司", options)
    #expect(all.count > 3)
    options.limit = 2
    options.offset = 1
    #expect(read.search(plain: "公司", options) == Array(all[1...2]))
    options.limit = -1
    #expect(read.search(plain: "公司", options).isEmpty)
    #expect(read.search(plain: "", options).isEmpty)
  }

  @Test func brokenFilesAreRefused() throws {
    let bytes = try WholeFile.read(ciff)
    for (name, broken) in [
      ("cut", Array(bytes.dropLast())), ("long", bytes + [0]), ("empty", []),
      ("page", Array("<html>".utf8)),
    ] {
      folder.write(broken, to: name)
      let error = #expect(throws: YindeError.self) { _ = try CIFFIndex(at: folder.file(name)) }
      #expect(error?.code == .badInput && error?.path == folder.file(name))
    }
    #expect(throws: YindeError.self) { _ = try CIFFIndex(at: folder.file("none")) }
  }
}
