import Glibc
import Testing
import YindeIndex

@testable import Yinde

/// An updated index is the one that a fresh build of the folder makes, byte for byte, whatever came before.
@Suite struct UpdateTests {
  /// A folder of sites with templates, copies, containers and things that are no pages, which changes at random.
  private struct ChangingFolder {
    let folder = PageFolder()
    private var random: SeededRandom
    private var names: [String] = []
    private var number = 0
    private static let characters = Array(
      "商汤科技裁员补偿工程师团队项目春风大雅能容物秋水文章不染尘人工智能语言模型数据训练天地玄黄宇宙洪荒日月盈昃辰宿列张")

    init(_ random: SeededRandom, pages: Int) {
      self.random = random
      folder.makeFolder("P")
      for _ in 0..<pages { add() }
    }

    private mutating func text(_ count: Int) -> String {
      String((0..<count).map { _ in random.pick(ChangingFolder.characters) })
    }

    /// Sites have headers and footers of their own; some change with the year, so that roles of other pages change, too.
    private mutating func page(_ site: Int) -> String {
      let edition = random.chance(0.8) ? 1 : 2
      var page = "<!DOCTYPE html><meta charset=utf-8><title>\(text(6))</title><h1>\(text(5))</h1>"
      if site != 2 {
        page += "<p>第\(site)号文学社第\(edition)届年会欢迎各位朋友前来报名参加，报名请写信给本社的秘书处。</p>"
      }
      for _ in 0..<random.int(1...5) { page += "<p>\(text(random.int(8...60)))，\(text(9))。</p>" }
      page += "<p>本站由第\(site)号园丁会维护，意见请寄园丁会收，转载请写明出处并附上本页的地址，谢谢合作。</p>"
      return page
    }

    private mutating func add() {
      number += 1
      let site = random.int(0..<3)
      let below = random.chance(0.3) ? "deep/er/" : ""
      var name = "P/site\(site)/\(below)\(number)"
      switch random.int(0..<14) {
      case 0:
        name += ".txt"
        folder.write(text(80), to: name)
      case 1:
        name += ".jsonl"
        var lines = ""
        for line in 0..<random.int(1...4) {
          lines += "{\"_id\": \"r\(line)\", \"title\": \"\(text(4))\", \"text\": \"\(text(40))\"}\n"
        }
        if random.chance(0.3) { lines += "{broken\n" }
        folder.write(lines, to: name)
      case 2:
        name += ".html.gz"
        folder.write(Gzip.member(Array(page(site).utf8)), to: name)
      case 3:
        // No page, whatever its name says.
        name += ".html"
        folder.write(random.chance(0.5) ? "" : "%PDF-1.4", to: name)
      case 4:
        folder.write(random.chance(0.5) ? "no page" : page(site), to: name)
      case 5 where !names.isEmpty:
        // A copy: a near-duplicate.
        name += ".html"
        folder.write(page(site), to: name)
        folder.write(folder.read(name), to: name + ".html")
        names.append(name + ".html")
      default:
        name += ".html"
        folder.write(page(site), to: name)
      }
      names.append(name)
    }

    /// Makes some changes.
    mutating func change() {
      for _ in 0..<random.int(1...6) {
        let place = names.isEmpty ? nil : random.int(0..<names.count)
        switch random.int(0..<8) {
        case 0, 1: add()
        case 2:
          guard let place, names.count > 3 else { continue }
          folder.remove(names.remove(at: place))
        case 3, 4:
          guard let place, names[place].hasSuffix(".html") else { continue }
          folder.write(page(random.int(0..<3)), to: names[place])
        case 5:
          guard let place else { continue }
          // A new time and nothing else.
          folder.write(folder.read(names[place]), to: names[place])
        case 6:
          guard let place else { continue }
          number += 1
          let ending = names[place].split(separator: ".", maxSplits: 1).dropFirst().first
          let name = "P/moved/\(number)" + (ending.map { ".\($0)" } ?? "")
          folder.makeFolder("P/moved")
          folder.rename(names[place], to: name)
          names[place] = name
        default:
          // Another text of the same size, and the old time set again.
          guard let place, names[place].hasSuffix(".html") else { continue }
          var bytes = folder.read(names[place])
          guard bytes.count > 20 else { continue }
          let times = folder.times(names[place])
          bytes.swapAt(bytes.count - 8, bytes.count - 9)
          bytes[bytes.count - 8] = UInt8(ascii: "x")
          folder.write(bytes, to: names[place])
          folder.setTimes(names[place], times)
        }
      }
    }
  }

  @Test func everyUpdateIsAFreshBuild() throws {
    for round in 0..<(3 * Environment.scale) {
      let random = SeededRandom(stream: 900 + UInt64(round))
      var folder = ChangingFolder(random, pages: 10 + 25 * round)
      let path = folder.folder.file("i.yinde")
      let fresh = folder.folder.file("fresh.yinde")
      let input = folder.folder.file("P")
      _ = try PageIndex.build(from: input, at: path)
      var kept = 0
      for step in 0..<8 {
        folder.change()
        var options = IndexingOptions()
        options.threads = 1 + step % 3
        let report = try PageIndex.update(at: path, options)
        let built = try PageIndex.build(from: input, at: fresh)
        let isSame = folder.folder.read("i.yinde") == folder.folder.read("fresh.yinde")
        #expect(isSame, "round \(round), step \(step), \(report), \(SeededRandom.note)")
        #expect(report.skippedCount <= built.skippedCount)
        kept += report.indexing?.keptDocuments ?? 0
        if let made = report.indexing {
          #expect(made.documents == built.documents && made.keptDocuments <= made.documents)
          #expect(made.templateBlocks == built.templateBlocks, SeededRandom.note)
        }
        #expect(try PageIndex(at: path).check(deep: true).isSound, SeededRandom.note)
        // And again, with nothing to do.
        let before = folder.folder.times("i.yinde")
        let again = try PageIndex.update(at: path, options)
        #expect(again.indexing == nil && again.removedFiles == 0, SeededRandom.note)
        #expect(folder.folder.times("i.yinde") == before)
        if !isSame { return }
      }
      #expect(kept > 0)
    }
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
