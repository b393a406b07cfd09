import ArgumentParser
import Glibc
import Yinde

struct IndexCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Index a folder of pages, or a file that holds many.",
    usage: "yinde index <input> [<options>]",
    discussion: """
      Takes the pages below the folder: .html, .htm, .xhtml and .shtml, files without a telling \
      name that hold HTML, .txt, .md and .mht, the pages in .warc, .zip and .jsonl, all but .zip \
      also with .gz. Or those in one file: a WARC, a zip, or JSON objects with "_id", "title" and \
      "text", one a line. Other files are passed over, and pages that cannot be read are listed.

      The index is one file. An older one is replaced when the new one is complete, and not before.
      """)

  @Argument(help: "A folder of pages, or a WARC, a zip or JSON lines.", completion: .file())
  var input: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The index to write. (default: Index/NAME.yinde, after the input)", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Compression of the stored text, 1 (fastest) to 19 (smallest).", valueName: "n"))
  var level: Int = IndexingOptions().textLevel

  @Option(
    help: ArgumentHelp(
      "Say what became of each input, a line of JSON each; - for standard output.",
      valueName: "file"),
    completion: .file())
  var report: String?

  @OptionGroup var reordering: ReorderOption
  @OptionGroup var building: BuildingOptions

  func validate() throws {
    guard (1...19).contains(level) else { throw ValidationError("--level goes from 1 to 19.") }
    guard !input.isEmpty else { throw ValidationError("<input> is empty.") }
  }

  func run() throws {
    Allocation.returnLargeBlocks()
    let path = try output ?? DefaultIndex.path(for: input)
    try DefaultIndex.refuseToReplaceOther(path)
    var options = building.indexing
    options.textLevel = level
    options.reorders = reordering.reorder
    if report == path {
      throw YindeError(
        .badInput, path: path, message: "cannot be both the index and the report",
        advice: "name another file with --report")
    }
    let lines = try report.map { try ReportLines($0) }
    let meter = ProgressMeter(isShown: Terminal.isError && !building.quiet)
    defer { meter.clear() }
    let tell = lines.map { lines in { try lines.write($0) } as (PageReport) throws -> Void }
    let done: IndexingReport
    do {
      done = try PageIndex.build(
        from: input, at: path, options, progress: { meter.show($0) }, report: tell)
    } catch let error as YindeError where error.code == .nothingToIndex {
      try lines?.finish()
      throw error
    }
    meter.clear()
    try lines?.finish()
    // On standard output a report stands alone.
    if !building.quiet { print(done, path, showsSummary: lines?.isStandardOutput != true) }
  }

  private func print(_ report: IndexingReport, _ path: String, showsSummary: Bool) {
    SkippedInputs.print(report.skipped, count: report.skippedCount)
    for (name, value) in showsSummary ? lines(report, path) : [] {
      Output.print("\(Figures.padded(name, 12)) \(value)")
    }
    Output.flush()
  }

  /// What was done, as names and values.
  private func lines(_ report: IndexingReport, _ path: String) -> [(String, String)] {
    var pages = "\(Figures.grouped(report.documents)) indexed"
    if report.skippedCount > 0 { pages += ", \(Figures.grouped(report.skippedCount)) skipped" }
    if report.otherFiles > 0 {
      pages += "; \(Figures.count(report.otherFiles, "other file")) passed over"
    }
    if report.otherRecords > 0 {
      pages += "; \(Figures.count(report.otherRecords, "other record")) of web archives"
    }
    var lines = [("pages", pages)]
    if !report.encodings.isEmpty {
      let encodings = report.encodings.map { "\($0.name) \(Figures.grouped($0.pages))" }
      lines.append(("encodings", encodings.joined(separator: ", ")))
    }
    if report.replacements > 0 {
      let pages = Figures.count(report.pagesWithReplacements, "page")
      lines.append(
        ("undecodable", "\(Figures.count(report.replacements, "character")) in \(pages)"))
    }
    if report.templateBlocks > 0 {
      lines.append(
        (
          "furniture",
          "\(Figures.count(report.templateBlocks, "block")) that recur on their sites' pages"
        ))
    }
    if report.duplicates > 0 {
      lines.append(
        (
          "similar",
          "\(Figures.count(report.duplicates, "page")) in "
            + "\(Figures.count(report.duplicateGroups, "group")) of nearly the same text"
        ))
    }
    lines.append(
      ("terms", "\(Figures.grouped(report.terms)), in \(Figures.count(report.postings, "posting"))")
    )
    let share = Figures.percent(report.indexBytes, of: report.textBytes)
    lines.append(
      (
        "size",
        "\(Figures.bytes(report.inputBytes)) of pages, \(Figures.bytes(report.textBytes)) of text, "
          + "\(Figures.bytes(report.indexBytes)) of index (\(share) of the text)"
      ))
    let seconds = max(report.seconds, 1e-9)
    let speed = Double(report.inputBytes) / 1e6 / seconds
    lines.append(
      (
        "time",
        "\(Figures.fixed(report.seconds, 2)) s, \(Figures.fixed(speed, 1)) MB/s, "
          + "\(Figures.grouped(Int(Double(report.documents) / seconds))) pages/s"
      ))
    lines.append(("peak memory", Figures.bytes(PeakMemory.bytes)))
    lines.append(("index", Output.safe(path)))
    return lines
  }
}

/// A number of bytes as people write it: 512M, 2G, 1048576.
struct ByteSize: ExpressibleByArgument, CustomStringConvertible {
  var bytes: Int

  init(bytes: Int) { self.bytes = bytes }

  init?(argument: String) {
    let units: [Character: Int] = ["k": 10, "m": 20, "g": 30]
    var digits = argument[...]
    if digits.lowercased().hasSuffix("ib") { digits = digits.dropLast(2) }
    if digits.last == "B" || digits.last == "b" { digits = digits.dropLast() }
    var shift = 0
    if let unit = digits.last.flatMap({ units[Character($0.lowercased())] }) {
      shift = unit
      digits = digits.dropLast()
    }
    guard let number = Int(digits), number >= 0, number <= Int.max >> shift else { return nil }
    bytes = number << shift
  }

  var description: String {
    bytes >= 1 << 30 && bytes % (1 << 30) == 0 ? "\(bytes >> 30)G" : "\(bytes >> 20)M"
  }
}
