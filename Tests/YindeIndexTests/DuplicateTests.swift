import Testing
import YindeAnalysis
import YindeQuery

@testable import YindeIndex

/// Groups of near-duplicates, and what a search makes of them.
@Suite struct DuplicateTests {
  private static func build(_ documents: [SourceDocument]) throws -> BuiltIndex {
    let built = try BuiltIndex(documents, findsDuplicates: true)
    built.expectSound(SeededRandom.note)
    return built
  }

  /// A text of a few hundred characters.
  private static func text(_ stream: UInt64, length: Int = 600) -> String {
    var random = SeededRandom(stream: stream)
    let characters = Array("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜")
    return String((0..<length).map { $0 % 19 == 18 ? "，" : random.pick(characters) })
  }

  @Test func aPrintVersionIsAndAnEditionIsNot() throws {
    let text = DuplicateTests.text(1)
    // Every thirtieth character is another one: the resemblance is about three quarters.
    let edition = String(text.enumerated().map { $0.offset % 30 == 5 ? "之" : $0.element })
    let built = try DuplicateTests.build([
      SourceDocument(path: "a", [(.title, "千字文 某某网"), (.body, text)]),
      SourceDocument(path: "b", [(.title, "千字文 另一版"), (.body, edition)]),
      // The print version: other title, other blocks, a line more.
      SourceDocument(
        path: "c",
        [(.title, "打印：千字文")]
          + text.split(separator: "，").map { (.body, String($0)) } + [(.body, "请打印本页")]),
      SourceDocument(path: "d", [(.title, "别的"), (.body, DuplicateTests.text(2))]),
    ])
    #expect((0..<4).map { built.index.duplicateOf($0) } == [nil, nil, 0, nil])
    #expect(built.index.nearDuplicates(of: 0) == [2])
    #expect(built.index.duplicateCounts == (2, 1))
    #expect(built.report.duplicates == 2 && built.report.duplicateGroups == 1)
  }

  /// Traditional and simplified are one; so are widths and cases.
  @Test func bothScriptsAreOne() throws {
    let simplified = (0..<60).map { "第\($0 * $0)个台湾的电脑业务发现了体验国学的实际问题" }.joined(separator: "。")
    let traditional = TextWriter.inOtherScript(simplified)
    #expect(simplified != traditional)
    let built = try DuplicateTests.build([
      SourceDocument(path: "a", [(.body, simplified)]),
      SourceDocument(path: "b", [(.body, traditional)]),
    ])
    #expect(built.index.duplicateOf(1) == 0)
  }

  /// In a short text a number is a difference; the same short texts are one only with the same title and headings.
  @Test func shortPages() throws {
    func page(_ path: String, _ title: String, _ body: String) -> SourceDocument {
      SourceDocument(path: path, [(.title, title), (.body, body)])
    }
    let built = try DuplicateTests.build([
      page("a", "目录", "第1页，正在整理中"), page("b", "目录", "第2页，正在整理中"), page("c", "目录二", "第1页，正在整理中"),
      page("d", "目錄", "第1頁，正在整理中"), page("e", "", ""), page("f", "", ""),
      SourceDocument(path: "g", [(.furniture, "返回")]),
      SourceDocument(path: "h", [(.furniture, "返回")]),
    ])
    #expect((0..<8).map { built.index.duplicateOf($0) } == [nil, nil, nil, 0, nil, nil, nil, nil])
  }

  // MARK: The twin

  private struct TwinPage {
    var shingles: Set<[Term]> = []
    var count = 0
    var all: [Term] = []
    var words: [Term] = []

    init(_ document: SourceDocument) {
      var analyzer = Analyzer()
      var grams: [Term] = []
      for block in document.blocks where [.title, .heading, .body].contains(block.role) {
        let terms = analyzer.terms(of: String(decoding: document.text[block.range], as: UTF8.self))
        func isGram(_ term: Term) -> Bool { if case .gram = term { true } else { false } }
        all += terms.filter(isGram) + terms.filter { !isGram($0) }
        guard block.role == .body else { continue }
        grams += terms.filter(isGram)
        words += terms.filter { !isGram($0) }
      }
      let pairs =
        zip(grams, grams.dropFirst(2)).map { [$0, $1] }
        + zip(words, words.dropFirst()).map { [$0, $1] }
      shingles = Set(pairs)
      count = pairs.count
    }

