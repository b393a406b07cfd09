import Foundation

/// Results as text and as JSON.
enum Table {
  private static let columns = ["median", "best", "p50", "p95", "p99"]

  static func text(_ results: [Result]) -> String {
    var rows = [["stage", "unit"] + columns + ["processor s"]]
    for result in results {
      let values = columns.map { name in result.values[name].map { figure($0) } ?? "" }
      rows.append([result.stage, result.unit] + values + [figure(result.processorSeconds)])
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).enumerated().map { place, cell in
        let gap = String(repeating: " ", count: cell.1 - cell.0.count)
        return place < 2 ? cell.0 + gap : gap + cell.0
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  static func json(_ results: [Result]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(results), as: UTF8.self)
  }

  /// Three significant digits or more.
  private static func figure(_ value: Double) -> String {
    String(format: value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value)
  }
}
