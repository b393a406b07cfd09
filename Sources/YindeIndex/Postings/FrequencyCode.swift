/// The frequencies of a block of 128 postings of which few are not 1: those, and how far apart they stand.
///
/// ``PostingBlock`` has the grammar. On a collection of passages that took half a bit off each
/// posting (ARCHITECTURE.md).
enum FrequencyCode {
  /// In place of the number of exceptions: all 128 frequencies are packed.
  static let isPacked: UInt8 = 128
  static let parameterBits = 3

  /// 2 → 1, 3 → 2, 0 → 3, others themselves: the commoner, the shorter in Elias's gamma code.
  @inline(__always)
  static func map(_ frequency: UInt32) -> UInt32 {
    frequency > 3 ? frequency : frequency == 0 ? 3 : frequency &- 1
  }

  @inline(__always)
  static func unmap(_ value: UInt32) -> UInt32 {
    value > 3 ? value : value == 3 ? 0 : value &+ 1
  }

  /// Nil when none of the frequencies is 1.
  static func encode(_ frequencies: ArraySlice<UInt32>) -> [UInt8]? {
    var distances: [UInt32] = []
    var values: [UInt32] = []
    var next = frequencies.startIndex
    for (place, frequency) in zip(frequencies.indices, frequencies) where frequency != 1 {
      distances.append(UInt32(place - next))
      values.append(map(frequency))
      next = place + 1
    }
    guard distances.count < Int(isPacked) else { return nil }
    guard !distances.isEmpty else { return [0] }
    let parameter = min(ShortListCodec.bestParameter(distances), (1 << parameterBits) - 1)
    var writer = BitWriter()
    writer.write(UInt32(distances.count), bits: 8)
    writer.write(UInt32(parameter), bits: parameterBits)
    for (distance, value) in zip(distances, values) {
      writer.writeUnary(distance >> UInt32(parameter))
      writer.write(distance, bits: parameter)
      writer.writeGamma(value)
    }
    return writer.finish()
  }

  /// Patches `count` frequencies, at most 127, that begin after the first byte of `view`. Places that there are not, which only
  /// damage makes, are passed over.
  ///
  /// Nearly every pair of a distance and a value has less than 32 bits together: they are taken from one word.
  @inline(__always)
  static func decode(_ view: ByteView, count: Int, into frequencies: inout PostingBuffer) {
    let parameter = UInt64(view.u8(1) & 7)
    let mask: UInt64 = (1 &<< parameter) &- 1
    // Where the next pair begins, in bits from the start of the view.
    var bit = 8 + parameterBits
    var next = 0
    for number in 0..<count {
      guard (bit >> 3) &+ 8 <= view.count else {
        return decode(view, bit, count - number, next, into: &frequencies)
      }
      var word = view.u64(bit >> 3) &>> UInt64(truncatingIfNeeded: bit & 7)
      let high = UInt64(truncatingIfNeeded: (~word).trailingZeroBitCount)
      word = word &>> (high &+ 1)
      let low = word & mask
      word = word &>> parameter
      let extra = UInt64(truncatingIfNeeded: (~word).trailingZeroBitCount)
      let used = high &+ parameter &+ 2 &* extra &+ 2
      guard used <= 56 else {
        return decode(view, bit, count - number, next, into: &frequencies)
      }
      word = word &>> (extra &+ 1)
      let value = (1 &<< extra) | (word & ((1 &<< extra) &- 1))
      let place = next &+ Int(truncatingIfNeeded: high &<< parameter | low)
      guard place < PostingBlock.size else { return }
      frequencies[place] = unmap(UInt32(truncatingIfNeeded: value))
      next = place &+ 1
      bit &+= Int(truncatingIfNeeded: used)
    }
  }

  /// The same from a bit on, by the general reader: at the end of the bytes, and for a pair that is too long for a word.
  private static func decode(
    _ view: ByteView, _ bit: Int, _ count: Int, _ next: Int, into frequencies: inout PostingBuffer
  ) {
    var reader = BitReader(view, at: bit >> 3)
    _ = reader.read(bits: bit & 7)
    let parameter = Int(view.u8(1) & 7)
    var next = next
    for _ in 0..<count {
      let high = Int(reader.readUnary()) &<< parameter
      let place = next &+ (high | (parameter == 0 ? 0 : Int(reader.read(bits: parameter))))
      let value = reader.readGamma()
      guard UInt(bitPattern: place) < UInt(PostingBlock.size) else { return }
      frequencies[place] = unmap(value)
      next = place &+ 1
    }
  }
}
