import Glibc
import TestTime
import Testing

/// Builds that are stopped, and builds that meet.
@Suite(.serialized) struct InterruptionTests {
  private let folder: Folder
  /// The bytes of the index before the build, and of the one that it would make.
  private let old: Contents
  private let new: Contents
  /// How long the build takes when nobody stops it.
  private let time: Duration

  private var arguments: [String] { ["index", Command.corpus, "-o", "out/x.yinde"] }

  init() throws {
    folder = try Folder()
    try Pages.write(to: folder)
    try folder.makeFolder("out")
    // An index knows the way to its pages, so these lie as deep as the ones that they are compared with.
    try folder.makeFolder("made")
    let small = try Command.run("index", "Pages", "-q", "-o", "made/old.yinde", in: folder)
    let clock = ContinuousClock()
    var big: Command.Outcome?
    let corpus = Command.corpus
    let target = folder
    time = try clock.measure {
      big = try Command.run("index", corpus, "-q", "-o", "made/new.yinde", in: target)
    }
    #expect(small.status == 0 && big?.status == 0)
    old = folder.contents("made/old.yinde") ?? Contents([])
    new = folder.contents("made/new.yinde") ?? Contents([])
    #expect(!old.bytes.isEmpty && !new.bytes.isEmpty && old != new)
  }

  /// Starts a build over the old index and sends the signal at a random moment of its life.
  private func stop(_ signal: Int32) throws -> (Command.Outcome, after: Duration) {
    try folder.write("out/x.yinde", old.bytes)
    let process = try Command.start(arguments, in: folder)
    let wait = time * Double.random(in: 0...1.1)
    usleep(UInt32(wait / .microseconds(1)))
    process.send(signal)
    return (try process.wait(), wait)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func askedToEnd(_ signal: Int32) throws {
    for _ in 0..<20 {
      let (outcome, wait) = try stop(signal)
      let now = folder.contents("out/x.yinde")
      #expect(folder.names("out") == ["x.yinde"], "after \(wait)")
      if outcome.status == 0 {
        #expect(now == new, "after \(wait)")
      } else if outcome.status == -signal {
        // Before the command's first line was reached.
        #expect(now == old, "after \(wait)")
      } else {
        #expect(outcome.status == 2, "after \(wait)")
        if outcome.errors.contains("already written") {
          #expect(now == new, "after \(wait)")
        } else {
          #expect(outcome.errors.contains("yinde: interrupted"), "after \(wait)")
          #expect(now == old, "after \(wait)")
        }
      }
    }
  }

  @Test func killed() throws {
    for _ in 0..<20 {
      let (_, wait) = try stop(SIGKILL)
      let now = folder.contents("out/x.yinde")
      #expect(now == old || now == new, "after \(wait)")
      #expect(folder.names("out") == ["x.yinde"], "after \(wait)")
    }
    let checked = try Command.run("check", "--deep", "out/x.yinde", in: folder)
    #expect(checked.status == 0)
  }

  /// What a build leaves that was killed between naming its file and renaming it, the next build removes.
  @Test func leftoversAreRemoved() throws {
    try folder.write("out/x.yinde.abc123.tmp", "half an index")
    try folder.write("out/x.yinde.tmp", "somebody's")
    try folder.write("out/y.yinde.abc.tmp", "of another index")
    #expect(try Command.run(arguments + ["-q"], in: folder).status == 0)
    #expect(folder.names("out") == ["x.yinde", "x.yinde.tmp", "y.yinde.abc.tmp"])
  }

  @Test func nohupIsHeeded() throws {
    let outcome = try Command.shell(
      #"trap '' HUP; "$YINDE" index Pages -q -o out/x.yinde & p=$!; sleep 0.05; kill -HUP $p; wait $p"#,
      in: folder)
    #expect(outcome.status == 0)
    #expect(folder.contents("out/x.yinde") == old)
  }

  /// The second builder of a file is told at once; the first one goes on.
  @Test func twoBuildersAtOnce() throws {
    for _ in 0..<4 {
      try folder.write("out/x.yinde", old.bytes)
      let builders = try [Command.corpus, "Pages", Command.corpus, "Pages"].map {
        try Command.start(["index", $0, "-q", "-o", "out/x.yinde"], in: folder)
      }
      let numbers = builders.map(\.identifier)
      let outcomes = try builders.map { try $0.wait() }
      #expect(outcomes.contains { $0.status == 0 })
      for outcome in outcomes where outcome.status != 0 {
        #expect(outcome.status == 2)
        #expect(
          numbers.contains {
            outcome.errors.contains("out/x.yinde: is being built by process \($0); wait for it")
          }, "\(outcome.errors)")
      }
      let now = folder.contents("out/x.yinde")
      #expect(now == old || now == new)
      #expect(folder.names("out") == ["x.yinde"])
    }
  }

