import Glibc
import TestTime
import Testing
import YindeIndex

@testable import Yinde

/// What a folder with these files gives: path and text of each document, and what was skipped.
struct Indexed {
  var texts: [String: String] = [:]
  var paths: [String] = []
  var skipped: [String: String] = [:]
  var report: IndexingReport?
  var bytes: [UInt8] = []

  init(_ folder: PageFolder, _ name: String = "P", threads: Int = 2) throws {
    var options = IndexingOptions()
    options.threads = threads
    let output = folder.file("index.yinde")
    let report: IndexingReport
    do {
      report = try PageIndex.build(from: folder.file(name), at: output, options)
    } catch let error as YindeError where error.code == .nothingToIndex {
      skipped[""] = error.message
      return
    }
    self.report = report
    for input in report.skipped { skipped[input.name] = input.reason }
    let index = try PageIndex(at: output)
    #expect(index.check(deep: true).isSound)
    for document in 0..<index.file.documentCount {
      let path = index.file.path(document)
      paths.append(path)
      index.withSearcher { searcher in
        let text = searcher.text(document)
        texts[path] = text.blocks.filter { "\($0.role)" != "display" }
          .map { text.string($0.range) }.joined(separator: "|")
      }
    }
    bytes = try InputFile(path: Array(output.utf8)).readAll(limit: 1 << 26) ?? []
  }

  init(_ bytes: [UInt8], _ name: String) throws {
    let folder = PageFolder()
    folder.write(bytes, to: "P/\(name)")
    try self.init(folder)
  }
}

/// The same without an index, for tests with thousands of inputs.
struct ReadInputs {
  var texts: [String: String] = [:]
  var skipped: [String: String] = [:]

  init(_ folder: PageFolder, _ name: String = "P") throws {
    let root = Array(folder.file(name).utf8)
    let ledger = InputLedger()
    let source = InputSource(
      root: .folder(root), entries: try FolderWalk(root).entries, ledger: ledger, memory: 1 << 28)
    while let batch = try source.next() {
      var last = -1
      try source.forEachDocument(in: batch) { place, document in
        #expect(place > last && place < source.count(of: batch))
        last = place
        texts[String(decoding: document.path, as: UTF8.self)] =
          document.blocks.map { String(decoding: document.text[$0.range], as: UTF8.self) }
          .joined(separator: "|")
      }
    }
    for outcome in ledger.totals.skipped {
      let input = try #require(SkippedInput(outcome))
      skipped[input.name] = input.reason
    }
  }
}

@Suite struct DamagedGzipTests {
  /// What can be decompressed of a page is indexed, and the damage is told.
  @Test(arguments: ["cut", "behind", "checksum"]) func whatIsThereIsRead(_ damage: String) throws {
    let text = (0..<9000).map { "第\($0)句。" }.joined()
    var bytes = Gzip.member(Array("<meta charset=utf-8><p>\(text)".utf8))
    switch damage {
    case "cut": bytes.removeLast(2000)
    case "behind": bytes += Array("garbage".utf8)
    default: bytes[bytes.count - 7] ^= 1
    }
    let indexed = try Indexed(bytes, "a.html.gz")
    #expect(indexed.texts["a.html.gz"]?.hasPrefix("第0句。第1句。") == true)
    #expect((indexed.texts["a.html.gz"] == text) == (damage != "cut"))
    #expect(indexed.skipped["a.html.gz"]?.contains("not a whole gzip file") == true)
  }
}

/// 朱镕基 in GBK, which is not in GB 2312.
let zhuGBK: [UInt8] = [0xD6, 0xEC, 0xE9, 0x46, 0xBB, 0xF9]

