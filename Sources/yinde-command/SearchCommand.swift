import ArgumentParser
import Yinde

struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Search an index.",
    usage: """
      yinde search <query> ... [<options>]
      yinde search --queries <file> [<options>]
      """,
    discussion: """
        商汤 裁员      pages with any of the words, those with more and rarer ones first
        "人工智能"     this string
        +商汤 -上市    with 商汤, without 上市; also AND, OR and ( )
        title:商汤     in the title; also path: and site:
        date:2023-05   of that month; also date:2020..2023, lang:zh-hant
        sort:date      the newest first; also sort:oldest
        libre*         words that begin so; also *ense*, l?bre
        张?丰 第*条    one character, and up to 32 of them
        /第[0-9]+条/   a regular expression

      Traditional and simplified, full and half width, upper and lower case are the same. The shell \
      takes quotation marks, * and ? for itself: put such a query in '…'.

      Exit status: 0 when a page was found, 1 when none was, 2 on an error, and when none was before \
      the --text-limit.
      """)

  // Takes what is no option as a part of the query: -上市 leaves out, as inside quotation marks of the shell.
  @Argument(parsing: .allUnrecognized, help: "What to look for.")
  var query: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The index; name several to search them as one. (default: the only one in Index/)",
      valueName: "file"),
    completion: .file())
  var index: [String] = []

  @Option(name: .shortAndLong, help: ArgumentHelp("Hits to show.", valueName: "n"))
  var limit: Int = SearchOptions().limit

  @Option(help: ArgumentHelp("Hits to pass over first.", valueName: "n"))
  var offset: Int = SearchOptions().offset

  @Option(
    help: ArgumentHelp(
      "Pages with nearly the same text: collapse shows the best of them, show all.",
      valueName: "how"))
  var duplicates: Duplicates = .collapse

  enum Duplicates: String, ExpressibleByArgument, CaseIterable { case collapse, show }

  @Option(
    help: ArgumentHelp(
      "The order of hits: score, date (newest first) or oldest.", valueName: "order"))
  var sort: HitOrder = .score

  @Option(
    help: ArgumentHelp(
      "Characters of text that wildcards and expressions may look through; 0 for all.",
      valueName: "n"))
  var textLimit: Int = SearchOptions().textBudget

  @OptionGroup var ranking: RankingOptions

  @Flag(help: "Print JSON: one object for each query.")
  var json = false

  @Flag(help: "Show how each score comes about.")
  var explain = false

  @Option(
    help: ArgumentHelp(
      "Answer the queries of a file, one a line, as JSON lines; - reads standard input.",
      valueName: "file"),
    completion: .file())
  var queries: String?

  func validate() throws {
    guard limit >= 0, offset >= 0 else {
      throw ValidationError("--limit and --offset are 0 at least.")
    }
    guard textLimit >= 0 else { throw ValidationError("--text-limit is 0 at least.") }
    let isTerminated = CommandLine.arguments.contains("--")
    if let option = query.first(where: { $0.hasPrefix("--") && $0 != "--" }), !isTerminated {
      throw ValidationError(
        "Unknown option '\(option)'. A query that holds it comes after --.")
    }
    guard query.isEmpty != (queries == nil) else {
      throw ValidationError(
        query.isEmpty ? "Say what to look for." : "Give a query or --queries, not both.")
    }
  }

  func run() throws {
    var request = SearchRequest()
    request.query = queries == nil ? query.joined(separator: " ") : nil
    request.queries = queries
    request.indexes = index
    request.options.limit = limit
    request.options.offset = offset
    ranking.apply(to: &request.options)
    request.options.sort = sort.order
    request.options.textBudget = textLimit
    request.options.duplicates = duplicates == .show ? .show : .collapse
    request.json = json
    request.explain = explain
    try request.run()
  }
}

/// The orders of `--sort`, by the names that `sort:` has for them.
enum HitOrder: String, ExpressibleByArgument, CaseIterable {
  case score, date, oldest

  var order: SortOrder {
    switch self {
    case .score: .score
    case .date: .date
    case .oldest: .oldest
    }
  }
}

/// A file of queries, one a line.
enum QueryFile {
  /// The lines that are not blank. `-` is standard input.
  static func lines(_ path: String) throws -> [String] {
    var lines: [String] = []
    try forEachLine(path) { lines.append($0) }
    return lines
  }

  /// Calls `body` with each line that is not blank. From standard input it takes each line as it comes, so
  /// that a program can ask, read the answer and ask again.
  static func forEachLine(_ path: String, _ body: (String) throws -> Void) throws {
    if path == "-" {
      var input = StandardInput()
      while let line = try input.line() { try call(body, line) }
    } else {
      for line in try TextFile.read(path).utf8.split(separator: 0x0A) {
        try call(body, Array(line))
      }
    }
  }

  private static func call(_ body: (String) throws -> Void, _ line: [UInt8]) throws {
    let end = line.last == 0x0D ? line.count - 1 : line.count
    let text = String(decoding: line[..<end], as: UTF8.self)
    if !text.allSatisfy(\.isWhitespace) { try body(text) }
  }
}
