import Yinde

/// Answers as people and programs read them.
enum AnswerPrinter {
  // MARK: For people

  static func print(_ answer: Answer, _ explanations: [Explanation]) {
    let total =
      switch answer.total.relation {
      case .equal: Figures.grouped(answer.total.value)
      case .atLeast: "at least \(Figures.grouped(answer.total.value))"
      case .atMost: "at most \(Figures.grouped(answer.total.value))"
      }
    let time = "\(Figures.fixed(Double(answer.microseconds) / 1000, 2)) ms"
    if answer.total.value == 0 {
      Output.print("nothing found (\(time))")
      return
    }
    for (place, hit) in answer.hits.enumerated() {
      Output.print(
        "\(Figures.padded("\(hit.rank).", 4)) \(style(Output.safe(hit.title), .bold))")
      var line = "     \(style(Output.safe(hit.path), .green))"
      if let date = hit.date { line += "  \(date)" }
      line += "  \(style(Figures.fixed(hit.score, 3), .faint))"
      Output.print(line)
      if !hit.snippet.text.isEmpty { Output.print("     \(highlighted(hit.snippet))") }
      if place < explanations.count { print(explanations[place], hit.score) }
    }
    let page = answer.total.value == 1 && answer.total.relation == .equal ? "page" : "pages"
    Output.print("\(total) \(page) (\(time))")
  }

  private static func print(_ explanation: Explanation, _ score: Double) {
    for part in explanation.parts.sorted(by: { $0.score > $1.score }) {
      let times = part.queryFrequency > 1 ? " × \(part.queryFrequency)" : ""
      Output.print(
        "       \(Figures.padded(Figures.fixed(part.score, 3), 7, right: true))  "
          + "\(Figures.padded(Output.safe(part.term) + times, 12)) "
          + "idf \(Figures.fixed(part.idf, 3)) (in \(Figures.grouped(part.documentFrequency)) pages), "
          + "frequency \(part.frequency)")
    }
    Output.print(
      "       length \(explanation.length), average \(Figures.fixed(explanation.averageLength, 1)), "
        + "k1 \(explanation.k1), b \(explanation.b)")
  }

  private enum Style: String {
    case bold = "1"
    case green = "32"
    case faint = "2"
    case match = "1;31"
  }

  private static func style(_ text: String, _ style: Style) -> String {
    Terminal.hasColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  private static func highlighted(_ snippet: Snippet) -> String {
    guard Terminal.hasColour else { return Output.safe(snippet.text) }
    let scalars = Array(snippet.text.unicodeScalars)
    func text(_ range: Range<Int>) -> String {
      Output.safe(String(String.UnicodeScalarView(scalars[range])))
    }
    var line = ""
    var end = 0
    for highlight in snippet.highlights {
      line += text(end..<highlight.lowerBound) + style(text(highlight), .match)
      end = highlight.upperBound
    }
    return line + text(end..<scalars.count)
  }

  // MARK: For programs

  static func json(_ answer: Answer, _ explanations: [Explanation]) -> JSON {
    .object([
      ("query", .string(answer.query.source)),
      (
        "total",
        .object([
          ("value", .int(answer.total.value)),
          ("relation", .string(answer.total.relation.rawValue)),
        ])
      ),
      ("took_us", .int(answer.microseconds)),
      (
        "hits",
        .array(
          answer.hits.enumerated().map { place, hit in
            var members: [(String, JSON)] = [
              ("rank", .int(hit.rank)), ("score", .double(hit.score)), ("path", .string(hit.path)),
              ("title", .string(hit.title)), ("date", .optional(hit.date)),
              ("snippet", .string(hit.snippet.text)),
              (
                "highlights",
                .array(
                  hit.snippet.highlights.map { .array([.int($0.lowerBound), .int($0.upperBound)]) })
              ),
            ]
            if place < explanations.count {
              members.append(("explanation", json(explanations[place])))
            }
            return .object(members)
          })
      ),
    ])
  }

  private static func json(_ explanation: Explanation) -> JSON {
    .object([
      ("length", .int(explanation.length)), ("average_length", .double(explanation.averageLength)),
      ("k1", .double(explanation.k1)), ("b", .double(explanation.b)),
      (
        "terms",
        .array(
          explanation.parts.map { part in
            .object([
              ("term", .string(part.term)), ("query_frequency", .int(part.queryFrequency)),
              ("document_frequency", .int(part.documentFrequency)), ("idf", .double(part.idf)),
              ("frequency", .int(part.frequency)), ("score", .double(part.score)),
            ])
          })
      ),
    ])
  }
}
