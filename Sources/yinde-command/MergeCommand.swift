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

  @OptionGroup var reordering: ReorderOption
  @OptionGroup var building: BuildingOptions

  func validate() throws {
    guard indexes.count > 1 else { throw ValidationError("Name two indexes or more.") }
  }

  func run() throws {
    Allocation.returnLargeBlocks()
    try DefaultIndex.refuseToReplaceOther(output)
    let meter = ProgressMeter(isShown: Terminal.isError && !building.quiet)
    defer { meter.clear() }
    var options = building.indexing
    options.reorders = reordering.reorder
    let report = try PageIndex.merge(
      indexes, at: output, options, progress: { meter.show($0) })
    meter.clear()
    if building.quiet { return }
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
