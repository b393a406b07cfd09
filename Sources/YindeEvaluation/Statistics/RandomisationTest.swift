/// Fisher's randomisation test for two systems on the same topics, two-sided.
///
/// If the systems were the same, either could have had either value of a topic: the test asks in how many of all ways
/// to swap the values of topics the means differ at least as much as they do (Smucker, Allan and Carterette, CIKM 2007).
///
/// ```swift
/// let test = RandomisationTest(differences: zip(a, b).map { $0 - $1 }, permutations: 10_000, seed: 1)
/// test.pValue
/// ```
public struct RandomisationTest: Sendable, Equatable {
  public let pValue: Double
  /// Whether all ways were counted; otherwise a sample of ``permutations`` was.
  public let isExact: Bool
  public let permutations: Int

  /// Topics that differ, up to which all ways are counted: 2^20 of them.
  public static let mostTopicsForEnumeration = 20

  /// - Parameter permutations: the size of the sample when there are too many ways to count them all; 1 at least.
  /// - Complexity: O(2^*d*) for up to 20 topics that differ, else O(*d* × permutations).
  public init(differences: [Double], permutations: Int, seed: UInt64) {
    // A topic without a difference adds nothing, whichever way it is swapped.
    let differing = differences.filter { $0 != 0 }
    let observed = abs(differing.reduce(0, +))
    // Sums that are equal on paper may differ in their last bits.
    let limit = observed - 1e-12 * differing.reduce(0) { $0 + abs($1) }
    if differing.count <= RandomisationTest.mostTopicsForEnumeration {
      isExact = true
      let ways = 1 << differing.count
      self.permutations = ways
      pValue = Double(RandomisationTest.count(differing, limit)) / Double(ways)
    } else {
      isExact = false
      self.permutations = max(permutations, 1)
      let extreme = RandomisationTest.sample(differing, limit, self.permutations, seed)
      // The ways at hand count as one of the sample, so that p is never 0 (Phipson and Smyth, 2010).
      pValue = Double(extreme + 1) / Double(self.permutations + 1)
    }
  }

  /// How many of all ways reach the limit. A sum is put together from two halves, each from a table, so that
  /// rounding does not pile up.
  private static func count(_ differences: [Double], _ limit: Double) -> Int {
    let middle = differences.count / 2
    let low = sums(differences[..<middle])
    let high = sums(differences[middle...])
    var count = 0
    for first in high {
      for second in low where abs(first + second) >= limit { count += 1 }
    }
    return count
  }

  /// The sums of all ways to choose signs.
  private static func sums(_ differences: ArraySlice<Double>) -> [Double] {
    var sums = [0.0]
    for difference in differences {
      sums = sums.map { $0 + difference } + sums.map { $0 - difference }
    }
    return sums
  }

  private static func sample(
    _ differences: [Double], _ limit: Double, _ permutations: Int, _ seed: UInt64
  ) -> Int {
    var generator = SeededGenerator(seed: seed)
    let total = differences.reduce(0, +)
    var extreme = 0
    for _ in 0..<permutations {
      var swapped = 0.0
      var place = 0
      while place < differences.count {
        var bits = generator.next()
        let end = min(place + 64, differences.count)
        while place < end {
          swapped += bits & 1 == 1 ? differences[place] : 0
          bits >>= 1
          place += 1
        }
      }
      if abs(total - 2 * swapped) >= limit { extreme += 1 }
    }
    return extreme
  }
}
