import Testing

/// Every system call of an update and of a join is the last one, or fails.
@Suite(.serialized, .enabled(if: Faults.library != nil, "there is no C compiler"))
struct UpdateCrashTests {
  enum Way: CaseIterable {
    case update, merge
    var arguments: [String] {
      switch self {
      case .update: ["update", "out/x.yinde", "--threads", "1", "-q"]
      case .merge: ["merge", "a.yinde", "b.yinde", "--threads", "1", "-q", "-o", "out/x.yinde"]
      }
    }
  }

  private let folder: Folder
  private let old: Contents

  init() throws {
    folder = try Folder()
    try folder.makeFolder("out")
    try folder.write("Pages/notes.html", Pages.notes)
    try folder.write("Pages/a.html", Pages.layoffs)
    try folder.write("More/z.html", Pages.traditional)
    for (name, index) in [("Pages", "out/x.yinde"), ("Pages", "a.yinde"), ("More", "b.yinde")] {
      #expect(try Command.run("index", name, "-q", "-o", index, in: folder).status == 0)
    }
    old = folder.contents("out/x.yinde")!
    try folder.write("Pages/tw.html", Pages.traditional)
    try folder.remove("Pages/a.html")
  }

  private func restore() throws {
    for name in folder.names("out") { try folder.remove("out/" + name) }
    try folder.write("out/x.yinde", old.bytes)
  }

  @Test(arguments: Way.allCases) func killedAtEveryCall(_ way: Way) throws {
    let calls = try Faults.calls(way.arguments, in: folder)
    let new = folder.contents("out/x.yinde")!
    #expect(new != old && calls.contains { $0.name == "rename" })
    for number in 1...calls.count {
      try restore()
      let outcome = try Faults.run(way.arguments, in: folder, at: number, "KILL")
      let note: Comment = "\(way) at \(number), \(calls[number - 1])"
      #expect(outcome.status == -9, note)
      let now = folder.contents("out/x.yinde")
      #expect(now == old || now == new, note)
      if folder.names("out") != ["x.yinde"] {
        #expect(["linkat", "rename"].contains(calls[number - 1].name), note)
        #expect(try Command.run(way.arguments, in: folder).status == 0, note)
        #expect(folder.names("out") == ["x.yinde"] && folder.contents("out/x.yinde") == new, note)
      }
    }
    #expect(try Command.run(["check", "--deep", "out/x.yinde"], in: folder).status == 0)
  }

  /// A page or an index that cannot be read is told, and what is written is whole.
  @Test(arguments: Way.allCases) func failingAtEveryCall(_ way: Way) throws {
    let calls = try Faults.calls(way.arguments, in: folder)
    let new = folder.contents("out/x.yinde")!
    for number in 1...calls.count {
      try restore()
      let outcome = try Faults.run(way.arguments, in: folder, at: number, "EIO")
      let call = calls[number - 1]
      let note: Comment = "\(way) at \(number), \(call): \(outcome.errors)"
      let now = folder.contents("out/x.yinde")
      #expect(folder.names("out") == ["x.yinde"], note)
      if outcome.status == 2 {
        #expect(now == old || outcome.errors.contains("is written, but its folder"), note)
      } else {
        #expect(outcome.status == 0, note)
        #expect(now == new || call.file.contains("Pages"), note)
        #expect(try Command.run(["check", "--deep", "out/x.yinde"], in: folder).status == 0, note)
        if way == .update, now != new {
          // What could not be read is read the next time.
          #expect(try Command.run(way.arguments, in: folder).status == 0, note)
          #expect(folder.contents("out/x.yinde") == new, note)
        }
      }
    }
  }
}