@Suite struct ZipTests {
  @Test func entriesOfAllKindsAreRead() throws {
    var deflated = Zip.Entry("新闻/一.html", "<p>压缩")
    deflated.isDeflated = true
    deflated.isUTF8 = true
    var streamed = Zip.Entry("s.htm", "<p>流式")
    streamed.isDeflated = true
    streamed.hasDescriptor = true
    var large = Zip.Entry("large.html", "<p>大型")
    large.is64 = true
    let nested = Zip.Entry(Array("d.html.gz".utf8), Gzip.member(Array("<p>双重".utf8)))
    let others = [
      Zip.Entry("folder/", ""), Zip.Entry("a.png", "x"), Zip.Entry("b.md", "# 题目\n\n正文"),
      Zip.Entry("../../etc/up.html", "<p>上级"), Zip.Entry("/abs/./x.html", "<p>绝对"),
      Zip.Entry("c\\win.html", "<p>反斜"), Zip.Entry("index.php?id=3", "<html><p>动态"),
    ]
    for is64 in [false, true] {
      for prefix in [[], Array("#!/bin/sh\n".utf8)] {
        let bytes = Zip.archive(
          [deflated, streamed, large, nested] + others, is64: is64, prefix: prefix)
        let indexed = try Indexed(bytes, "a.zip")
        #expect(
          indexed.texts == [
            "a.zip/新闻/一.html": "压缩", "a.zip/s.htm": "流式", "a.zip/large.html": "大型",
            "a.zip/d.html.gz": "双重", "a.zip/b.md": "题目|正文", "a.zip/etc/up.html": "上级",
            "a.zip/abs/x.html": "绝对", "a.zip/c/win.html": "反斜", "a.zip/index.php?id=3": "动态",
          ])
        #expect(indexed.skipped.isEmpty)
        #expect(indexed.report?.otherFiles == 1)
      }
    }
  }

  @Test func namesAreDecodedTogether() throws {
    let entries = [[0xD0, 0xC2, 0xCE, 0xC5], zhuGBK].map {
      Zip.Entry($0 + Array(".html".utf8), Array("<p>文".utf8))
    }
    let indexed = try Indexed(Zip.archive(entries), "a.zip")
    #expect(Set(indexed.paths) == ["a.zip/新闻.html", "a.zip/朱镕基.html"])
  }

  @Test func givenByItselfItIsTheFolder() throws {
    let folder = PageFolder()
    folder.write(Zip.archive([Zip.Entry("n/a.html", "<p>内")]), to: "a.zip")
    #expect(try Indexed(folder, "a.zip").paths == ["n/a.html"])
  }

  @Test func whatCannotBeReadIsNamed() throws {
    var encrypted = Zip.Entry("secret.html", "<p>密")
    encrypted.isEncrypted = true
    var damaged = Zip.Entry("damaged.html", "<p>坏")
    damaged.claimedChecksum = 1
    var longer = Zip.Entry("longer.html", "<p>长")
    longer.claimedSize = 100
    var bomb = Zip.Entry("bomb.html", "<p>炸")
    bomb.claimedSize = 100 << 20
    var giant = Zip.Entry("giant.html", "<p>巨")
    giant.claimedSize = 1 << 30
    let indexed = try Indexed(
      Zip.archive([
        Zip.Entry("good.html", "<p>好"), encrypted, damaged, longer, bomb, giant,
        Zip.Entry("in.zip", "PK"), Zip.Entry("empty.html", ""),
      ]), "a.zip")
    #expect(indexed.paths == ["a.zip/good.html"])
    for (name, words) in [
      "secret.html": "encrypted", "damaged.html": "checksum", "longer.html": "bytes",
      "bomb.html": "bomb", "giant.html": "larger than", "in.zip": "container",
      "empty.html": "empty",
    ] {
      #expect(
        indexed.skipped["a.zip/\(name)"]?.contains(words) == true, "\(name): \(indexed.skipped)")
    }
  }

  /// Entries that share data make a bomb of any size (Fifield 2019).
  @Test func overlappingEntriesAreRefused() throws {
    var bytes = Zip.archive([Zip.Entry("a.html", "<p>一"), Zip.Entry("b.html", "<p>二")])
    // The second entry of the directory is moved to where the first one is.
    let mark = bytes.indices.last { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) }!
    for offset in 0..<4 { bytes[mark + 42 + offset] = 0 }
    let indexed = try Indexed(bytes, "a.zip")
    #expect(indexed.paths.count == 1)
    #expect(indexed.skipped.values.contains { $0.contains("shares its data") })
  }

  /// Every beginning of an archive gives the entries that are whole in it, and a word on the rest.
  @Test func cutAnywhere() throws {
    var entries = (1...3).map { Zip.Entry("\($0).html", "<p>第\($0)页") }
    entries[1].isDeflated = true
    entries[1].hasDescriptor = true
    let bytes = Zip.archive(entries)
    let directory = bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) }!
    for length in bytes.indices {
      let folder = PageFolder()
      folder.write(Array(bytes[..<length]), to: "P/a.zip")
      folder.writePage("旁", to: "P/beside.html")
      let indexed = try ReadInputs(folder)
      #expect(indexed.texts["beside.html"] == "旁")
      #expect(indexed.skipped["a.zip"] != nil, "cut to \(length)")
      for (path, text) in indexed.texts where path != "beside.html" {
        #expect(text == "第\(path.dropFirst(6).prefix(1))页")
      }
      if length >= directory { #expect(indexed.texts.count == 4, "cut to \(length)") }
    }
  }
}

