/// The room for one decoded block: 128 documents, frequencies or scores.
///
/// A place is taken modulo 128, so no place, however damaged the bytes that it comes from, leaves the buffer, and no check is needed
/// in the loops over postings. A copy is the same buffer. (An `InlineArray` in a cursor is copied whole by the compiler for many
/// reads of one element, which was a third of the time of queries.)
@safe
struct PostingBuffer {
  static let count = 128

  // Invariant: `base` has room for 128 numbers and lives as long as `storage`.
  private let base: UnsafeMutablePointer<UInt32>
  private let storage: Storage

  init(repeating value: UInt32) {
    let storage = Storage(1)
    unsafe base = unsafe storage.base
    self.storage = storage
    for place in 0..<PostingBuffer.count { self[place] = value }
  }

  private init(_ storage: Storage, _ number: Int) {
    unsafe base = unsafe storage.base + number * PostingBuffer.count
    self.storage = storage
  }

  /// Three buffers of zeros in one piece of memory.
  static func three() -> (PostingBuffer, PostingBuffer, PostingBuffer) {
    let storage = Storage(3)
    return (
      PostingBuffer(storage, 0), PostingBuffer(storage, 1), PostingBuffer(storage, 2)
    )
  }

  subscript(place: Int) -> UInt32 {
    @inline(__always) get { unsafe base[place & (PostingBuffer.count &- 1)] }
    @inline(__always) nonmutating set { unsafe base[place & (PostingBuffer.count &- 1)] = newValue }
  }

  @safe
  private final class Storage {
    let base: UnsafeMutablePointer<UInt32>

    init(_ buffers: Int) {
      unsafe base = .allocate(capacity: buffers * PostingBuffer.count)
      unsafe base.initialize(repeating: 0, count: buffers * PostingBuffer.count)
    }

    deinit { unsafe base.deallocate() }
  }
}
