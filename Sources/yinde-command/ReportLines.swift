import Yinde

/// Where the lines of `--report` go: a file that appears when it is complete, or standard output.
final class ReportLines {
  private let file: ReportFile?

  var isStandardOutput: Bool { file == nil }

  init(_ path: String) throws {
    guard !path.isEmpty else {
      throw YindeError(
        .badInput, path: "--report", message: "names no file", advice: "- is standard output")
    }
    file = path == "-" ? nil : try ReportFile(path: path)
  }

  func write(_ report: PageReport) throws {
    let line = JSON(report).text
    if let file { try file.write(line: line) } else { Output.print(line) }
  }

  func finish() throws {
    if let file { try file.commit() } else { Output.flush() }
  }
}

extension JSON {
  /// A line of a report; `Documentation/Report.md` says what each member is.
  init(_ report: PageReport) {
    var members: [(String, JSON)] = [("path", .string(report.path))]
    // A name that is not UTF-8 cannot be found again by the text of it.
    if Array(report.path.utf8) != report.pathBytes {
      members.append(("path_hex", .string(JSON.hexadecimal(report.pathBytes))))
    }
    members += [
      ("status", .string(report.skipped == nil ? "indexed" : "skipped")),
      ("reason", .optional(report.skipped)), ("bytes", .int(report.bytes)),
    ]
    if report.skipped == nil {
      members += [
        ("encoding", .optional(report.encoding?.name)), ("why", .optional(report.encoding?.why)),
        ("declared", .optional(report.encoding?.declared)),
        ("replacements", .int(report.encoding?.replacements ?? 0)),
        ("mojibake", .array((report.encoding?.mojibake ?? []).map { JSON($0) })),
        ("title", .string(report.title)), ("date", .optional(report.date)),
        ("language", .optional(report.language)), ("site", .optional(report.site)),
        ("canonical", .optional(report.canonicalURL)),
        ("duplicate_of", .optional(report.duplicateOf)),
        ("blocks", JSON(report) { $0.blocks }), ("characters", JSON(report) { $0.characters }),
      ]
    }
    self = .object(members)
  }

  init(_ count: MojibakeCount) {
    self = .object([
      ("kind", .string(count.kind)), ("found", .int(count.found)),
      ("repaired", .int(count.repaired)),
    ])
  }

  private init(_ report: PageReport, _ value: (PageReport.Part) -> Int) {
    self = .object([
      ("title", .int(value(report.titleText))), ("heading", .int(value(report.headings))),
      ("body", .int(value(report.body))), ("furniture", .int(value(report.furniture))),
    ])
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
