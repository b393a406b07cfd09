import CZlib

extension Array where Element == UInt8 {
  /// Appends an integer, least significant byte first.
  @inline(__always)
  mutating func append<Value: FixedWidthInteger>(littleEndian value: Value) {
    var rest = value
    for _ in 0..<(Value.bitWidth / 8) {
      append(UInt8(truncatingIfNeeded: rest))
      rest = rest >> 8
    }
  }

  /// Appends a variable-byte integer: seven bits a byte, least significant first, the high bit set on
  /// all bytes but the last.
  @inline(__always)
  mutating func append(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  @inline(__always)
  mutating func append(varint value: Int) {
    append(varint: UInt64(value))
  }
}

/// The bytes that ``Swift/Array/append(varint:)`` takes for `value`.
func varintSize(_ value: UInt64) -> Int {
  max(1, (64 - value.leadingZeroBitCount + 6) / 7)
}

/// Reads a view from front to back; past the end it gives zeros and says so.
struct ByteReader {
  let view: ByteView
  private(set) var offset: Int

  /// A place outside the view, as a damaged table may name, counts as the end.
  init(_ view: ByteView, at offset: Int = 0) {
    self.view = view
    self.offset = offset < 0 ? view.count : min(offset, view.count)
  }

  var isAtEnd: Bool { offset >= view.count }

  @inline(__always)
  mutating func byte() -> UInt8 {
    let value = view.u8(offset)
    offset &+= 1
    return value
  }

  /// The next variable-byte integer; bits past 64 are dropped.
  @inline(__always)
  mutating func varint() -> UInt64 {
    var value = UInt64(view.u8(offset))
    offset &+= 1
    if value < 0x80 { return value }
    value &= 0x7F
    var shift: UInt64 = 7
    while shift < 64 {
      let byte = UInt64(view.u8(offset))
      offset &+= 1
      value |= (byte & 0x7F) &<< shift
      if byte < 0x80 { break }
      shift &+= 7
    }
    return value
  }

  /// The next variable-byte integer as a size; what does not fit gives `Int.max`.
  @inline(__always)
  mutating func size() -> Int {
    Int(clamping: varint())
  }

  mutating func bytes(_ count: Int) -> ByteView {
    let slice = view.slice(offset, count)
    offset = count <= view.count - min(offset, view.count) ? offset + count : view.count
    return slice
  }
}

/// CRC-32 (IEEE 802.3), which finds every burst up to 32 bits and every one- and two-bit error in
/// sections up to 512 MB.
struct CRC32 {
  private(set) var value: UInt32 = 0

  mutating func update(_ view: ByteView) {
    // zlib takes the length as an unsigned 32-bit integer.
    var offset = 0
    while offset < view.count {
      let part = view.slice(offset, min(view.count - offset, 1 << 30))
      unsafe part.withUnsafeBytes { bytes in
        unsafe value = UInt32(
          truncatingIfNeeded: crc32(
            UInt(value), bytes.baseAddress?.assumingMemoryBound(to: UInt8.self),
            UInt32(bytes.count)))
      }
      offset += part.count
    }
  }

  static func of(_ view: ByteView) -> UInt32 {
    var crc = CRC32()
    crc.update(view)
    return crc.value
  }
}
