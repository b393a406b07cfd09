import Glibc

/// Student's t-test for two systems on the same topics, two-sided.
public struct TTest: Sendable, Equatable {
  /// The mean difference in units of its standard error; infinite when all topics differ by the same.
  public let t: Double
  /// The number of topics less one.
  public let degreesOfFreedom: Int
  public let pValue: Double

  /// - Returns: nil for fewer than two topics, which have no variance.
  /// - Complexity: O(*n*).
  public init?(differences: [Double]) {
    let count = Double(differences.count)
    guard differences.count >= 2 else { return nil }
    degreesOfFreedom = differences.count - 1
    let mean = differences.reduce(0, +) / count
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / (count - 1) / count).squareRoot()
    if mean == 0 {
      t = 0
      pValue = 1
    } else {
      t = mean / error
      pValue = TTest.twoSided(t: t, degreesOfFreedom: count - 1)
    }
  }

  /// The chance that Student's t is as far from 0 as `t`, or farther.
  static func twoSided(t: Double, degreesOfFreedom: Double) -> Double {
    guard t.isFinite else { return 0 }
    let square = t * t
    // Both arguments are worked out rather than one from the other, which would lose the digits of a small one.
    return incompleteBeta(
      degreesOfFreedom / 2, 0.5, x: degreesOfFreedom / (degreesOfFreedom + square),
      complement: square / (degreesOfFreedom + square))
  }

  /// The regularised incomplete beta function I_x(a, b), by its continued fraction (Abramowitz and Stegun, 26.5.8).
  ///
  /// - Parameter complement: 1 - x.
  static func incompleteBeta(_ a: Double, _ b: Double, x: Double, complement: Double) -> Double {
    if x <= 0 { return 0 }
    if complement <= 0 { return 1 }
    // The fraction converges fast on this side of the mean; I_x(a, b) = 1 - I_{1-x}(b, a) leads there.
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(b, a, x: complement, complement: x) }
    let scale = exp(
      lgamma(a + b).0 - lgamma(a).0 - lgamma(b).0 + a * log(x) + b * log(complement))
    return scale * fraction(a, b, x) / a
  }

  /// Lentz's method, as modified by Thompson and Barnett (1986): numerators and denominators that vanish are moved a
  /// hair away from 0.
  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    func clear(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
    var numerator = 1.0
    var denominator = 1 / clear(1 - (a + b) * x / (a + 1))
    var value = denominator
    for step in 1..<10_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      denominator = 1 / clear(1 + even * denominator)
      numerator = clear(1 + even / numerator)
      value *= denominator * numerator
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      denominator = 1 / clear(1 + odd * denominator)
      numerator = clear(1 + odd / numerator)
      let change = denominator * numerator
      value *= change
      if abs(change - 1) < 1e-15 { break }
    }
    return value
  }
}

/// Corrects p-values of several tests that belong together.
public enum Holm {
  /// Holm's step-down correction (Scandinavian Journal of Statistics, 1979): the chance of one false alarm among all
  /// tests stays below the level at which corrected values are read.
  ///
  /// - Complexity: O(*n* log *n*).
  public static func corrected(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    var corrected = pValues
    var most = 0.0
    for (place, index) in order.enumerated() {
      most = max(most, min(1, pValues[index] * Double(pValues.count - place)))
      corrected[index] = most
    }
    return corrected
  }
}
