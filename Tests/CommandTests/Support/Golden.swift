import Foundation
import Testing

/// Compares with the text in `Golden/NAME`, or writes it there when `YINDE_REWRITE_GOLDENS` is set.
func expectGolden(
  _ name: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Golden").appendingPathComponent(name)
  if ProcessInfo.processInfo.environment["YINDE_REWRITE_GOLDENS"] != nil {
    try Data(text.utf8).write(to: file)
    return
  }
  let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  guard text != expected else { return }
  let difference = text.split(separator: "\n", omittingEmptySubsequences: false)
    .difference(from: expected.split(separator: "\n", omittingEmptySubsequences: false))
    .map { change in
      switch change {
      case .insert(let line, let text, _): "now \(line + 1): \(text)"
      case .remove(let line, let text, _): "was \(line + 1): \(text)"
      }
    }.joined(separator: "\n")
  Issue.record(
    "\(name) differs; see CONTRIBUTING.md for how to rewrite it\n\(difference)",
    sourceLocation: sourceLocation)
}

/// The text with every number that depends on time or on the coding of the index as N.
func withoutNumbers(_ text: String) -> String {
  text.replacing(/\b[0-9][0-9,]*(\.[0-9]+)?/, with: "N")
    .replacing(/N ([kMG]B|bytes)/, with: "N B")
}

/// The text with runs of spaces as one, for columns whose width follows from numbers.
func withSingleSpaces(_ text: String) -> String { text.replacing(/\ +/, with: " ") }
