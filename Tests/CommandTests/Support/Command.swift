import Foundation
import Glibc

/// The built command, run as people run it: as a process of its own.
struct Command {
  /// The executable that the build put beside the test bundle, or the one that `YINDE` names.
  static let path: String = {
    if let named = ProcessInfo.processInfo.environment["YINDE"] { return named }
    let candidates =
      [CommandLine.arguments[0]] + CommandLine.arguments
      + [(try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""]
    for candidate in candidates where !candidate.isEmpty {
      var folder = URL(fileURLWithPath: candidate).deletingLastPathComponent()
      for _ in 0..<3 {
        let file = folder.appendingPathComponent("yinde").path
        let kind = try? FileManager.default.attributesOfItem(atPath: file)[.type]
        if kind as? FileAttributeType == .typeRegular { return file }
        folder.deleteLastPathComponent()
      }
    }
    fatalError("no yinde beside the test bundle; build it, or name it with YINDE=…")
  }()

  /// The repository.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  static var corpus: String { root + "/Corpus" }

  /// What a process left behind.
  struct Outcome {
    /// The exit status, or minus the signal that ended it.
    var status: Int32
    var outputBytes: [UInt8]
    var errorBytes: [UInt8]

    var output: String { String(decoding: outputBytes, as: UTF8.self) }
    var errors: String { String(decoding: errorBytes, as: UTF8.self) }
    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  /// Runs `yinde` with these arguments to its end.
  static func run(
    _ arguments: [String], in folder: Folder, input: String = "",
    environment: [String: String] = [:]
  ) throws -> Outcome {
    try start(arguments, in: folder, input: input, environment: environment).wait()
  }

  static func run(_ arguments: String..., in folder: Folder) throws -> Outcome {
    try run(arguments, in: folder)
  }

  /// Runs a line of the shell, where `$YINDE` is the command.
  static func shell(_ line: String, in folder: Folder) throws -> Outcome {
    try RunningProcess(
      "/bin/bash", [Array("-c".utf8), Array(line.utf8)], in: folder, input: "",
      environment: ["YINDE": path]
    ).wait()
  }

  /// Starts `yinde` and returns at once.
  static func start(
    _ arguments: [String], in folder: Folder, input: String = "",
    environment: [String: String] = [:]
  ) throws -> RunningProcess {
    try RunningProcess(
      path, arguments.map { Array($0.utf8) }, in: folder, input: input, environment: environment)
  }
}
