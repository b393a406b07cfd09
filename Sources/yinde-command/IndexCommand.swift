import ArgumentParser
import Glibc
import Yinde

struct IndexCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Index a folder of pages, or a collection of JSON lines.",
    discussion: """
      Takes every .html, .htm, .xhtml and .shtml file below the folder, also with .gz; or a file of JSON \
      objects with "_id", "title" and "text", one a line, plain or .gz. The index is one file. An \
      older one is replaced when the new one is complete.
      """)

  @Argument(help: "A folder of pages, or a file of JSON lines.", completion: .file())
  var input: String

  @Option(name: .shortAndLong, help: "The index to write. (default: Index/NAME.yinde)")
  var output: String?

  @Option(help: "Memory to stay near, as 512M or 2G.")
  var memory: ByteSize = ByteSize(bytes: 512 << 20)

  @Option(help: "Threads. (default: all processors; the index does not depend on it)")
  var threads: Int?

  @Option(help: "Compression of the stored text, 1 (fastest) to 19 (smallest).")
  var level: Int = IndexingOptions().textLevel

  @Flag(name: .shortAndLong, help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads needs a number from 1 on.") }
    guard (1...19).contains(level) else { throw ValidationError("--level goes from 1 to 19.") }
    guard memory.bytes >= 32 << 20 else { throw ValidationError("--memory needs 32M at least.") }
    guard !input.isEmpty else { throw ValidationError("The folder has no name.") }
  }

  func run() throws {
    let path = try output ?? DefaultIndex.path(for: input)
    var options = IndexingOptions()
    options.memory = memory.bytes
    options.threads = threads
    options.textLevel = level
    let meter = ProgressMeter(isShown: Terminal.isError && !quiet)
    let report = try PageIndex.build(from: input, at: path, options) { meter.show($0) }
    meter.clear()
    if !quiet { print(report, path) }
  }

  private func print(_ report: IndexingReport, _ path: String) {
    for skipped in report.skipped.prefix(20) {
      Output.error("skipped \(Output.safe(skipped.name)): \(Output.safe(skipped.reason))")
    }
    if report.skippedCount > 20 {
      Output.error("… and \(Figures.grouped(report.skippedCount - 20)) more")
    }
    var lines: [(String, String)] = []
    var pages = "\(Figures.grouped(report.documents)) indexed"
    if report.skippedCount > 0 { pages += ", \(Figures.grouped(report.skippedCount)) skipped" }
    if report.otherFiles > 0 { pages += "; \(Figures.count(report.otherFiles, "other file")) passed over" }
    lines.append(("pages", pages))
    if !report.encodings.isEmpty {
      lines.append((
        "encodings",
        report.encodings.map { "\($0.name) \(Figures.grouped($0.pages))" }.joined(separator: ", ")
      ))
    }
    if report.replacements > 0 {
      lines.append((
        "undecodable",
        "\(Figures.count(report.replacements, "character")) in \(Figures.count(report.pagesWithReplacements, "page"))"
      ))
    }
    lines.append((
      "terms", "\(Figures.grouped(report.terms)), \(Figures.grouped(report.postings)) postings"
    ))
    lines.append((
      "bytes",
      "\(Figures.bytes(report.inputBytes)) in, \(Figures.bytes(report.textBytes)) of text, \(Figures.bytes(report.indexBytes)) out (\(Figures.fixed(Double(report.indexBytes) / Double(max(report.textBytes, 1)), 3)) of the text)"
    ))
    let speed = Double(report.inputBytes) / 1e6 / max(report.seconds, 1e-9)
    lines.append((
      "time",
      "\(Figures.fixed(report.seconds, 2)) s, \(Figures.fixed(speed, 1)) MB/s, \(Figures.grouped(Int(Double(report.documents) / max(report.seconds, 1e-9)))) pages/s"
    ))
    lines.append(("peak memory", Figures.bytes(PeakMemory.bytes)))
    lines.append(("index", path))
    for (name, value) in lines { Output.print("\(Figures.padded(name, 12)) \(value)") }
    Output.flush()
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

  var description: String { bytes >= 1 << 30 && bytes % (1 << 30) == 0 ? "\(bytes >> 30)G" : "\(bytes >> 20)M" }
}

enum PeakMemory {
  /// The largest resident size of this process so far.
  static var bytes: Int {
    var usage = rusage()
    unsafe getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}
