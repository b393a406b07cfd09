import ArgumentParser
import Yinde

struct UpdateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Bring an index up to date with its folder.",
    usage: "yinde update [<index>] [<options>]",
    discussion: """
      Looks at the folder that the index was made from, reads new and changed files, drops pages \
      that are gone and takes all others from the index. The result is, byte for byte, what \
      `yinde index` would make of the folder now. The older index is replaced when the new one is \
      complete, and left alone when nothing has changed.
      """)

  @Argument(
    help: ArgumentHelp("The index. (default: the only one in Index/)", valueName: "index"),
    completion: .file())
  var index: String?

  @Option(
    help: ArgumentHelp("Where the folder is now, if it is elsewhere.", valueName: "folder"),
    completion: .directory)
  var from: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Memory to stay near, as 512M or 2G.", valueName: "size"))
  var memory: ByteSize = ByteSize(bytes: 512 << 20)

  @Option(help: ArgumentHelp("Threads. (default: all processors)", valueName: "n"))
  var threads: Int?

  @Flag(name: .shortAndLong, help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads is 1 at least.") }
    guard memory.bytes >= 32 << 20 else { throw ValidationError("--memory is 32M at least.") }
  }

  func run() throws {
    Allocation.returnLargeBlocks()
    let path = try index ?? DefaultIndex.only()
    var options = IndexingOptions()
    options.memory = memory.bytes
    options.threads = threads
    let meter = ProgressMeter(isShown: Terminal.isError && !quiet)
    defer { meter.clear() }
    let report = try PageIndex.update(at: path, from: from, options, progress: { meter.show($0) })
    meter.clear()
    if quiet { return }
    UpdateCommand.printSkipped(report)
    for (name, value) in UpdateCommand.lines(report) {
      Output.print("\(Figures.padded(name, 12)) \(value)")
    }
    Output.print("\(Figures.padded("index", 12)) \(Output.safe(path))")
    Output.flush()
  }

  private static let skippedShown = 20

  static func printSkipped(_ report: UpdateReport) {
    for skipped in report.skipped.prefix(skippedShown) {
      Output.error("skipped \(Output.safe(skipped.name)): \(Output.safe(skipped.reason))")
    }
    let more = report.skippedCount - skippedShown
    if more > 0 { Output.error("… and \(Figures.grouped(more)) more") }
  }

  static func lines(_ report: UpdateReport) -> [(String, String)] {
    var files =
      "\(Figures.grouped(report.unchangedFiles)) unchanged, \(Figures.grouped(report.readFiles)) read"
    if report.removedFiles > 0 { files += ", \(Figures.grouped(report.removedFiles)) gone" }
    if let reason = report.reasonToReadAll { files += " (\(reason))" }
    var lines = [("files", files)]
    if let made = report.indexing {
      let kept = "\(Figures.grouped(made.keptDocuments)) of them from the older index"
      lines.append(("pages", "\(Figures.grouped(made.documents)) indexed, \(kept)"))
      lines.append(("size", Figures.bytes(made.indexBytes)))
    } else {
      lines.append(("pages", "the index is up to date"))
    }
    lines.append(("time", "\(Figures.fixed(report.seconds, 2)) s"))
    return lines
  }
}
