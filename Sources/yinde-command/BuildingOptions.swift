import ArgumentParser
import Yinde

/// Options of every command that builds an index.
struct BuildingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Memory to stay near, as 512M or 2G.", valueName: "size"))
  var memory: ByteSize = ByteSize(bytes: 512 << 20)

  @Option(
    help: ArgumentHelp(
      "Threads; the index is the same for any number. (default: all processors)", valueName: "n"))
  var threads: Int?

  @Flag(name: .shortAndLong, help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads is 1 at least.") }
    guard memory.bytes >= 32 << 20 else { throw ValidationError("--memory is 32M at least.") }
  }

  var indexing: IndexingOptions {
    var options = IndexingOptions()
    options.memory = memory.bytes
    options.threads = threads
    return options
  }
}

/// Whether a command that makes an index reorders it.
struct ReorderOption: ParsableArguments {
  @Flag(
    help:
      "Give postings an order of their own: the same answers after a slower build, and smaller lists where pages stand in no order."
  )
  var reorder = false
}

/// The index that a command brings up to date.
struct UpdatedIndex: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The index. (default: the only one in Index/)", valueName: "index"),
    completion: .file())
  var index: String?

  @Option(
    help: ArgumentHelp("Where the folder is now, if it is elsewhere.", valueName: "folder"),
    completion: .directory)
  var from: String?
}

/// The inputs that were not indexed, for people: the first of them.
enum SkippedInputs {
  private static let shown = 20

  static func print(_ inputs: [SkippedInput], count: Int) {
    for skipped in inputs.prefix(shown) {
      Output.error("skipped \(Output.safe(skipped.name)): \(Output.safe(skipped.reason))")
    }
    if count > shown { Output.error("… and \(Figures.grouped(count - shown)) more") }
  }
}
