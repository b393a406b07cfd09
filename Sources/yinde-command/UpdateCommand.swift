import ArgumentParser
import Yinde

struct UpdateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Bring an index up to date with its folder.",
    usage: "yinde update [<index>] [<options>]",
    discussion: """
      Looks at the folder that the index was made from, reads new and changed files, drops pages \
      that are gone and takes all others from the index. Its answers are those of an index that \
      `yinde index` would make of the folder now. The older index is replaced when the new one is \
      complete, and left alone when nothing has changed.
      """)

  @OptionGroup var updated: UpdatedIndex
  @OptionGroup var building: BuildingOptions

  func run() throws {
    Allocation.returnLargeBlocks()
    let path = try updated.index ?? DefaultIndex.only()
    let meter = ProgressMeter(isShown: Terminal.isError && !building.quiet)
    defer { meter.clear() }
    let report = try PageIndex.update(
      at: path, from: updated.from, building.indexing, progress: { meter.show($0) })
    meter.clear()
    if building.quiet { return }
    SkippedInputs.print(report.skipped, count: report.skippedCount)
    for (name, value) in UpdateCommand.lines(report) {
      Output.print("\(Figures.padded(name, 12)) \(value)")
    }
    Output.print("\(Figures.padded("index", 12)) \(Output.safe(path))")
    Output.flush()
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
