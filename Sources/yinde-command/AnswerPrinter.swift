import Yinde

/// Answers as people and programs read them.
enum AnswerPrinter {
  // MARK: For people

  /// - Parameter indexes: the names of the indexes when there are several.
  static func print(_ answer: Answer, _ explanations: [Explanation], _ indexes: [String] = []) {
    let total =
      switch answer.total.relation {
      case .equal: Figures.grouped(answer.total.value)
      case .atLeast: "at least \(Figures.grouped(answer.total.value))"
      case .atMost: "at most \(Figures.grouped(answer.total.value))"
      }
    let time = "\(Figures.fixed(Double(answer.microseconds) / 1000, 2)) ms"
    if answer.total.value == 0 {
      Output.print("nothing found (\(time))")
      printNotes(answer)
      return
    }
    for (place, hit) in answer.hits.enumerated() {
      printLines(
        hit.title, hit.titleHighlights, first: Figures.padded("\(hit.rank).", 4) + " ",
        plain: .bold)
      var line = margin + style(Output.safe(hit.path), .green)
      // A site that the path holds is said already.
      if let site = hit.site, !holds(hit.path.lowercased(), site) {
        line += "  \(Output.safe(site))"
      }
      if let date = hit.date { line += "  \(date)" }
      if hit.similar > 0 { line += "  +\(Figures.grouped(hit.similar)) similar" }
      if hit.index < indexes.count { line += "  in \(Output.safe(indexes[hit.index]))" }
      line += "  \(style(Figures.fixed(hit.score, 3), .faint))"
      Output.print(line)
      if !hit.snippet.text.isEmpty {
        printLines(hit.snippet.text, hit.snippet.highlights, first: margin)
      }
      if place < explanations.count { ExplanationPrinter.print(explanations[place]) }
    }
    Output.print("\(total) \(answer.total.value == 1 ? "page" : "pages") (\(time))")
    printNotes(answer)
  }

  /// Whether a text has another one in it, byte by byte.
  private static func holds(_ text: String, _ part: String) -> Bool {
    let (text, part) = (Array(text.utf8), Array(part.utf8))
    guard part.count <= text.count else { return false }
    return (0...text.count - part.count).contains { start in
      part.indices.allSatisfy { text[start + $0] == part[$0] }
    }
  }

  private static func printNotes(_ answer: Answer) {
    for note in answer.notes { Output.print("note: \(Output.safe(note.message))") }
  }

  /// Below the rank: what belongs to a hit.
  private static let margin = "     "
  /// Lines longer than this are hard to read, however wide the terminal is.
  private static let widest = 100

  /// Prints a text, on lines that fit when there is a terminal and on one line when there is none.
  private static func printLines(
    _ text: String, _ marks: [Range<Int>], first: String, plain: Style? = nil
  ) {
    let safe = Output.safe(text)
    if Terminal.columns == nil, !Terminal.hasColour { return Output.print(first + safe) }
    // `safe` keeps the number of characters, so that the ranges stay true.
    let text = MarkedText(scalars: Array(safe.unicodeScalars), marks: marks)
    let whole = 0..<text.scalars.count
    let lines =
      Terminal.columns.map { text.lines(width: min($0, widest) - margin.count) } ?? [whole]
    var start = first
    for line in lines {
      Output.print(start + highlighted(text, in: line, plain))
      start = margin
    }
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

  /// A line of the text with the marked parts in the colour of matches and the others in `plain`.
  private static func highlighted(
    _ text: MarkedText, in line: Range<Int>, _ plain: Style?
  ) -> String {
    func string(_ range: Range<Int>) -> String {
      String(String.UnicodeScalarView(text.scalars[range]))
    }
    guard Terminal.hasColour else { return string(line) }
    func unmarked(_ range: Range<Int>) -> String {
      guard let plain, !range.isEmpty else { return string(range) }
      return style(string(range), plain)
    }
    var shown = ""
    var end = line.lowerBound
    for mark in text.marks {
      let part = mark.clamped(to: line)
      guard !part.isEmpty else { continue }
      shown += unmarked(end..<part.lowerBound) + style(string(part), .match)
      end = part.upperBound
    }
    return shown + unmarked(end..<line.upperBound)
  }

  // MARK: For programs

  static func json(
    _ answer: Answer, _ explanations: [Explanation], _ indexes: [String] = []
  ) -> JSON {
    .object(
      members(answer, explanations, indexes)
        + (answer.notes.isEmpty ? [] : [("notes", json(answer.notes))]))
  }

  private static func json(_ notes: [SearchNote]) -> JSON {
    .array(
      notes.map {
        .object([("kind", .string($0.kind.rawValue)), ("message", .string($0.message))])
      })
  }

  private static func members(
    _ answer: Answer, _ explanations: [Explanation], _ indexes: [String]
  ) -> [(String, JSON)] {
    [
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
              ("title", .string(hit.title)),
              ("title_highlights", json(hit.titleHighlights)), ("date", .optional(hit.date)),
              ("site", .optional(hit.site)), ("language", .optional(hit.language)),
              ("similar", .int(hit.similar)),
              ("snippet", .string(hit.snippet.text)),
              ("highlights", json(hit.snippet.highlights)),
            ]
            if hit.index < indexes.count {
              members.insert(("index", .string(indexes[hit.index])), at: 2)
            }
            if !hit.similarPaths.isEmpty {
              members.append(("similar_paths", .array(hit.similarPaths.map { .string($0) })))
            }
            if place < explanations.count {
              members.append(("explanation", ExplanationPrinter.json(explanations[place])))
            }
            return .object(members)
          })
      ),
    ]
  }

  private static func json(_ ranges: [Range<Int>]) -> JSON {
    .array(ranges.map { .array([.int($0.lowerBound), .int($0.upperBound)]) })
  }
}
