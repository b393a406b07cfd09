import Glibc
import Testing
import YindeIndex

@testable import Yinde

/// An updated index is the one that a fresh build of the folder makes, byte for byte, whatever came before.
@Suite struct UpdateTests {
  /// - Parameter takesOver: whether postings and texts are taken over as they are; the code of characters and the dictionary of
  ///   texts are then those of the first build.
  @Test(arguments: [false, true]) func everyUpdateIsAFreshBuild(_ takesOver: Bool) throws {
    for round in 0..<(4 * Environment.scale) {
      let random = SeededRandom(stream: 900 + UInt64(round))
      var folder = ChangingFolder(random, pages: round == 3 ? 400 : 10 + 25 * round)
      let path = folder.folder.file("i.yinde")
      let fresh = folder.folder.file("fresh.yinde")
      let input = folder.folder.file("P")
      _ = try PageIndex.build(from: input, at: path)
      var kept = 0
      // The last folder has lists of several blocks.
      for step in 0..<(round == 3 ? 3 : 8) {
        folder.change()
        var options = IndexingOptions()
        options.threads = 1 + step % 3
        let report = try PageIndex.update(at: path, options, takesOver ? .always : .never)
        let built = try PageIndex.build(from: input, at: fresh)
        let note: Comment = "round \(round), step \(step), \(report), \(SeededRandom.note)"
        let different = try UpdateTests.differences(path, fresh, hasOwnCoding: takesOver)
        #expect(different == [], note)
        if !takesOver {
          #expect(folder.folder.read("i.yinde") == folder.folder.read("fresh.yinde"), note)
        }
        #expect(report.skippedCount <= built.skippedCount)
        kept += report.indexing?.keptDocuments ?? 0
        if let made = report.indexing {
          #expect(made.documents == built.documents && made.keptDocuments <= made.documents)
          #expect(made.templateBlocks == built.templateBlocks, note)
        }
        let index = try PageIndex(at: path)
        let check = index.check(deep: true)
        #expect(check.isSound, "\(check.problems.prefix(3)), \(note)")
        // And again, with nothing to do.
        let before = folder.folder.times("i.yinde")
        let again = try PageIndex.update(at: path, options)
        #expect(again.indexing == nil && again.removedFiles == 0, note)
        #expect(folder.folder.times("i.yinde") == before)
        if !different.isEmpty || !check.isSound { return }
      }
      #expect(kept > 0)
    }
  }

  /// What stands on three pages is their site's template, on two it is not: pages that have not changed get other roles.
  /// Reordered, an index stays so, and answers as a fresh one that is not. Made anew it is the fresh one, byte for byte.
  @Test(arguments: [false, true]) func aReorderedIndexAnswersAsAFreshOne(_ takesOver: Bool) throws {
    for round in 0..<(2 * Environment.scale) {
      let random = SeededRandom(stream: 920 + UInt64(round))
      var folder = ChangingFolder(random, pages: 40 + 60 * round)
      var choice = random
      let path = folder.folder.file("i.yinde")
      let fresh = folder.folder.file("fresh.yinde")
      let plain = folder.folder.file("plain.yinde")
      let input = folder.folder.file("P")
      var reordered = IndexingOptions()
      reordered.reorders = true
      _ = try PageIndex.build(from: input, at: path, reordered)
      #expect(try PageIndex(at: path).file.isReordered)
      for step in 0..<6 {
        folder.change()
        var options = IndexingOptions()
        options.threads = 1 + step % 3
        _ = try PageIndex.update(at: path, options, takesOver ? .always : .never)
        _ = try PageIndex.build(from: input, at: fresh, reordered)
        _ = try PageIndex.build(from: input, at: plain)
        let note: Comment = "round \(round), step \(step), \(SeededRandom.note)"
        if !takesOver {
          #expect(folder.folder.read("i.yinde") == folder.folder.read("fresh.yinde"), note)
        }
        // What postings know by place may differ, and nothing else.
        let placed = [
          "order", "lengths", "postings", "gramIndex", "gramBlocks", "wordIndex", "wordBlocks",
        ]
        let different = try UpdateTests.differences(path, fresh, hasOwnCoding: takesOver)
        #expect(different.filter { !placed.contains($0) } == [], note)
        let (one, two) = (try PageIndex(at: path), try PageIndex(at: plain))
        let check = one.check(deep: true)
        #expect(check.isSound, "\(check.problems.prefix(3)), \(note)")
        let terms = two.file.terms(prefix: "", limit: 100_000).map(\.text)
        for _ in 0..<40 {
          let text = (0..<choice.int(1...3)).map { _ in choice.pick(terms) }.joined(separator: " ")
          var search = SearchOptions()
          search.sort = choice.pick([.score, .score, .date])
          search.limit = choice.pick([3, 10, 1_000])
          guard let query = try? Query(parsing: text) else { continue }
          let answers = [one, two].map { index in
            index.withSearcher { $0.search(query, search).hits }
          }
          #expect(answers[0] == answers[1], "\(text.debugDescription), \(note)")
        }
        if !check.isSound { return }
      }
    }
  }

