/// A match at its place in a page.
struct Sight: Equatable {
  /// In scalars of the page's text.
  var range: Range<Int>
  var pattern: Int
  /// The number of the block that it stands in.
  var block: Int

  /// The ranges, ascending, those that touch as one.
  static func merged(_ sights: [Sight]) -> [Range<Int>] {
    var merged: [Range<Int>] = []
    for sight in sights.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      if let last = merged.last, sight.range.lowerBound <= last.upperBound {
        merged[merged.count - 1] =
          last.lowerBound..<max(last.upperBound, sight.range.upperBound)
      } else {
        merged.append(sight.range)
      }
    }
    return merged
  }
}

/// The piece of a run that says most about why it was found.
///
/// Windows begin at a match and take in the matches that lie within `length` characters from there, " · " between blocks
/// included. A window is worth its distinct patterns, each once: what is repeated says nothing new. Of windows that are worth the same that one
/// goes first that needs fewer blocks, then fewer characters, then the one with more matches, then the first.
struct SnippetWindow: Equatable {
  /// Scalars of the text, from the first match to the end of the last that is needed for the worth.
  var range: Range<Int>
  var worth: Int
  /// How many edges of blocks lie between the first match and the last.
  var edges: Int
  /// Characters from the first match to the last, as shown.
  var span: Int
  /// All matches within `length` characters.
  var matches: Int

  /// The scalars of " · ", less the mark that stands between blocks in the text.
  static let gap = 2

  /// Whether all of it can be shown: it holds no match that is longer than a snippet.
  func fits(_ length: Int) -> Bool { range.count + SnippetWindow.gap * edges <= length }

  /// Whether this one goes before another that begins earlier.
  func isBetter(than other: SnippetWindow?) -> Bool {
    guard let other else { return true }
    if worth != other.worth { return worth > other.worth }
    if edges != other.edges { return edges < other.edges }
    if span != other.span { return span < other.span }
    return matches > other.matches
  }

  /// - Parameters:
  ///   - sights: the matches of one run, by where they begin.
  ///   - weights: what each pattern is worth.
  ///   - factor: by which worths are multiplied.
  /// - Complexity: O(n log n) in the matches, and O(n × matches in a window) when many windows are worth the same.
  static func best(
    _ sights: [Sight], weights: [Int], factor: Int, length: Int
  ) -> SnippetWindow? {
    // Places as they are shown. A match that is longer than a window counts as long as one.
    let starts = sights.map { $0.range.lowerBound + gap * $0.block }
    let ends = sights.enumerated().map { number, sight in
      starts[number] + min(sight.range.count, length)
    }
    // Mostly they end in the order in which they begin.
    var byEnd = Array(sights.indices)
    if zip(ends, ends.dropFirst()).contains(where: { $0 > $1 }) {
      byEnd.sort { (ends[$0], $0) < (ends[$1], $1) }
    }
    var counts = [Int](repeating: 0, count: weights.count)
    var worth = 0
    var distinct = 0
    var added = 0
    var best: SnippetWindow?
    // For each pattern the last window in which it was met.
    var met = [Int](repeating: -1, count: weights.count)
    for first in sights.indices {
      let limit = starts[first] + length
      while added < byEnd.count, ends[byEnd[added]] <= limit {
        let pattern = sights[byEnd[added]].pattern
        if counts[pattern] == 0 {
          worth += weights[pattern]
          distinct += 1
        }
        counts[pattern] += 1
        added += 1
      }
      if worth * factor >= best?.worth ?? 0 {
        var window = needed(
          sights, starts, ends, from: first, limit: limit, distinct: distinct, &met)
        window.worth = worth * factor
        window.matches = added - first
        if window.isBetter(than: best) { best = window }
      }
      // It was added, if not now then with an earlier match: its end lies within the window.
      let pattern = sights[first].pattern
      counts[pattern] -= 1
      if counts[pattern] == 0 {
        worth -= weights[pattern]
        distinct -= 1
      }
    }
    return best
  }

  /// The window from a match to the end of the last one that is needed to have `distinct` patterns.
  private static func needed(
    _ sights: [Sight], _ starts: [Int], _ ends: [Int], from first: Int, limit: Int, distinct: Int,
    _ met: inout [Int]
  ) -> SnippetWindow {
    var left = distinct
    var window = SnippetWindow(
      range: sights[first].range, worth: 0, edges: 0, span: ends[first] - starts[first],
      matches: 0)
    var at = first
    while left > 0, at < sights.count {
      defer { at += 1 }
      guard ends[at] <= limit, met[sights[at].pattern] != first else { continue }
      met[sights[at].pattern] = first
      left -= 1
      window.edges = max(window.edges, sights[at].block - sights[first].block)
      window.span = max(window.span, ends[at] - starts[first])
      let end = max(window.range.upperBound, sights[at].range.upperBound)
      window.range = window.range.lowerBound..<end
    }
    return window
  }
}
