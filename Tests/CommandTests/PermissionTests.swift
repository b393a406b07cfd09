import Foundation
import Glibc
import Testing

/// What may not be read or written. Root may do everything, so there the command runs as nobody.
@Suite(.enabled(if: Privileges.canBeDropped, "root cannot become nobody here"))
struct PermissionTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  /// Runs `yinde` without the rights of root.
  private func run(_ arguments: [String]) throws -> Command.Outcome {
    guard geteuid() == 0 else { return try Command.run(arguments, in: folder) }
    // Where nobody can reach it, whatever folder the build is in.
    if folder.bytes("bin/yinde") == nil {
      try folder.makeFolder("bin")
      try FileManager.default.copyItem(atPath: Command.path, toPath: folder.path + "/bin/yinde")
    }
    let line = (["bin/yinde"] + arguments).map { "'\($0)'" }.joined(separator: " ")
    return try Command.shell("\(Privileges.asNobody) \(line)", in: folder)
  }

  private func forbid(_ name: String) { unsafe chmod(folder.path + "/" + name, 0) }
  private func allow(_ name: String, _ mode: mode_t) {
    unsafe chmod(folder.path + "/" + name, mode)
  }

  @Test func unreadablePagesAreSkippedAndListed() throws {
    try Pages.write(to: folder)
    try folder.makeFolder("out")
    allow("out", 0o777)
    forbid("Pages/notes.html")
    forbid("Pages/tw")
    let outcome = try run(["index", "Pages", "-o", "out/x.yinde"])
    allow("Pages/tw", 0o755)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("skipped notes.html: cannot be opened: Permission denied"))
    #expect(
      outcome.errors.contains("skipped tw: is a folder that cannot be listed: Permission denied"))
    #expect(outcome.output.contains("2 indexed, 4 skipped"))
  }

  @Test func unreadableFolderFileAndIndex() throws {
    try Pages.write(to: folder)
    try folder.makeFolder("out")
    allow("out", 0o777)
    forbid("Pages")
    let closed = try run(["index", "Pages", "-o", "out/x.yinde"])
    allow("Pages", 0o755)
    #expect(closed.status == 2)
    #expect(closed.errors.contains("Pages: cannot be listed: Permission denied"))
    #expect(folder.names("out") == [])

    forbid("Pages/notes.html")
    let page = try run(["extract", "Pages/notes.html"])
    #expect(page.status == 2)
    #expect(page.errors.contains("Pages/notes.html: cannot be opened: Permission denied"))

    #expect(try Command.run("index", "Pages", "-q", "-o", "out/x.yinde", in: folder).status == 0)
    forbid("out/x.yinde")
    let index = try run(["search", "-i", "out/x.yinde", "裁员"])
    #expect(index.status == 2)
    #expect(index.errors.contains("out/x.yinde: cannot be opened: Permission denied"))
  }

  @Test func readOnlyFolder() throws {
    try Pages.write(to: folder)
    try folder.makeFolder("out")
    #expect(try Command.run("index", "Pages", "-q", "-o", "out/x.yinde", in: folder).status == 0)
    let before = folder.bytes("out/x.yinde")
    allow("out", 0o555)
    defer { allow("out", 0o755) }
    let outcome = try run(["index", "Pages", "-o", "out/x.yinde"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("out/x.yinde: cannot be written: Permission denied"))
    #expect(folder.bytes("out/x.yinde") == before)
    #expect(folder.names("out") == ["x.yinde"])
  }
}
