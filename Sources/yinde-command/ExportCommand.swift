import ArgumentParser
import Yinde

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write an index in a form that other search engines read.",
    usage: "yinde export <index> -o <file> [<options>]",
    discussion: """
      CIFF, the Common Index File Format, holds terms, postings, lengths and names, and no text; \
      PISA, JASS, Terrier and Lucene import it. `yinde evaluate --index FILE.ciff` measures \
      such a file, ours or another engine's.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case ciff }

  @Argument(
    help: ArgumentHelp("The index. (default: the only one in Index/)", valueName: "index"),
    completion: .file())
  var file: String?

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The index, as an option.", valueName: "file"),
    completion: .file())
  var index: String?

  @Option(help: "The form.")
  var format: Format = .ciff

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"),
    completion: .file())
  var output: String

  @Flag(name: .shortAndLong, help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    if file != nil, index != nil { throw ValidationError("Name the index once.") }
    guard !output.isEmpty else { throw ValidationError("--output is empty.") }
  }

  func run() throws {
    let opened = try PageIndex(at: file ?? index ?? DefaultIndex.only())
    let report = try opened.exportCIFF(to: output)
    guard !quiet else { return }
    Output.print(
      "\(Output.safe(output)): \(Figures.count(report.documents, "document")), "
        + "\(Figures.count(report.terms, "term")), \(Figures.count(report.postings, "posting")), "
        + Figures.bytes(report.bytes))
    Output.flush()
  }
}
