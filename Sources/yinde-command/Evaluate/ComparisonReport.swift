import Yinde
import YindeEvaluation

/// Two systems side by side.
struct ComparisonReport {
  private var first: Measurement
  private var second: Measurement
  private let input: JudgedInput
  private let experiment: ExperimentOptions
  private let comparison: Comparison
  /// The topics that differ most by the first metric.
  private let shown: [(topic: String, difference: Double)]
  private let titles: [String: String]
  private let queries: [String: String]

  /// - Parameter systems: where titles are looked up.
  init(
    first: Measurement, second: Measurement, _ input: JudgedInput, _ experiment: ExperimentOptions,
    systems: [System]
  ) throws {
    self.first = first
    self.second = second
    // Names that are the same say nothing.
    if first.name == second.name {
      self.first.name = first.path
      self.second.name = second.path
    }
    self.input = input
    self.experiment = experiment
    comparison = try Comparison(
      first: first.result, second: second.result, permutations: experiment.permutations,
      seed: experiment.seed)
    shown = comparison.mostDifferent(by: comparison.rows[0].metric, limit: experiment.topics)
    let names = Set(
      shown.flatMap { (first.tops[$0.topic] ?? []) + (second.tops[$0.topic] ?? []) }
        .map(\.document))
    titles = systems.reduce(into: [:]) { $0.merge($1.titles(names)) { old, _ in old } }
    queries = [String: String](
      uniqueKeysWithValues: (input.topics ?? []).map { ($0.id, $0.query) })
  }

  func plot() throws {
    let metric = comparison.rows[0].metric
    try experiment.plot("differences.svg") {
      Plots.differences(
        metric: metric, names: (first.name, second.name), topics: comparison.topics,
        differences: comparison.differences(of: metric) ?? [])
    }
    try experiment.plot("precision-recall.svg") {
      Plots.precisionRecall([
        (first.name, first.result.precisionAtRecall),
        (second.name, second.result.precisionAtRecall),
      ])
    }
  }

  // MARK: For people

  func print() {
    Output.print("1  \(Output.safe(first.name))")
    Output.print("2  \(Output.safe(second.name))")
    let isExact = comparison.rows.allSatisfy(\.randomisation.isExact)
    let ways =
      isExact
      ? "all ways to swap the topics that differ"
      : "\(Figures.grouped(experiment.permutations)) permutations, seed \(experiment.seed)"
    Output.print(
      "\(Figures.count(comparison.topics.count, "topic")); randomisation test: \(ways); "
        + "p corrected by Holm over \(Figures.count(comparison.rows.count, "metric"))")
    Output.print("")
    printTable()
    for (topic, difference) in shown { print(topic, difference) }
  }

  private func printTable() {
    var lines = [
      [
        "metric", "1", "2", "2 - 1", "wins", "ties", "losses", "p rand.", "Holm", "p t-test",
        "Holm",
      ]
    ]
    for row in comparison.rows {
      lines.append([
        "\(row.metric)", Figures.fixed(row.firstMean, 4), Figures.fixed(row.secondMean, 4),
        signed(row.meanDifference), "\(row.wins)", "\(row.ties)", "\(row.losses)",
        p(row.randomisation.pValue), p(row.correctedRandomisation), p(row.tTest?.pValue),
        p(row.correctedT),
      ])
    }
    Table.print(lines)
  }

  private func p(_ value: Double?) -> String {
    guard let value else { return "–" }
    return value < 0.00005 ? "<0.0001" : Figures.fixed(value, 4)
  }

  private func signed(_ value: Double) -> String {
    (value > 0 ? "+" : "") + Figures.fixed(value, 4)
  }

  private static let column = 44

  private func print(_ topic: String, _ difference: Double) {
    let query = queries[topic].map { ": \($0)" } ?? ""
    Output.print("")
    Output.print(
      "\(Output.safe(topic + query))  (\(comparison.rows[0].metric) \(signed(difference)))")
    let left = cells(first, topic)
    let right = cells(second, topic)
    for place in 0..<max(left.count, right.count) {
      let cell = place < left.count ? left[place] : ""
      Output.print(
        "\(Figures.padded("\(place + 1).", 3, right: true)) "
          + (place < right.count
            ? Figures.padded(cell, ComparisonReport.column) + "  " + right[place] : cell))
    }
  }

  /// The answers to a topic: the grade, or a dash where there is none, and the title or name.
  private func cells(_ measured: Measurement, _ topic: String) -> [String] {
    (measured.tops[topic] ?? []).map { answer in
      let grade = input.judgements.grade(document: answer.document, topic: topic)
      let text = "\(grade.map(String.init) ?? "-") \(titles[answer.document] ?? answer.document)"
      return Table.cut(Output.safe(text), to: ComparisonReport.column)
    }
  }

  // MARK: For programs

  func printJSON() {
    Output.print(
      JSON.object([
        ("queries", .int(comparison.topics.count)), ("first", .string(first.name)),
        ("second", .string(second.name)), ("seed", .string("\(experiment.seed)")),
        ("metrics", .object(comparison.rows.map { ("\($0.metric)", json($0)) })),
        (
          "topics",
          .array(
            shown.map { topic, difference in
              .object([
                ("topic", .string(topic)), ("query", .optional(queries[topic])),
                ("difference", .double(difference)), ("first", json(first, topic)),
                ("second", json(second, topic)),
              ])
            })
        ),
      ]).text)
  }

  private func json(_ row: Comparison.Row) -> JSON {
    .object([
      ("first", .double(row.firstMean)), ("second", .double(row.secondMean)),
      ("difference", .double(row.meanDifference)), ("wins", .int(row.wins)),
      ("ties", .int(row.ties)), ("losses", .int(row.losses)),
      (
        "randomisation",
        .object([
          ("p", .double(row.randomisation.pValue)), ("p_holm", .double(row.correctedRandomisation)),
          ("exact", .bool(row.randomisation.isExact)),
          ("permutations", .int(row.randomisation.permutations)),
        ])
      ),
      (
        "t_test",
        row.tTest.map { test in
          .object([
            ("t", .double(test.t)), ("degrees_of_freedom", .int(test.degreesOfFreedom)),
            ("p", .double(test.pValue)), ("p_holm", .double(row.correctedT ?? 1)),
          ])
        } ?? .null
      ),
    ])
  }

  private func json(_ measured: Measurement, _ topic: String) -> JSON {
    .array(
      (measured.tops[topic] ?? []).map { answer in
        let grade = input.judgements.grade(document: answer.document, topic: topic)
        return .object([
          ("document", .string(answer.document)), ("score", .double(answer.score)),
          ("title", .optional(titles[answer.document])),
          ("grade", grade.map { .int($0) } ?? .null),
        ])
      })
  }
}

/// Columns for people.
enum Table {
  /// Prints rows: the first column to the left, the others to the right, each as wide as its widest cell.
  static func print(_ rows: [[String]]) {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { Figures.columns($0[column]) }.max() ?? 0
    }
    for row in rows {
      Output.print(
        row.enumerated().map { column, cell in
          Figures.padded(cell, widths[column], right: column > 0)
        }.joined(separator: "  "))
    }
  }

  /// The text, cut so that it fits a width on the terminal.
  static func cut(_ text: String, to width: Int) -> String {
    guard Figures.columns(text) > width else { return text }
    var kept = String.UnicodeScalarView()
    var used = 1
    for scalar in text.unicodeScalars {
      used += Figures.columns(scalar)
      if used > width { break }
      kept.append(scalar)
    }
    return String(kept) + "…"
  }
}
