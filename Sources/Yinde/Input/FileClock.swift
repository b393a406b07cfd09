import Glibc

/// Sees to it that a file which is changed after it was looked at has other times than it had then.
///
/// File systems round times down: two changes shortly after one another may leave the same time, and a page that is read
/// between them would be taken for unchanged for good (in git's words, it is racy). So before pages are read it is waited
/// until the newest time among them lies behind: a few milliseconds, and only when a page was changed just now.
struct FileClock {
  /// The kernel's clock for files ticks every 10 ms at most; file systems without fractions of seconds count by one
  /// second or two.
  private static let tick = 20_000_000
  private static let coarseTick = 2_000_000_000

  private let start = FileClock.now()
  private var end = 0

  private static func now() -> Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  /// Takes a file's times into account.
  mutating func note(_ status: FileStatus) {
    guard !isAhead(status) else { return }
    for time in [status.modified, status.changed] {
      let tick = time % 1_000_000_000 == 0 ? FileClock.coarseTick : FileClock.tick
      end = max(end, time &+ tick)
    }
  }

  /// Whether the file's times lie in the future, so that nobody can wait for them: its bytes decide at the next update.
  func isAhead(_ status: FileStatus) -> Bool {
    max(status.modified, status.changed) > start &+ FileClock.coarseTick
  }

  /// Waits until all times that were noted lie behind: 4 s at most.
  func wait() {
    while true {
      let left = end - FileClock.now()
      guard left > 0, left <= 2 * FileClock.coarseTick else { return }
      usleep(UInt32(left / 1000 + 1))
    }
  }
}
