import Glibc
import Synchronization
public import YindeIndex

extension PageIndex {
  /// Calls `body` with each number from 0 up to `count`, on several threads that each have a searcher; returns when all
  /// are done. Numbers are taken in order, and finish in any.
  ///
  /// - Parameter threads: all processors when nil.
  public func concurrently(
    _ count: Int, threads: Int? = nil, _ body: @escaping @Sendable (Searcher, Int) -> Void
  ) {
    final class Counter: Sendable { let value = Atomic(0) }
    let next = Counter()
    let file = file
    let all = threads ?? sysconf(Int32(_SC_NPROCESSORS_ONLN))
    runOnThreads(max(min(all, count), 1)) { _ in
      let searcher = Searcher(file)
      while true {
        let number = next.value.add(1, ordering: .relaxed).oldValue
        guard number < count else { return }
        body(searcher, number)
      }
    }
  }
}
