import Glibc
import Testing
import YindeIndex

@testable import Yinde

/// What is found below a folder, and what is said of the rest.
@Suite struct FolderTests {
  private func paths(_ index: PageIndex) -> [[UInt8]] {
    (0..<index.file.documentCount).map { index.file.pathBytes($0) }
  }

  @Test func namesOfAllKindsAreIndexed() throws {
    let folder = PageFolder()
    let names: [[UInt8]] = [
      Array("a b/c d.html".utf8), Array("what?.html".utf8), Array("新闻/头条 1.htm".utf8),
      Array("UPPER.HTML".utf8), Array("Mixed.XhTmL".utf8), Array("server.shtml".utf8),
      [0x67, 0xFF, 0xB0, 0xA1] + Array(".html".utf8), Array("new\nline.html".utf8),
      Array(".hidden.html".utf8), Array("-dash.html".utf8), Array("deep/er/and/deeper/p.htm".utf8),
      [0xC4, 0xE3, 0x2F] + Array("gbk.html".utf8), Array("star*.html".utf8),
    ]
    for (number, name) in names.enumerated() {
      folder.writePage("第\(number)页", to: Array("P/".utf8) + name)
    }
    folder.write(Gzip.member(Array("<p>压缩</p>".utf8)), to: "P/zipped.html.gz")
    folder.write(Gzip.member(Array("<p>压缩</p>".utf8)), to: "P/ZIPPED.HTM.GZ")
    for other in ["html", "a.html.csv", "b.gz", "c.htmlx", "d.css"] {
      folder.write("x", to: "P/\(other)")
    }
    let report = try PageIndex.build(from: folder.file("P"), at: folder.file("i.yinde"))
    #expect(report.documents == names.count + 2)
    #expect(report.otherFiles == 5)
    #expect(report.skippedCount == 0)
    let index = try PageIndex(at: folder.file("i.yinde"))
    let expected = (names + [Array("zipped.html.gz".utf8), Array("ZIPPED.HTM.GZ".utf8)])
      .sorted { $0.lexicographicallyPrecedes($1) }
    #expect(paths(index) == expected)
    for (number, name) in names.enumerated() {
      let hits = try index.search("\"第\(number)页\"").hits
      #expect(hits.map { index.file.pathBytes($0.document) } == [name])
    }
    #expect(try index.search("压缩").hits.count == 2)
    #expect(index.check(deep: true).isSound)
  }

  @Test func linksAreFollowedToFilesOnly() throws {
    let folder = PageFolder()
    folder.writePage("内", to: "P/in.html")
    folder.writePage("外", to: "Outside/out.html")
    folder.link("P/file.html", to: "../Outside/out.html")
    folder.link("P/nowhere.html", to: "missing.html")
    folder.link("P/self.html", to: "self.html")
    folder.link("P/folder.html", to: "../Outside")
    folder.link("P/loop", to: ".")
    folder.link("P/up", to: "..")
    let report = try PageIndex.build(from: folder.file("P"), at: folder.file("i.yinde"))
    let index = try PageIndex(at: folder.file("i.yinde"))
    #expect(paths(index).map { String(decoding: $0, as: UTF8.self) } == ["file.html", "in.html"])
    #expect(
      report.skipped.map(\.name) == ["folder.html", "loop", "nowhere.html", "self.html", "up"])
    #expect(report.skipped[0].reason.contains("folder"))
    #expect(report.skipped[1].reason.contains("folder"))
    #expect(report.skipped[2].reason.contains("nowhere"))
    // The folder itself may be a link.
    folder.link("Link", to: "P")
    #expect(
      try PageIndex.build(from: folder.file("Link"), at: folder.file("j.yinde")).documents == 2)
  }

  @Test func whatIsNoPageIsReportedWithTheReason() throws {
    let folder = PageFolder()
    folder.writePage("好", to: "P/good.html")
    folder.makePipe("P/pipe.html")
    folder.write("", to: "P/empty.html")
    folder.write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0], to: "P/image.html")
    folder.write("%PDF-1.4 ...", to: "P/paper.htm")
    let zipped = Gzip.member(Array("<p>截断</p>".utf8))
    folder.write(Array(zipped.dropLast(3)), to: "P/cut.html.gz")
    folder.write(Gzip.member([]), to: "P/nothing.html.gz")
    folder.write(Gzip.member(zipped), to: "P/twice.html.gz")
    let report = try PageIndex.build(from: folder.file("P"), at: folder.file("i.yinde"))
    #expect(report.documents == 2)
    var reasons: [String: String] = [:]
    for skipped in report.skipped { reasons[skipped.name] = skipped.reason }
    #expect(reasons.count == 7 && report.skippedCount == 7)
    for (name, words) in [
      "pipe.html": "regular file", "empty.html": "empty", "image.html": "PNG", "paper.htm": "PDF",
      "cut.html.gz": "gzip", "nothing.html.gz": "empty", "twice.html.gz": "gzip",
    ] {
      #expect(reasons[name]?.contains(words) == true, "\(name): \(reasons[name] ?? "not reported")")
    }
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser reads everything"))
  func unreadableFoldersAreReported() throws {
    let folder = PageFolder()
    folder.writePage("好", to: "P/good.html")
    folder.writePage("藏", to: "P/closed/hidden.html")
    folder.setMode("P/closed", 0)
    defer { folder.setMode("P/closed", 0o755) }
    let report = try PageIndex.build(from: folder.file("P"), at: folder.file("i.yinde"))
    #expect(report.documents == 1)
    #expect(report.skipped.map(\.name) == ["closed"])
  }

  /// The index does not depend on the order in which the file system lists names, nor on threads.
  @Test func foldersGiveTheSameBytes() throws {
    var files: [[String: [UInt8]]] = []
    for (round, threads) in [1, 2, 4].enumerated() {
      let folder = PageFolder()
      let numbers = Array(0..<40)
      for number in round == 1 ? numbers.reversed() : numbers {
        folder.writePage("第\(number)页，商汤裁员", to: "P/\(number % 3)/\(number).html")
      }
      var options = IndexingOptions()
      options.threads = threads
      try PageIndex.build(from: folder.file("P"), at: folder.file("i.yinde"), options)
      files.append(try IndexSections.read(folder.file("i.yinde")))
    }
    let isSame = files[0] == files[1] && files[1] == files[2]
    #expect(isSame)
  }
}
