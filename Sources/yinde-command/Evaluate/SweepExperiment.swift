import Synchronization
import Yinde
import YindeEvaluation

/// Tries settings, chooses some, and reports them only on topics that had no part in the choice.
struct SweepExperiment {
  struct Collection {
    var index: PageIndex
    var name: String
    var input: JudgedInput
  }

  var grid: ParameterGrid
  var collections: [Collection]
  var ranking: RankingOptions
  /// The first decides; the others are reported.
  var metrics: [Metric]
  var depth: Int
  var options: ExperimentOptions
  var json: Bool

  /// Values by metric, setting and topic; after the settings of the grid comes the given one.
  typealias Values = [[[Double]]]

  func run() throws {
    let values = collections.map(measure)
    var lines: [SweepReport.Line] = []
    let leftOut =
      collections.count > 1
      ? CrossValidation.leaveOneOut(values.map { Array($0[0].dropLast()) }) : []
    for (number, collection) in collections.enumerated() {
      let table = values[number]
      let validation = try named(collection) { () throws(EvaluationError) in
        try CrossValidation(
          Array(table[0].dropLast()), folds: options.folds, seed: options.seed)
      }
      lines.append(
        SweepReport.Line(
          name: collection.name, validation: validation,
          // The settings were chosen by the first metric; the others are measured with the same.
          heldOut: table.map { rows in
            var held = [Double](repeating: 0, count: rows[0].count)
            for fold in validation.folds {
              for topic in fold.topics { held[topic] = rows[fold.setting][topic] }
            }
            return held
          },
          given: table.map { $0[grid.count] },
          leftOut: leftOut.isEmpty
            ? nil : (leftOut[number].setting, table.map { $0[leftOut[number].setting] })))
      // Numbered, since two folders may hold indexes of the same name.
      let name =
        collections.count > 1 ? "sweep-\(number + 1)-\(collection.name).svg" : "sweep.svg"
      try options.plot(name) {
        Plots.sweep(grid, means: table[0].dropLast().map(mean), metric: metrics[0])
      }
    }
    let overall = (0..<grid.count).map { setting in mean(values.map { mean($0[0][setting]) }) }
    let report = SweepReport(
      grid: grid, metrics: metrics, lines: lines, chosen: CrossValidation.best(overall),
      seed: options.seed, folds: options.folds)
    json ? report.printJSON() : report.print()
  }

  private func named<Value>(
    _ collection: Collection, _ body: () throws(EvaluationError) -> Value
  ) throws -> Value {
    do throws(EvaluationError) {
      return try body()
    } catch {
      throw EvaluationError(error.message, path: collection.input.judgementsName)
    }
  }

  private func measure(_ collection: Collection) -> Values {
    // Metrics with a cutoff need no more answers; some more, since answers with equal scores are put in order afterwards.
    let needed = metrics.reduce(into: 0) { $0 = max($0, $1.depth ?? .max) }
    let limit = needed > depth / 10 ? depth : min(depth, max(needed * 10, 100))
    let settings = (0...grid.count).map { number in
      var search = SearchOptions()
      ranking.apply(to: &search)
      search.limit = limit
      search.countingBudget = 0
      guard number < grid.count else { return search }
      for (axis, value) in zip(grid.axes, grid[number]) {
        for parameter in RankingOptions.numbers where parameter.name == axis.name {
          search[keyPath: parameter.option] = value
        }
      }
      return search
    }
    let judgements = collection.input.judgements
    let queries = [String: String](
      uniqueKeysWithValues: (collection.input.topics ?? []).map { ($0.id, $0.query) })
    let topics = judgements.topics
    let metrics = metrics
    let index = collection.index
    // For each topic the values of all settings, metric by metric.
    let rows = Mutex([[[Double]]](repeating: [], count: topics.count))
    index.concurrently(topics.count) { searcher, place in
      let topic = topics[place]
      let grades = judgements[topic]
      var row = metrics.map { _ in [Double]() }
      for search in settings {
        let hits = queries[topic].map { searcher.search(plain: $0, mode: .any, search).hits } ?? []
        let ranking = Run.ranked(
          hits.map { .init(document: index.file.path($0.document), score: $0.score) })
        for (number, metric) in metrics.enumerated() {
          row[number].append(metric.value(ranking: ranking, judgements: grades))
        }
      }
      rows.withLock { $0[place] = row }
    }
    let all = rows.withLock { $0 }
    return metrics.indices.map { metric in
      settings.indices.map { setting in all.map { $0[metric][setting] } }
    }
  }

  private func mean(_ values: [Double]) -> Double { SweepReport.mean(values) }
}
