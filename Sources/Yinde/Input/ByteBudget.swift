import Glibc

/// Memory that threads share: whoever needs more than is left waits until others give back. What
/// is larger than the whole is let in alone, so that a giant page is slow and not refused.
@safe
final class ByteBudget: @unchecked Sendable {
  private let total: Int
  private var used = 0
  // Both live from `init` to `deinit` at one address, as pthread asks; `used` belongs to the mutex.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init(_ total: Int) {
    self.total = total
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(condition, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  /// Runs `body` once `bytes` are to be had. Must not be called within itself.
  func with<Result>(_ bytes: Int, _ body: () throws -> Result) rethrows -> Result {
    let share = min(bytes, total)
    unsafe pthread_mutex_lock(mutex)
    while used + share > total { unsafe pthread_cond_wait(condition, mutex) }
    used += share
    unsafe pthread_mutex_unlock(mutex)
    defer {
      unsafe pthread_mutex_lock(mutex)
      used -= share
      unsafe pthread_cond_broadcast(condition)
      unsafe pthread_mutex_unlock(mutex)
    }
    return try body()
  }
}
