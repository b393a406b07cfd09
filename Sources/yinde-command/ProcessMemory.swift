import CMalloc
import Glibc

enum PeakMemory {
  /// The largest resident size of this process so far.
  static var bytes: Int {
    var usage = rusage()
    unsafe getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}

enum Allocation {
  /// Has blocks of a megabyte and more returned to the system as soon as they are free.
  ///
  /// The C library raises that bound to the size of whatever is freed, up to 32 MB, and what lies below it stays with the
  /// process: a build that keeps within its shares would then take a third more than they are.
  static func returnLargeBlocks() {
    mallopt(M_MMAP_THRESHOLD, 1 << 20)
    // What is at the end of the heap may stay, or small blocks would come and go with every page.
    mallopt(M_TRIM_THRESHOLD, 8 << 20)
  }
}
