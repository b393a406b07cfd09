/// Full blocks of 128 postings: patched frame-of-reference coded gaps, and frequencies as exceptions from 1.
///
/// The gaps between documents are cut to the bit width that costs least, values that need more bits being patched afterwards
/// (Zukowski et al., "Super-Scalar RAM-CPU Cache Compression", ICDE 2006). Bits are laid out in four lanes of 32 values
/// (vertically, as in Lemire and Boytsov, "Decoding billions of integers per second through vectorization", 2015), so that one
/// SIMD step unpacks four values. Nine frequencies in ten are 1: only the others are written, each with its distance from the
/// one before, Golomb-Rice coded, where that is smaller than packing all 128.
///
/// ```
/// block       --> packed frequencies
/// packed      --> width:u8 exceptions:u8 (16 × width bytes) exception*
/// exception   --> position:u8 varint(value >> width)
/// frequencies --> n:u8                              n < 128 frequencies are not 1; nothing follows when n = 0
///                 parameter:3 (distance value)*     n times; bits, least significant first, zero-padded to a byte
///               | 128:u8 packed                     all frequencies, mapped 1 → 0, 0 → 1
/// distance    --> unary(d >> parameter) d:parameter     d = position - previous position - 1
/// value       --> gamma(m)                              m = 1 for 2, 2 for 3, 3 for 0, else the frequency itself
/// ```
///
/// Value i of the 128 is in lane i mod 4, at bits (i div 4) × width of that lane; a lane's 32-bit words
/// stand 16 bytes apart.
enum PostingBlock {
  static let size = 128

  // MARK: Encoding

  /// Appends the block of exactly 128 postings.
  static func encode(
    documents: ArraySlice<UInt32>, frequencies: ArraySlice<UInt32>, previous: Int,
    into bytes: inout [UInt8]
  ) {
    var values = [UInt32](repeating: 0, count: size)
    var last = previous
    for (index, document) in documents.enumerated() {
      values[index] = UInt32(Int(document) - last - 1)
      last = Int(document)
    }
    encode(values, into: &bytes)
    var packed: [UInt8] = [FrequencyCode.isPacked]
    for (index, frequency) in frequencies.enumerated() { values[index] = map(frequency) }
    encode(values, into: &packed)
    let exceptions = FrequencyCode.encode(frequencies)
    bytes += exceptions.map { $0.count <= packed.count ? $0 : packed } ?? packed
  }

  /// 1 → 0 and 0 → 1; its own inverse.
  @inline(__always)
  static func map(_ frequency: UInt32) -> UInt32 {
    frequency < 2 ? frequency ^ 1 : frequency
  }

  private static func encode(_ values: [UInt32], into bytes: inout [UInt8]) {
    let width = bestWidth(values)
    var exceptions: [UInt8] = []
    var exceptionCount = 0
    var words = [UInt32](repeating: 0, count: 4 * width)
    let mask: UInt32 = width == 32 ? .max : (1 << UInt32(width)) - 1
    for (index, value) in values.enumerated() {
      let lane = index & 3
      let bit = (index >> 2) * width
      let low = UInt64(value & mask) << UInt64(bit & 31)
      if width > 0 {
        words[(bit >> 5) * 4 + lane] |= UInt32(truncatingIfNeeded: low)
        if (bit & 31) + width > 32 {
          words[((bit >> 5) + 1) * 4 + lane] |= UInt32(truncatingIfNeeded: low >> 32)
        }
      }
      if value > mask {
        exceptionCount += 1
        exceptions.append(UInt8(index))
        exceptions.append(varint: UInt64(value >> UInt32(width)))
      }
    }
    bytes.append(UInt8(width))
    bytes.append(UInt8(exceptionCount))
    for word in words { bytes.append(littleEndian: word) }
    bytes += exceptions
  }

  /// The width for which packed bits and exceptions together are smallest.
  private static func bestWidth(_ values: [UInt32]) -> Int {
    // lengths[b]: how many values have exactly b significant bits.
    var lengths = [Int](repeating: 0, count: 33)
    for value in values { lengths[32 - value.leadingZeroBitCount] += 1 }
    var best = 32
    var bestSize = Int.max
    for width in 0...32 {
      var bytes = 16 * width
      var above = width + 1
      while above <= 32 {
        bytes += lengths[above] * (1 + (above - width + 6) / 7)
        above += 1
      }
      if bytes < bestSize {
        best = width
        bestSize = bytes
      }
    }
    return best
  }

  // MARK: Decoding

  /// Decodes the gaps of a block at the start of `view` into documents, strictly ascending.
  ///
  /// - Returns: where the frequencies begin in `view`, and how many of the 128 documents are under
  ///   `documentCount` (all, unless the bytes are damaged).
  @inline(__always)
  static func decodeDocuments(
    _ view: ByteView, previous: Int, documentCount: Int, into documents: inout PostingBuffer
  ) -> (end: Int, count: Int) {
    let end = decode(view, into: &documents)
    var last = previous
    for index in 0..<size {
      // No overflow: 128 gaps of at most 2^32 each.
      last = last &+ 1 &+ Int(documents[index])
      guard last < documentCount else { return (end, index) }
      documents[index] = UInt32(truncatingIfNeeded: last)
    }
    return (end, size)
  }

  /// Decodes the frequencies that begin at the start of `view`.
  @inline(__always)
  static func decodeFrequencies(_ view: ByteView, into frequencies: inout PostingBuffer) {
    let count = view.u8(0)
    guard count != FrequencyCode.isPacked else {
      _ = decode(view.suffix(from: 1), into: &frequencies)
      for index in 0..<size { frequencies[index] = map(frequencies[index]) }
      return
    }
    for index in 0..<size { frequencies[index] = 1 }
    if count > 0 { FrequencyCode.decode(view, count: Int(min(count, 127)), into: &frequencies) }
  }

  @inline(__always)
  private static func decode(_ view: ByteView, into values: inout PostingBuffer) -> Int {
    let width = Int(min(view.u8(0), 32))
    let exceptions = Int(view.u8(1))
    unpack(view, at: 2, width: width, into: &values)
    var reader = ByteReader(view, at: 2 + 16 * width)
    for _ in 0..<exceptions {
      let position = Int(reader.byte() & 127)
      values[position] |= UInt32(truncatingIfNeeded: reader.varint()) &<< UInt32(width)
    }
    return reader.offset
  }

  @inline(__always)
  private static func unpack(
    _ view: ByteView, at offset: Int, width: Int, into values: inout PostingBuffer
  ) {
    if width == 0 {
      for index in 0..<size { values[index] = 0 }
      return
    }
    let mask = SIMD4<UInt32>(repeating: width == 32 ? .max : (1 &<< UInt32(width)) &- 1)
    var at = offset
    var word = view.u32x4(at)
    var bit: UInt32 = 0
    for row in 0..<32 {
      var value = word &>> SIMD4(repeating: bit)
      bit &+= UInt32(width)
      if bit >= 32 {
        bit &-= 32
        at &+= 16
        word = row == 31 ? .zero : view.u32x4(at)
        if bit > 0 {
          value |= word &<< SIMD4(repeating: UInt32(width) &- bit)
        }
      }
      value &= mask
      let index = row &* 4
      values[index] = value[0]
      values[index &+ 1] = value[1]
      values[index &+ 2] = value[2]
      values[index &+ 3] = value[3]
    }
  }
}
