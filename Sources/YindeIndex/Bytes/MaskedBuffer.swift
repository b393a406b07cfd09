/// A fixed room for numbers whose places are taken modulo its size, a power of two: no place leaves it, and loops need no check.
/// A copy is the same room.
@safe
struct MaskedBuffer<Element: FixedWidthInteger & BitwiseCopyable> {
  // Invariant: `base` has room for `mask + 1` elements and lives as long as `storage`.
  private let base: UnsafeMutablePointer<Element>
  private let mask: Int
  private let storage: Storage

  /// Zeros.
  init(count: Int) {
    precondition(count > 0 && count & (count - 1) == 0)
    let storage = Storage(byteCount: count &* MemoryLayout<Element>.stride)
    unsafe base = unsafe storage.base.bindMemory(to: Element.self, capacity: count)
    mask = count - 1
    self.storage = storage
  }

  subscript(place: Int) -> Element {
    @inline(__always) get { unsafe base[place & mask] }
    @inline(__always) nonmutating set { unsafe base[place & mask] = newValue }
  }

}

/// Zeros, freed with their last owner. Not generic: a generic class is made at run time, for which the program's
/// conformances are searched, in every new process.
@safe
private final class Storage {
  let base: UnsafeMutableRawPointer

  init(byteCount: Int) {
    unsafe base = .allocate(byteCount: byteCount, alignment: 64)
    unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
  }

  deinit { unsafe base.deallocate() }
}
