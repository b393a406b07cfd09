/// Random numbers that a seed decides, the same on every machine and in every version: SplitMix64 (Steele, Lea and
/// Flood, OOPSLA 2014). Not for secrets.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// The numbers 0 ..< count in a random order. Written out, because the library's `shuffled` may change its order from
  /// one version of Swift to the next, and with it every fold and sample.
  ///
  /// - Complexity: O(count).
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    var left = count
    while left > 1 {
      let place = Int(next().multipliedFullWidth(by: UInt64(left)).high)
      left -= 1
      order.swapAt(place, left)
    }
    return order
  }
}