  @Test(arguments: [false, true]) func theRolesOfUnchangedPages(_ takesOver: Bool) throws {
    let folder = PageFolder()
    let notice = "从前有一座山，山里有一座庙，庙里有一位老园丁会讲故事，他清早起来扫地，扫完了地便坐在门前喝一碗清茶，看看远处的云。"
    let articles = ["春风大雅能容物", "秋水文章不染尘", "海内存知己天涯若比邻", "无为在歧路儿女共沾巾", "天地玄黄宇宙洪荒"]
    func write(_ number: Int, _ hasNotice: Bool) {
      let body = (0..<4).map {
        "<p>\(articles[(number + $0) % 5])，\(number)年\(articles[number % 5])。</p>"
      }
      let text = String(
        repeating: "第\(Character(Unicode.Scalar(0x5000 + UInt32(number))!))回", count: 12)
      folder.writePage(
        "\(body.joined())<p>\(text)</p>" + (hasNotice ? "<p>\(notice)</p>" : ""),
        to: "P/s/\(number).html")
    }
    for number in 0..<8 { write(number, number < 2) }
    let path = folder.file("i.yinde")
    _ = try PageIndex.build(from: folder.file("P"), at: path)
    func role() throws -> StoredRole? {
      let index = try PageIndex(at: path)
      return index.withSearcher { searcher in
        let text = searcher.text(0)
        return text.blocks.first { text.string($0.range).contains("园丁会") }?.role
      }
    }
    #expect(try role() == .body)
    for (step, hasNotice) in [true, false, true].enumerated() {
      write(5, hasNotice)
      let report = try PageIndex.update(at: path, IndexingOptions(), takesOver ? .always : .never)
      #expect(report.unchangedFiles == 7 && report.indexing?.keptDocuments == 7)
      #expect(try role() == (hasNotice ? .furniture : .body), "step \(step)")
      let fresh = folder.file("fresh.yinde")
      _ = try PageIndex.build(from: folder.file("P"), at: fresh)
      #expect(try UpdateTests.differences(path, fresh, hasOwnCoding: takesOver) == [])
      #expect(try PageIndex(at: path).check(deep: true).isSound)
    }
  }

  /// The sections in which two indexes differ.
  ///
  /// - Parameter hasOwnCoding: whether texts may be coded in other ways.
  private static func differences(
    _ path: String, _ other: String, hasOwnCoding: Bool
  ) throws -> [String] {
    let coding = ["text", "textIndex", "textDictionary", "characterCode", "metadata"]
    let (one, two) = (try IndexSections.read(path), try IndexSections.read(other))
    var different = one.keys.filter { one[$0] != two[$0] && !(hasOwnCoding && coding.contains($0)) }
    let (left, right) = (try PageIndex(at: path), try PageIndex(at: other))
    if left.file.metadata.filter({ $0.key != "fresh" }) != right.file.metadata {
      different.append("metadata")
    }
    guard left.file.documentCount == right.file.documentCount else { return different.sorted() }
    for document in 0..<left.file.documentCount {
      let texts = [left, right].map { index in
        index.withSearcher { $0.text(document).scalars }
      }
      if texts[0] != texts[1] { different.append("text of \(document)") }
    }
    return different.sorted()
  }

