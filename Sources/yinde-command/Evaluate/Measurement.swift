import Yinde
import YindeEvaluation

/// What answers queries: an index of ours, or a CIFF file.
enum System {
  case index(PageIndex)
  case ciff(CIFFIndex)

  init(_ path: String) throws {
    self =
      try path.hasSuffix(".ciff") || path.hasSuffix(".ciff.gz")
      ? .ciff(CIFFIndex(at: path)) : .index(PageIndex(at: path))
  }

  /// Calls `body` with a function that answers a plain text.
  func withAnswers<Result>(
    _ options: SearchOptions, _ body: ((String) -> [SearchHit]) throws -> Result
  ) rethrows -> Result {
    switch self {
    case .ciff(let index): try body { index.search(plain: $0, options) }
    case .index(let index):
      try index.withSearcher { searcher in
        try body { searcher.search(plain: $0, mode: .any, options).hits }
      }
    }
  }

  func name(_ document: Int) -> String {
    switch self {
    case .index(let index): index.file.path(document)
    case .ciff(let index): index.name(document)
    }
  }

  /// Titles of the documents with these names, of those that have one.
  func titles(_ names: Set<String>) -> [String: String] {
    guard case .index(let index) = self else { return [:] }
    var titles: [String: String] = [:]
    index.withSearcher { searcher in
      for document in 0..<index.file.documentCount {
        let name = index.file.path(document)
        guard names.contains(name) else { continue }
        let title = searcher.text(document).title
        if !title.isEmpty { titles[name] = title }
      }
    }
    return titles
  }
}

/// A system's or a run's values on judged topics.
struct Measurement {
  /// The file of the index or run, and what it is called in tables and plots.
  var path: String
  var name: String
  var result: EvaluationResult
  /// The first ten answers to each topic.
  var tops: [String: [Run.ScoredDocument]] = [:]
  /// Microseconds of each search; nil for a run from a file.
  var times: [Double]?

  /// The name of a file without its folder and ending.
  static func name(_ path: String) -> String {
    var name = path.split(separator: "/").last.map(String.init) ?? path
    for ending in [".gz", ".yinde", ".ciff", ".run", ".trec", ".txt"] where name.hasSuffix(ending) {
      name = String(name.dropLast(ending.count))
    }
    return name
  }

  /// Searches for every topic once and measures the answers.
  ///
  /// - Parameter output: where the run goes, if anywhere.
  init(
    of system: System, path: String, _ input: JudgedInput, metrics: [Metric],
    _ options: SearchOptions, output: String?
  ) throws {
    self.path = path
    name = Measurement.name(path)
    let file = try output.map { try NewFile(path: $0) }
    var writer = try RunWriter(tag: "yinde")
    var evaluator = Evaluator(judgements: input.judgements, metrics: metrics)
    var tops: [String: [Run.ScoredDocument]] = [:]
    var times: [Double] = []
    try system.withAnswers(options) { answers in
      // Once for what only the first search pays for, such as tables that are made when they are needed.
      if let first = input.topics?.first { _ = answers(first.query) }
      for topic in input.topics ?? [] {
        let start = ContinuousClock.now
        let hits = answers(topic.query)
        let took = (ContinuousClock.now - start).components
        times.append(Double(took.seconds) * 1e6 + Double(took.attoseconds) * 1e-12)
        let ranking = Run.ranked(
          hits.map { .init(document: system.name($0.document), score: $0.score) })
        evaluator.add(topic: topic.id, ranking: ranking)
        tops[topic.id] = Array(ranking.prefix(10))
        if let file {
          try writer.append(topic: topic.id, ranking: ranking)
          try file.write(writer.take())
        }
      }
    }
    try file?.commit()
    if let output, writer.linesWithSpaces > 0 {
      Output.error(
        "yinde: \(Output.safe(output)): \(Figures.count(writer.linesWithSpaces, "line")) with spaces "
          + "in names; fields have tabs between them there, which trec_eval cannot read")
    }
    result = evaluator.result
    self.tops = tops
    self.times = times
    warn(input)
  }

  /// Measures the run in a file.
  init(run path: String, _ input: JudgedInput, metrics: [Metric], depth: Int) throws {
    self.path = path
    name = Measurement.name(path)
    let run = try EvaluationInput.run(path)
    try input.checkOverlap(run.topics, of: path)
    var evaluator = Evaluator(judgements: input.judgements, metrics: metrics)
    for topic in run.topics {
      let ranking = Array(run.ranking(topic).prefix(depth))
      evaluator.add(topic: topic, ranking: ranking)
      tops[topic] = Array(ranking.prefix(10))
    }
    result = evaluator.result
    warn(input)
  }

  /// Says on standard error what a reader of the figures should know.
  private func warn(_ input: JudgedInput) {
    func list(_ ids: [String]) -> String {
      ids.prefix(5).map(Output.safe).joined(separator: ", ") + (ids.count > 5 ? ", …" : "")
    }
    if let topics = input.topics {
      let known = Set(topics.map(\.id))
      let missing = result.topics.filter { !known.contains($0) }
      if !missing.isEmpty {
        Output.error(
          "yinde: \(Figures.count(missing.count, "judged topic")) not in \(input.queriesName), "
            + "counted as 0: \(list(missing))")
      }
    }
    let wordless = (input.topics ?? []).filter { $0.query.allSatisfy(\.isWhitespace) }.map(\.id)
    if !wordless.isEmpty {
      Output.error(
        "yinde: \(Figures.count(wordless.count, "query", plural: "queries")) without a word, counted "
          + "as 0: \(list(wordless))")
    }
    if !result.unjudgedTopics.isEmpty {
      Output.error(
        "yinde: \(Figures.count(result.unjudgedTopics.count, "topic")) without judgements, not "
          + "counted: \(list(result.unjudgedTopics))")
    }
  }

  /// The smallest time that at least this share of the searches do not exceed (nearest rank).
  static func percentile(_ times: [Double], _ share: Double) -> Double {
    let sorted = times.sorted()
    guard !sorted.isEmpty else { return 0 }
    let rank = Int((share * Double(sorted.count)).rounded(.up))
    return sorted[min(max(rank, 1), sorted.count) - 1]
  }
}
