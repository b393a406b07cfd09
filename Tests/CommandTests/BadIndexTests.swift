import Glibc
import TestTime
import Testing

/// Files that are no index, or none any more.
@Suite struct BadIndexTests {
  /// Every command that opens an index.
  private static let commands = [
    ["search", "-i", "x", "裁员"], ["check", "x"], ["check", "--deep", "x"], ["inspect", "x"],
    ["benchmark", "x", "queries"],
  ]

  private func expectRefusal(
    _ folder: Folder, _ message: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try folder.write("queries", "裁员\n")
    for arguments in BadIndexTests.commands {
      let outcome = try Command.run(arguments, in: folder)
      #expect(outcome.status == 2, sourceLocation: sourceLocation)
      #expect(outcome.output == "", sourceLocation: sourceLocation)
      #expect(outcome.errors.hasPrefix("yinde: x: \(message)"), sourceLocation: sourceLocation)
      // What to do about it.
      #expect(outcome.errors.contains("`yinde index"), sourceLocation: sourceLocation)
    }
  }

  @Test func missing() throws { try expectRefusal(Folder(), "cannot be opened: No such file") }

  @Test func empty() throws {
    let folder = try Folder()
    try folder.write("x", "")
    try expectRefusal(folder, "is empty")
  }

  @Test func notAnIndex() throws {
    let folder = try Folder()
    try folder.write("x", "a text of some length, longer than a header would be, and no index")
    try expectRefusal(folder, "is not a Yinde index")
  }

  @Test func aFolder() throws {
    let folder = try Folder()
    try folder.makeFolder("x")
    try expectRefusal(folder, "is not a file")
  }

  @Test func ofAnotherVersion() throws {
    let folder = try Pages.indexed()
    var bytes = folder.bytes("pages.yinde")!
    bytes[9] = 0x7F
    try folder.write("x", bytes)
    try expectRefusal(folder, "is an index of format 325")
    bytes[8] = 0
    bytes[9] = 0
    try folder.write("x", bytes)
    try expectRefusal(folder, "is an index of format 0")
  }

  @Test func cutShort() throws {
    let folder = try Pages.indexed()
    let bytes = folder.bytes("pages.yinde")!
    try folder.write("x", Array(bytes.dropLast()))
    try expectRefusal(folder, "is cut short: \(bytes.count - 1) of \(bytes.count) bytes")
    for length in [1, 7, 8, 40, bytes.count / 2] {
      try folder.write("x", Array(bytes.prefix(length)))
      let outcome = try Command.run("search", "-i", "x", "裁员", in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("is cut short"))
    }
  }

  @Test func alteredHeader() throws {
    let folder = try Pages.indexed()
    var bytes = folder.bytes("pages.yinde")!
    bytes[40] ^= 1
    try folder.write("x", bytes)
    try expectRefusal(folder, "is damaged: its header does not match its checksum")
  }

  /// A byte somewhere behind the header: `check` sees it, wherever it is, and no command dies of it.
  @Test func alteredAnywhere() throws {
    let folder = try Pages.indexed()
    let whole = folder.bytes("pages.yinde")!
    var generator = SystemRandomNumberGenerator()
    // 64 bytes, and 24 for each section.
    let end = 64 + 24 * (Int(whole[10]) + Int(whole[11]) << 8)
    for _ in 0..<20 {
      var bytes = whole
      let place = Int.random(in: end..<bytes.count, using: &generator)
      bytes[place] ^= UInt8.random(in: 1...255, using: &generator)
      try folder.write("x", bytes)
      let checked = try Command.run("check", "x", in: folder)
      // Between sections lie a few bytes that fill up, which no checksum covers.
      if checked.status != 0 {
        #expect(checked.status == 2, "byte \(place) is now \(bytes[place])")
        #expect(checked.errors.contains("x is damaged; build it again with `yinde index`"))
      }
      for arguments in [["search", "-i", "x", "裁员"], ["inspect", "x", "document", "0"]] {
        let outcome = try Command.run(arguments, in: folder)
        #expect((0...2).contains(outcome.status), "byte \(place) is now \(bytes[place])")
      }
    }
  }

  /// The two kinds of file that a cut leaves: pages that are gone (SIGBUS without the guard), and zeros at the end.
  @Test(arguments: [0, 300, -1]) func cutWhileItIsOpen(_ length: Int) throws {
    let folder = try Folder()
    #expect(try Command.run(["index", Command.corpus, "-q", "-o", "x"], in: folder).status == 0)
    let made = unsafe mkfifo(folder.path + "/queries", 0o600)
    #expect(made == 0)
    let reader = try RunningProcess(
      "/bin/bash",
      ["-c", #""$YINDE" search -i x --queries - < queries"#].map { Array($0.utf8) },
      in: folder, input: "", environment: ["YINDE": Command.path])
    let writer = unsafe open(folder.path + "/queries", O_WRONLY | O_CLOEXEC)
    func ask(_ text: String) {
      let query = Array("\(text)\n".utf8)
      _ = unsafe query.withUnsafeBytes { unsafe write(writer, $0.baseAddress, $0.count) }
    }
    ask("裁员")
    for _ in 0..<1000 * TestTime.slowness where reader.outputSoFar.isEmpty { usleep(10_000) }
    let size = folder.bytes("x")!.count
    unsafe truncate(folder.path + "/x", length < 0 ? size + length : length)
    ask("\"人工智能\" 公司 足球 \"的\"")
    close(writer)
    let outcome = try reader.wait()
    #expect(outcome.status == 2)
    #expect(outcome.lines.count == 1)
    #expect(
      outcome.errors
        == "yinde: x: was cut short, or could not be read, while it was open; build it again with `yinde index`\n"
    )
  }
}
