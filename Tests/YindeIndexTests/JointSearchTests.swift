import Testing
import YindeAnalysis
import YindeQuery

@testable import YindeIndex

/// Several indexes answer as one index of all pages: the same scores to the last bit, in the same order.
@Suite struct JointSearchTests {
  /// One index of all documents, and some with parts of them.
  private struct Split {
    let whole: BuiltIndex
    let parts: [BuiltIndex]
    let joint: JointSearcher
    /// The number in the whole index of each document of each part.
    var numbers: [[Int]] = []
    let documents: [SourceDocument]

    /// - Parameter part: the part of each document.
    init(
      _ documents: [SourceDocument], part: [Int], kind: String, findsDuplicates: Bool = false
    ) throws {
      self.documents = documents
      let metadata = ["kind": kind]
      whole = try BuiltIndex(
        documents, metadata: metadata, findsDuplicates: findsDuplicates)
      var parts: [BuiltIndex] = []
      for number in Set(part).sorted() {
        let places = part.indices.filter { part[$0] == number }
        numbers.append(places)
        // Every other one knows its documents by other numbers in its postings.
        var generator = SeededRandom(stream: UInt64(number))
        let order = (0..<UInt32(places.count)).shuffled(using: &generator)
        parts.append(
          try BuiltIndex(
            places.map { documents[$0] }, metadata: metadata, findsDuplicates: findsDuplicates,
            order: parts.count % 2 == 0 ? .given(order) : .byPath))
      }
      self.parts = parts
      joint = JointSearcher(parts.map(\.index))
    }

    func expectSame(
      _ query: Query, _ options: SearchOptions, _ note: Comment,
      sourceLocation: SourceLocation = #_sourceLocation
    ) {
      let one = whole.searcher.search(query, options)
      let several = joint.search(query, options)
      let hits = several.hits.map { found in
        var hit = found.hit
        hit.document = numbers[found.index][hit.document]
        return hit
      }
      #expect(hits == one.hits, note, sourceLocation: sourceLocation)
      if one.total.relation == .equal, several.total.relation == .equal {
        #expect(several.total == one.total, note, sourceLocation: sourceLocation)
      }
      // What explains a score, and what shows the match.
      guard let first = several.hits.first, hits == one.hits else { return }
      let document = one.hits[0].document
      let left = joint.explain(
        query, index: first.index, document: first.hit.document, options)
      let right = whole.searcher.explain(query, document: document, options)
      #expect("\(left)" == "\(right)", note, sourceLocation: sourceLocation)
      let text = whole.searcher.text(document)
      #expect(
        joint.member(first.index).snippetMaker(for: query).snippet(of: text)
          == whole.searcher.snippetMaker(for: query).snippet(of: text), note,
        sourceLocation: sourceLocation)
    }

