import ArgumentParser
import Yinde

struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Measure how long queries take, warm, in this process, on one thread.",
    usage: "yinde benchmark <index> <queries> [<options>]",
    discussion: """
      Each line of the file is plain text, not query language. One pass over all queries warms up; \
      then each query's time is its median over the passes. Prints percentiles over the queries.
      """)

  enum Mode: String, ExpressibleByArgument, CaseIterable {
    case any, all, phrase

    var plain: Searcher.PlainMode {
      switch self {
      case .any: .any
      case .all: .all
      case .phrase: .phrase
      }
    }
  }

  @Argument(help: ArgumentHelp("The index.", valueName: "index"), completion: .file())
  var file: String

  @Argument(help: "A file of queries, one a line.", completion: .file())
  var queries: String

  @Option(help: "Which pages match: with any term, with all terms, or with the text as a string.")
  var mode: Mode = .any

  @Option(help: ArgumentHelp("Hits for each query.", valueName: "n"))
  var top: Int = 10

  @Option(help: ArgumentHelp("Passes that count.", valueName: "n"))
  var passes: Int = 5

  @OptionGroup var ranking: RankingOptions

  @Flag(help: "Print the time of each query, too.")
  var each = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard top > 0 else { throw ValidationError("--top is 1 at least.") }
    guard passes > 0, passes <= 1000 else { throw ValidationError("--passes goes from 1 to 1000.") }
  }

  func run() throws {
    let index = try PageIndex(at: file)
    let lines = try QueryFile.lines(queries)
    guard !lines.isEmpty else {
      throw YindeError(
        .badInput, path: queries, message: "holds no query", advice: "give one a line")
    }
    var options = SearchOptions()
    options.limit = top
    ranking.apply(to: &options)
    // Only the hits are asked for, as in the engines that this is compared with.
    options.countingBudget = 0
    let timings = index.withSearcher {
      Timings(lines, passes: passes, mode: mode.plain, options: options, searcher: $0)
    }
    try index.file.confirmWhole()
    if json {
      let each: [(String, JSON)] =
        each ? [("each_us", .array(timings.each.map { .double($0) }))] : []
      Output.print(
        JSON.object(
          [
            ("mode", .string(mode.rawValue)), ("top", .int(top)), ("queries", .int(lines.count)),
            ("passes", .int(passes)), ("p50_us", .double(timings.percentile(0.50))),
            ("p95_us", .double(timings.percentile(0.95))),
            ("p99_us", .double(timings.percentile(0.99))),
            ("max_us", .double(timings.percentile(1))),
            ("mean_us", .double(timings.mean)), ("queries_per_second", .double(timings.rate)),
            ("without_hits", .int(timings.withoutHits)),
          ] + each
        ).text)
    } else {
      if each {
        for (query, time) in zip(lines, timings.each) {
          Output.print("\(Figures.padded(Figures.fixed(time, 1), 12, right: true)) µs  \(query)")
        }
      }
      let queries = Figures.count(lines.count, "query", plural: "queries")
      let passes = Figures.count(passes, "pass", plural: "passes")
      Output.print(
        "\(queries), \(mode.rawValue), top \(top), \(passes) after a warm-up, one thread")
      for (name, share) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1)] {
        let value = Figures.fixed(timings.percentile(share), 1)
        Output.print("\(name)  \(Figures.padded(value, 10, right: true)) µs")
      }
      let rate = Figures.grouped(Int(timings.rate))
      Output.print("\(rate) queries a second; \(timings.withoutHits) without a hit")
    }
    Output.flush()
  }
}

/// The times of queries: the median over passes for each query, percentiles over queries.
struct Timings {
  /// Microseconds of each query.
  let each: [Double]
  /// The same, ascending.
  private let sorted: [Double]
  let mean: Double
  /// Queries a second of a median pass.
  let rate: Double
  let withoutHits: Int

  init(
    _ queries: [String], passes: Int, mode: Searcher.PlainMode, options: SearchOptions,
    searcher: Searcher
  ) {
    var without = 0
    for query in queries where searcher.search(plain: query, mode: mode, options).hits.isEmpty {
      without += 1
    }
    var times = [[Double]](repeating: [], count: queries.count)
    var passTimes: [Double] = []
    for _ in 0..<passes {
      var sum = 0.0
      for (number, query) in queries.enumerated() {
        let start = ContinuousClock.now
        let results = searcher.search(plain: query, mode: mode, options)
        let took = (ContinuousClock.now - start).components
        let microseconds = Double(took.seconds) * 1e6 + Double(took.attoseconds) * 1e-12
        // The result is used, so that the call cannot be dropped.
        if results.hits.count > options.limit { without = -1 }
        times[number].append(microseconds)
        sum += microseconds
      }
      passTimes.append(sum)
    }
    each = times.map(Timings.median)
    sorted = each.sorted()
    mean = each.reduce(0, +) / Double(each.count)
    rate = Double(queries.count) / max(Timings.median(passTimes) / 1e6, 1e-9)
    withoutHits = without
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// The smallest time that at least this share of the queries do not exceed (nearest rank).
  func percentile(_ share: Double) -> Double {
    let rank = Int((share * Double(sorted.count)).rounded(.up))
    return sorted[min(max(rank, 1), sorted.count) - 1]
  }
}
