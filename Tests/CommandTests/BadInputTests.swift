import Foundation
import Glibc
import Testing

/// Inputs and outputs that cannot be used: a message that says what, where and what to do; status 2; the
/// index as it was; nothing left behind.
@Suite struct BadInputTests {
  /// Expects that `yinde index` fails so, with an older index in the way and without.
  private func expectRefusal(
    _ arguments: [String], _ messages: [String], in folder: Folder,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = folder.names()
    let fresh = try Command.run(arguments + ["-o", "x.yinde"], in: folder)
    #expect(fresh.status == 2, sourceLocation: sourceLocation)
    #expect(fresh.output == "", sourceLocation: sourceLocation)
    for message in messages {
      #expect(fresh.errors.contains(message), sourceLocation: sourceLocation)
    }
    #expect(fresh.errors.hasPrefix("yinde: "), sourceLocation: sourceLocation)
    #expect(fresh.errors.split(separator: "\n").count == 1, sourceLocation: sourceLocation)
    #expect(folder.names() == before, sourceLocation: sourceLocation)

    let good = try Pages.indexed().contents("pages.yinde")
    try folder.write("x.yinde", good!.bytes)
    let again = try Command.run(arguments + ["-o", "x.yinde"], in: folder)
    #expect(again.status == 2, sourceLocation: sourceLocation)
    #expect(folder.contents("x.yinde") == good, sourceLocation: sourceLocation)
    #expect(folder.names() == (before + ["x.yinde"]).sorted(), sourceLocation: sourceLocation)
    try folder.remove("x.yinde")
  }

  @Test func missingFolder() throws {
    try expectRefusal(
      ["index", "nowhere"], ["nowhere: there is no such folder or file; name a folder"],
      in: Folder())
  }

  @Test func emptyFolder() throws {
    let folder = try Folder()
    try folder.makeFolder("Pages/below")
    try expectRefusal(["index", "Pages"], ["Pages: holds no files; pages are .html"], in: folder)
  }

  @Test func folderWithOnlyOtherFiles() throws {
    let folder = try Folder()
    try folder.write("Pages/a.csv", "裁员")
    try expectRefusal(
      ["index", "Pages"], ["holds no pages among its 1 file;", ".html and its kin, .txt"],
      in: folder)
    try folder.write("Pages/b.css", "")
    try expectRefusal(["index", "Pages"], ["holds no pages among its 2 files;"], in: folder)
  }

  @Test func allPagesSkipped() throws {
    let folder = try Folder()
    try folder.write("Pages/a.html", "")
    try folder.write("Pages/b.html", Pages.png)
    try folder.write("Pages/c.html.gz", [0x1F, 0x8B, 8, 0, 1, 2, 3])
    try expectRefusal(
      ["index", "Pages"],
      [
        "Pages: holds nothing that can be indexed", "a.html is empty",
        "b.html is not a page but a PNG image", "c.html.gz is not a whole gzip file",
        "no index was written",
      ], in: folder)
  }

  @Test func aFileThatIsNoCollection() throws {
    let folder = try Folder()
    try folder.write("page.html", Pages.layoffs)
    try expectRefusal(
      ["index", "page.html"], ["page.html: is a page", "name the folder that holds it"], in: folder)
    // In the order of the lines, not of their digits.
    try folder.write("broken.jsonl", String(repeating: "no\n", count: 12))
    try expectRefusal(
      ["index", "broken.jsonl"], ["line 1 is not a JSON object", "line 2 is not"], in: folder)
    try folder.write("empty.jsonl", "")
    try expectRefusal(["index", "empty.jsonl"], ["empty.jsonl: "], in: folder)
    try folder.write("cut.jsonl.gz", [0x1F, 0x8B, 8, 0, 1, 2, 3])
    try expectRefusal(
      ["index", "cut.jsonl.gz"], ["cut.jsonl.gz: is not a whole gzip file"], in: folder)
  }

  @Test func pagesThatAreNone() throws {
    let folder = try Folder()
    try folder.write("image.html", Pages.png)
    try folder.write("empty.html", "")
    try folder.write("good.html", Pages.notes)
    let outcome = try Command.run(
      "extract", "image.html", "nowhere.html", "good.html", "empty.html", ".", in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("yinde: image.html: is not a page but a PNG image"))
    #expect(outcome.errors.contains("yinde: nowhere.html: cannot be opened: No such file"))
    #expect(outcome.errors.contains("yinde: empty.html: is empty"))
    #expect(outcome.errors.contains("yinde: .: is not a regular file"))
    #expect(outcome.output.contains("Reading notes"))
  }

  @Test func outputInAFolderThatIsNotThere() throws {
    let folder = try Folder()
    try Pages.write(to: folder)
    let outcome = try Command.run("index", "Pages", "-o", "no/where.yinde", in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("no/where.yinde: cannot be written: No such file or directory"))
    #expect(outcome.errors.contains("-o"))
    #expect(folder.names() == ["Pages"])
  }

