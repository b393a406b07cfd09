import Foundation
import Testing

/// The examples of the documentation, run and compared line by line.
///
/// With `YINDE_REWRITE_GOLDENS` set it writes what the commands print today into the document.
@Suite struct DocumentExampleTests {
  @Test(arguments: [("Evaluation.md", 11), ("Answers.md", 3)])
  func documentPrintsWhatItSays(_ name: String, _ count: Int) throws {
    let file = Command.root + "/Documentation/" + name
    let document = try String(contentsOfFile: file, encoding: .utf8)
    let folder = try Folder()
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/Corpus", withDestinationPath: Command.corpus)
    var made: [Substring] = []
    var printed: [Substring]?
    var commands = 0
    for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("$ yinde ") {
        commands += 1
        // As the shell takes them: no argument has a space in it.
        let arguments = line.dropFirst("$ yinde ".count).filter { $0 != "'" }
          .split(separator: " ").map(String.init)
        let outcome = try Command.run(arguments, in: folder)
        #expect(outcome.status == 0, "\(line): \(outcome.errors)")
        made += (printed ?? []) + [line]
        printed = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      } else if line == "```", let rest = printed {
        made += rest + [line]
        printed = nil
      } else if printed == nil {
        made.append(line)
      }
    }
    #expect(commands == count)
    let text = made.joined(separator: "\n")
    if ProcessInfo.processInfo.environment["YINDE_REWRITE_GOLDENS"] != nil {
      try Data(text.utf8).write(to: URL(fileURLWithPath: file))
      return
    }
    let difference = lines(text).difference(from: lines(document)).map { "\($0)" }
    #expect(difference.isEmpty, "\(difference.joined(separator: "\n"))")
  }

  /// Lines without what depends on the time of day.
  private func lines(_ text: String) -> [String] {
    text.replacing(/[0-9.]+ [µm]s/, with: "N µs").replacing(/"p([0-9]+)": [0-9.]+/) {
      "\"p\($0.1)\": N"
    }
    .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
