/// Memory that threads share: whoever needs more than is left waits until others give back. What
/// is larger than the whole is let in alone, so that a giant page is slow and not refused.
package final class ByteBudget: @unchecked Sendable {
  private let total: Int
  // Belongs to the monitor.
  private var used = 0
  private let monitor = Monitor()

  package init(_ total: Int) { self.total = total }

  /// Runs `body` once `bytes` are to be had. Must not be called within itself.
  package func with<Result>(_ bytes: Int, _ body: () throws -> Result) rethrows -> Result {
    let share = min(bytes, total)
    monitor.locked {
      while used + share > total { monitor.wait() }
      used += share
    }
    defer {
      monitor.locked {
        used -= share
        monitor.wakeAll()
      }
    }
    return try body()
  }
}
