import Yinde

/// How a score comes about, as people and programs read it.
enum ExplanationPrinter {
  // MARK: For people

  static func print(_ explanation: Explanation) {
    printShares(explanation.shares)
    for part in explanation.parts.sorted(by: { $0.score > $1.score }) {
      let times = part.queryFrequency > 1 ? " × \(part.queryFrequency)" : ""
      Output.print(
        "       \(Figures.padded(Figures.fixed(part.score, 3), 7, right: true))  "
          + "\(Figures.padded(Output.safe(part.term) + times, 12)) "
          + "idf \(Figures.fixed(part.idf, 3)) (in \(Figures.grouped(part.documentFrequency)) pages), "
          + "frequency \(part.frequency)"
          + (part.weight == 1 ? "" : ", weight \(Figures.short(part.weight))"))
    }
    if let rescoring = explanation.rescoring { print(rescoring) }
    Output.print(
      "       length \(explanation.length), average \(Figures.fixed(explanation.averageLength, 1)), "
        + "k1 \(explanation.k1), b \(explanation.b)")
  }

  private static func print(_ rescoring: Explanation.Rescoring) {
    func line(_ score: Double, _ name: String, _ note: String) {
      Output.print(
        "       \(Figures.padded(Figures.fixed(score, 3), 7, right: true))  "
          + "\(Figures.padded(name, 12)) \(note)")
    }
    for part in rescoring.parts.sorted(by: { $0.score > $1.score }) {
      let times = part.queryFrequency > 1 ? " × \(part.queryFrequency)" : ""
      let frequency =
        part.frequency.map { ", \(Figures.count($0, "time")) in the best passage" } ?? ""
      let place = part.place.map { ", place \($0)" } ?? ""
      line(
        part.score, Output.safe(part.text) + times,
        "in the text: idf \(Figures.fixed(part.idf, 3))\(place)\(frequency)")
    }
    if rescoring.brevity > 0 { line(rescoring.brevity, "brevity", "of the text") }
    line(
      rescoring.coverage, "coverage",
      "of the query \(Figures.fixed(rescoring.queryShare, 2)), "
        + "of the first lines \(Figures.fixed(rescoring.leadShare, 2))")
  }

  /// A column for each character of the query: what the score owes to it, by stage and together.
  private static func printShares(_ shares: [Explanation.Share]) {
    let rows: [(name: String, value: (Explanation.Share) -> Double)] = [
      ("terms", { $0.terms }), ("text", { $0.rescoring }), ("together", { $0.score }),
    ]
    let label = 12
    // Rows that are the same as the last say nothing.
    let hasRescoring = shares.contains { $0.rescoring > 0 }
    var rest = shares[...]
    while !rest.isEmpty {
      var widths: [Int] = []
      var width = margin.count + label
      for share in rest {
        let column = max(Figures.columns(Output.safe(share.text)), 6) + 2
        if !widths.isEmpty, width + column > widest { break }
        widths.append(column)
        width += column
      }
      let shown = Array(zip(rest.prefix(widths.count), widths))
      rest = rest.dropFirst(widths.count)
      func line(_ name: String, _ text: (Explanation.Share) -> String) {
        let cells = shown.map { Figures.padded(text($0), $1, right: true) }.joined()
        Output.print(margin + Figures.padded(name, label) + cells)
      }
      line("") { Output.safe($0.text) }
      for row in hasRescoring ? rows[...] : rows.suffix(1) {
        line(row.name) { row.value($0) == 0 ? "–" : Figures.fixed(row.value($0), 3) }
      }
    }
  }

  private static let margin = "       "
  private static let widest = 100

  // MARK: For programs

  static func json(_ explanation: Explanation) -> JSON {
    .object([
      ("length", .int(explanation.length)), ("average_length", .double(explanation.averageLength)),
      ("k1", .double(explanation.k1)), ("b", .double(explanation.b)),
      (
        "shares",
        .array(
          explanation.shares.map { share in
            .object([
              ("text", .string(share.text)), ("terms", .double(share.terms)),
              ("rescoring", .double(share.rescoring)), ("score", .double(share.score)),
            ])
          })
      ),
      (
        "terms",
        .array(
          explanation.parts.map { part in
            .object([
              ("term", .string(part.term)), ("query_frequency", .int(part.queryFrequency)),
              ("document_frequency", .int(part.documentFrequency)), ("idf", .double(part.idf)),
              ("weight", .double(part.weight)), ("frequency", .int(part.frequency)),
              ("score", .double(part.score)),
            ])
          })
      ),
      ("rescoring", explanation.rescoring.map(json) ?? .null),
    ])
  }

  private static func json(_ rescoring: Explanation.Rescoring) -> JSON {
    .object([
      (
        "parts",
        .array(
          rescoring.parts.map { part in
            .object([
              ("text", .string(part.text)), ("query_frequency", .int(part.queryFrequency)),
              ("idf", .double(part.idf)), ("frequency", part.frequency.map { .int($0) } ?? .null),
              ("place", part.place.map { .int($0) } ?? .null), ("score", .double(part.score)),
            ])
          })
      ), ("passage", .int(rescoring.passage)), ("brevity", .double(rescoring.brevity)),
      ("query_share", .double(rescoring.queryShare)),
      ("lead_share", .double(rescoring.leadShare)), ("coverage", .double(rescoring.coverage)),
    ])
  }
}
