/// A set of folded scalars: what one place of a pattern takes.
///
/// It is written in the scalars that people type, and holds what these fold to: `[A-Z]` and `[ａ-ｚ]` are `[a-z]`, 體 is 体. A scalar that folds to
/// several (½, ㈱) is in no set.
public struct PatternSet: Hashable, Sendable {
  /// Ascending, apart from one another.
  let ranges: [ClosedRange<UInt32>]
  /// A bit for each ``PatternClass``.
  let classes: UInt16
  let isNegated: Bool

  /// - Parameters:
  ///   - ranges: scalars as they are typed.
  ///   - folded: scalars of folded text.
  public init(
    ranges: [ClosedRange<UInt32>] = [], folded: [ClosedRange<UInt32>] = [],
    classes: Set<PatternClass> = [], isNegated: Bool = false
  ) {
    var all = folded
    for range in PatternSet.merged(ranges) {
      all.append(range)
      PatternSet.appendFolds(of: range, to: &all)
    }
    self.ranges = PatternSet.merged(all)
    self.classes = classes.reduce(0) { $0 | $1.bit }
    self.isNegated = isNegated
  }

  /// Every scalar: `.`
  public static let any = PatternSet(isNegated: true)

  static func one(_ scalar: UInt32) -> PatternSet { PatternSet(folded: [scalar...scalar]) }

  public func contains(_ scalar: UInt32) -> Bool {
    (classes & PatternClass.of(scalar).bit != 0 || ranges.contains { $0.contains(scalar) })
      != isNegated
  }

  /// The members when there are no more than `limit`.
  func members(limit: Int) -> [UInt32]? {
    if !isNegated, ranges.isEmpty, classes == PatternClass.space.bit { return [0x20] }
    guard !isNegated, classes == 0, ranges.reduce(0, { $0 + $1.count }) <= 4 * limit else {
      return nil
    }
    let members = ranges.joined().filter { FoldingTables.shared.single($0) == $0 }
    return members.count <= limit ? members : nil
  }

  /// Whether no member is of class `han`.
  var hasNoHan: Bool {
    if isNegated { return false }
    guard classes & PatternClass.han.bit == 0,
      ranges.reduce(0, { $0 + $1.count }) <= 1024
    else { return false }
    return ranges.joined().allSatisfy { CharacterClass.of($0) != .han }
  }

  private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var merged: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound &+ 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  /// Adds what the scalars of a range fold to, where that is another scalar.
  private static func appendFolds(
    of range: ClosedRange<UInt32>, to folded: inout [ClosedRange<UInt32>]
  ) {
    if range.count <= 256 {
      for scalar in range {
        if let target = FoldingTables.shared.single(scalar), target != scalar {
          folded.append(target...target)
        }
      }
      return
    }
    var low = 0
    var high = folds.count
    while low < high {
      let middle = (low + high) / 2
      if folds[middle].source < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    while low < folds.count, folds[low].source <= range.upperBound {
      folded.append(folds[low].target...folds[low].target)
      low += 1
    }
  }

  /// All scalars that fold to one other scalar, ascending: some ten thousand, found at the first use.
  private static let folds: [(source: UInt32, target: UInt32)] = {
    let tables = FoldingTables.shared
    var folds: [(source: UInt32, target: UInt32)] = []
    for (number, block) in tables.blocks.enumerated() where block >= CharacterClass.allCases.count {
      for scalar in UInt32(number) << 7..<UInt32(number + 1) << 7 {
        if let target = tables.single(scalar), target != scalar { folds.append((scalar, target)) }
      }
    }
    return folds
  }()
}

/// What `\w`, `\d`, `\s` and `\p{…}` tell apart: ``CharacterClass``, and the low line, which programs have for a letter.
public enum PatternClass: UInt8, CaseIterable, Sendable {
  case space, punctuation, symbol, han, letter, digit, mark, ignorable
  case lowLine

  var bit: UInt16 { 1 << UInt16(rawValue) }

  @inline(__always)
  static func of(_ scalar: UInt32) -> PatternClass {
    if scalar == 0x5F { return .lowLine }
    switch CharacterClass.of(scalar) {
    case .space: return .space
    case .punctuation: return .punctuation
    case .symbol: return .symbol
    case .han: return .han
    case .letter: return .letter
    case .digit: return .digit
    case .mark: return .mark
    case .ignorable: return .ignorable
    }
  }

  /// `\w`
  public static let word: Set<PatternClass> = [.han, .letter, .digit, .mark, .lowLine]
}

extension FoldingTables {
  /// What a scalar folds to when that is one scalar.
  func single(_ scalar: UInt32) -> UInt32? {
    let entry = entry(of: scalar)
    if entry.has(.space) { return 0x20 }
    guard entry & Self.slow == 0 || entry & Self.composes != 0 else { return nil }
    return (scalar &+ entry) & Self.scalarMask
  }
}
