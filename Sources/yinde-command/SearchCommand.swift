import ArgumentParser
import Yinde

/// Options that say how to rank.
struct RankingOptions: ParsableArguments {
  @Option(help: "BM25's saturation of repeated terms, 0 to 100.")
  var k1: Double = SearchOptions().k1

  @Option(help: "BM25's normalisation by length, 0 to 1.")
  var b: Double = SearchOptions().b

  func validate() throws {
    guard k1 >= 0, k1 <= 100 else { throw ValidationError("--k1 goes from 0 to 100.") }
    guard b >= 0, b <= 1 else { throw ValidationError("--b goes from 0 to 1.") }
  }
}

struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Search an index.",
    discussion: """
      Words may match singly, and pages with more and rarer of them come first. "…" is a string; + needs, - \
      excludes; OR, AND and ( ) combine; title: path: site: narrow down; libre* takes words \
      that begin so. Traditional and simplified, full and half width, upper and lower case are the \
      same. Put a query with - or quotation marks after -- or in the shell's quotes.
      """)

  @Argument(help: "What to look for.")
  var query: [String] = []

  @Option(name: .shortAndLong, help: "The index. (default: the only one in Index/)", completion: .file())
  var index: String?

  @Option(name: .shortAndLong, help: "Hits to show.")
  var limit: Int = 10

  @Option(help: "Hits to pass over first.")
  var offset: Int = 0

  @OptionGroup var ranking: RankingOptions

  @Flag(help: "Print JSON: one object for each query.")
  var json = false

  @Flag(help: "Show how each score comes about.")
  var explain = false

  @Option(help: "Answer the queries of a file, one a line, as JSON lines; - reads standard input.", completion: .file())
  var queries: String?

  func validate() throws {
    guard limit >= 0, offset >= 0 else { throw ValidationError("--limit and --offset are not negative.") }
    guard query.isEmpty != (queries == nil) else {
      throw ValidationError(
        query.isEmpty ? "What shall be looked for?" : "Give a query or --queries, not both.")
    }
  }

  func run() throws {
    let opened = try PageIndex(at: index ?? DefaultIndex.only())
    var options = SearchOptions()
    options.limit = limit
    options.offset = offset
    options.k1 = ranking.k1
    options.b = ranking.b
    if let queries {
      try answer(file: queries, opened, options)
    } else {
      try answer(query.joined(separator: " "), opened, options)
    }
  }

  private func answer(_ text: String, _ index: PageIndex, _ options: SearchOptions) throws {
    let answer = try index.search(text, options)
    if json {
      Output.print(AnswerPrinter.json(answer, explanations(answer, index, options)).text)
    } else {
      AnswerPrinter.print(answer, explanations(answer, index, options))
    }
    Output.flush()
    if answer.total.value == 0 { throw ExitCode(1) }
  }

  private func explanations(
    _ answer: Answer, _ index: PageIndex, _ options: SearchOptions
  ) -> [Explanation] {
    guard explain else { return [] }
    return index.withSearcher { searcher in
      answer.hits.map { searcher.explain(answer.query, document: $0.document, options) }
    }
  }

  /// One JSON object a line, in the order of the queries. A query with a mistake gets an object with `error`, and
  /// the others are answered all the same; the exit status is then 2.
  private func answer(file: String, _ index: PageIndex, _ options: SearchOptions) throws {
    var failed = false
    var found = false
    for line in try QueryFile.lines(file) {
      do throws(QuerySyntaxError) {
        let answer = try index.search(line, options)
        if answer.total.value > 0 { found = true }
        Output.print(AnswerPrinter.json(answer, explanations(answer, index, options)).text)
      } catch {
        failed = true
        Output.print(JSON.object([("query", .string(line)), ("error", .string(error.message))]).text)
      }
    }
    Output.flush()
    if failed { throw ExitCode(2) }
    if !found { throw ExitCode(1) }
  }
}

/// A file of queries, one a line.
enum QueryFile {
  /// The lines that are not blank. `-` is standard input.
  static func lines(_ path: String) throws -> [String] {
    let text = try path == "-" ? standardInput() : TextFile.read(path)
    return text.split(separator: "\n").map { line in
      line.last == "\r" ? String(line.dropLast()) : String(line)
    }.filter { !$0.allSatisfy(\.isWhitespace) }
  }

  private static func standardInput() -> String {
    var text = ""
    while let line = readLine(strippingNewline: false) { text += line }
    return text
  }
}
