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
    let storage = Storage(count)
    unsafe base = unsafe storage.base
    mask = count - 1
    self.storage = storage
  }

  subscript(place: Int) -> Element {
    @inline(__always) get { unsafe base[place & mask] }
    @inline(__always) nonmutating set { unsafe base[place & mask] = newValue }
  }

  @safe
  private final class Storage {
    let base: UnsafeMutablePointer<Element>

    init(_ count: Int) {
      unsafe base = .allocate(capacity: count)
      unsafe base.initialize(repeating: 0, count: count)
    }

    deinit { unsafe base.deallocate() }
  }
}
