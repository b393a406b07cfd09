import Yinde
import YindeEvaluation

/// The figures of one system.
struct EvaluationReport {
  private let measured: Measurement
  private let input: JudgedInput
  private let knownItems: KnownItems?
  private let seed: UInt64
  private let json: Bool

  init(
    _ measured: Measurement, _ input: JudgedInput, knownItems: KnownItems? = nil,
    seed: UInt64 = 0, json: Bool
  ) {
    self.measured = measured
    self.input = input
    self.knownItems = knownItems
    self.seed = seed
    self.json = json
  }

  private static let percentiles = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)]

  func print() { json ? printJSON() : printTable() }

  private func printJSON() {
    let result = measured.result
    var members: [(String, JSON)] = [
      ("queries", .int(result.topics.count)),
      (
        "metrics",
        .object(result.metrics.map { ("\($0)", .double(result.mean(of: $0) ?? 0)) })
      ),
      (
        "took_us",
        measured.times.map { times in
          .object(
            EvaluationReport.percentiles.map {
              ($0, .double(Measurement.percentile(times, $1)))
            })
        } ?? .null
      ),
    ]
    if let knownItems {
      members.append(
        (
          "known_item",
          .object([
            ("field", .string(knownItems.field.rawValue)), ("seed", .string("\(seed)")),
            ("pages_without", .int(knownItems.without)),
            ("pages_not_named_alone", .int(knownItems.ambiguous)),
          ])
        ))
    }
    Output.print(JSON.object(members).text)
  }

  private func printTable() {
    let result = measured.result
    if let knownItems {
      Output.print(
        "\(knownItems.field.rawValue) as queries, "
          + "\(knownItems.field == .headings ? "headings" : "titles") left out of the pages; seed \(seed)"
      )
      Output.print(
        "\(Figures.count(knownItems.without, "page")) without, "
          + "\(Figures.grouped(knownItems.ambiguous)) not named by theirs alone")
    }
    let unanswered = result.unansweredTopics.count
    Output.print(
      "\(Figures.count(result.topics.count, "topic")), \(Figures.grouped(unanswered)) without an answer"
    )
    let width = (result.metrics.map { "\($0)".count }.max() ?? 0) + 2
    for metric in result.metrics {
      Output.print(
        Figures.padded("\(metric)", width) + Figures.fixed(result.mean(of: metric) ?? 0, 4))
    }
    if let times = measured.times {
      let shown = EvaluationReport.percentiles.map {
        "\($0) \(Figures.fixed(Measurement.percentile(times, $1), 1)) µs"
      }
      Output.print("time of a search: " + shown.joined(separator: ", "))
    }
  }
}