@Suite struct WARCTests {
  private static let html = Array("<meta charset=utf-8><p>网页".utf8)

  private static func records() -> [[UInt8]] {
    let long = Array("<p>\(String(repeating: "长", count: 30_000))尾巴".utf8)
    let coded = "Content-Type: text/html; charset=utf-8\r\nContent-Encoding: "
    return [
      WARC.record("warcinfo", "", "application/warc-fields", Array("software: x".utf8)),
      WARC.response("http://a.com/plain", html),
      WARC.response(
        "http://a.com/gbk", Array("<p>".utf8) + zhuGBK, "Content-Type: text/html; charset=gbk"),
      WARC.response(
        "<http://a.com/chunks>", WARC.chunked(long, size: 999),
        "Content-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked"),
      WARC.response(
        "http://a.com/gzip", WARC.chunked(Gzip.member(html), size: 7),
        coded + "gzip\r\nTransfer-Encoding: chunked"),
      WARC.response("http://a.com/zlib", Deflate.zlib(html), coded + "deflate"),
      WARC.response("http://a.com/raw", Deflate.raw(html), coded + "deflate"),
      WARC.response("http://a.com/undone", html, coded + "br"),
      WARC.response("http://a.com/gone", html, status: "404 Not Found"),
      WARC.response("http://a.com/a.png", [1, 2], "Content-Type: image/png"),
      WARC.record("request", "http://a.com/", "application/http; msgtype=request", []),
      WARC.record("revisit", "http://a.com/", "application/http; msgtype=response", []),
      WARC.record("resource", "http://a.com/note", "text/plain", Array("纯文".utf8)),
      WARC.record("conversion", "http://a.com/wet", "text/plain", Array("转换".utf8)),
    ]
  }

