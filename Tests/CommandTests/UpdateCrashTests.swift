import Glibc
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

  /// What a call can fail with, and the calls that can.
  private static let errors: [(error: String, isSticky: Bool, calls: Set<String>)] = [
    (
      "EIO", false,
      ["open", "read", "pread", "write", "pwrite", "fsync", "linkat", "rename", "mmap"]
    ),
    ("EACCES", false, ["open", "linkat", "rename"]),
    ("ENOSPC", true, ["write", "pwrite", "ftruncate"]), ("EDQUOT", true, ["write", "pwrite"]),
  ]

  /// A page or an index that cannot be read is told, and what is written is whole.
  @Test(arguments: Way.allCases, UpdateCrashTests.errors.indices)
  func failingAtEveryCall(_ way: Way, _ kind: Int) throws {
    let (error, isSticky, names) = UpdateCrashTests.errors[kind]
    let calls = try Faults.calls(way.arguments, in: folder)
    let new = folder.contents("out/x.yinde")!
    for number in 1...calls.count where names.contains(calls[number - 1].name) {
      try restore()
      let outcome = try Faults.run(
        way.arguments, in: folder, at: number, error,
        options: isSticky ? ["YINDE_FAULT_STICKY": "1"] : [:])
      let call = calls[number - 1]
      let note: Comment = "\(way), \(error) at \(number), \(call): \(outcome.errors)"
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

  /// What is joined, or brought up to date, is cut or changed in place meanwhile: an error, and never under new checksums.
  @Test(arguments: Way.allCases, ["CUT_OTHER", "ALTER_OTHER"])
  func theOlderIndexChangesMeanwhile(_ way: Way, _ action: String) throws {
    let calls = try Faults.calls(way.arguments, in: folder)
    let new = folder.contents("out/x.yinde")!
    let file = way == .update ? "out/x.yinde" : "b.yinde"
    let whole = way == .update ? old.bytes : folder.bytes("b.yinde")!
    // Once the index is open, and until the new one has its name.
    let first = calls.firstIndex { $0.name == "mmap" && $0.file.hasSuffix(file) }! + 2
    let last = calls.firstIndex { $0.name == "linkat" }! + 1
    var refused = 0
    for number in first...last {
      try restore()
      try folder.write(file, whole)
      // Files made and changed in the same tick of the system's clock look alike.
      usleep(20_000)
      let outcome = try Faults.run(
        way.arguments, in: folder, at: number, action,
        options: ["YINDE_FAULT_FILE": folder.path + "/" + file])
      let note: Comment = "\(way), \(action) at \(number), \(calls[number - 1]): \(outcome.errors)"
      #expect(folder.names("out") == ["x.yinde"], note)
      if outcome.status == 0 {
        #expect(folder.contents("out/x.yinde") == new, note)
      } else {
        refused += 1
        #expect(outcome.status == 2, note)
        #expect(outcome.errors.contains("yinde: ") && outcome.errors.contains(file), note)
        if way == .merge { #expect(folder.contents("out/x.yinde") == old, note) }
      }
    }
    #expect(refused > 0)
  }
}
