import ArgumentParser
import Yinde

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look a folder of pages over and say what is wrong with it.",
    usage: "yinde doctor <input> [<options>]",
    discussion: """
      Reads every page as `yinde index` does and builds nothing: encodings, labels that lie, \
      damaged characters, pages without text, files that cannot be read. Lines with ✗ are losses; \
      those with · are for your information.

      Exit status: 0 when nothing was lost, 1 when something was, 2 on an error.
      """)

  @Argument(help: "A folder of pages, or a file of JSON lines.", completion: .file())
  var input: String

  @Option(
    help: ArgumentHelp(
      "Say what became of each input, a line of JSON each; - for standard output.",
      valueName: "file"),
    completion: .file())
  var report: String?

  @Option(help: ArgumentHelp("Threads. (default: all processors)", valueName: "n"))
  var threads: Int?

  @Flag(help: "Print JSON: one object.")
  var json = false

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads is 1 at least.") }
    guard !input.isEmpty else { throw ValidationError("<input> is empty.") }
    guard !json || report != "-" else {
      throw ValidationError("--json and --report - would both print on standard output.")
    }
  }

  func run() throws {
    Allocation.returnLargeBlocks()
    let lines = try report.map { try ReportLines($0) }
    let meter = ProgressMeter(isShown: Terminal.isError)
    defer { meter.clear() }
    let tell = lines.map { lines in { try lines.write($0) } as (PageReport) throws -> Void }
    let diagnosis = try Diagnosis.examine(
      input, threads: threads, progress: { meter.show($0) }, report: tell)
    meter.clear()
    try lines?.finish()
    if json {
      Output.print(JSON(diagnosis).text)
    } else if lines?.isStandardOutput != true {
      DiagnosisText(diagnosis).print(of: input)
    }
    Output.flush()
    if diagnosis.hasProblems { throw ExitCode(1) }
  }
}

extension JSON {
  fileprivate init(_ diagnosis: Diagnosis) {
    self = .object([
      ("pages", .int(diagnosis.pages)), ("bytes", .int(diagnosis.bytes)),
      ("other_files", .int(diagnosis.otherFiles)),
      (
        "encodings",
        .array(
          diagnosis.encodings.map { use in
            .object([
              ("name", .string(use.name)), ("pages", .int(use.pages)),
              ("why", .object(use.reasons.map { ($0.why, .int($0.pages)) })),
            ])
          })
      ),
      ("skipped", JSON(diagnosis.skipped)), ("undecodable", JSON(diagnosis.undecodable)),
      ("mojibake", JSON(diagnosis.mojibake)), ("without_text", JSON(diagnosis.withoutText)),
      ("scripts", JSON(diagnosis.scripts)), ("mojibake_repaired", JSON(diagnosis.repaired)),
      ("wrong_labels", JSON(diagnosis.wrongLabels)),
      ("without_title", JSON(diagnosis.withoutTitle)),
      ("repeated_texts", .int(diagnosis.repeatedTexts)),
      ("has_problems", .bool(diagnosis.hasProblems)),
    ])
  }

  private init(_ finding: Diagnosis.Finding) {
    self = .object([
      ("pages", .int(finding.pages)), ("count", .int(finding.count)),
      (
        "examples",
        .array(
          finding.examples.map {
            .object([
              ("path", .string($0.path)), ("count", .int($0.count)), ("detail", .string($0.detail)),
            ])
          })
      ),
    ])
  }
}
