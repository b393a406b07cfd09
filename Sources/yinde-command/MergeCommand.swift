import ArgumentParser
import Yinde

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join indexes into one.",
    usage: "yinde merge <index> ... -o <file> [<options>]",
    discussion: """
      The new index is the one that `yinde index` would make of a folder with all their pages, \
      which are not read again. Pages must have different paths. To have the answers of several \
      indexes without joining them, name each to `yinde search` with --index.
      """)

  @Argument(help: ArgumentHelp("Two indexes or more.", valueName: "index"), completion: .file())
  var indexes: [String]

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The index to write.", valueName: "file"),
    completion: .file())
  var output: String

  @Option(help: ArgumentHelp("Memory to stay near, as 512M or 2G.", valueName: "size"))
  var memory: ByteSize = ByteSize(bytes: 512 << 20)

  @Option(
    help: ArgumentHelp(
      "Threads; the index is the same for any number. (default: all processors)", valueName: "n"))
  var threads: Int?

  @Flag(name: .shortAndLong, help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    guard indexes.count > 1 else { throw ValidationError("Name two indexes or more.") }
    if let threads, threads < 1 { throw ValidationError("--threads is 1 at least.") }
    guard memory.bytes >= 32 << 20 else { throw ValidationError("--memory is 32M at least.") }
  }

  func run() throws {
    Allocation.returnLargeBlocks()
    try DefaultIndex.refuseToReplaceOther(output)
    var options = IndexingOptions()
    options.memory = memory.bytes
    options.threads = threads
    let meter = ProgressMeter(isShown: Terminal.isError && !quiet)
    defer { meter.clear() }
    let report = try PageIndex.merge(
      indexes, at: output, options, progress: { meter.show($0) })
    meter.clear()
    if quiet { return }
    let lines = [
      (
        "pages",
        "\(Figures.grouped(report.documents)) of \(indexes.count) indexes"
      ),
      ("size", Figures.bytes(report.indexBytes)),
      ("time", "\(Figures.fixed(report.seconds, 2)) s"), ("index", Output.safe(output)),
    ]
    for (name, value) in lines { Output.print("\(Figures.padded(name, 12)) \(value)") }
    Output.flush()
  }
}
