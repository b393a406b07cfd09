import ArgumentParser
import Yinde
import YindeEvaluation

struct EvaluateCommand: ParsableCommand {
  enum KnownItemField: String, ExpressibleByArgument, CaseIterable {
    case titles, headings, anchors

    var field: KnownItems.Field {
      switch self {
      case .titles: .titles
      case .headings: .headings
      case .anchors: .anchors
      }
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure how good the ranking is, on judged queries.",
    usage: """
      yinde evaluate --index <file> --queries <file> --qrels <file> [<options>]
      yinde evaluate --run <file> --qrels <file> [<options>]
      yinde evaluate --index <file> --known-item titles [<options>]
      """,
    discussion: """
      Queries: JSON lines with "_id" and "text", lines of id and query with a tab between, or \
      TREC topics. Judgements: three fields with tabs and a header (BEIR), or four fields (TREC). \
      Runs: TREC's six fields. Each also as gzip. Queries are plain text, not query language.

      A judged topic without an answer counts 0. The metrics are those of trec_eval. \
      Documentation/Evaluation.md has an example of everything.
      """)

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The index, or a .ciff file; with --sweep several. (default: the only one in Index/)",
      valueName: "file"),
    completion: .file())
  var index: [String] = []

  @Option(
    help: ArgumentHelp("The queries; as many files as indexes.", valueName: "file"),
    completion: .file())
  var queries: [String] = []

  @Option(
    help: ArgumentHelp("The judgements; as many files as indexes.", valueName: "file"),
    completion: .file())
  var qrels: [String] = []

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp(
      "With an index: write the answers there. Without: read them there.", valueName: "file"),
    completion: .file())
  var runFile: String?

  @Option(help: ArgumentHelp("Answers to each query.", valueName: "n"))
  var depth: Int = 1000

  @Option(
    help: ArgumentHelp(
      """
      Metrics, with commas between: nDCG@k, nDCG-exp@k, MAP, MRR@k, P@k, R@k, Success@k, Judged@k, \
      bpref, RBP(p).
      """, valueName: "list"))
  var metrics: String?

  @OptionGroup var ranking: RankingOptions

  @Option(
    help: ArgumentHelp(
      "Compare with a second index, or a second run.", valueName: "file"), completion: .file())
  var compare: String?

  @Option(
    help: ArgumentHelp(
      "Try settings, as k1=0.6:2.0:0.2,b=0.2:0.9:0.1, by cross-validation.", valueName: "grid"))
  var sweep: String?

  @Option(
    help: ArgumentHelp(
      "Search for pages by their titles, headings or links, without judgements.",
      valueName: "field"))
  var knownItem: KnownItemField?

  @Option(
    help: ArgumentHelp(
      "The folder that was indexed, to read links from, for anchors.", valueName: "folder"),
    completion: .directory)
  var pages: String?

  @OptionGroup var experiment: ExperimentOptions

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard depth > 0 else { throw ValidationError("--depth is 1 at least.") }
    let modes = [compare != nil, sweep != nil, knownItem != nil].count { $0 }
    guard modes <= 1 else {
      throw ValidationError("--compare, --sweep and --known-item are three different things.")
    }
    guard (knownItem == .anchors) == (pages != nil) else {
      throw ValidationError("--known-item anchors and --pages go together.")
    }
    if knownItem != nil {
      guard queries.isEmpty, qrels.isEmpty else {
        throw ValidationError(
          "--known-item makes its own queries: leave --queries and --qrels out.")
      }
    } else {
      guard !qrels.isEmpty else { throw ValidationError("Name the judgements with --qrels.") }
      guard isRunGiven || !queries.isEmpty else {
        throw ValidationError("Name the queries with --queries, or a run to measure with --run.")
      }
    }
    let count = max(index.count, 1)
    if sweep == nil, index.count > 1 {
      throw ValidationError("Several indexes are for --sweep; --compare takes the second one.")
    }
    guard knownItem != nil || (qrels.count == count && (isRunGiven || queries.count == count))
    else {
      throw ValidationError("Give --queries and --qrels once for each --index, in the same order.")
    }
    if sweep != nil, runFile != nil {
      throw ValidationError("--sweep has no run to read or write.")
    }
  }

  /// Whether `--run` names answers to be read: it does when there is no index to be searched.
  private var isRunGiven: Bool { runFile != nil && index.isEmpty && knownItem == nil }

  func run() throws {
    if let knownItem {
      try measure(knownItem.field)
    } else if let sweep {
      try SweepExperiment(
        grid: EvaluationInput.grid(sweep), collections: collections(), ranking: ranking,
        metrics: EvaluationInput.metrics(metrics ?? "nDCG@10"), depth: depth,
        options: experiment, json: json
      ).run()
    } else if let compare {
      try self.compare(with: compare)
    } else {
      let input = try JudgedInput(queries: queries.first, qrels: qrels[0])
      let measured = try measurement(isRunGiven ? runFile! : firstIndex(), input, output: outputRun)
      EvaluationReport(measured, input, json: json).print()
      try experiment.plot("precision-recall.svg") {
        Plots.precisionRecall([(measured.name, measured.result.precisionAtRecall)])
      }
    }
    Output.flush()
  }

  private var outputRun: String? { isRunGiven ? nil : runFile }

  private func firstIndex() throws -> String { try index.first ?? DefaultIndex.only() }

  private func collections() throws -> [SweepExperiment.Collection] {
    let files = try index.isEmpty ? [DefaultIndex.only()] : index
    return try files.indices.map {
      SweepExperiment.Collection(
        index: try PageIndex(at: files[$0]), name: Measurement.name(files[$0]),
        input: try JudgedInput(queries: queries[$0], qrels: qrels[$0]))
    }
  }

  private var options: SearchOptions {
    var options = SearchOptions()
    ranking.apply(to: &options)
    options.limit = depth
    // Only the hits are asked for.
    options.countingBudget = 0
    return options
  }

  private func measurement(
    _ file: String, _ input: JudgedInput, output: String?
  ) throws -> Measurement {
    let metrics = try EvaluationInput.metrics(
      metrics
        ?? (compare == nil ? EvaluationInput.defaultMetrics : EvaluationInput.comparedMetrics))
    if isRunGiven {
      return try Measurement(run: file, input, metrics: metrics, depth: depth)
    }
    return try Measurement(
      of: System(file), path: file, input, metrics: metrics, options,
      output: output)
  }

  private func compare(with other: String) throws {
    let input = try JudgedInput(queries: queries.first, qrels: qrels[0])
    let first = try isRunGiven ? runFile! : firstIndex()
    let report = try ComparisonReport(
      first: measurement(first, input, output: outputRun),
      second: measurement(other, input, output: nil), input, experiment,
      systems: isRunGiven
        ? [] : [System(first), System(other)])
    json ? report.printJSON() : report.print()
    try report.plot()
  }

  private func measure(_ field: KnownItems.Field) throws {
    let path = try firstIndex()
    let index = try PageIndex(at: path)
    var generator = SeededGenerator(seed: experiment.seed)
    let items =
      try pages.map {
        try KnownItems(
          anchorsOf: index, pages: $0, sample: experiment.sample, using: &generator)
      } ?? KnownItems(field, of: index, sample: experiment.sample, using: &generator)
    guard !items.items.isEmpty else {
      throw YindeError(
        .badInput, path: path, message: "has no page whose \(field.rawValue) name it alone",
        advice: "take another of titles, headings and anchors, or judged queries")
    }
    let input = JudgedInput(items, index)
    let metrics = try EvaluationInput.metrics(metrics ?? EvaluationInput.knownItemMetrics)
    let fieldless = try TemporaryIndex.make { try index.withoutField(field, at: $0) }
    let measured = try Measurement(
      of: .index(fieldless), path: path, input, metrics: metrics, options,
      output: runFile)
    EvaluationReport(measured, input, knownItems: items, seed: experiment.seed, json: json).print()
  }
}
