import Testing

/// Every system call of a build fails, is cut short, or is the last one. `Utils/crash-test` does the same at length.
@Suite(.serialized, .enabled(if: Faults.library != nil, "there is no C compiler"))
struct CrashTests {
  private let folder: Folder
  private let old: Contents
  private let new: Contents
  private let arguments = ["index", "Pages", "--threads", "1", "-q", "-o", "out/x.yinde"]
  private let calls: [Faults.Call]

  init() throws {
    folder = try Folder()
    try folder.makeFolder("out")
    try folder.write("Pages/notes.html", Pages.notes)
    try folder.write("Pages/a.html", Pages.layoffs)
    #expect(try Command.run(arguments, in: folder).status == 0)
    old = folder.contents("out/x.yinde")!
    try folder.write("Pages/tw.html", Pages.traditional)
    // The second build replaces the first one, with all calls that this takes.
    calls = try Faults.calls(arguments, in: folder)
    new = folder.contents("out/x.yinde")!
    #expect(old != new)
    let names = Set(calls.map(\.name))
    #expect(names.isSuperset(of: ["open", "read", "write", "pwrite", "fsync", "linkat", "rename"]))
  }

  private func restore(_ isFirst: Bool) throws {
    for name in folder.names("out") { try folder.remove("out/" + name) }
    if !isFirst { try folder.write("out/x.yinde", old.bytes) }
  }

  /// The index is the old one or the new one; what else may be there is a file between its two names, and the next
  /// build removes it.
  private func expectOldOrNew(
    _ isFirst: Bool, mayLeaveName: Bool = false, _ note: Comment,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let now = folder.contents("out/x.yinde")
    #expect(
      now == new || now == (isFirst ? nil : old), note, sourceLocation: sourceLocation)
    var names = folder.names("out")
    if mayLeaveName, names.contains(where: { $0.hasSuffix(".tmp") }) {
      #expect(try Command.run(arguments, in: folder).status == 0, note)
      #expect(folder.contents("out/x.yinde") == new, note, sourceLocation: sourceLocation)
      names = folder.names("out")
    }
    #expect(names == [] || names == ["x.yinde"], note, sourceLocation: sourceLocation)
  }

  @Test(arguments: [false, true])
  func killedAtEveryCall(_ isFirst: Bool) throws {
    for number in 1...calls.count {
      // After a call is before the next one.
      for action in number == calls.count ? ["KILL", "KILL_AFTER"] : ["KILL"] {
        try restore(isFirst)
        let outcome = try Faults.run(arguments, in: folder, at: number, action)
        // A first build makes fewer calls.
        #expect(outcome.status == -9 || isFirst && outcome.status == 0)
        let call = calls[number - 1]
        try expectOldOrNew(
          isFirst, mayLeaveName: call.name == "linkat" || call.name == "rename",
          "\(action) at \(number), \(call)")
      }
    }
    #expect(try Command.run(["check", "--deep", "out/x.yinde"], in: folder).status == 0)
  }

  /// What was not flushed is gone; with POWER_NAMES also names that were given since the folder was flushed.
  @Test(arguments: [false, true])
  func powerCutAtEveryCall(_ isFirst: Bool) throws {
    let first = calls.firstIndex { $0.name == "write" }! + 1
    for number in first...calls.count {
      for action in ["POWER", "POWER_NAMES"] + (number == calls.count ? ["POWER_AFTER"] : []) {
        try restore(isFirst)
        _ = try Faults.run(arguments, in: folder, at: number, action)
        let call = calls[number - 1]
        try expectOldOrNew(isFirst, mayLeaveName: true, "\(action) at \(number), \(call)")
      }
    }
  }

  /// With an `fsync` that does nothing the same test fails: the model of the power cut has teeth.
  @Test func aPowerCutWithoutFsyncWouldBeSeen() throws {
    let last = calls.lastIndex { $0.name == "rename" }! + 1
    try restore(false)
    _ = try Faults.run(
      arguments, in: folder, at: last, "POWER_AFTER", options: ["YINDE_FAULT_LIAR": "1"])
    let now = folder.contents("out/x.yinde")
    #expect(now != old && now != new)
  }

  @Test func failingAtEveryCall() throws {
    for number in 1...calls.count {
      for (error, options) in [
        ("EIO", [:]), ("EACCES", [:]), ("EDQUOT", ["YINDE_FAULT_STICKY": "1"]),
      ] {
        try restore(false)
        let outcome = try Faults.run(arguments, in: folder, at: number, error, options: options)
        let call = calls[number - 1]
        let note: Comment = "\(error) at \(number), \(call): \(outcome.errors)"
        let now = folder.contents("out/x.yinde")
        #expect(folder.names("out") == ["x.yinde"], note)
        if outcome.status == 2 {
          // After the rename only the flushing of the folder can fail, which is said.
          #expect(now == old || outcome.errors.contains("is written, but its folder"), note)
          #expect(outcome.errors.contains("yinde: "), note)
        } else {
          #expect(outcome.status == 0, note)
          // Where files without names cannot be made, others do. A page that cannot be read is left out.
          #expect(now == new || call.file.contains("Pages"), note)
          #expect(
            try Command.run(["check", "--deep", "out/x.yinde"], in: folder).status == 0, note)
        }
      }
    }
  }

  /// Signals and short writes are nobody's business.
  @Test(arguments: ["EINTR", "SHORT"])
  func interruptedAtEveryCall(_ action: String) throws {
    for number in 1...calls.count {
      try restore(false)
      let outcome = try Faults.run(arguments, in: folder, at: number, action)
      let note: Comment = "\(action) at \(number), \(calls[number - 1]): \(outcome.errors)"
      #expect(outcome.status == 0, note)
      #expect(folder.contents("out/x.yinde") == new, note)
      #expect(folder.names("out") == ["x.yinde"], note)
    }
  }

  /// A page that is gone, or shorter, by the time it is read.
  @Test func pagesThatVanishOrShrink() throws {
    let verbose = arguments.filter { $0 != "-q" }
    for (number, call) in calls.enumerated() where call.file.contains("Pages/") {
      guard call.name == "open" || call.name == "read" else { continue }
      try restore(false)
      let outcome = try Faults.run(
        verbose, in: folder, at: number + 1, call.name == "open" ? "VANISH" : "CUT")
      let note: Comment = "\(number + 1), \(call)"
      #expect(outcome.status == 0, note)
      if call.name == "open" {
        #expect(outcome.errors.contains("cannot be opened: No such file"), note)
        #expect(outcome.output.contains("2 indexed, 1 skipped"), note)
      }
      #expect(try Command.run(["check", "--deep", "out/x.yinde"], in: folder).status == 0, note)
      try folder.write("Pages/notes.html", Pages.notes)
      try folder.write("Pages/a.html", Pages.layoffs)
      try folder.write("Pages/tw.html", Pages.traditional)
    }
  }
}
