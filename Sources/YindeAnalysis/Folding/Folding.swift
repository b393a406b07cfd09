/// The one form in which pages, queries and stored text are compared.
///
///     Folding.fold("ＡＩ體驗　№５".unicodeScalars.map(\.value))  // "ai体验 no5"
///
/// Each scalar is replaced by its fold from a table: compatibility decomposition, case folding,
/// diacritics dropped, radicals to ideographs, traditional to simplified, a few variants of
/// punctuation; scalars that cannot be seen are dropped, and a run of white space is one U+0020.
/// What a table of single scalars cannot do is done in a second pass over text that needs it: marks
/// come to canonical order (UAX #15), voicing marks compose with their kana, Hangul letters with
/// each other, and U+0338 with the mathematical sign that it strikes through.
///
/// Folding folded text changes nothing, and the fold of two texts put together is that of both put
/// together, unless a combining mark, a Hangul letter or white space meets them at the joint.
///
/// Time is linear in the text, except that a run of *n* combining marks is sorted in O(*n* log *n*).
/// Documentation/Analysis.md has the rules in full.
public enum Folding {
  /// COMBINING LONG SOLIDUS OVERLAY: part of ≠, and else dropped.
  static let slash: UInt32 = 0x0338

  /// Appends the fold of `scalars` to `folded`; what is there already has no influence. Numbers that
  /// are no scalars become U+FFFD.
  public static func fold(_ scalars: [UInt32], into folded: inout [UInt32]) {
    let start = folded.count
    // Reserving exactly what each of many appends needs would copy the array each time.
    if start == 0 { folded.reserveCapacity(scalars.count) }
    let tables = FoldingTables.shared
    var composes = false
    for scalar in scalars {
      tables.append(scalar, to: &folded, from: start, composes: &composes)
    }
    if composes { tables.compose(&folded, from: start) }
    for index in start..<folded.count {
      folded[index] &= FoldingTables.scalarMask
    }
  }

  /// Appends the fold of UTF-8 to `folded`, as ``fold(_:into:)`` does; each maximal part of an
  /// invalid sequence becomes U+FFFD.
  public static func fold(utf8: Span<UInt8>, into folded: inout [UInt32]) {
    let start = folded.count
    FoldingTables.shared.appendPacked(utf8, to: &folded)
    for index in start..<folded.count {
      folded[index] &= FoldingTables.scalarMask
    }
  }

  /// The fold of a scalar that folds to one other, whatever stands beside it, and is no mark; nil for others and for white space.
  public static func simple(_ scalar: UInt32) -> UInt32? {
    let entry = FoldingTables.shared.entry(of: scalar)
    guard entry & FoldingTables.slow == 0, !entry.has(.mark) else { return nil }
    return (scalar &+ entry) & FoldingTables.scalarMask
  }

  /// The fold of `scalars` with the map back to them, for highlights.
  public static func fold(_ scalars: [UInt32]) -> FoldedText {
    let tables = FoldingTables.shared
    var folded: [UInt32] = []
    var sources: [UInt32] = []
    folded.reserveCapacity(scalars.count)
    sources.reserveCapacity(scalars.count + 1)
    var composes = false
    for (offset, scalar) in scalars.enumerated() {
      tables.append(scalar, to: &folded, from: 0, composes: &composes)
      while sources.count < folded.count {
        sources.append(UInt32(truncatingIfNeeded: offset))
      }
    }
    if composes { tables.compose(&folded, from: 0, sources: &sources) }
    sources.append(UInt32(truncatingIfNeeded: scalars.count))
    for index in folded.indices {
      folded[index] &= FoldingTables.scalarMask
    }
    return FoldedText(scalars: folded, sources: sources)
  }
}

/// Folded text and where each of its scalars comes from.
///
///     source    Ａ ZWSP ㈱            offsets 0 1 2, length 3
///     scalars   a  (   株  )
///     sources   0  2   2   2  3
///
/// Of several that one scalar became each begins where that scalar does. Dropped scalars belong to
/// the folded one before them.
public struct FoldedText: Sendable {
  /// Folded scalars; every run of white space is one U+0020.
  public var scalars: [UInt32]
  /// For each folded scalar the offset in the source, in scalars, where it begins; never
  /// decreasing. One more entry ends it: the source's length.
  public var sources: [UInt32]

  public init(scalars: [UInt32], sources: [UInt32]) {
    self.scalars = scalars
    self.sources = sources
  }

  /// Where a range of folded scalars comes from, in scalars of the source: every source scalar that
  /// has a part in it whole. At most as many steps as one scalar folds to (18).
  public func sourceRange(of range: Range<Int>) -> Range<Int> {
    let lower = sources[range.lowerBound]
    guard let last = range.last else { return Int(lower)..<Int(lower) }
    var end = range.upperBound
    while end < scalars.count, sources[end] == sources[last] { end += 1 }
    return Int(lower)..<Int(sources[end])
  }
}
