import ArgumentParser
import Foundation
import Yinde

@main
struct YindeBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "yinde-bench",
    abstract: "Time the stages of Yinde in one process, on a folder of pages.",
    discussion: """
      Each stage is run once to warm up and then --repeat times; the table shows the median and the \
      fastest run. Stages of queries need --queries: a file of plain texts, one a line.
      """)

  @Argument(help: "A folder of pages.", completion: .directory)
  var folder: String

  @Option(help: "Queries, one a line. Benchmarks/make-queries draws some.", completion: .file())
  var queries: String?

  @Option(help: "Runs that count, of each stage.")
  var `repeat`: Int = 5

  @Option(help: "Only stages whose name begins so; with a full stop behind, that one alone.")
  var only: String = ""

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard (1...1000).contains(`repeat`) else {
      throw ValidationError("--repeat goes from 1 to 1000.")
    }
  }

  func run() throws {
    let scratch = FileManager.default.temporaryDirectory
      .appendingPathComponent("yinde-bench-\(getpid())").path
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let runner = Runner(only: only, runs: `repeat`)
    var results = PageStages(folder: folder).run(runner)
    // The other stages need an index, which takes longer than one of these.
    if only.hasSuffix("."), !results.isEmpty { return try show(results) }
    results += try BuildStages(folder: folder, index: scratch).run(runner)
    let searching = try SearchStages(index: scratch, queries: queries.map(lines))
    results += searching.run(runner)
    try show(results)
  }

  private func show(_ results: [Result]) throws {
    print(json ? try Table.json(results) : Table.text(results))
  }

  private func lines(of file: String) throws -> [String] {
    try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
  }
}