  @Test func outputThatMustNotBeReplaced() throws {
    let folder = try Folder()
    try Pages.write(to: folder)
    try folder.makeFolder("folder")
    let aFolder = try Command.run("index", "Pages", "-o", "folder", in: folder)
    #expect(aFolder.status == 2)
    #expect(aFolder.errors.contains("folder: is a folder; name a file to write"))
    // A pipe stands for every kind of device.
    let made = unsafe mkfifo(folder.path + "/pipe", 0o600)
    #expect(made == 0)
    let aPipe = try Command.run("index", "Pages", "-o", "pipe", in: folder)
    #expect(aPipe.status == 2)
    #expect(aPipe.errors.contains("pipe: is not a regular file"))
    try folder.write("thesis.txt", "three years of work")
    let aFile = try Command.run("index", "Pages", "-o", "thesis.txt", in: folder)
    #expect(aFile.status == 2)
    #expect(aFile.errors.contains("thesis.txt: is there already and is not an index"))
    #expect(folder.contents("thesis.txt") == Contents(Array("three years of work".utf8)))
    #expect(folder.names() == ["Pages", "folder", "pipe", "thesis.txt"])
    // An empty file, as mktemp makes one, and a damaged index may go.
    try folder.write("new", "")
    #expect(try Command.run("index", "Pages", "-q", "-o", "new", in: folder).status == 0)
    let whole = folder.contents("new")!
    try folder.write("new", Array(whole.bytes.prefix(200)))
    #expect(try Command.run("index", "Pages", "-q", "-o", "new", in: folder).status == 0)
    #expect(folder.contents("new") == whole)
  }

  @Test(arguments: [
    "with space", "what?", "line\nend", "引得", "'quote\"", "-dash", "a*b[c]", "back\\slash",
  ])
  func pathsWithOddNames(_ name: String) throws {
    let folder = try Folder()
    try folder.write("\(name)/\(name).html", Pages.layoffs)
    // A name that looks like an option goes after --.
    let made = try Command.run(["index", "-q", "--", name], in: folder)
    #expect(made.status == 0)
    #expect(made.errors == "")
    #expect(folder.names("Index") == ["\(name).yinde"])
    let found = try Command.run("search", "裁员", in: folder)
    #expect(found.status == 0)
    #expect(found.output.contains("\(name).html".replacing("\n", with: " ")))
    let json = try JSON(Command.run("search", "--json", "裁员", in: folder).output)
    #expect(json["hits"][0]["path"].string == "\(name).html")
    let extracted = try Command.run(
      ["extract", "--json", "--", "\(name)/\(name).html"], in: folder)
    #expect(try JSON(extracted.output)["path"].string == "\(name)/\(name).html")
  }

  @Test func namesThatAreNotUTF8() throws {
    let folder = try Folder()
    try folder.makeFolder("Pages")
    // 裁 in GBK.
    try folder.write(
      nameBytes: Array("Pages/".utf8) + [0xB2, 0xC3] + Array(".html".utf8), Pages.layoffs)
    let made = try Command.run("index", "Pages", in: folder)
    #expect(made.status == 0)
    #expect(made.output.contains("1 indexed"))
    let found = try JSON(Command.run("search", "--json", "裁员", in: folder).output)
    #expect(found["hits"][0]["path"].string == "\u{FFFD}\u{FFFD}.html")
    // As an argument it cannot be had, and the message says so.
    let process = try RunningProcess(
      Command.path, [Array("extract".utf8), [0xB2, 0xC3]], in: folder, input: "", environment: [:])
    let refused = try process.wait()
    #expect(refused.status == 2)
    #expect(refused.errors.contains("is not UTF-8; rename it, or name a folder above it"))
  }

  @Test(
    .disabled("the sanitizer's own memory is a file that passes the limit") {
      ProcessInfo.processInfo.environment["YINDE_SANITIZER"] == "threads"
    }) func aLimitOnTheSizeOfFiles() throws
  {
    let folder = try Folder()
    try Pages.write(to: folder)
    #expect(try Command.run("index", "Pages", "-q", "-o", "x.yinde", in: folder).status == 0)
    let before = folder.contents("x.yinde")
    let outcome = try Command.shell(
      #"ulimit -f 16; "$YINDE" index '\#(Command.corpus)' -o x.yinde"#, in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("x.yinde: cannot be written: File too large"))
    #expect(folder.contents("x.yinde") == before)
    #expect(folder.names() == ["Pages", "x.yinde"])
  }

  /// A file system of 128 kB in a mount namespace of its own.
  @Test(.enabled(if: Privileges.canMount, "mounting needs root")) func aFullDisk() throws {
    let folder = try Folder()
    try Pages.write(to: folder)
    try folder.makeFolder("small")
    #expect(try Command.run("index", "Pages", "-q", "-o", "old.yinde", in: folder).status == 0)
    let outcome = try Command.shell(
      """
      unshare -m bash -c '
        mount -t tmpfs -o size=128k none small && cp old.yinde small/x.yinde
        "$YINDE" index "\(Command.corpus)" -o small/x.yinde
        echo "status $?"
        cmp old.yinde small/x.yinde && ls -A small
        df --output=used small | tail -1
      '
      """, in: folder)
    #expect(outcome.errors.contains("No space left on device"))
    #expect(outcome.errors.contains("small/x.yinde"))
    #expect(outcome.lines.prefix(2) == ["status 2", "x.yinde"])
  }

  @Test func aFullDeviceForTheAnswers() throws {
    let folder = try Pages.indexed()
    for line in ["search -i pages.yinde 裁员", "inspect pages.yinde terms", "--help"] {
      let outcome = try Command.shell("\"$YINDE\" \(line) > /dev/full", in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("the output cannot be written: No space left on device"))
    }
  }

  @Test func aClosedPipeIsQuiet() throws {
    let folder = try Pages.indexed()
    #expect(try Command.run(["index", Command.corpus, "-q", "-o", "big"], in: folder).status == 0)
    let outcome = try Command.shell(
      #"set -o pipefail; "$YINDE" inspect big terms --limit 1000000 | head -1"#, in: folder)
    #expect(outcome.lines.count == 1)
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }
}
