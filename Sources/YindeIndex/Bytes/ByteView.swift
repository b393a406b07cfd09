/// A read-only window on bytes that somebody else keeps alive.
///
/// Index files are read through this type and nothing else, so that no byte of a file, however
/// damaged, can make a read leave the file: a load that would pass the end gives zero, a slice that
/// would pass the end is empty. Code above it checks what it reads for sense (see
/// ``IndexError/Code/corrupt``); this type only makes it impossible to do harm before that.
///
/// ```
///   base                        base + count
///    │◄───────── count ──────────►│
///    ├────────────┬───────────────┤
///    │            │ u32(offset)   │      little-endian, at any alignment
/// ```
///
/// The owner (``MappedFile``, or an array held for the call) must outlive the view; views are
/// therefore never public.
///
/// - Complexity: every operation is O(1).
@safe
struct ByteView: @unchecked Sendable {
  // Invariant: `base ..< base + count` is readable and unchanged while the owner lives.
  private let base: UnsafeRawPointer
  let count: Int

  /// A view on memory that the caller keeps alive and unchanged.
  @unsafe
  init(base: UnsafeRawPointer, count: Int) {
    unsafe self.base = base
    self.count = count
  }

  /// A view on no bytes.
  static var empty: ByteView {
    // Never dereferenced, since the count is zero; any non-null address will do.
    unsafe ByteView(base: UnsafeRawPointer(bitPattern: 16)!, count: 0)
  }

  /// The byte at `offset`, or zero past the end.
  @inline(__always)
  func u8(_ offset: Int) -> UInt8 {
    guard UInt(bitPattern: offset) < UInt(bitPattern: count) else { return 0 }
    return unsafe base.load(fromByteOffset: offset, as: UInt8.self)
  }

  @inline(__always)
  func u16(_ offset: Int) -> UInt16 {
    guard holds(2, at: offset) else { return 0 }
    return unsafe UInt16(
      littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  @inline(__always)
  func u32(_ offset: Int) -> UInt32 {
    guard holds(4, at: offset) else { return 0 }
    return unsafe UInt32(
      littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  @inline(__always)
  func u64(_ offset: Int) -> UInt64 {
    guard holds(8, at: offset) else { return 0 }
    return unsafe UInt64(
      littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Four 32-bit integers at `offset`, or zeros past the end.
  @inline(__always)
  func u32x4(_ offset: Int) -> SIMD4<UInt32> {
    guard holds(16, at: offset) else { return .zero }
    return unsafe base.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt32>.self)
  }

  /// The integer at `offset` as an array index or size; a value over `Int.max` gives `Int.max`.
  @inline(__always)
  func int(_ offset: Int) -> Int {
    Int(clamping: u64(offset))
  }

  @inline(__always)
  private func holds(_ size: Int, at offset: Int) -> Bool {
    // No overflow: the count is not negative.
    offset >= 0 && offset <= count &- size
  }

  /// The bytes `offset ..< offset + length`, or an empty view when they are not all there.
  @inline(__always)
  func slice(_ offset: Int, _ length: Int) -> ByteView {
    guard offset >= 0, length >= 0, offset <= count, count &- offset >= length else {
      return .empty
    }
    return unsafe ByteView(base: base + offset, count: length)
  }

  /// The bytes from `offset` to the end; empty when `offset` is past it.
  @inline(__always)
  func suffix(from offset: Int) -> ByteView {
    slice(offset, count &- offset)
  }

  /// Lends the bytes to a C function or a checked span.
  @unsafe
  func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
    -> Result
  {
    unsafe try body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// A copy of the bytes.
  var array: [UInt8] {
    unsafe withUnsafeBytes { unsafe [UInt8]($0) }
  }

  /// Adds the bytes to an array.
  func append(to bytes: inout [UInt8]) {
    unsafe withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }

  /// The bytes as text; bytes that are not UTF-8 become U+FFFD.
  var string: String {
    unsafe withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// Compares bytewise with `other`: negative, zero or positive, as `memcmp` does.
  ///
  /// - Complexity: O(min(count, other.count)).
  func compare(_ other: [UInt8]) -> Int {
    let shared = min(count, other.count)
    for index in 0..<shared {
      let difference = Int(u8(index)) - Int(other[index])
      if difference != 0 { return difference }
    }
    return count - other.count
  }
}

extension Array where Element == UInt8 {
  /// Lends the array's bytes as a view for the length of a call.
  func withByteView<Result, Failure: Error>(_ body: (ByteView) throws(Failure) -> Result)
    throws(Failure) -> Result
  {
    let outcome: Swift.Result<Result, Failure> = unsafe withUnsafeBytes { buffer in
      let view =
        unsafe buffer.baseAddress.map { unsafe ByteView(base: $0, count: buffer.count) } ?? .empty
      do throws(Failure) { return .success(try body(view)) } catch { return .failure(error) }
    }
    return try outcome.get()
  }
}
