import ArgumentParser
import Yinde

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show what is in an index.",
    usage: "yinde inspect <index> [<what>] [<argument>] [<options>]",
    discussion: """
        yinde inspect X                header and sections
        yinde inspect X terms 裁       terms that begin with 裁, and their pages
        yinde inspect X postings 裁员  the pages with a term, and how often
        yinde inspect X document 12    one page as it is stored; also by its path

      A term that ends a run of Han characters is a single character and is shown with ∎.

      Exit status: 0 when there is something to show, 1 when there is not, 2 on an error.
      """)

  @Argument(help: ArgumentHelp("The index.", valueName: "index"), completion: .file())
  var file: String

  @Argument(help: "terms, postings or document; the header when left out.")
  var what: String?

  @Argument(help: "A prefix, a term, or a document's number or path.")
  var argument: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("Lines to print at most.", valueName: "n"))
  var limit: Int = 50

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard limit >= 0 else { throw ValidationError("--limit is 0 at least.") }
    guard let what else { return }
    guard ["terms", "postings", "document"].contains(what) else {
      throw ValidationError("'\(what)' is not one of terms, postings and document.")
    }
    guard argument != nil || what == "terms" else {
      throw ValidationError(
        what == "postings" ? "Say which term." : "Say which document: its number or path.")
    }
  }

  func run() throws {
    let index = try PageIndex(at: file).file
    switch what {
    case "terms": try terms(index)
    case "postings": try postings(index)
    case "document": try document(index)
    default: json ? headerJSON(index) : header(index)
    }
    Output.flush()
    try index.confirmWhole()
  }

  // MARK: Header

  private func header(_ index: IndexFile) {
    let facts = [
      ("format", "\(index.formatVersion)"), ("documents", Figures.grouped(index.documentCount)),
      ("terms", Figures.grouped(index.termCount)),
      ("postings", Figures.grouped(index.postingCount)),
      ("bits a posting", Figures.fixed(index.bitsPerPosting, 2)),
      ("mean length", Figures.fixed(index.averageLength, 1)),
      ("analyser", String(index.analyzerFingerprint, radix: 16)),
      ("bytes", Figures.grouped(index.byteCount)),
    ]
    for (name, value) in facts { Output.print("\(Figures.padded(name, 14)) \(value)") }
    for (key, value) in index.metadata.sorted(by: { $0.key < $1.key }) {
      Output.print("\(Figures.padded(key, 14)) \(Output.safe(value))")
    }
    Output.print("")
    Output.print("section               offset          bytes    share  CRC-32")
    for section in index.sections {
      Output.print(
        Figures.padded(section.name, 16)
          + Figures.padded(Figures.grouped(section.offset), 12, right: true)
          + Figures.padded(Figures.grouped(section.length), 15, right: true)
          + Figures.padded(Figures.percent(section.length, of: index.byteCount), 9, right: true)
          + "  " + hex(section.checksum))
    }
  }

  private func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  private func headerJSON(_ index: IndexFile) {
    Output.print(
      JSON.object([
        ("format", .int(index.formatVersion)), ("documents", .int(index.documentCount)),
        ("terms", .int(index.termCount)), ("postings", .int(index.postingCount)),
        ("bits_per_posting", .double(index.bitsPerPosting)),
        ("average_length", .double(index.averageLength)),
        ("analyzer", .string(String(index.analyzerFingerprint, radix: 16))),
        ("bytes", .int(index.byteCount)),
        (
          "metadata",
          .object(index.metadata.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
        ),
        (
          "sections",
          .array(
            index.sections.map {
              .object([
                ("name", .string($0.name)), ("offset", .int($0.offset)),
                ("bytes", .int($0.length)), ("crc32", .string(hex($0.checksum))),
              ])
            })
        ),
      ]).text)
  }

  // MARK: Terms and postings

  private func terms(_ index: IndexFile) throws {
    let found = index.terms(prefix: argument ?? "", limit: limit)
    for term in found {
      if json {
        Output.print(
          JSON.object([
            ("term", .string(term.text)), ("is_run_end", .bool(term.endsRun)),
            ("document_frequency", .int(term.documentFrequency)),
          ]).text)
      } else {
        let name = Output.safe(term.text) + (term.endsRun ? "∎" : "")
        Output.print(
          "\(Figures.padded(Figures.grouped(term.documentFrequency), 10, right: true))  \(name)")
      }
    }
    if found.isEmpty {
      if !json { Output.print("no term begins so") }
      throw ExitCode(1)
    }
  }

  private func postings(_ index: IndexFile) throws {
    guard let list = index.postings(of: argument ?? "", limit: limit) else {
      if !json { Output.print("no document has this term") }
      throw ExitCode(1)
    }
    if json {
      Output.print(
        JSON.object([
          ("term", .string(list.term)), ("document_frequency", .int(list.documentFrequency)),
          ("bytes", .int(list.byteCount)),
          (
            "postings",
            .array(
              list.postings.map {
                .object([("document", .int($0.document)), ("frequency", .int($0.frequency))])
              })
          ),
        ]).text)
      return
    }
    let bits = Double(list.byteCount * 8) / Double(max(list.documentFrequency, 1))
    Output.print(
      "\(Output.safe(list.term)): \(Figures.count(list.documentFrequency, "document")), "
        + "\(Figures.count(list.byteCount, "byte")) of postings "
        + "(\(Figures.fixed(bits, 1)) bits each)")
    for posting in list.postings {
      let number = Figures.padded(String(posting.document), 10, right: true)
      let path = Output.safe(index.path(posting.document))
      Output.print("\(number)  × \(posting.frequency)  \(path)")
    }
  }

  // MARK: A document

  private func document(_ index: IndexFile) throws {
    let name = argument ?? ""
    guard let number = Int(name) ?? index.document(path: name), number >= 0,
      number < index.documentCount
    else {
      throw YindeError(
        .badInput, path: file, message: "has no document \(name)",
        advice: "documents are 0 to \(index.documentCount - 1), or a path as results show it")
    }
    let text = Searcher(index).text(number)
    let date = index.dateText(number)
    let similar = index.nearDuplicates(of: number).map(index.path)
    if json {
      Output.print(
        JSON.object([
          ("document", .int(number)), ("path", .string(index.path(number))),
          ("title", .string(text.title)), ("date", .optional(date)),
          ("site", .optional(index.site(number))),
          ("language", .optional(index.languageTag(number))),
          ("length", .int(index.documentLength(number))),
          ("similar", .array(similar.map { .string($0) })),
          ("text_bytes", .int(index.storedTextSize(number))),
          (
            "blocks",
            .array(
              text.blocks.map {
                .object([
                  ("role", .string("\($0.role)")), ("text", .string(text.string($0.range))),
                ])
              })
          ),
        ]).text)
      return
    }
    Output.print("document  \(number)")
    Output.print("path      \(Output.safe(index.path(number)))")
    Output.print("title     \(Output.safe(text.title))")
    if let date { Output.print("date      \(date)") }
    if let site = index.site(number) { Output.print("site      \(Output.safe(site))") }
    if let tag = index.languageTag(number) { Output.print("language  \(tag)") }
    Output.print("length    \(index.documentLength(number)) (weighted terms)")
    for path in similar { Output.print("similar   \(Output.safe(path))") }
    Output.print("stored    \(Figures.count(index.storedTextSize(number), "byte"))")
    Output.print("")
    for block in text.blocks {
      Output.print("\(Figures.padded("\(block.role)", 9)) \(Output.safe(text.string(block.range)))")
    }
  }
}
