import ArgumentParser
import Yinde

struct ExtractCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract",
    abstract: "Print pages as Yinde reads them.",
    usage: "yinde extract <page> ... [<options>]",
    discussion: """
      Each block of text with its role: title, heading, body, or furniture (menus, notices, \
      footers), which can be found but has no weight in ranking. A page in a container is named by \
      the path that results show: pages.zip/news/1.html, records.jsonl/17, \
      crawl.warc.gz/http://example.com/. Exit status 2 when a page cannot be read; the others are \
      printed all the same.
      """)

  @Argument(
    help: ArgumentHelp("Pages: HTML, text, Markdown or MHTML, also gzip.", valueName: "page"),
    completion: .file())
  var files: [String]

  @Flag(help: "Print JSON: one object for each page.")
  var json = false

  @Flag(help: "Leave the furniture out.")
  var article = false

  func run() throws {
    var failed = false
    for file in files {
      do throws(YindeError) {
        let page = try ExtractedPage(file: file)
        json ? printJSON(page) : printText(page)
      } catch {
        failed = true
        Output.flush()
        Output.error("yinde: \(Output.safe("\(error)"))")
      }
    }
    Output.flush()
    if failed { throw ExitCode(2) }
  }

  private func blocks(_ page: ExtractedPage) -> [ExtractedPage.Block] {
    article ? page.blocks.filter { $0.role != "furniture" } : page.blocks
  }

  private func printJSON(_ page: ExtractedPage) {
    Output.print(
      JSON.object([
        ("path", .string(page.path)), ("title", .string(page.title)),
        ("encoding", .string(page.encoding)), ("declared", .optional(page.declaredEncoding)),
        ("replacements", .int(page.replacements)),
        (
          "mojibake",
          .array(
            page.mojibake.map {
              .object([
                ("kind", .string($0.kind)), ("found", .int($0.found)),
                ("repaired", .int($0.repaired)),
              ])
            })
        ),
        ("date", .optional(page.date)),
        ("author", .optional(page.author)), ("language", .optional(page.language)),
        ("site_name", .optional(page.siteName)), ("canonical_url", .optional(page.canonicalURL)),
        ("description", .optional(page.description)), ("keywords", .optional(page.keywords)),
        (
          "blocks",
          .array(
            blocks(page).map {
              .object([("role", .string($0.role)), ("text", .string($0.text))])
            })
        ),
      ]).text)
  }

  private func printText(_ page: ExtractedPage) {
    Output.print("\(Output.safe(page.path))")
    Output.print("title     \(Output.safe(page.title))")
    var encoding = "\(page.encoding) (\(page.encodingReason))"
    if let declared = page.declaredEncoding { encoding += ", declared \(Output.safe(declared))" }
    if page.replacements > 0 {
      encoding += ", \(Figures.count(page.replacements, "character")) undecodable"
    }
    Output.print("encoding  \(encoding)")
    for count in page.mojibake {
      let fate = count.repaired > 0 ? "put right" : "left as found"
      Output.print("mojibake  \(Figures.count(count.found, "character")) of \(count.kind), \(fate)")
    }
    let facts = [
      ("date", page.date), ("author", page.author), ("language", page.language),
      ("site", page.siteName), ("address", page.canonicalURL), ("about", page.description),
      ("keywords", page.keywords),
    ]
    for case (let name, let value?) in facts {
      Output.print("\(Figures.padded(name, 9)) \(Output.safe(value))")
    }
    Output.print("")
    for block in blocks(page) {
      let lines = block.text.split(separator: "\n", omittingEmptySubsequences: false)
      for (place, line) in lines.enumerated() {
        let role = Figures.padded(place == 0 ? block.role : "", 9)
        Output.print("\(role) \(Output.safe(String(line)))")
      }
    }
    Output.print("")
  }
}