  @Test func recordsAreRead() throws {
    let records = WARCTests.records()
    for (name, bytes) in [
      ("c.warc", records.flatMap { $0 }), ("c.warc.gz", records.flatMap { Gzip.member($0) }),
      ("C.WARC.GZ", Gzip.member(records.flatMap { $0 })),
    ] {
      let indexed = try Indexed(bytes, name)
      var texts = indexed.texts
      #expect(texts.removeValue(forKey: "http://a.com/chunks")?.hasSuffix("长长尾巴") == true)
      #expect(
        texts == [
          "http://a.com/plain": "网页", "http://a.com/gbk": "朱镕基", "http://a.com/gzip": "网页",
          "http://a.com/zlib": "网页", "http://a.com/raw": "网页", "http://a.com/undone": "网页",
          "http://a.com/note": "纯文", "http://a.com/wet": "转换",
        ])
      #expect(indexed.skipped.isEmpty)
      #expect(indexed.report?.otherRecords == 5)
    }
  }

  @Test func sitesAreKnown() throws {
    let folder = PageFolder()
    folder.write(
      WARC.page("http://news.a.com/1", "新闻") + WARC.page("http://b.com/1", "新闻"), to: "P/c.warc")
    try PageIndex.build(from: folder.file("P"), at: folder.file("i.yinde"))
    let index = try PageIndex(at: folder.file("i.yinde"))
    #expect(try index.search("新闻 site:a.com").hits.map(\.path) == ["http://news.a.com/1"])
  }

  @Test func brokenRecordsAreNamedAndTheRestIsRead() throws {
    let pages = (1...4).map { WARC.page("http://a.com/\($0)", "第\($0)页") }
    // A length that is too large, one that is none, and noise between records.
    var noLength = pages
    noLength[1] = Array(
      String(decoding: pages[1], as: UTF8.self).replacing(
        "Content-Length: ", with: "Content-Length: x"
      )
      .utf8)
    let noise = pages[0] + Array("noise\r\nmore noise\r\n".utf8) + pages[1]
    for (bytes, expected) in [(noLength.flatMap { $0 }, [1, 2, 3, 4]), (noise, [1, 2])] {
      let indexed = try Indexed(bytes, "c.warc")
      #expect(indexed.paths == expected.map { "http://a.com/\($0)" })
      #expect(indexed.skipped["c.warc"]?.contains("record at byte") == true)
      #expect(indexed.skipped.count == 1)
    }
    // A damaged member: the next one is found by its mark.
    var members = pages.map { Gzip.member($0) }
    members[1][members[1].count - 6] ^= 0xFF
    members[2][12] ^= 0xFF
    let indexed = try Indexed(members.flatMap { $0 }, "c.warc.gz")
    #expect(indexed.paths.contains("http://a.com/1") && indexed.paths.contains("http://a.com/4"))
    #expect(!indexed.paths.contains("http://a.com/3"))
    #expect(indexed.skipped["c.warc.gz"]?.contains("gzip") == true)
  }

  /// A length that swallows the next records, one that ends too early, one beyond the file.
  @Test(arguments: ["+300", "999999999999", "-1", "90"]) func aWrongLength(_ length: String) throws
  {
    let pages = (1...4).map { WARC.page("http://a.com/\($0)", "第\($0)页，文字到此为止") }
    let record = String(decoding: pages[1], as: UTF8.self)
    let right = try #require(record.firstMatch(of: /Content-Length: (\d+)/)?.output.1)
    let wrong = length == "+300" ? "\(Int(right)! + 300)" : length
    let changed = Array(
      record.replacing("Content-Length: \(right)", with: "Content-Length: \(wrong)").utf8)
    let indexed = try Indexed(pages[0] + changed + pages[2] + pages[3], "c.warc")
    #expect(indexed.texts.count == 4)
    for number in 1...4 {
      #expect(indexed.texts["http://a.com/\(number)"] == "第\(number)页，文字到此为止")
    }
    #expect(indexed.skipped["c.warc"]?.contains("record at byte \(pages[0].count)") == true)
    #expect(indexed.report?.skippedCount == 1)
  }

  /// A record need not say that it holds HTTP.
  @Test func aResponseWithoutItsType() throws {
    let page = String(decoding: WARC.page("http://a.com/1", "网页"), as: UTF8.self)
    let bare = page.replacing("Content-Type: application/http; msgtype=response\r\n", with: "")
    #expect(bare != page)
    #expect(try Indexed(Array(bare.utf8), "c.warc").texts == ["http://a.com/1": "网页"])
  }

  @Test func brokenBodiesAreNamedByTheirAddress() throws {
    let gzip = "Content-Type: text/html\r\nContent-Encoding: gzip"
    let chunked = "Content-Type: text/html\r\nTransfer-Encoding: chunked"
    let zipped = Gzip.member(WARCTests.html)
    let indexed = try Indexed(
      WARC.page("http://a.com/good", "好")
        + WARC.response("http://a.com/cut", Array(zipped.dropLast(9)), gzip)
        + WARC.response("http://a.com/chunk", Array("5\r\nabcde\r\nzz\r\n".utf8), chunked)
        + WARC.response("http://a.com/end", Array("5\r\nabcde\r\n".utf8), chunked)
        + WARC.response(
          "http://a.com/br", [1, 2, 3], "Content-Type: text/html\r\nContent-Encoding: br"),
      "c.warc")
    #expect(indexed.paths == ["http://a.com/good"])
    for (name, words) in ["cut": "cut", "chunk": "chunk", "end": "chunk", "br": "br"] {
      #expect(indexed.skipped["http://a.com/\(name)"]?.contains(words) == true)
    }
  }

  @Test(arguments: [false, true]) func cutAnywhere(_ isGzip: Bool) throws {
    let pages = (1...3).map { WARC.page("http://a.com/\($0)", "第\($0)页") }
    let records = isGzip ? pages.map { Gzip.member($0) } : pages
    let bytes = records.flatMap { $0 }
    var ends: [Int] = []
    for record in records { ends.append((ends.last ?? 0) + record.count) }
    for length in stride(from: 1, to: bytes.count, by: isGzip ? 3 : 1) {
      let folder = PageFolder()
      folder.write(Array(bytes[..<length]), to: "P/c.warc" + (isGzip ? ".gz" : ""))
      folder.writePage("旁", to: "P/beside.html")
      let indexed = try ReadInputs(folder)
      let whole = ends.filter { $0 <= length }.count
      // The two line ends after a record may be missing, or the checksum of its member.
      let found = indexed.texts.count - 1
      #expect(found == whole || found == whole + 1, "cut to \(length)")
      if !ends.contains(length), found == whole {
        #expect(!indexed.skipped.isEmpty, "cut to \(length)")
      }
    }
  }
}

