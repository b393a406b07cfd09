import ArgumentParser
import Yinde

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check an index: structure and checksums, or every posting against the text.",
    discussion: "Exit status 0 when the index is sound, 2 when it is not.")

  @Argument(help: "The index.", completion: .file())
  var file: String

  @Flag(help: "Derive every posting and statistic again from the stored text.")
  var deep = false

  @Option(help: "Threads. (default: all processors)")
  var threads: Int?

  func run() throws {
    let opened = try PageIndex(at: file)
    let report = opened.check(deep: deep, threads: threads)
    for problem in report.problems { Output.error("yinde: \(file): \(Output.safe(problem.description))") }
    if report.problemCount > report.problems.count {
      Output.error("… and \(Figures.grouped(report.problemCount - report.problems.count)) more")
    }
    guard report.problemCount == 0 else {
      Output.error("yinde: \(file) is damaged; build it again with `yinde index`")
      throw ExitCode(2)
    }
    let speed = Double(report.bytes) / 1e9 / max(report.seconds, 1e-9)
    var line = "\(file) is sound: \(Figures.bytes(report.bytes)), "
    line +=
      deep
      ? "\(Figures.count(opened.file.documentCount, "document")) and \(Figures.count(opened.file.postingCount, "posting")) derived again"
      : "structure and checksums"
    line += " (\(Figures.fixed(report.seconds, 3)) s"
    line += deep ? ")" : ", \(Figures.fixed(speed, 2)) GB/s)"
    Output.print(line)
    Output.flush()
  }
}
