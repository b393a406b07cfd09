import ArgumentParser
import Yinde

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check an index: structure and checksums, or every posting against the text.",
    usage: "yinde check <index> [<options>]",
    discussion: "Exit status: 0 when the index is sound, 2 when it is not.")

  @Argument(help: ArgumentHelp("The index.", valueName: "index"), completion: .file())
  var file: String

  @Flag(help: "Derive every posting and statistic again from the stored text.")
  var deep = false

  @Option(help: ArgumentHelp("Threads. (default: all processors)", valueName: "n"))
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads is 1 at least.") }
  }

  func run() throws {
    let opened = try PageIndex(at: file)
    let report = opened.check(deep: deep, threads: threads)
    let name = Output.safe(file)
    for problem in report.problems {
      Output.error("yinde: \(name): \(Output.safe(problem.description))")
    }
    if report.problemCount > report.problems.count {
      Output.error("… and \(Figures.grouped(report.problemCount - report.problems.count)) more")
    }
    guard report.problemCount == 0 else {
      Output.error("yinde: \(name) is damaged; build it again with `yinde index`")
      throw ExitCode(2)
    }
    let speed = Double(report.bytes) / 1e9 / max(report.seconds, 1e-9)
    let documents = Figures.count(opened.file.documentCount, "document")
    let postings = Figures.count(opened.file.postingCount, "posting")
    let seconds = "\(Figures.fixed(report.seconds, 3)) s"
    let what =
      deep
      ? "\(documents) and \(postings) derived again (\(seconds))"
      : "structure and checksums (\(seconds), \(Figures.fixed(speed, 2)) GB/s)"
    Output.print("\(name) is sound: \(Figures.bytes(report.bytes)), \(what)")
    Output.flush()
  }
}
