import Foundation
import Testing

/// `Utils/faults/faults.c`, compiled once: lets a chosen system call of the command fail, or ends the process there.
enum Faults {
  /// The library for `LD_PRELOAD`; nil where there is no C compiler.
  static let library: String? = {
    let made = FileManager.default.temporaryDirectory.path + "/yinde-faults-\(getpid()).so"
    let source = Command.root + "/Utils/faults/faults.c"
    for compiler in ["cc", "clang"] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      // Undefined behaviour in it would be a trap, which the tests would see.
      process.arguments = [
        compiler, "-shared", "-fPIC", "-O1", "-fsanitize=undefined",
        "-fsanitize-undefined-trap-on-error", "-o", made, source, "-ldl",
      ]
      process.standardError = FileHandle.nullDevice
      guard (try? process.run()) != nil else { continue }
      process.waitUntilExit()
      if process.terminationStatus == 0 { return made }
    }
    return nil
  }()

  /// A counted call of a run: its name and the file concerned.
  struct Call { var name: String, file: String }

  /// Runs `yinde` with a fault.
  static func run(
    _ arguments: [String], in folder: Folder, at number: Int = 0, _ action: String = "",
    options: [String: String] = [:]
  ) throws -> Command.Outcome {
    var environment = options
    environment["LD_PRELOAD"] = library
    environment["YINDE_FAULT_AT"] = String(number)
    environment["YINDE_FAULT_DO"] = action
    return try Command.run(arguments, in: folder, environment: environment)
  }

  /// The calls that a run makes, which ends with the given status.
  static func calls(
    _ arguments: [String], in folder: Folder, options: [String: String] = [:]
  ) throws -> [Call] {
    let log = try Folder()
    let outcome = try run(
      arguments, in: folder,
      options: options.merging(["YINDE_FAULT_LOG": log.path + "/log"]) { $1 })
    #expect(outcome.status == 0)
    let text = String(decoding: log.bytes("log") ?? [], as: UTF8.self)
    return text.split(separator: "\n").map { line in
      let parts = line.split(separator: " ", maxSplits: 2)
      return Call(name: String(parts[1]), file: parts.count > 2 ? String(parts[2]) : "")
    }
  }
}
