extension Span<UInt8> {
  /// The eight bytes from `index` on, the first lowest. Traps outside of the span.
  @inline(__always)
  func word64(at index: Int) -> UInt64 {
    // Every byte of a span of bytes is initialised, and the load checks its bounds.
    unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
  }

  /// The four bytes from `index` on, the first lowest. Traps outside of the span.
  @inline(__always)
  func word32(at index: Int) -> UInt32 {
    // As above.
    unsafe UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self))
  }
}
