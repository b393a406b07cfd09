import Foundation
import Glibc
import TestTime
import Testing

/// An index follows its folder, and readers always see a whole one.
@Suite(.serialized) final class WatchTests {
  private let folder: Folder
  private let process: RunningProcess
  private var hasEnded = false

  init() throws {
    folder = try Folder()
    try folder.write("Pages/a.html", Pages.notes)
    try folder.write("Pages/deep/b.html", Pages.layoffs)
    #expect(try Command.run("index", "Pages", "-q", "-o", "x.yinde", in: folder).status == 0)
    process = try Command.start(["watch", "x.yinde", "--delay", "0.05"], in: folder)
    let process = process
    try waitFor("it watches") { process.outputSoFar.contains("watching") }
  }

  deinit {
    guard !hasEnded else { return }
    process.send(SIGKILL)
    _ = try? process.wait()
  }

  /// Waits for the end, after a signal if there is one.
  private func end(_ signal: Int32? = nil) throws -> Command.Outcome {
    if let signal { process.send(signal) }
    hasEnded = true
    return try process.wait()
  }

  private func move(_ name: String, to other: String) throws {
    try FileManager.default.moveItem(
      atPath: folder.path + "/" + name, toPath: folder.path + "/" + other)
  }

  /// Asks again and again until something holds, for a minute or more.
  private func waitFor(_ what: Comment, _ holds: () throws -> Bool) throws {
    for _ in 0..<1200 * TestTime.slowness {
      if try holds() { return }
      usleep(50_000)
    }
    Issue.record(what)
    throw CancellationError()
  }

  private func paths(_ query: String) throws -> [String] {
    let answer = try Command.run("search", "-i", "x.yinde", "--json", query, in: folder)
    // Old or new, but whole.
    #expect(answer.status < 2, "\(answer.errors)")
    return answer.output.matches(of: /"path": "([^"]*)"/).map { String($0.1) }.sorted()
  }

  private func page(_ text: String) -> String { "<meta charset=utf-8><p>\(text)</p>" }

  private func stop() throws {
    let end = try end(SIGTERM)
    // A page may vanish between the moment when it is listed and the one when it is opened.
    let errors = end.errors.split(separator: "\n").filter {
      !$0.hasSuffix("cannot be opened: No such file or directory")
    }
    #expect(end.status == 0 && errors.isEmpty, "\(end.errors)")
    #expect(folder.names().filter { $0.contains(".yinde") } == ["x.yinde"])
    #expect(try Command.run("check", "--deep", "x.yinde", in: folder).status == 0)
    // Nothing was overlooked.
    let update = try Command.run("update", "x.yinde", in: folder)
    #expect(update.output.contains("the index is up to date"), "\(update.output)")
  }

  @Test func changesOfAllKindsAreSeen() throws {
    try folder.write("Pages/new.html", page("天地玄黄"))
    try waitFor("a new page") { try paths("\"天地玄黄\"") == ["new.html"] }
    // A folder with what is in it, made at once and moved in.
    try folder.write("made/er/c.html", page("宇宙洪荒"))
    try move("made", to: "Pages/made")
    try waitFor("a new folder") { try paths("\"宇宙洪荒\"") == ["made/er/c.html"] }
    // In a folder that is watched since.
    try folder.write("Pages/made/er/d.html", page("日月盈昃"))
    try waitFor("a page in a new folder") { try paths("\"日月盈昃\"") == ["made/er/d.html"] }
    try folder.write("Pages/new.html", page("辰宿列张"))
    try waitFor("a changed page") { try paths("\"辰宿列张\"") == ["new.html"] }
    #expect(try paths("\"天地玄黄\"") == [])
    try move("Pages/new.html", to: "Pages/deep/old.html")
    try waitFor("a page moved") { try paths("\"辰宿列张\"") == ["deep/old.html"] }
    try folder.remove("Pages/made")
    try waitFor("a folder removed") { try paths("宇宙洪荒 日月盈昃") == [] }
    try stop()
  }

  /// More changes than there is time between them.
  @Test func aStreamOfChanges() throws {
    for round in 0..<40 {
      for place in 0..<5 {
        try folder.write("Pages/s\(place)/\(round).html", page("第\(round)次改动\(place)"))
      }
      if round % 3 == 0 { try folder.remove("Pages/s0") }
      _ = try paths("改动")
    }
    try waitFor("the last change") {
      try paths("\"第39次改动4\"") == ["s4/39.html"] && paths("\"改动0\"") == []
    }
    try stop()
  }

  @Test func noPagesAndPagesAgain() throws {
    let before = folder.contents("x.yinde")
    try folder.remove("Pages/a.html")
    try folder.remove("Pages/deep")
    try waitFor("it says so") { process.errorsSoFar.contains("holds no") }
    try waitFor("the index stays") { folder.contents("x.yinde") != nil }
    try folder.write("Pages/z.html", page("天地玄黄"))
    try waitFor("a page again") { try paths("\"天地玄黄\"") == ["z.html"] }
    #expect(folder.contents("x.yinde") != before)
    #expect(try end(SIGINT).status == 0)
  }

  @Test func theFolderIsGone() throws {
    try folder.remove("Pages")
    let end = try end()
    #expect(end.status == 2 && end.errors.contains("is gone"), "\(end.errors)")
    #expect(try Command.run("check", "--deep", "x.yinde", in: folder).status == 0)
  }
}
