/// Writes bits, least significant first, into bytes.
struct BitWriter {
  private(set) var bytes: [UInt8] = []
  private var pending: UInt64 = 0
  private var pendingCount = 0

  /// Appends the low `count` bits of `value`; `count` at most 32.
  mutating func write(_ value: UInt32, bits count: Int) {
    pending |= (UInt64(value) & ((1 << UInt64(count)) - 1)) << UInt64(pendingCount)
    pendingCount += count
    while pendingCount >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      pendingCount -= 8
    }
  }

  /// `count` one bits and a zero.
  mutating func writeUnary(_ count: UInt32) {
    var rest = count
    while rest >= 16 {
      write(0xFFFF, bits: 16)
      rest -= 16
    }
    write((1 << rest) - 1, bits: Int(rest) + 1)
  }

  /// Elias gamma code (1975): the bits after the highest in unary, then those bits. `value` at least 1.
  mutating func writeGamma(_ value: UInt32) {
    let extra = 31 - value.leadingZeroBitCount
    writeUnary(UInt32(extra))
    if extra > 0 { write(value & ((1 << UInt32(extra)) - 1), bits: extra) }
  }

  /// Fills the last byte with zeros and hands over the bytes.
  mutating func finish() -> [UInt8] {
    if pendingCount > 0 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending = 0
      pendingCount = 0
    }
    return bytes
  }
}

/// Reads what ``BitWriter`` wrote. Past the end of the view it reads zeros, so that no code, however
/// damaged, runs on: every call ends in bounded time.
struct BitReader {
  private let view: ByteView
  private var offset: Int
  private var bits: UInt64 = 0
  private var available = 0

  init(_ view: ByteView, at offset: Int = 0) {
    self.view = view
    self.offset = offset
  }

  @inline(__always)
  private mutating func refill() {
    // At least 32 bits afterwards. Eight bytes at once when they are there.
    if offset &+ 8 <= view.count {
      bits |= view.u64(offset) &<< UInt64(truncatingIfNeeded: available)
      let taken = (63 &- available) >> 3
      offset &+= taken
      available &+= taken &<< 3
    } else {
      while available <= 56 {
        bits |= UInt64(view.u8(offset)) &<< UInt64(truncatingIfNeeded: available)
        offset &+= 1
        available &+= 8
      }
    }
  }

  @inline(__always)
  mutating func read(bits count: Int) -> UInt32 {
    if available < 32 { refill() }
    let value = UInt32(truncatingIfNeeded: bits & ((1 &<< UInt64(count)) &- 1))
    bits = bits &>> UInt64(count)
    available &-= count
    return value
  }

  /// The number of one bits before the next zero. Runs are cut at the end of the view.
  @inline(__always)
  mutating func readUnary() -> UInt32 {
    var count: UInt32 = 0
    while true {
      if available < 32 { refill() }
      let ones = (~bits).trailingZeroBitCount
      if ones < 32 {
        bits = bits &>> UInt64(ones &+ 1)
        available &-= ones &+ 1
        return count &+ UInt32(ones)
      }
      bits = bits &>> 32
      available &-= 32
      count &+= 32
      if offset > view.count &+ 16 { return count }
    }
  }

  @inline(__always)
  mutating func readGamma() -> UInt32 {
    let extra = min(Int(readUnary()), 31)
    return (1 &<< UInt32(extra)) | (extra == 0 ? 0 : read(bits: extra))
  }
}
