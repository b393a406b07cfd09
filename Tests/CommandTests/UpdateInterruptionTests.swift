import Foundation
import Glibc
import TestTime
import Testing

/// Updates, joins and watchers that are stopped, that meet builders, or that have no room, no rights or no reader.
@Suite(.serialized) struct UpdateInterruptionTests {
  private let folder: Folder
  private let old: Contents
  private let new: [UpdateCrashTests.Way: Contents]
  private let time: [UpdateCrashTests.Way: Duration]

  init() throws {
    folder = try Folder()
    try folder.makeFolder("out")
    try folder.write("Pages/notes.html", Pages.notes)
    try folder.write("Pages/a.html", Pages.layoffs)
    try folder.write("Few/z.html", Pages.traditional)
    // A folder of its own, in which pages change.
    let copied = try Command.shell("cp -r '\(Command.corpus)' More", in: folder)
    #expect(copied.status == 0)
    for (name, index) in [
      ("Pages", "out/x.yinde"), ("More", "a.yinde"), ("Few", "b.yinde"), ("Few", "c.yinde"),
    ] {
      #expect(try Command.run("index", name, "-q", "-o", index, in: folder).status == 0)
    }
    old = folder.contents("out/x.yinde")!
    // From here on the folder has the pages of the other one, too.
    try folder.makeFolder("Pages/more")
    #expect(try Command.shell("cp -r More/news Pages/more/", in: folder).status == 0)
    try folder.remove("Pages/a.html")
    var new: [UpdateCrashTests.Way: Contents] = [:]
    var time: [UpdateCrashTests.Way: Duration] = [:]
    for way in UpdateCrashTests.Way.allCases {
      try folder.write("out/x.yinde", old.bytes)
      let target = folder
      time[way] = try ContinuousClock().measure {
        let outcome = try Command.run(way.arguments, in: target)
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      new[way] = folder.contents("out/x.yinde")
      #expect(new[way] != old)
    }
    (self.new, self.time) = (new, time)
  }

  private func isOldOrNew(_ way: UpdateCrashTests.Way) -> Bool {
    let now = folder.contents("out/x.yinde")
    return now == old || now == new[way]
  }

  /// The index says what became of it, and is that.
  @Test(arguments: UpdateCrashTests.Way.allCases, [SIGINT, SIGTERM])
  func askedToEnd(_ way: UpdateCrashTests.Way, _ signal: Int32) throws {
    for _ in 0..<12 {
      try folder.write("out/x.yinde", old.bytes)
      let process = try Command.start(way.arguments, in: folder)
      let wait = time[way]! * Double.random(in: 0...1.1)
      usleep(UInt32(wait / .microseconds(1)))
      process.send(signal)
      let outcome = try process.wait()
      let note: Comment = "\(way), after \(wait): \(outcome.status) \(outcome.errors)"
      #expect(folder.names("out") == ["x.yinde"], note)
      switch outcome.status {
      case 0: #expect(folder.contents("out/x.yinde") == new[way], note)
      case -signal: #expect(folder.contents("out/x.yinde") == old, note)
      default:
        #expect(outcome.status == 2, note)
        let isWritten = outcome.errors.contains("already written")
        #expect(isWritten || outcome.errors.contains("yinde: interrupted"), note)
        #expect(folder.contents("out/x.yinde") == (isWritten ? new[way] : old), note)
      }
    }
  }

  @Test(arguments: UpdateCrashTests.Way.allCases)
  func killed(_ way: UpdateCrashTests.Way) throws {
    for _ in 0..<12 {
      try folder.write("out/x.yinde", old.bytes)
      let process = try Command.start(way.arguments, in: folder)
      usleep(UInt32(time[way]! * Double.random(in: 0...1.1) / .microseconds(1)))
      process.send(SIGKILL)
      _ = try process.wait()
      #expect(isOldOrNew(way))
      // What is left by a kill between two names goes with the next run.
      if folder.names("out") != ["x.yinde"] {
        #expect(try Command.run(way.arguments, in: folder).status == 0)
      }
      #expect(folder.names("out") == ["x.yinde"])
    }
    #expect(try Command.run("check", "--deep", "out/x.yinde", in: folder).status == 0)
  }

  /// An index that is being built is not updated, nor joined over, and the other way round.
  @Test(.enabled(if: Faults.library != nil, "there is no C compiler")) func buildersOfAllKinds()
    throws
  {
    let folder = try prepared()
    // It stops when it would give its index a name.
    let first = try Command.start(
      ["merge", "a.yinde", "b.yinde", "-q", "-o", "out/x.yinde"], in: folder,
      environment: [
        "LD_PRELOAD": try #require(Faults.library), "YINDE_FAULT_CALLS": "linkat",
        "YINDE_FAULT_AT": "1", "YINDE_FAULT_DO": "STOP",
      ])
    defer { first.send(SIGKILL) }
    func state() -> Character? {
      let status = try? String(contentsOfFile: "/proc/\(first.identifier)/stat", encoding: .utf8)
      return status?.split(separator: ")").last?.dropFirst().first
    }
    for _ in 0..<6000 * TestTime.slowness where state() != "T" { usleep(10_000) }
    #expect(state() == "T")
    for arguments in [
      ["update", "out/x.yinde"], ["merge", "a.yinde", "b.yinde", "-o", "out/x.yinde"],
      ["index", "Few", "-o", "out/x.yinde"],
    ] {
      let outcome = try Command.run(arguments, in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("is being built by process \(first.identifier)"))
    }
    // A watcher waits until it may.
    let watcher = try Command.start(["watch", "out/x.yinde", "--delay", "0.05"], in: folder)
    usleep(300_000)
    #expect(folder.contents("out/x.yinde") != nil)
    first.send(SIGKILL)
    #expect(try first.wait().status == -SIGKILL)
    for _ in 0..<1200 * TestTime.slowness where folder.contents("out/x.yinde") != new[.update] {
      usleep(50_000)
    }
    #expect(folder.contents("out/x.yinde") == new[.update])
    watcher.send(SIGTERM)
    #expect(try watcher.wait().status == 0)
  }

  /// A file system that is nearly full, in a mount namespace of its own; what is watched is brought up to date once there is room.
  @Test(.enabled(if: Privileges.canMount, "mounting needs root")) func aFullDisk() throws {
    let outcome = try Command.shell(
      """
      unshare -m bash -c '
        mkdir small
        mount -t tmpfs -o size=32k none small && cp out/x.yinde small/x.yinde
        cmp small/x.yinde out/x.yinde || exit 1
        "$YINDE" update small/x.yinde --from Pages -q; echo "update $?"
        "$YINDE" merge a.yinde b.yinde -q -o small/x.yinde; echo "merge $?"
        cmp out/x.yinde small/x.yinde && ls -A small
        "$YINDE" watch small/x.yinde --from Pages --delay 0.05 2> errors & watcher=$!
        for i in $(seq 600); do grep -q "No space" errors && break; sleep 0.1; done
        cmp out/x.yinde small/x.yinde && ls -A small
        mount -o remount,size=8m small
        touch Pages/notes.html
        for i in $(seq 600); do cmp -s out/x.yinde small/x.yinde || break; sleep 0.1; done
        kill $watcher; wait $watcher; echo "watch $?"
        "$YINDE" check --deep small/x.yinde > checked; echo "check $?"
        ls -A small
      '
      """, in: prepared())
    let told = outcome.errors.split(separator: "\n").filter {
      $0.contains("No space left on device")
    }
    #expect(
      told.count == 2 && told.allSatisfy { $0.contains("small/x.yinde") }, "\(outcome.errors)")
    let lines = outcome.lines.filter { !$0.hasPrefix("watching") && !$0.contains(" pages: ") }
    #expect(
      lines == ["update 2", "merge 2", "x.yinde", "x.yinde", "watch 0", "check 0", "x.yinde"],
      "\(outcome.output) \(outcome.errors)")
  }

  /// The folder with the older index in its place.
  private func prepared() throws -> Folder {
    try folder.write("out/x.yinde", old.bytes)
    return folder
  }

  /// Who may not write into the folder of the index is told, by whatever command.
  @Test(.enabled(if: Privileges.canBeDropped, "root cannot become nobody here"))
  func aReadOnlyFolder() throws {
    let folder = try prepared()
    unsafe chmod(folder.path + "/out", 0o555)
    defer { unsafe chmod(folder.path + "/out", 0o755) }
    let asNobody = geteuid() == 0 ? Privileges.asNobody : ""
    for (number, arguments) in ["update out/x.yinde", "merge a.yinde b.yinde -o out/x.yinde"]
      .enumerated()
    {
      let outcome = try Command.shell(
        #"cp -n "$YINDE" yinde-copy; \#(asNobody) ./yinde-copy \#(arguments)"#, in: folder)
      #expect(outcome.status == 2, "\(number)")
      #expect(
        outcome.errors.contains("out/x.yinde: cannot be written: Permission denied"),
        "\(outcome.errors)")
      #expect(folder.contents("out/x.yinde") == old && folder.names("out") == ["x.yinde"])
    }
    let watched = try Command.shell(
      #"""
      \#(asNobody) timeout 60 ./yinde-copy watch out/x.yinde --delay 0.05 > told 2>&1 & watcher=$!
      for i in $(seq 600); do grep -q "Permission denied" told && break; sleep 0.1; done
      kill $watcher; wait $watcher; cat told
      """#, in: folder)
    #expect(watched.output.contains("out/x.yinde: cannot be written: Permission denied"))
    #expect(folder.contents("out/x.yinde") == old && folder.names("out") == ["x.yinde"])
  }

  /// `| head` has seen enough: no error, and the index is written.
  @Test(arguments: UpdateCrashTests.Way.allCases)
  func aClosedPipe(_ way: UpdateCrashTests.Way) throws {
    let folder = try prepared()
    let line = way.arguments.filter { $0 != "-q" }.joined(separator: " ")
    // The reader has gone before the first line comes.
    let outcome = try Command.shell(
      "set -o pipefail; \"$YINDE\" \(line) | true", in: folder)
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
    #expect(folder.contents("out/x.yinde") == new[way])
    #expect(folder.names("out") == ["x.yinde"])
  }

  @Test func aFullDeviceForTheReport() throws {
    for way in UpdateCrashTests.Way.allCases {
      let folder = try prepared()
      let line = way.arguments.filter { $0 != "-q" }.joined(separator: " ")
      let outcome = try Command.shell("\"$YINDE\" \(line) > /dev/full", in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("the output cannot be written: No space left on device"))
      #expect(folder.contents("out/x.yinde") == new[way])
    }
  }

  /// A reader that opened the index before keeps it through updates and joins.
  @Test func aReaderThroughUpdatesAndJoins() throws {
    let folder = try prepared()
    let made = unsafe mkfifo(folder.path + "/queries", 0o600)
    #expect(made == 0)
    let reader = try RunningProcess(
      "/bin/bash",
      ["-c", #""$YINDE" search -i out/x.yinde --queries - < queries"#].map { Array($0.utf8) },
      in: folder, input: "", environment: ["YINDE": Command.path])
    let writer = unsafe open(folder.path + "/queries", O_WRONLY | O_CLOEXEC)
    func ask(_ count: Int) {
      let query = Array("应届毕业生\n".utf8)
      _ = unsafe query.withUnsafeBytes { unsafe write(writer, $0.baseAddress, $0.count) }
      for _ in 0..<1000 * TestTime.slowness
      where reader.outputSoFar.split(separator: "\n").count < count {
        usleep(10_000)
      }
    }
    ask(1)
    for (number, way) in UpdateCrashTests.Way.allCases.enumerated() {
      #expect(try Command.run(way.arguments, in: folder).status == 0)
      ask(number + 2)
    }
    close(writer)
    let answers = try reader.wait()
    #expect(answers.status == 0 && answers.lines.count == 3, "\(answers.errors)")
    for line in answers.lines {
      // Of the older index: the page is gone from the folder since.
      #expect(try JSON(line)["hits"][0]["path"].string == "a.html")
    }
  }
}
