import Glibc

/// Okapi BM25 (Robertson, Walker, Jones, Hancock-Beaulieu and Gatford, TREC-3, 1994).
///
/// ```
/// score(t, d) = idf(t) × tf / (tf + k1 × (1 - b + b × length(d) / average length))
/// idf(t)      = ln(1 + (N - df + 0.5) / (df + 0.5))
/// ```
///
/// The idf is the one that never becomes negative; the constant factor k1 + 1 is left out, as Lucene does since
/// version 8. `tf` is the sum over roles of weight × occurrences (``RoleWeights``), saturated once.
public struct BM25: Sendable {
  public let k1: Float
  public let b: Float
  /// k1 × (1 - b) and k1 × b / average length.
  let base: Float
  let slope: Float
  let documentCount: Int

  /// The defaults that Lucene's research toolkit Anserini uses. They were preferred to 1.2 and 0.75 after a look at five
  /// collections with either pair, not by cross-validation.
  public static let defaultK1 = 0.9
  public static let defaultB = 0.4

  init(k1: Double, b: Double, index: IndexFile) {
    self.init(k1: k1, b: b, SearchStatistics(index))
  }

  init(k1: Double, b: Double, _ statistics: SearchStatistics) {
    // With k1 = 0 every frequency above zero counts alike. What is no number, or out of range, would break the
    // promise that scores are whole numbers from 0 to the weight; `max(a, .nan)` is NaN, hence the order.
    let k1 = Float(k1 >= 0 ? min(k1, 1e6) : k1 < 0 ? 0 : BM25.defaultK1)
    let b = Float(b >= 0 ? min(b, 1) : b < 0 ? 0 : BM25.defaultB)
    self.k1 = k1
    self.b = b
    // A hair above zero: with k1 = 0, or with b = 1 in a page of no length, a posting without weight (furniture) has
    // the frequency 0, and 0 / 0 is no number.
    base = max(k1 * (1 - b), 1e-9)
    slope = k1 * b / Float(statistics.averageLength)
    documentCount = statistics.documentCount
  }

  func idf(documentFrequency: Int) -> Double {
    let n = Double(documentCount)
    let df = Double(documentFrequency)
    return log(1 + max(n - df + 0.5, 0) / (df + 0.5))
  }
}

/// Scores postings of one term as whole numbers.
///
/// Sums of floating-point numbers depend on their order, which pruning changes. Scores are therefore rounded to
/// integers once, posting by posting, on a scale that is a power of two and the same for the whole query;
/// integers add up to the same sum in any order. So pruned and exhaustive evaluation agree to the last
/// bit, ties included.
///
/// Every step rises with the frequency and falls with the length even after rounding, so that the score of an
/// ``Impact`` is a bound of the scores that it dominates.
struct TermScorer {
  /// idf × occurrences in the query × scale.
  let weight: Float
  let base: Float
  let slope: Float
  private let lengths: ByteView

  init(weight: Float, model: BM25, index: IndexFile) {
    self.weight = weight
    base = model.base
    slope = model.slope
    lengths = index.lengths
  }

  @inline(__always)
  private func length(_ document: Int) -> UInt32 { lengths.u32(document &* 4) }

  @inline(__always)
  func norm(_ length: UInt32) -> Float { base + slope * Float(length) }

  @inline(__always)
  func norm(document: Int) -> Float { norm(length(document)) }

  @inline(__always)
  func score(frequency: UInt32, length: UInt32) -> UInt32 {
    let norm = norm(length)
    // frequency 0 gives weight / infinity = 0. The result is at most `weight`, under 2^31.
    return UInt32(weight / (1 + norm / Float(frequency)))
  }

  @inline(__always)
  func score(frequency: UInt32, document place: Int) -> UInt32 {
    score(frequency: frequency, length: length(place))
  }

  /// The scores of the first `count` postings of a decoded block, bit for bit those of ``score(frequency:document:)``. The rest of
  /// the last four is not to be used.
  @inline(__always)
  func score(
    _ count: Int, documents: PostingBuffer, frequencies: PostingBuffer, into scores: PostingBuffer
  ) {
    score(0..<count, documents: documents, frequencies: frequencies, into: scores)
  }

  /// The scores of some postings of a decoded block. Up to three after them are not to be used.
  ///
  /// The lengths are fetched in a loop of their own. Most of them are not in a cache, and a short loop has a dozen on the way at once
  /// where one that divides has four.
  @inline(__always)
  func score(
    _ places: Range<Int>, documents: PostingBuffer, frequencies: PostingBuffer,
    into scores: PostingBuffer
  ) {
    for at in places { scores[at] = length(Int(documents[at])) }
    var at = places.lowerBound
    while at < places.upperBound {
      var norm = SIMD4(
        Float(scores[at]), Float(scores[at &+ 1]), Float(scores[at &+ 2]), Float(scores[at &+ 3]))
      norm = base + slope * norm
      let frequency = SIMD4(
        frequencies[at], frequencies[at &+ 1], frequencies[at &+ 2], frequencies[at &+ 3])
      // Nine frequencies in ten are 1, and a division by 1 changes nothing.
      if frequency != SIMD4(repeating: 1) {
        norm /= SIMD4(
          Float(frequency[0]), Float(frequency[1]), Float(frequency[2]), Float(frequency[3]))
      }
      let score = weight / (1 + norm)
      scores[at] = UInt32(score[0])
      scores[at &+ 1] = UInt32(score[1])
      scores[at &+ 2] = UInt32(score[2])
      scores[at &+ 3] = UInt32(score[3])
      at &+= 4
    }
  }

  /// The bound of four bytes of impacts as they stand in a list.
  @inline(__always)
  func bound(_ impacts: UInt32) -> UInt32 {
    max(pair(impacts & 0xFFFF), pair(impacts >> 16))
  }

  @inline(__always)
  private func pair(_ bytes: UInt32) -> UInt32 {
    let frequency = bytes & 0xFF
    // 255 stands for any frequency from there on: the limit of the formula.
    if frequency == 255 { return UInt32(weight) }
    return score(
      frequency: frequency,
      length: LengthCode.decode(UInt8(truncatingIfNeeded: bytes >> 8)))
  }
}

/// The scale of a query's integer scores.
struct ScoreScale {
  /// A power of two.
  let factor: Double

  /// The largest power of two for which the sum of all weights stays under 2^30.
  init(totalWeight: Double) {
    let room = Double(1 << 30) / max(totalWeight, 1e-9)
    factor = exp2(min(floor(log2(room)), 30))
  }

  func score(_ fixed: UInt32) -> Double { Double(fixed) / factor }
}
