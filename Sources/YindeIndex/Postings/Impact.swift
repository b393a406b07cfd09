/// An upper corner of what a block of postings can score, for any k1 and b.
///
/// BM25 rises with the frequency and falls with the length. Of all (frequency, length) pairs in a
/// block only those matter that no other pair dominates (more often, in a shorter page): Ding and
/// Suel's block maxima (SIGIR 2011) in the form that Lucene keeps, pairs rather than scores, because
/// k1 and b are chosen when the question is asked. At most two pairs are stored for a block; when
/// more are undominated, neighbours are merged into the corner that dominates both, which keeps the
/// bound a bound.
///
/// A pair takes two bytes: the frequency (255 stands for "255 or more: no bound"), and the length in a
/// code that rounds down (``LengthCode``).
struct Impact: Equatable, Sendable {
  var frequency: UInt8
  var length: UInt8

  /// The undominated pairs of `frequencies` and `lengths`, merged down to two (one pair is repeated).
  static func bounds(
    frequencies: ArraySlice<UInt32>, lengths: ArraySlice<UInt32>
  ) -> (Impact, Impact) {
    var shortest = Shortest(repeating: none)
    for (frequency, length) in zip(frequencies, lengths) where frequency > 0 {
      add(UInt8(min(frequency, 255)), LengthCode.encode(length), to: &shortest)
    }
    return merge(shortest)
  }

  /// The shortest length of each frequency, or ``none``.
  private typealias Shortest = InlineArray<256, UInt16>
  private static let none: UInt16 = 256

  @inline(__always)
  private static func add(_ frequency: UInt8, _ length: UInt8, to shortest: inout Shortest) {
    if UInt16(length) < shortest[Int(frequency)] { shortest[Int(frequency)] = UInt16(length) }
  }

  /// Reduces any pairs to two that dominate them all.
  static func merge(_ pairs: [Impact]) -> (Impact, Impact) {
    var shortest = Shortest(repeating: none)
    for pair in pairs { add(pair.frequency, pair.length, to: &shortest) }
    return merge(shortest)
  }

  private static func merge(_ shortest: Shortest) -> (Impact, Impact) {
    // The undominated pairs, highest frequency first.
    var frontier: [Impact] = []
    var least = none
    for frequency in stride(from: 255, through: 0, by: -1) where shortest[frequency] < least {
      least = shortest[frequency]
      frontier.append(Impact(frequency: UInt8(frequency), length: UInt8(least)))
    }
    guard let first = frontier.first else {
      let none = Impact(frequency: 0, length: 255)
      return (none, none)
    }
    guard frontier.count > 1 else { return (first, first) }
    // Split where the two corners lie closest to what they cover: the smallest sum of the areas
    // between a corner and its first pair.
    var best = (cost: Int.max, split: 1)
    for split in 1..<frontier.count {
      let low = frontier[0..<split]
      let high = frontier[split...]
      let cost =
        Int(low.first!.frequency) * Int(low.first!.length - low.last!.length)
        + Int(high.first!.frequency) * Int(high.first!.length - high.last!.length)
      if cost < best.cost { best = (cost, split) }
    }
    let second = frontier[best.split]
    return (
      Impact(frequency: first.frequency, length: frontier[best.split - 1].length),
      Impact(frequency: second.frequency, length: frontier[frontier.count - 1].length)
    )
  }
}

/// A document length in one byte, rounded down: exact to 15, then a power of two with three more bits.
enum LengthCode {
  static func encode(_ length: UInt32) -> UInt8 {
    guard length >= 16 else { return UInt8(length) }
    let exponent = 31 - length.leadingZeroBitCount
    let mantissa = (length >> UInt32(exponent - 3)) & 7
    return UInt8(16 + (exponent - 4) * 8 + Int(mantissa))
  }

  /// The smallest length with this code.
  @inline(__always)
  static func decode(_ code: UInt8) -> UInt32 {
    guard code >= 16 else { return UInt32(code) }
    let exponent = UInt32(code &- 16) >> 3 &+ 4
    let mantissa = UInt32(code &- 16) & 7
    return (8 | mantissa) &<< min(exponent &- 3, 28)
  }
}
