import ArgumentParser
import Yinde

/// What `yinde search` was asked for, however its arguments were read.
struct SearchRequest {
  /// The words of a query; nil when `queries` names a file of them.
  var query: String?
  var queries: String?
  /// None stands for the only index in `Index/`.
  var indexes: [String] = []
  var options = SearchOptions()
  var json = false
  var explain = false

  func run() throws {
    let index = try SearchedIndex(indexes.isEmpty ? [DefaultIndex.only()] : indexes)
    if let queries {
      try answer(file: queries, index)
    } else {
      try answer(query ?? "", index)
    }
  }

  private func answer(_ text: String, _ index: SearchedIndex) throws {
    let answer = try index.search(text, options)
    let explanations = explain ? index.explanations(answer, options) : []
    try index.confirmWhole()
    if json {
      Output.print(AnswerPrinter.json(answer, explanations, index.names).text)
    } else {
      AnswerPrinter.print(answer, explanations, index.names)
    }
    Output.flush()
    if answer.total.value == 0 { throw ExitCode(answer.isComplete ? 1 : 2) }
  }

  /// One JSON object a line, in the order of the queries. A query with a mistake gets an object with `error`, and
  /// the others are answered all the same; the exit status is then 2.
  private func answer(file: String, _ index: SearchedIndex) throws {
    var failed = false
    var found = false
    try QueryFile.forEachLine(file) { line in
      do {
        let answer = try index.search(line, options)
        let explanations = explain ? index.explanations(answer, options) : []
        try index.confirmWhole()
        if answer.total.value > 0 { found = true }
        if answer.total.value == 0, !answer.isComplete { failed = true }
        Output.print(AnswerPrinter.json(answer, explanations, index.names).text)
      } catch let error as QuerySyntaxError {
        failed = true
        Output.print(
          JSON.object([("query", .string(line)), ("error", .string(error.message))]).text)
      }
    }
    Output.flush()
    if failed { throw ExitCode(2) }
    if !found { throw ExitCode(1) }
  }
}
