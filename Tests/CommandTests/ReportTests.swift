import Glibc
import Testing

/// `index --report` and `doctor`: what became of each page, for programs and for people.
@Suite struct ReportTests {
  private func indexed(_ folder: Folder, _ more: [String] = []) throws -> Command.Outcome {
    try Command.run(
      ["index", "Pages", "-o", "pages.yinde", "-q", "--report", "report.jsonl"] + more, in: folder)
  }

  @Test func reportOfEachPage() throws {
    let folder = try Folder()
    try Pages.writeSick(to: folder)
    let outcome = try indexed(folder)
    #expect(outcome.status == 0)
    #expect(outcome.output == "")
    let report = String(decoding: try #require(folder.bytes("report.jsonl")), as: UTF8.self)
    try expectGolden("report.jsonl", report)
    #expect(folder.names() == ["Pages", "pages.yinde", "report.jsonl"])
  }

  @Test func reportOnStandardOutput() throws {
    let folder = try Folder()
    try Pages.writeSick(to: folder)
    _ = try indexed(folder, ["--threads", "3"])
    let report = String(decoding: folder.bytes("report.jsonl")!, as: UTF8.self)
    let index = try Command.run(
      ["index", "Pages", "-o", "other.yinde", "--report", "-"], in: folder)
    #expect(index.output == report)
    // The doctor compares no pages with one another.
    let doctor = try Command.run(["doctor", "Pages", "--report", "-"], in: folder)
    var alone = report
    for first in ["news/layoffs.html", "sick/same.html"] {
      let named = #""duplicate_of": "\#(first)""#
      #expect(report.contains(named))
      alone = alone.replacing(named, with: #""duplicate_of": null"#)
    }
    #expect(doctor.output == alone)
  }

  /// Each line is an object whatever was on the page or in its name, and what it says of blocks is
  /// what the index has.
  @Test func reportAgreesWithTheIndex() throws {
    let folder = try Folder()
    try Pages.writeSick(to: folder)
    try folder.write(
      nameBytes: Array("Pages/\u{1}\"\\".utf8) + [0xFF] + Array(".html".utf8),
      "<title>\u{1}\u{7F}\u{2028}\"\\</title><p>\u{85}\u{FEFF}\u{1F600}</p>")
    try folder.write(
      "Pages/meta.html",
      "<meta property=og:site_name content='\u{1}\"\u{2029}\\'><link rel=canonical href='\"\u{1F}'><p>x"
    )
    #expect(try indexed(folder).status == 0)
    let lines = String(decoding: folder.bytes("report.jsonl")!, as: UTF8.self)
      .split(separator: "\n")
    let pages = try lines.map { try JSON(String($0)) }
    #expect(pages.count == 17)
    var document = 0
    for page in pages where page["status"].string == "indexed" {
      let stored = try JSON(
        Command.run(
          "inspect", "pages.yinde", "document", "\(document)", "--json", in: folder
        ).output)
      document += 1
      #expect(page["path"].string == stored["path"].string)
      #expect(page["title"].string == stored["title"].string)
      for role in ["title", "heading", "body", "furniture"] {
        let texts = stored["blocks"].array.filter { $0["role"].string == role }
        #expect(page["blocks"][role].int == texts.count)
        #expect(
          page["characters"][role].int
            == texts.reduce(0) { $0 + ($1["text"].string?.unicodeScalars.count ?? 0) })
      }
    }
    #expect(document == 15)
    #expect(pages[0]["path_hex"].string == "01225cff2e68746d6c")
    #expect(pages.allSatisfy { ($0["reason"].string == nil) == ($0["status"].string == "indexed") })
  }

  @Test func reportWhenThereIsNothingToIndex() throws {
    let folder = try Folder()
    try folder.write("Pages/empty.html", "")
    let outcome = try indexed(folder)
    #expect(outcome.status == 2)
    #expect(
      folder.bytes("report.jsonl").map { String(decoding: $0, as: UTF8.self) }
        == #"{"path": "empty.html", "status": "skipped", "reason": "is empty", "bytes": 0}"# + "\n")
  }

  @Test func nothingOfOthersIsReplaced() throws {
    let folder = try Folder()
    try Pages.write(to: folder)
    try folder.write("thesis.txt", "years of work")
    for command in [["index", "Pages", "-o", "pages.yinde"], ["doctor", "Pages"]] {
      for name in ["thesis.txt", "Pages", "nowhere/report", ""] {
        let outcome = try Command.run(command + ["--report", name], in: folder)
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("yinde: "))
      }
    }
    let same = try Command.run(
      "index", "Pages", "-o", "pages.yinde", "--report", "pages.yinde", in: folder)
    #expect(same.status == 2)
    #expect(folder.names() == ["Pages", "thesis.txt"])
    #expect(folder.bytes("thesis.txt") == Array("years of work".utf8))
    // An older report is replaced.
    #expect(try indexed(folder).status == 0)
    let first = folder.contents("report.jsonl")
    try folder.write("Pages/more.html", Pages.notes)
    #expect(try indexed(folder).status == 0)
    #expect(folder.contents("report.jsonl") != first)
  }

  @Test func recordsAreReported() throws {
    let folder = try Folder()
    try folder.write("r.jsonl", #"{"_id": "甲", "title": "题", "text": "文字"}"# + "\n{\n")
    let outcome = try Command.run("doctor", "r.jsonl", "--report", "-", in: folder)
    let lines = try outcome.lines.map { try JSON($0) }
    #expect(lines.count == 2)
    #expect(lines[0]["path"].string == "甲")
    #expect(lines[0]["encoding"].isNull)
    #expect(lines[1]["path"].string == "line 2")
    #expect(outcome.status == 1)
  }

  @Test func doctor() throws {
    let folder = try Folder()
    try Pages.writeSick(to: folder)
    let sick = try Command.run("doctor", "Pages", in: folder)
    #expect(sick.status == 1)
    #expect(sick.errors == "")
    let json = try Command.run("doctor", "Pages", "--json", "--threads", "3", in: folder)
    #expect(json.status == 1)
    #expect(try JSON(json.output)["has_problems"].value as? Bool == true)
    #expect(folder.names() == ["Pages"])
    try folder.write("Sound/notes.html", Pages.notes)
    let sound = try Command.run("doctor", "Sound", in: folder)
    #expect(sound.status == 0)
    try folder.write("None/a.css", "p {}")
    let none = try Command.run("doctor", "None", in: folder)
    #expect(none.status == 1)
    try expectGolden(
      "doctor.txt", "\(sick.output)\n$ Sound\n\(sound.output)\n$ None\n\(none.output)")
    try expectGolden("doctor.json", json.output)
    let missing = try Command.run("doctor", "nowhere", in: folder)
    #expect(missing.status == 2)
    #expect(missing.errors.contains("there is no such folder or file"))
  }
}