  /// The lock is the file's, however its path is written, and not the folder's; it ends with the builder.
  @Test func theLockOfABuilder() throws {
    let first = try Command.start(["index", Command.corpus, "-q", "-o", "out/x.yinde"], in: folder)
    first.send(SIGSTOP)
    defer { first.send(SIGKILL) }
    let name = folder.path + "/out/../out/x.yinde"
    var told = try Command.run(["index", "Pages", "-q", "-o", name], in: folder)
    // It may have been stopped before it came so far.
    for _ in 0..<200 where told.status == 0 {
      first.send(SIGCONT)
      usleep(1000)
      first.send(SIGSTOP)
      told = try Command.run(["index", "Pages", "-q", "-o", name], in: folder)
    }
    #expect(told.errors.contains("is being built by process \(first.identifier)"))
    let other = try Command.run(["index", "Pages", "-q", "-o", "out/y.yinde"], in: folder)
    #expect(other.status == 0)
    first.send(SIGKILL)
    #expect(try first.wait().status == -SIGKILL)
    #expect(try Command.run(["index", "Pages", "-q", "-o", name], in: folder).status == 0)
    #expect(folder.contents("out/x.yinde") == old)
  }

  @Test func readersDuringARebuild() throws {
    try folder.write("out/x.yinde", old.bytes)
    // One that opened the old index keeps it; those that come later have one or the other.
    let pipe = folder.path + "/queries"
    let made = unsafe mkfifo(pipe, 0o600)
    #expect(made == 0)
    let reader = try RunningProcess(
      "/bin/bash",
      ["-c", #""$YINDE" search -i out/x.yinde --queries - < queries"#].map { Array($0.utf8) },
      in: folder, input: "", environment: ["YINDE": Command.path])
    let writer = unsafe open(pipe, O_WRONLY | O_CLOEXEC)
    #expect(writer >= 0)
    func ask(_ count: Int) {
      let query = Array("应届毕业生\n".utf8)
      _ = unsafe query.withUnsafeBytes { unsafe write(writer, $0.baseAddress, $0.count) }
      // The answer comes while the pipe is open.
      for _ in 0..<1000 * TestTime.slowness
      where reader.outputSoFar.split(separator: "\n").count < count {
        usleep(10_000)
      }
      #expect(reader.outputSoFar.split(separator: "\n").count == count)
    }
    ask(1)
    for round in 1...3 {
      let builder = try Command.start(
        ["index", round % 2 == 1 ? Command.corpus : "Pages", "-q", "-o", "out/x.yinde"], in: folder)
      for _ in 0..<5 {
        let answer = try Command.run("search", "-i", "out/x.yinde", "公司", in: folder)
        #expect(answer.status == 0)
        #expect(answer.errors == "")
      }
      ask(1 + round)
      #expect(try builder.wait().status == 0)
    }
    close(writer)
    let answers = try reader.wait()
    #expect(answers.status == 0)
    for line in answers.lines {
      #expect(try JSON(line)["hits"][0]["path"].string == "news/layoffs.html")
    }
  }
}
