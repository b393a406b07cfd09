/// The bound of a row of blocks by one division: of (frequency, norm) pairs the one with the largest quotient.
struct BoundOfBlocks {
  private var frequency: Float = 0
  private var norm: Float = 1
  private var isLimit = false

  @inline(__always)
  mutating func add(_ impacts: UInt32, _ scorer: TermScorer) {
    add(pair: impacts & 0xFFFF, scorer)
    if impacts >> 16 != impacts & 0xFFFF { add(pair: impacts >> 16, scorer) }
  }

  @inline(__always)
  private mutating func add(pair: UInt32, _ scorer: TermScorer) {
    // 255 stands for any frequency from there on: the limit of the formula.
    if pair & 0xFF == 255 { isLimit = true }
    add(
      frequency: pair & 0xFF,
      norm: scorer.norm(LengthCode.decode(UInt8(truncatingIfNeeded: pair >> 8))))
  }

  @inline(__always)
  mutating func add(frequency: UInt32, norm: Float) {
    let frequency = Float(frequency)
    if frequency * self.norm > self.frequency * norm {
      self.frequency = frequency
      self.norm = norm
    }
  }

  /// A little more than the score of the pair: the products are rounded, so another pair may have scored more by a few parts in
  /// 2^23.
  @inline(__always)
  func bound(_ scorer: TermScorer) -> UInt32 {
    if isLimit { return UInt32(scorer.weight) }
    guard frequency > 0 else { return 0 }
    let score = scorer.weight / (1 + norm / frequency)
    return UInt32(min(score + scorer.weight * 0x1p-20 + 1, scorer.weight))
  }
}