    func expectSameAnswers(_ count: Int, _ random: inout SeededRandom) {
      let judge = Judge(built: whole, twin: Twin([]), source: documents)
      for number in 0..<count {
        let text =
          number % 2 == 0
          ? judge.group(random.int(0...3), inField: false, &random).description
          : (0..<random.int(1...4)).map { _ in
            judge.substring(1...6, &random).filter { !"()\"'".contains($0) }
          }.joined(separator: " ")
        guard let query = try? Query(parsing: text) else { continue }
        for _ in 0..<3 {
          var options = SearchOptions()
          options.limit = random.pick([1, 10, 10, 1_000])
          options.textBudget = 0
          options.offset = random.pick([0, 0, 0, 7])
          options.rerank = random.pick([0, 5, 30, 1_000])
          options.sort = random.pick([.score, .score, .date, .oldest])
          options.countingBudget = random.pick([0, 1_000, 200_000])
          options.duplicates = random.pick([.collapse, .show])
          options.k1 = random.pick([0, 0.9, 1.2])
          expectSame(
            query, options,
            "\(text.debugDescription) \(options.sort) rerank \(options.rerank) k \(options.limit), \(SeededRandom.note)"
          )
        }
      }
      for part in parts + [whole] { part.expectSound(SeededRandom.note) }
    }
  }

  @Test(arguments: [2, 3, 7]) func folders(_ count: Int) throws {
    var random = SeededRandom(stream: 970 + UInt64(count))
    for shape in [
      RandomCorpus.Shape(count: 20...40), .init(count: 300...500, blocks: 0...3),
    ] {
      var corpus = RandomCorpus(shape, &random).documents
      // Some pages are in containers, which stand among the others by their own paths.
      var files = corpus.map(\.path)
      for container in 0..<4 {
        let name = Array("docs/zh/part\(container * 3)/pages.zip".utf8)
        for place in corpus.indices where random.chance(0.1) && corpus[place].file == nil {
          corpus[place].file = .init(container: name, stamp: 1)
          files[place] = name
        }
      }
      for place in corpus.indices where corpus[place].file == nil {
        corpus[place].file = .init(stamp: 1)
      }
      let order = corpus.indices.sorted {
        files[$0] == files[$1] ? $0 < $1 : files[$0].lexicographicallyPrecedes(files[$1])
      }
      corpus = order.map { corpus[$0] }
      files = order.map { files[$0] }
      // A container is in one part.
      var partOf: [[UInt8]: Int] = [:]
      var part: [Int] = []
      for file in files {
        let number = partOf[file] ?? random.skewed(count)
        partOf[file] = number
        part.append(number)
      }
      let split = try Split(corpus, part: part, kind: "folder")
      split.expectSameAnswers(60 * Environment.scale, &random)
    }
  }

  @Test func collections() throws {
    var random = SeededRandom(stream: 980)
    let corpus = RandomCorpus(.init(count: 200...300, blocks: 1...2), &random).documents
    let ends = [random.int(0...100), random.int(100...180)]
    let part = corpus.indices.map { place in ends.count { $0 <= place } }
    let split = try Split(corpus, part: part, kind: "collection")
    split.expectSameAnswers(80 * Environment.scale, &random)
  }

  /// Near-duplicates within a part.
  @Test func nearDuplicates() throws {
    var random = SeededRandom(stream: 981)
    let base = RandomCorpus(.init(count: 30...50, blocks: 3...6, pieces: 12...20), &random)
      .documents
    var corpus: [(SourceDocument, Int)] = []
    for (number, document) in base.enumerated() {
      let part = random.int(0..<3)
      for copy in 0..<random.pick([1, 1, 2, 4]) {
        var document = document
        document.path = Array("p/\(100 + number)-\(copy)".utf8)
        corpus.append((document, part))
      }
    }
    let split = try Split(
      corpus.map(\.0), part: corpus.map(\.1), kind: "folder", findsDuplicates: true)
    let groups = split.parts.reduce(0) { $0 + $1.index.duplicateCounts.groups }
    #expect(groups > 0 && groups == split.whole.index.duplicateCounts.groups, SeededRandom.note)
    split.expectSameAnswers(80 * Environment.scale, &random)
  }

  /// A prefix of more words than it may stand for: the first of all.
  @Test func aPrefixOfManyWords() throws {
    let words = (100_000..<180_000).map { "w\($0)" }
    var documents: [SourceDocument] = []
    for start in stride(from: 0, to: words.count, by: 100) {
      documents.append(
        SourceDocument(
          path: "\(10_000 + start)",
          [(.body, words[start..<(start + 100)].joined(separator: " "))]))
    }
    let split = try Split(
      documents, part: documents.indices.map { $0 % 2 }, kind: "folder")
    var options = SearchOptions()
    options.limit = 1_000
    let query = try Query(parsing: "w1*")
    split.expectSame(query, options, "w1*")
    #expect(split.whole.searcher.search(query, options).total.value == 656)
  }
}
