import Synchronization

/// An input that was not indexed, and why.
public struct SkippedInput: Sendable, Equatable {
  public var name: String
  public var reason: String
}

/// Collects what was skipped, from several threads. Keeps the first thousand and counts the rest.
final class SkipLog: Sendable {
  private static let kept = 1000
  private let state = Mutex((inputs: [SkippedInput](), count: 0))

  func add(_ name: String, reason: String) {
    state.withLock { state in
      state.count += 1
      if state.inputs.count < SkipLog.kept {
        state.inputs.append(SkippedInput(name: name, reason: reason))
      }
    }
  }

  func add(_ path: [UInt8], reason: String) {
    add(String(decoding: path, as: UTF8.self), reason: reason)
  }

  var count: Int { state.withLock { $0.count } }
  /// In the order of their names, since threads report as they go; numbers in names by their size.
  var inputs: [SkippedInput] {
    state.withLock { $0.inputs }.sorted { left, right in
      let (first, second) = (SkipLog.lineNumber(left.name), SkipLog.lineNumber(right.name))
      if let first, let second { return first < second }
      return left.name < right.name
    }
  }

  /// The number in "line 12".
  private static func lineNumber(_ name: String) -> Int? {
    name.hasPrefix("line ") ? Int(name.dropFirst(5)) : nil
  }
}
