import Glibc

/// Runs `body` on `count` threads at once, this one among them, and returns when all are done.
package func runOnThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
  final class Job: Sendable {
    let number: Int
    let body: @Sendable (Int) -> Void
    init(number: Int, body: @escaping @Sendable (Int) -> Void) {
      self.number = number
      self.body = body
    }
  }
  var threads: [pthread_t] = []
  var attributes = pthread_attr_t()
  unsafe pthread_attr_init(&attributes)
  // The default of 8 MB is enough; stated, because a limit of the shell can lower it.
  unsafe pthread_attr_setstacksize(&attributes, 8 << 20)
  for number in 1..<max(count, 1) {
    var thread = pthread_t()
    let job = unsafe Unmanaged.passRetained(Job(number: number, body: body))
    let failed = unsafe pthread_create(
      &thread, &attributes,
      { pointer in
        // The pointer is the retained job of exactly this thread.
        let job = unsafe Unmanaged<Job>.fromOpaque(pointer!).takeRetainedValue()
        job.body(job.number)
        return nil
      }, job.toOpaque())
    if failed == 0 {
      threads.append(thread)
    } else {
      // No thread is to be had: its share of the work is taken by the others.
      unsafe job.release()
    }
  }
  unsafe pthread_attr_destroy(&attributes)
  body(0)
  for thread in threads { pthread_join(thread, nil) }
}

/// A lock with a condition to wait for.
@safe
final class Monitor: @unchecked Sendable {
  // Both live from `init` to `deinit` at one address, as pthread asks.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(condition, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  func locked<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure)
    -> Result
  {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return try body()
  }

  /// Waits, inside ``locked(_:)``, until somebody calls ``wakeAll()``.
  func wait() { unsafe pthread_cond_wait(condition, mutex) }

  func wakeAll() { unsafe pthread_cond_broadcast(condition) }
}

/// Takes pieces of work in order, does them on several threads, and hands the results on in order.
///
/// Each thread takes the next piece, works on it, waits for its turn, and hands on the result; so at
/// most one result a thread is in memory, and the outcome does not depend on the number of threads.
final class OrderedPipeline: Sendable {
  private let taking = Monitor()
  private let giving = Monitor()

  /// Runs until `produce` gives nil or anything throws; then throws the first error by order of work.
  ///
  /// `produce` and `consume` are each called by one thread at a time, in order.
  func run<Piece, Product>(
    threads: Int,
    produce: @escaping @Sendable () throws -> Piece?,
    work: @escaping @Sendable (Piece) throws -> Product,
    consume: @escaping @Sendable (Product) throws -> Void
  ) throws {
    let state = PipelineState()
    runOnThreads(threads) { _ in
      while true {
        var number = 0
        var piece: Result<Piece, any Error>?
        self.taking.locked {
          guard !state.isDone else { return }
          do {
            guard let next = try produce() else {
              state.isDone = true
              return
            }
            piece = .success(next)
          } catch {
            state.isDone = true
            piece = .failure(error)
          }
          number = state.taken
          state.taken += 1
        }
        guard let piece else { return }
        let product = Result { try work(piece.get()) }
        self.giving.locked {
          while state.given != number { self.giving.wait() }
          if state.failure == nil {
            do { try consume(product.get()) } catch { state.failure = error }
          }
          state.given += 1
          self.giving.wakeAll()
        }
        if self.giving.locked({ state.failure != nil }) {
          self.taking.locked { state.isDone = true }
        }
      }
    }
    if let failure = state.failure { throw failure }
  }
}

private final class PipelineState: @unchecked Sendable {
  // `taken` and `isDone` belong to the taking lock, `given` and `failure` to the giving one.
  var taken = 0
  var isDone = false
  var given = 0
  var failure: (any Error)?
}