@Suite struct WebArchiveTests {
  private static func message(_ parts: [String], _ type: String = "multipart/related") -> [UInt8] {
    let body = parts.map { "--b=1\r\n\($0)\r\n" }.joined()
    return Array(
      "From: <Saved by Blink>\r\nSubject: x\r\nContent-Type: \(type);\r\n\tboundary=\"b=1\"\r\n\r\n\(body)--b=1--\r\n"
        .utf8)
  }

  private static func part(_ type: String, _ encoding: String, _ content: String) -> String {
    "Content-Type: \(type)\r\nContent-Transfer-Encoding: \(encoding)\r\n\r\n\(content)"
  }

  private static let gbk = Array("<title>页</title><p>".utf8) + zhuGBK
  private static let parts = [
    part("text/html; charset=gb2312", "base64", Base64.encode(Array("<p>".utf8) + zhuGBK)),
    part("image/png", "base64", Base64.encode([UInt8](repeating: 7, count: 100))),
    part(
      "text/html; charset=\"utf-8\"", "quoted-printable",
      QuotedPrintable.encode(Array("<title>框</title><p>框架里的字=号".utf8))),
  ]

  @Test func partsAreRead() throws {
    let whole = try Indexed(WebArchiveTests.message(WebArchiveTests.parts), "page.mht")
    #expect(whole.texts == ["page.mht": "朱镕基|框|框架里的字=号"])
    #expect(whole.skipped.isEmpty)
    let zipped = Gzip.member(WebArchiveTests.message(WebArchiveTests.parts))
    #expect(try Indexed(zipped, "page.MHTML.gz").texts.values.first == "朱镕基|框|框架里的字=号")
    let plain = WebArchiveTests.message([WebArchiveTests.part("text/plain", "8bit", "只有文字")])
    #expect(try Indexed(plain, "note.mht").texts == ["note.mht": "只有文字"])
    // Multipart in multipart, and the main part named by the message.
    let inner =
      "Content-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\n"
      + WebArchiveTests.part("text/html", "8bit", "<p>里") + "\r\n--in--"
    let second = "Content-ID: <m>\r\n" + WebArchiveTests.part("text/html", "8bit", "<p>主")
    let named = WebArchiveTests.message([inner, second], "multipart/related; start=\"<m>\"")
    #expect(try Indexed(named, "n.mht").texts == ["n.mht": "主|里"])
  }

