import Foundation
import Glibc

/// A process whose standard output and error go to files, so that no full pipe can block it.
final class RunningProcess {
  let identifier: pid_t
  private let scratch: Folder

  struct CannotStart: Error { var path: String, number: Int32 }

  /// - Parameter terminal: a descriptor that takes the place of standard output and error, too.
  init(
    _ path: String, _ arguments: [[UInt8]], in folder: Folder, input: String,
    environment: [String: String], terminal: Int32? = nil
  ) throws {
    scratch = try Folder()
    try scratch.write("input", input)
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, scratch.path + "/input", O_RDONLY, 0)
    for (descriptor, name) in [(Int32(1), "output"), (2, "errors")] {
      if let terminal {
        unsafe posix_spawn_file_actions_adddup2(&actions, terminal, descriptor)
      } else {
        unsafe posix_spawn_file_actions_addopen(
          &actions, descriptor, scratch.path + "/" + name, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
      }
    }
    // Whatever the test runner ignores or blocks, the command starts as from a shell.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ, SIGQUIT] {
      unsafe sigaddset(&signals, number)
    }
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    var variables = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm"]
    // Where a build outside the toolchain's own places keeps its libraries, and what Utils/sanitize asks of the sanitizers.
    for name in ["LD_LIBRARY_PATH", "ASAN_OPTIONS", "TSAN_OPTIONS"] {
      variables[name] = ProcessInfo.processInfo.environment[name]
    }
    variables.merge(environment) { $1 }
    // `env` goes to the folder and becomes the command: the same process.
    let program = "/usr/bin/env"
    var argumentPointers = unsafe RunningProcess.strings(
      [program, "-C", folder.path, path].map { Array($0.utf8) } + arguments)
    var variablePointers = unsafe RunningProcess.strings(
      variables.map { Array("\($0.key)=\($0.value)".utf8) })
    defer {
      for place in unsafe argumentPointers.indices { unsafe free(argumentPointers[place]) }
      for place in unsafe variablePointers.indices { unsafe free(variablePointers[place]) }
    }
    var started = pid_t()
    let failed = unsafe posix_spawn(
      &started, program, &actions, &attributes, &argumentPointers, &variablePointers)
    guard failed == 0 else { throw CannotStart(path: program, number: failed) }
    identifier = started
  }

  /// C strings with a null pointer after the last; the caller frees them.
  private static func strings(_ texts: [[UInt8]]) -> [UnsafeMutablePointer<CChar>?] {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe []
    for text in texts {
      unsafe pointers.append(strdup(text.map { CChar(bitPattern: $0) } + [0]))
    }
    unsafe pointers.append(nil)
    return unsafe pointers
  }

  func send(_ signal: Int32) { kill(identifier, signal) }

  /// Waits for the end.
  func wait() throws -> Command.Outcome {
    var status: Int32 = 0
    while unsafe waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return Command.Outcome(
      status: signal == 0 ? status >> 8 & 0xFF : -signal,
      outputBytes: scratch.bytes("output") ?? [], errorBytes: scratch.bytes("errors") ?? [])
  }

  /// What it has printed so far.
  var outputSoFar: String { String(decoding: scratch.bytes("output") ?? [], as: UTF8.self) }
  var errorsSoFar: String { String(decoding: scratch.bytes("errors") ?? [], as: UTF8.self) }
}