    func isNearDuplicate(of other: TwinPage) -> Bool {
      guard count > 0, (count < 64) == (other.count < 64) else { return false }
      if count < 64 { return all == other.all }
      let shared = shingles.intersection(other.shingles).count
      return shared * 100 >= (shingles.count + other.shingles.count - shared) * 95
    }
  }

  /// Each page joins the first page before it that is nobody's duplicate and whose near-duplicate it is.
  @Test func theTwinFindsTheSameGroups() throws {
    var random = SeededRandom(stream: 720)
    var grouped = 0
    for _ in 0..<(4 * Environment.scale) {
      let writer = TextWriter(&random)
      var pages: [[(StoredRole, String)]] = []
      for _ in 0..<random.int(20...60) {
        guard random.chance(0.6), let old = pages.randomElement(using: &random) else {
          pages.append([
            (.title, writer.text(2, &random)), (.body, writer.text(random.int(0...8), &random)),
            (.body, DuplicateTests.text(random.next(), length: random.int(0...700))),
          ])
          continue
        }
        // A copy with some characters changed.
        var characters = Array(old[2].1)
        if !characters.isEmpty {
          for _ in 0..<random.int(0...8) {
            characters[random.int(0..<characters.count)] = "之"
          }
        }
        var page = old
        page[2].1 = String(characters)
        if random.chance(0.3) { page[0].1 = writer.text(2, &random) }
        if random.chance(0.3) { page[1].1 = TextWriter.inOtherScript(page[1].1) }
        pages.append(page)
      }
      let documents = pages.enumerated().map {
        SourceDocument(path: "p\($0.offset)", $0.element)
      }
      let built = try DuplicateTests.build(documents)
      let twins = documents.map(TwinPage.init)
      var firsts: [Int] = []
      for (number, page) in twins.enumerated() {
        let first = firsts.first { page.isNearDuplicate(of: twins[$0]) }
        if first == nil { firsts.append(number) }
        #expect(
          built.index.duplicateOf(number) == first, "page \(number), \(SeededRandom.note)")
        if first != nil { grouped += 1 }
      }
    }
    #expect(grouped > 10, SeededRandom.note)
  }

  // MARK: Search

  /// With near-duplicates left out, the hits are those of all documents less the worse ones of each group.
  @Test func theBestOfEachGroupIsShown() throws {
    var random = SeededRandom(stream: 740)
    let corpus = RandomCorpus(.init(count: 200...300, skipped: 0), &random).documents
    var documents = corpus
    for copy in 0..<400 {
      var document = random.pick(random.chance(0.5) ? Array(corpus.prefix(5)) : corpus)
      document.path = Array("copy\(copy)".utf8)
      // Furniture makes no difference to what is a duplicate, and some to its score.
      if random.chance(0.3) {
        let start = document.text.count
        document.text += Array("商汤 裁员".utf8)
        document.blocks.append(.init(role: .furniture, range: start..<document.text.count))
      }
      documents.append(document)
    }
    let built = try DuplicateTests.build(documents.shuffled(using: &random))
    let index = built.index
    #expect(index.duplicateCounts.documents > 100)
    for query in ["商汤 裁员", "的", "+国 人", "\"发现\"", "国 -人", "没有的字", "中 国 人 的 汤"] {
      for (k, offset) in [(1, 0), (3, 0), (10, 0), (10, 5), (50, 3), (1000, 0), (0, 0)] {
        let parsed = try Query(parsing: query)
        var options = SearchOptions()
        options.duplicates = .show
        options.limit = index.documentCount
        let all = built.searcher.search(parsed, options)
        var seen: Set<Int> = []
        let expected = all.hits.filter {
          seen.insert(index.duplicateOf($0.document) ?? $0.document).inserted
        }
        options.duplicates = .collapse
        options.limit = k
        options.offset = offset
        if random.chance(0.3) { options.countingBudget = 0 }
        let found = built.searcher.search(parsed, options)
        let note: Comment = "\(query) \(k) \(offset), \(SeededRandom.note)"
        #expect(found.hits == Array(expected.dropFirst(offset).prefix(k)), note)
        #expect(
          found.hits.allSatisfy { $0.similar == index.nearDuplicates(of: $0.document).count }, note)
        if options.countingBudget > 0 { #expect(found.total == all.total, note) }
      }
    }
  }
}