  @Test func brokenOnesAreNamed() throws {
    let strange = WebArchiveTests.message([
      WebArchiveTests.part("text/html", "base64", "PHA+5aW9!!")
    ])
    let indexed = try Indexed(strange, "p.mht")
    #expect(indexed.texts == ["p.mht": "好"])
    #expect(indexed.skipped["p.mht"]?.contains("base64 in part 1") == true)
    var deep = "Content-Type: text/html\r\n\r\n<p>底"
    for depth in 0..<30 {
      deep = "Content-Type: multipart/mixed; boundary=b\(depth)x\r\n\r\n--b\(depth)x\r\n\(deep)"
    }
    for (bytes, words) in [
      (Array(deep.utf8), "deep"), (Array("<p>no header".utf8), "MHTML"), ([], "MHTML"),
      (WebArchiveTests.message([WebArchiveTests.part("image/png", "base64", "AAAA")]), "no page"),
    ] {
      #expect(try Indexed(bytes, "p.mht").skipped[""]?.contains(words) == true)
    }
  }

  @Test func cutAnywhere() throws {
    let bytes = WebArchiveTests.message(WebArchiveTests.parts)
    for length in bytes.indices {
      let folder = PageFolder()
      folder.write(Array(bytes[..<length]), to: "P/p.mht")
      let read = try ReadInputs(folder)
      // The page, or a word on why there is none; and always one on the cut.
      if length < bytes.count - 3 { #expect(read.skipped["p.mht"] != nil, "cut to \(length)") }
      // A cut inside a character leaves U+FFFD, one inside the first tag its "<".
      if let text = read.texts["p.mht"]?.drop(while: { $0 == "\u{FFFD}" || $0 == "<" }) {
        #expect("朱镕基|框|框架里的字=号".hasPrefix(text.prefix(1)))
      }
    }
  }
}

@Suite struct InputNameTests {
  private static let kinds: [InputKind?: [String]] = [
    .page: ["a.html", "A.HTM.GZ", "x/b.xhtml", "s.shtml", "a.html?x=1"],
    .text: ["a.txt", "B.TXT.gz"], .markdown: ["b.MD", "c.markdown"], .webArchive: ["c.mht.gz"],
    .warc: ["d.warc", "d.warc.gz"], .zip: ["e.zip"], .lines: ["f.jsonl.gz", "g.ndjson"],
    .unknown: [
      "12345", "index.php?id=3", "list.asp", "index.php@id=3", "page.html.1", "文章", "关于.我们",
      "d/README", "v1.2",
    ],
    nil: [
      "a.css", "a.css?v=3", "b.PNG", ".htaccess", "c.tar.gz", "d.js", "a.zip.gz", "a.htmlx",
    ],
  ]

  @Test func kindsByName() {
    for (kind, names) in InputNameTests.kinds {
      for name in names { #expect(InputKind(name: Array(name.utf8)) == kind, "\(name)") }
    }
  }

  @Test func contentTellsWhereNamesDoNot() throws {
    let folder = PageFolder()
    for (name, text) in [
      "a": "  <!-- x --> <!DOCTYPE HTML><p>甲", "b": "\u{FEFF}<?xml version='1.0'?><html><p>乙",
      "c.php": "<HTML><p>丙", "d.php": "<?php echo '<html>'; ?>", "e": "text <html>", "f": "",
      "g": "<svg><p>x", "h.asp": "<P>丁",
    ] { folder.write(text, to: "P/\(name)") }
    folder.write(Gzip.member(Array("<title>戊".utf8)), to: "P/i")
    folder.write(
      [0xFF, 0xFE] + "<html>己".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }, to: "P/j")
    let indexed = try Indexed(folder)
    #expect(indexed.texts == ["a": "甲", "b": "乙", "c.php": "丙", "h.asp": "丁", "i": "戊", "j": "己"])
    #expect(indexed.report?.otherFiles == 4 && indexed.skipped.isEmpty)
  }

