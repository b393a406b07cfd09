import Glibc

/// The settings that a sweep tries: every combination of the values of some parameters.
///
/// ```swift
/// let grid = try ParameterGrid("k1=0.6:2.0:0.2,b=0.4")
/// grid.axes[0].values  // [0.6, 0.8, … 2.0]
/// grid.count           // 8
/// ```
public struct ParameterGrid: Sendable, Equatable {
  public struct Axis: Sendable, Equatable {
    public let name: String
    /// Ascending.
    public let values: [Double]
  }

  public let axes: [Axis]

  /// More settings than this are a slip of the hand.
  public static let maximumCount = 10_000

  /// How many settings there are.
  public var count: Int { axes.reduce(1) { $0 * $1.values.count } }

  /// Reads `name=from:to:step`, or `name=value`, with commas between.
  ///
  /// - Throws: ``EvaluationError`` that says what is wrong with which part.
  public init(_ text: String) throws(EvaluationError) {
    var axes: [Axis] = []
    var count = 1
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let axis = try ParameterGrid.axis(part)
      if axes.contains(where: { $0.name == axis.name }) {
        throw EvaluationError("\(axis.name) stands twice: give each parameter once")
      }
      count *= axis.values.count
      if count > ParameterGrid.maximumCount {
        throw EvaluationError(
          "there are more than \(ParameterGrid.maximumCount) settings: take larger steps")
      }
      axes.append(axis)
    }
    self.axes = axes
  }

  private static func axis(_ part: Substring) throws(EvaluationError) -> Axis {
    let sides = part.split(separator: "=", omittingEmptySubsequences: false)
    let name = sides[0].filter { !$0.isWhitespace }
    guard sides.count == 2, !name.isEmpty else {
      throw EvaluationError("\"\(part)\" is no range: write name=from:to:step, as k1=0.6:2.0:0.2")
    }
    let texts = sides[1].split(separator: ":", omittingEmptySubsequences: false)
    let numbers = texts.compactMap { Double($0).flatMap { $0.isFinite ? $0 : nil } }
    guard numbers.count == texts.count, numbers.count == 1 || numbers.count == 3 else {
      throw EvaluationError("\"\(part)\" is no range: write name=from:to:step, as k1=0.6:2.0:0.2")
    }
    if numbers.count == 1 { return Axis(name: name, values: numbers) }
    let (from, to, step) = (numbers[0], numbers[1], numbers[2])
    guard step > 0, from <= to else {
      throw EvaluationError("\"\(part)\" leads nowhere: the step is above 0, from is not above to")
    }
    // A step that does not fit as a whole number of times by rounding still reaches the end.
    let steps = ((to - from) / step + 1e-9).rounded(.down)
    guard steps < Double(maximumCount) else {
      throw EvaluationError("\"\(part)\" has more than \(maximumCount) values: take larger steps")
    }
    // 0.6 + 2 × 0.2 shall be 1, not 1.0000000000000002.
    let digits = texts.map { $0.split(separator: ".").dropFirst().first?.count ?? 0 }.max() ?? 0
    let scale = pow(10, Double(min(digits, 12)))
    return Axis(
      name: name,
      values: (0...Int(steps)).map { ((from + Double($0) * step) * scale).rounded() / scale })
  }

  /// The values of a setting, one for each axis; the last axis turns fastest.
  public subscript(_ number: Int) -> [Double] {
    var rest = number
    var values: [Double] = []
    for axis in axes.reversed() {
      values.append(axis.values[rest % axis.values.count])
      rest /= axis.values.count
    }
    return values.reversed()
  }

  /// A setting for people: `k1=0.9 b=0.4`.
  public func name(_ number: Int) -> String {
    zip(axes, self[number]).map { "\($0.name)=\($1)" }.joined(separator: " ")
  }
}
