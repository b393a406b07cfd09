import Yinde
import YindeEvaluation

/// What a sweep found, on topics that were held out.
struct SweepReport {
  /// A collection. Values are by metric and topic.
  struct Line {
    var name: String
    var validation: CrossValidation
    var heldOut: [[Double]]
    /// With the parameters as they were given, or their defaults.
    var given: [[Double]]
    /// With the setting that is best on the other collections, if there are others.
    var leftOut: (setting: Int, values: [[Double]])?
  }

  var grid: ParameterGrid
  var metrics: [Metric]
  var lines: [Line]
  /// The setting that is best in the mean over all topics of all collections.
  var chosen: Int
  var seed: UInt64
  var folds: Int

  static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  // MARK: For people

  func print() {
    Output.print(
      "\(Figures.count(grid.count, "setting")), chosen by \(metrics[0]), \(folds) folds, seed \(seed)"
    )
    Output.print(
      "held out: each topic measured with the setting that is best on the other folds")
    if lines.count > 1 {
      Output.print("left out: each collection measured with the setting best on the others")
    }
    Output.print("")
    var rows = [["collection", "metric", "topics", "given", "held out", "p"]]
    if lines.count > 1 { rows[0] += ["left out", "p"] }
    for line in lines {
      for (place, metric) in metrics.enumerated() {
        let given = line.given[place]
        var row = [
          line.name, "\(metric)", "\(given.count)", figure(given), figure(line.heldOut[place]),
          p(line.heldOut[place], given),
        ]
        if let leftOut = line.leftOut {
          row += [figure(leftOut.values[place]), p(leftOut.values[place], given)]
        }
        rows.append(row)
      }
    }
    Table.print(rows)
    Output.print("p: randomisation test against the given setting, seed \(seed), not corrected")
    for line in lines {
      Output.print("")
      Output.print(line.name)
      for (number, fold) in line.validation.folds.enumerated() {
        Output.print(
          "  fold \(number + 1): \(Figures.count(fold.topics.count, "topic")) held out, "
            + "\(grid.name(fold.setting)) chosen on the others, \(metrics[0]) "
            + "\(Figures.fixed(fold.heldOutMean, 4)) on the fold")
      }
      if let leftOut = line.leftOut {
        Output.print("  left out: \(grid.name(leftOut.setting)) chosen on the other collections")
      }
    }
    Output.print("")
    Output.print(
      "to use: \(grid.name(chosen)), best on all topics; its own figure would be no evidence")
  }

  private func figure(_ values: [Double]) -> String {
    Figures.fixed(SweepReport.mean(values), 4)
  }

  private static let permutations = 10_000

  private func test(_ values: [Double], _ given: [Double]) -> RandomisationTest {
    RandomisationTest(
      differences: zip(values, given).map { $0 - $1 }, permutations: SweepReport.permutations,
      seed: seed)
  }

  private func p(_ values: [Double], _ given: [Double]) -> String {
    Figures.fixed(test(values, given).pValue, 4)
  }

  // MARK: For programs

  func printJSON() {
    Output.print(
      JSON.object([
        ("settings", .int(grid.count)), ("chosen_by", .string("\(metrics[0])")),
        ("folds", .int(folds)), ("seed", .string("\(seed)")),
        ("collections", .array(lines.map(json))), ("to_use", setting(chosen)),
      ]).text)
  }

  private func setting(_ number: Int) -> JSON {
    .object(zip(grid.axes, grid[number]).map { ($0.name, .double($1)) })
  }

  private func json(_ line: Line) -> JSON {
    .object([
      ("name", .string(line.name)), ("queries", .int(line.given[0].count)),
      (
        "metrics",
        .object(
          metrics.enumerated().map { place, metric in
            var members: [(String, JSON)] = [
              ("given", .double(SweepReport.mean(line.given[place]))),
              ("held_out", .double(SweepReport.mean(line.heldOut[place]))),
              ("held_out_p", .double(test(line.heldOut[place], line.given[place]).pValue)),
            ]
            if let leftOut = line.leftOut {
              members.append(("left_out", .double(SweepReport.mean(leftOut.values[place]))))
              members.append(
                ("left_out_p", .double(test(leftOut.values[place], line.given[place]).pValue)))
            }
            return ("\(metric)", .object(members))
          })
      ),
      (
        "folds",
        .array(
          line.validation.folds.map { fold in
            .object([
              ("topics", .int(fold.topics.count)), ("setting", setting(fold.setting)),
              ("held_out", .double(fold.heldOutMean)),
            ])
          })
      ),
      ("left_out_setting", line.leftOut.map { setting($0.setting) } ?? .null),
    ])
  }
}