  /// Devices, pipes, loops and giants end with a word and not with a hang.
  @Test(.timeLimit(.minutes(TestTime.slowness))) func whatNeverEndsIsNotRead() throws {
    let folder = PageFolder()
    folder.writePage("好", to: "P/good.html")
    for name in ["zero.html", "zero.zip", "zero.warc", "zero"] {
      folder.link("P/\(name)", to: "/dev/zero")
    }
    folder.makePipe("P/pipe.mht")
    folder.link("P/loop", to: "loop")
    folder.link("P/here", to: ".")
    folder.writeSparse(2 << 30, to: "P/sparse.html")
    folder.writeSparse(2 << 30, to: "P/sparse.zip")
    folder.write(Gzip.member([UInt8](repeating: 0x20, count: 100)), to: "P/line\nend.html.gz")
    let read = try ReadInputs(folder)
    #expect(read.texts["good.html"] == "好")
    for (name, words) in [
      "zero.html": "regular file", "zero.zip": "regular", "zero.warc": "regular", "zero": "regular",
      "pipe.mht": "regular", "loop": "nowhere", "here": "folder", "sparse.html": "larger than",
      "sparse.zip": "zip archive",
    ] {
      #expect(
        read.skipped[name]?.contains(words) == true, "\(name): \(read.skipped[name] ?? "nothing")")
    }
  }

  /// Containers of all kinds, changed at random: every input is indexed or named, and nothing traps.
  @Test func hostileContainers() throws {
    var random = SeededRandom(stream: 710)
    var deflated = Zip.Entry("b.html", "<p>乙")
    deflated.isDeflated = true
    let seeds: [(String, [UInt8])] = [
      ("a.zip", Zip.archive([Zip.Entry("a.html", "<p>甲"), deflated], is64: true)),
      ("a.warc", WARC.page("http://a.com/1", "甲") + WARC.page("http://a.com/2", "乙")),
      (
        "a.warc.gz",
        Gzip.member(WARC.page("http://a.com/1", "甲"))
          + Gzip.member(WARC.page("http://a.com/2", "乙"))
      ),
      ("a.md", Array("---\ntitle: x\n---\n# 甲\n\n**乙** [丙](x) `丁`\n\n|a|b|\n|-|-|\n|c|d|\n".utf8)),
      (
        "a.mht",
        Array(
          "Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+5aW9\n--b--\n"
            .utf8)
      ),
      ("a.txt", Array("第一章\n\n　　\(String(repeating: "字", count: 50))\n下一行\n".utf8)),
    ]
    for _ in 0..<150 * Environment.scale {
      let folder = PageFolder()
      for (name, seed) in seeds {
        var bytes = seed
        for _ in 0..<random.int(1...4) where !bytes.isEmpty {
          let place = random.int(0..<bytes.count)
          switch random.int(0..<4) {
          case 0: bytes[place] = UInt8(random.int(0...255))
          case 1: bytes[place] ^= 1 << UInt8(random.int(0..<8))
          case 2: bytes.removeSubrange(place..<min(place + random.int(1...8), bytes.count))
          default: bytes.insert(contentsOf: bytes[place..<min(place + 8, bytes.count)], at: place)
          }
        }
        folder.write(bytes, to: "P/\(name)")
      }
      _ = try ReadInputs(folder)
    }
  }

  /// The index is the same for any number of threads, containers included.
  @Test func threadsDoNotMatter() throws {
    let folder = PageFolder()
    folder.write(
      Zip.archive((0..<700).map { Zip.Entry("\($0).html", "<p>第\($0)页") }), to: "P/a.zip")
    folder.write((0..<600).flatMap { WARC.page("http://a.com/\($0)", "第\($0)条") }, to: "P/b.warc")
    folder.write(
      (0..<300).map { "{\"_id\":\"\($0)\",\"html\":\"<p>第\($0)行\"}\n" }.joined(), to: "P/c.jsonl")
    for number in 0..<30 { folder.writePage("第\(number)篇", to: "P/d/\(number).html") }
    let one = try Indexed(folder, threads: 1)
    #expect(one.paths.count == 1630)
    let isSame = try one.bytes == Indexed(folder, threads: 4).bytes
    #expect(isSame)
  }
}
