import Testing
import YindeIndex

@testable import Yinde

/// Collections of JSON lines, plain and gzip.
@Suite struct CollectionTests {
  private func build(_ bytes: [UInt8], _ name: String = "c.jsonl") throws -> (
    index: PageIndex, report: IndexingReport, folder: PageFolder
  ) {
    let folder = PageFolder()
    folder.write(bytes, to: name)
    let report = try PageIndex.build(from: folder.file(name), at: folder.file("i.yinde"))
    return (try PageIndex(at: folder.file("i.yinde")), report, folder)
  }

  private func blocks(_ index: PageIndex, _ document: Int) -> [String] {
    index.withSearcher { searcher in
      let text = searcher.text(document)
      return text.blocks.map { "\($0.role) \(text.string($0.range))" }
    }
  }

  @Test func recordsAreRead() throws {
    let lines = #"""
      {"_id": "a", "title": "商汤", "text": "裁员"}
      {"id": 17, "contents": "只有正文"}

      {"text":"先正文","title":"后标题","_id":"路径/乙","metadata":{"deep":[1,{"x":"}"}]}}
      {"_id": -2.5e3, "title": null, "text": 7}
      {"_id": "e", "id": "not this", "other": true}
      """#
    // A carriage return before the line end, and no line end after the last record.
    let bytes = Array((lines + "\r\n" + #"{"_id":"末","text":"完"}"#).utf8)
    let (index, report, _) = try build(bytes)
    #expect(report.documents == 6)
    #expect(report.skippedCount == 0)
    #expect((0..<6).map { index.file.path($0) } == ["a", "17", "路径/乙", "-2.5e3", "e", "末"])
    #expect(blocks(index, 0) == ["title 商汤", "body 裁员"])
    #expect(blocks(index, 1) == ["body 只有正文"])
    #expect(blocks(index, 2) == ["title 后标题", "body 先正文"])
    #expect(blocks(index, 3).isEmpty && blocks(index, 4).isEmpty)
    #expect(index.check(deep: true).isSound)
  }

  @Test func aByteOrderMarkIsNoRecord() throws {
    let (index, report, _) = try build([0xEF, 0xBB, 0xBF] + Array(#"{"_id":"a","text":"文"}"#.utf8))
    #expect(report.documents == 1 && report.skippedCount == 0)
    #expect(index.file.path(0) == "a")
  }

  @Test func escapesAndBrokenTextAreRepaired() throws {
    let lines = #"""
      {"_id":"1","text":"\u5546\u6C64 \ud842\udfb7 \"\\\/\b\f\n\r\t"}
      {"_id":"2","text":"\ud842 alone, \udfb7 alone, \ud842\ud842\udfb7, \ud842\u4e2d"}
      {"_id":"3","text":"a\u0000\u0001\u0005\u001fb"}
      """#
    let bytes =
      Array(lines.utf8) + [0x0A] + Array(#"{"_id":"4","text":"坏"#.utf8) + [0xFF, 0xE4, 0xB8]
    let (index, report, _) = try build(bytes + Array(#"字"}"#.utf8))
    #expect(report.documents == 4 && report.skippedCount == 0)
    #expect(blocks(index, 0) == ["body 商汤 𠮷 \"\\/\n\r\t"])
    #expect(
      blocks(index, 1) == ["body \u{FFFD} alone, \u{FFFD} alone, \u{FFFD}𠮷, \u{FFFD}中"])
    #expect(blocks(index, 2) == ["body ab"])
    #expect(blocks(index, 3) == ["body 坏\u{FFFD}\u{FFFD}字"])
    #expect(index.check(deep: true).isSound)
  }

  @Test func brokenLinesAreReportedByTheirNumber() throws {
    let lines = [
      #"{"_id":"ok","text":"好"}"#, "not json", "[1]", #"{"_id":"x""#, #"{"_id":"x","text":"open}"#,
      #"{"_id":"x"} more"#, #"{"text":"no id"}"#, #"{"_id":""}"#, #"{"_id":"x","text":"\q"}"#,
      #"{"_id":"x","text":"\u12G4"}"#, #"{"_id":"x",}"#, #"{"_id":"x","y":[}"#, "{}", "   ", "{",
      #"{"_id":"x","y":}"#, #"{"_id":"x" "y":1}"#,
    ]
    let (index, report, _) = try build(Array(lines.joined(separator: "\n").utf8))
    #expect(index.file.documentCount == 1)
    let broken = lines.indices.filter { $0 > 0 && lines[$0].contains { $0 != " " } }.map {
      "line \($0 + 1)"
    }
    #expect(Set(report.skipped.map(\.name)) == Set(broken))
    #expect(report.skippedCount == broken.count)
    #expect(report.skipped.allSatisfy { !$0.reason.isEmpty })
  }

  /// Nesting is counted, not followed: a million brackets are no danger.
  @Test func deepNestingIsPassedOver() throws {
    let deep = String(repeating: "[", count: 500_000) + String(repeating: "]", count: 500_000)
    let (index, _, _) = try build(Array("{\"_id\":\"a\",\"x\":\(deep),\"text\":\"好\"}".utf8))
    #expect(blocks(index, 0) == ["body 好"])
    let open = String(repeating: "{\"a\":", count: 300_000)
    let lines = "{\"_id\":\"a\",\"x\":\(open)\n{\"_id\":\"b\"}"
    #expect(try build(Array(lines.utf8)).report.documents == 1)
  }

  /// Lines longer than a read, and a gzip file of several members cut at odd places.
  @Test func longLinesAndGzipMembersAreReadWhole() throws {
    let long = String(repeating: "长", count: 400_000) + "尾巴"
    let lines = "{\"_id\":\"1\",\"text\":\"\(long)\"}\n{\"_id\":\"2\",\"text\":\"短\"}\n"
    let bytes = Array(lines.utf8)
    let (plain, _, plainFolder) = try build(bytes)
    #expect(try plain.search("\"尾巴\"").hits.map(\.path) == ["1"])
    // Members of any size, one of them empty, and zeros after the last, as tapes have them.
    let zipped =
      Gzip.member(Array(bytes[..<7])) + Gzip.member([])
      + Gzip.member(Array(bytes[7..<900_001]), blockSize: 999)
      + Gzip.member(Array(bytes[900_001...]))
    for tail in [[], [UInt8](repeating: 0, count: 100)] {
      let (index, report, folder) = try build(zipped + tail, "c.jsonl.gz")
      #expect(report.documents == 2)
      #expect(try index.search("\"尾巴\"").hits.map(\.path) == ["1"])
      // The names of the two files are in them.
      let files = try [plainFolder, folder].map {
        try IndexSections.read($0.file("i.yinde"), without: "metadata", "files")
      }
      let isSame = files[0] == files[1]
      #expect(isSame)
    }
    for damaged in [
      Array(zipped.dropLast(1)), Array(zipped.dropLast(900)), zipped + [7, 7, 7],
      Array("plain".utf8),
    ] {
      let error = #expect(throws: YindeError.self) { try build(damaged, "c.jsonl.gz") }
      #expect(error?.code == .badInput)
    }
  }

  @Test func anyBytesAreReadOrRefused() {
    var random = SeededRandom(stream: 700)
    let alphabet = Array(#"{}[]":,\ue0129 dD8.-"#.utf8) + [0xE4, 0xFF, 0x0A, 0x00]
    for _ in 0..<3_000 * Environment.scale {
      var line = Array(#"{"_id":"a","text":"b\u00e9","x":[1,{"y":2}]}"#.utf8)
      for _ in 0..<random.int(1...6) {
        let place = random.int(0..<line.count)
        switch random.int(0..<3) {
        case 0: line[place] = random.pick(alphabet)
        case 1: line.insert(random.pick(alphabet), at: place)
        default: line.remove(at: place)
        }
      }
      // An error or a record; the place of an error lies in the line.
      do throws(JSONRecord.Failure) {
        _ = try JSONRecord(line, 0..<line.count)
      } catch {
        #expect(error.offset >= 0 && error.offset <= line.count, SeededRandom.note)
      }
    }
  }
}

/// gzip data as others write it.
@Suite struct GzipTests {
  /// `printf '商汤裁员 商汤裁员\n' | gzip -n -9`.
  private static let deflated: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x7B, 0x3A, 0xB5, 0xED, 0xD9,
    0xC6, 0x25, 0x2F, 0x16, 0x37, 0x3E, 0x9D, 0x38, 0x43, 0xE1, 0x29, 0x12, 0x87, 0x0B, 0x00,
    0xF0, 0x87, 0xD1, 0x50, 0x1A, 0x00, 0x00, 0x00,
  ]

  @Test func compressedDataIsRead() {
    let text = Array("商汤裁员 商汤裁员\n".utf8)
    #expect(Inflater.decode(GzipTests.deflated, limit: 1_000) == text)
    #expect(
      Inflater.decode(GzipTests.deflated + GzipTests.deflated, limit: 1_000) == text + text)
    // A limit that the content reaches is passed.
    #expect(Inflater.decode(GzipTests.deflated, limit: text.count) == nil)
    #expect(Inflater.decode(GzipTests.deflated, limit: text.count + 1) == text)
  }

  @Test func damageIsSeen() {
    for length in GzipTests.deflated.indices {
      #expect(Inflater.decode(Array(GzipTests.deflated[..<length]), limit: 1_000) == nil)
    }
    for place in GzipTests.deflated.indices where place > 9 || place < 3 {
      var bytes = GzipTests.deflated
      bytes[place] ^= 0x10
      // The last byte of the deflated data is filled up with bits that say nothing.
      let isFilling = place == GzipTests.deflated.count - 9
      #expect((Inflater.decode(bytes, limit: 1_000) == nil) != isFilling, "byte \(place)")
    }
  }

  /// Any cut of the input gives the same output.
  @Test func piecesOfAnySizeAreRead() throws {
    var random = SeededRandom(stream: 701)
    let text = (0..<200_000).map { _ in UInt8(random.int(0...255)) }
    let zipped =
      Gzip.member(Array(text[..<100_001]), blockSize: 7_001) + Gzip.member(Array(text[100_001...]))
    for size in [1_000, 4_093, 65_536, 70_001, zipped.count] {
      let decoder = Inflater()
      var output: [UInt8] = []
      var start = 0
      while start < zipped.count {
        let end = min(start + random.int(1...size), zipped.count)
        try decoder.decode(Array(zipped[start..<end]), into: &output)
        start = end
      }
      let isSame = output == text
      #expect(isSame && decoder.isAtEnd, SeededRandom.note)
    }
  }
}
