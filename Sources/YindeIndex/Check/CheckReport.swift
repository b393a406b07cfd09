/// What a check found.
public struct CheckReport: Sendable {
  /// One kind of damage at one place.
  public struct Problem: Sendable, CustomStringConvertible {
    /// The section concerned.
    public var section: String
    /// Byte of the file.
    public var offset: Int?
    public var message: String

    public var description: String {
      "section \(section)" + (offset.map { " at byte \($0)" } ?? "") + ": \(message)"
    }
  }

  /// The first hundred problems.
  public internal(set) var problems: [Problem] = []
  public internal(set) var problemCount = 0
  /// Bytes that were read.
  public internal(set) var bytes = 0
  public internal(set) var seconds = 0.0

  public var isSound: Bool { problemCount == 0 }
}

/// Collects problems from several threads.
final class ProblemList: @unchecked Sendable {
  private let monitor = Monitor()
  private var problems: [CheckReport.Problem] = []
  private var count = 0
  private static let kept = 100

  func add(_ section: SectionID, at offset: Int? = nil, _ message: String) {
    monitor.locked {
      count += 1
      if problems.count < ProblemList.kept {
        problems.append(.init(section: section.name, offset: offset, message: message))
      }
    }
  }

  var isEmpty: Bool { monitor.locked { count == 0 } }
  /// A damaged file can have a problem a byte; the check ends when this many were seen.
  var isFull: Bool { monitor.locked { count > 10_000 } }

  func report() -> CheckReport {
    monitor.locked {
      var report = CheckReport()
      report.problems = problems.sorted {
        ($0.offset ?? 0, $0.message) < ($1.offset ?? 0, $1.message)
      }
      report.problemCount = count
      return report
    }
  }
}