  /// What is not parsed is not even opened: it is gone, and the answer is the same.
  @Test func unchangedPagesAreNotRead() throws {
    let folder = PageFolder()
    for number in 0..<20 { folder.writePage("第\(number)页", to: "P/\(number).html") }
    let path = folder.file("i.yinde")
    _ = try PageIndex.build(from: folder.file("P"), at: path)
    folder.writePage("新的一页", to: "P/5.html")
    let report = try PageIndex.update(at: path)
    #expect(report.unchangedFiles == 19 && report.readFiles == 1 && report.removedFiles == 0)
    #expect(report.indexing?.keptDocuments == 19 && report.indexing?.documents == 20)
    #expect(report.reasonToReadAll == nil)
  }

  @Test func anIndexAndItsFolderMoveTogether() throws {
    let folder = PageFolder()
    folder.writePage("中国", to: "a/P/1.html")
    _ = try PageIndex.build(from: folder.file("a/P"), at: folder.file("a/i.yinde"))
    folder.rename("a", to: "b")
    folder.writePage("中文", to: "b/P/2.html")
    let report = try PageIndex.update(at: folder.file("b/i.yinde"))
    #expect(report.indexing?.documents == 2 && report.unchangedFiles == 1)
    // The folder alone: it must be named, and is remembered.
    folder.rename("b/P", to: "c")
    let error = #expect(throws: YindeError.self) {
      try PageIndex.update(at: folder.file("b/i.yinde"))
    }
    #expect(error?.description.contains("there is no such folder") == true)
    let moved = try PageIndex.update(at: folder.file("b/i.yinde"), from: folder.file("c"))
    #expect(moved.unchangedFiles == 2 && moved.indexing?.documents == 2)
    #expect(try PageIndex.update(at: folder.file("b/i.yinde")).indexing == nil)
  }

  @Test func whatCannotBeUpdatedSaysWhy() throws {
    let folder = PageFolder()
    let path = folder.file("i.yinde")
    func update() -> String {
      do {
        try PageIndex.update(at: path)
        return ""
      } catch { return "\(error)" }
    }
    #expect(update().contains("cannot be opened"))
    folder.write("no index", to: "i.yinde")
    #expect(update().contains("is not a Yinde index"))
    _ = try IndexBuilder.build(
      from: OneDocument(), to: path, options: BuildOptions())
    #expect(update().contains("does not say what it was made from"))
    folder.writePage("中国", to: "P/1.html")
    _ = try PageIndex.build(from: folder.file("P"), at: path)
    let whole = folder.read("i.yinde")
    folder.remove("P/1.html")
    #expect(update().contains("holds no files"))
    #expect(folder.read("i.yinde") == whole)
    // Damage must not get a checksum that is right.
    folder.writePage("中文", to: "P/2.html")
    for place in stride(from: 0, to: whole.count, by: 7) {
      var damaged = whole
      damaged[place] ^= 0x10
      folder.write(damaged, to: "i.yinde")
      let message = update()
      #expect(!message.isEmpty, "byte \(place)")
      #expect(folder.read("i.yinde") == damaged)
    }
  }

  private final class OneDocument: DocumentSource, @unchecked Sendable {
    private var isTaken = false
    func next() -> Int? {
      defer { isTaken = true }
      return isTaken ? nil : 0
    }
    func count(of batch: Int) -> Int { 1 }
    func forEachDocument(in batch: Int, _ body: (Int, SourceDocument) throws -> Void) rethrows {
      try body(
        0, SourceDocument(path: [0x61], text: [0x61], blocks: [.init(role: .body, range: 0..<1)]))
    }
  }

  /// A file of records is read whole when it has changed, and left alone when it has not.
  @Test func aFileOfRecords() throws {
    let folder = PageFolder()
    let line = { (id: Int) in "{\"_id\": \"\(id)\", \"title\": \"标题\", \"text\": \"第\(id)条\"}\n" }
    folder.write(line(1), to: "r.jsonl")
    let path = folder.file("i.yinde")
    _ = try PageIndex.build(from: folder.file("r.jsonl"), at: path)
    #expect(try PageIndex.update(at: path).indexing == nil)
    folder.write(line(1) + line(2), to: "r.jsonl")
    #expect(try PageIndex.update(at: path).indexing?.documents == 2)
    _ = try PageIndex.build(from: folder.file("r.jsonl"), at: folder.file("fresh.yinde"))
    #expect(folder.read("i.yinde") == folder.read("fresh.yinde"))
    #expect(try PageIndex(at: path).check(deep: true).isSound)
  }
}
