import YindeAnalysis
public import YindeQuery

/// A piece of a page that shows why it was found.
public struct Snippet: Sendable, Equatable {
  public var text: String
  /// The matches, in characters (Unicode scalars) of ``text``; ascending, apart from one another.
  public var highlights: [Range<Int>]
}

extension Searcher {
  /// A maker of snippets for the answers of one query.
  ///
  /// - Parameter length: the most characters of a snippet.
  public func snippetMaker(for query: Query, length: Int = 110) -> SnippetMaker {
    SnippetMaker(Highlighter(query, statistics), length: length)
  }
}

/// Picks the piece of a page with the most informative matches.
///
/// The window is at most `length` characters long, lies in one block, and begins and ends at the edge of a
/// sentence or of the block where one is near; "…" marks a cut. Body goes before headings, and these before
/// furniture and titles, which the reader sees anyway. Without a match the page's first body text is given.
///
/// - Complexity: O(text × phrases of the query) a page.
public struct SnippetMaker {
  private let highlighter: Highlighter
  private let length: Int

  init(_ highlighter: Highlighter, length: Int) {
    self.highlighter = highlighter
    self.length = max(length, 20)
  }

  /// A window of a block: where, what it is worth, and the matches in it, in scalars of the block.
  private struct Window {
    var block = 0
    var range = 0..<0
    var worth = -1.0
    var matches: [Range<Int>] = []
  }

  public func snippet(of text: StoredText) -> Snippet {
    var best = Window()
    var folded: [UInt32] = []
    for (number, block) in text.blocks.enumerated() where block.role.isSearched {
      let scalars = Array(text.scalars[block.range])
      folded.removeAll(keepingCapacity: true)
      Folding.fold(scalars, into: &folded)
      let matches = highlighter.matches(in: folded)
      guard !matches.isEmpty else { continue }
      // The way back to the original is dear, and most blocks have no match.
      var window = bestWindow(matches, Folding.fold(scalars))
      window.block = number
      // A match in the article says more than one in a menu. The title stands above the snippet, and
      // often once more as the first heading.
      switch block.role {
      case .furniture: window.worth *= 0.3
      case .title: window.worth *= 0.5
      case .heading: window.worth *= 0.8
      case .body, .display: break
      }
      if window.worth > best.worth { best = window }
    }
    if best.worth < 0 { return lead(text) }
    let block = text.blocks[best.block]
    return cut(Array(text.scalars[block.range]), around: best.range, matches: best.matches)
  }

  /// The start of the page, when the query matched in nothing that can be shown.
  private func lead(_ text: StoredText) -> Snippet {
    for role in [StoredRole.body, .heading, .furniture, .title] {
      if let block = text.blocks.first(where: { $0.role == role && !$0.range.isEmpty }) {
        return cut(Array(text.scalars[block.range]), around: 0..<1, matches: [])
      }
    }
    return Snippet(text: "", highlights: [])
  }

  /// The window that begins at a match and is worth most: each distinct pattern its weight, and a little for
  /// repetitions, so that of two windows the denser one wins.
  private func bestWindow(_ matches: [Highlighter.Match], _ folded: FoldedText) -> Window {
    // Places in the original: a scalar that folds to several (½ to 1/2) is marked whole for any of them.
    let places = matches.map { folded.sourceRange(of: $0.range) }
    var best = Window()
    var counts = [Int](repeating: 0, count: highlighter.weights.count)
    var worth = 0.0
    var last = 0
    func add(_ pattern: Int) {
      worth += highlighter.weights[pattern] * (counts[pattern] == 0 ? 1 : 0.02)
      counts[pattern] += 1
    }
    func remove(_ pattern: Int) {
      counts[pattern] -= 1
      worth -= highlighter.weights[pattern] * (counts[pattern] == 0 ? 1 : 0.02)
    }
    for first in matches.indices {
      while last < matches.count,
        last == first || places[last].upperBound - places[first].lowerBound <= length
      {
        add(matches[last].pattern)
        last += 1
      }
      if worth > best.worth + 1e-9 {
        best.worth = worth
        var end = places[first].upperBound
        for at in first..<last { end = max(end, places[at].upperBound) }
        best.range = places[first].lowerBound..<end
      }
      remove(matches[first].pattern)
    }
    best.matches = places
    return best
  }

  private static let sentenceEnds: Set<UInt32> = Set("。！？；!?…".unicodeScalars.map(\.value))

  /// Widens the range to the length, moves its ends to good places, and marks what was cut off.
  private func cut(_ scalars: [UInt32], around range: Range<Int>, matches: [Range<Int>]) -> Snippet
  {
    var start = range.lowerBound
    var end = min(range.upperBound, start + 2 * length, scalars.count)
    let spare = max(length - (end - start), 0)
    // The start of the sentence if it is near, else some context.
    var sentence = start
    while sentence > 0, start - sentence < spare * 2 / 3,
      !SnippetMaker.sentenceEnds.contains(scalars[sentence - 1])
    {
      sentence -= 1
    }
    let isSentenceStart =
      sentence == 0 || SnippetMaker.sentenceEnds.contains(scalars[sentence - 1])
    start = isSentenceStart ? sentence : max(start - spare / 3, 0)
    start = wordStart(scalars, start)
    end = min(max(end, start + length), scalars.count)
    // The last sentence end that still leaves the window three quarters full.
    if end < scalars.count {
      let earliest = max(range.upperBound, start + length * 3 / 4)
      var last = end
      while last > earliest, !SnippetMaker.sentenceEnds.contains(scalars[last - 1]) { last -= 1 }
      if last > earliest {
        end = last
      } else {
        end = max(wordStart(scalars, end), min(range.upperBound, end))
      }
    }
    while start < end, SnippetMaker.isSpace(scalars[start]) { start += 1 }
    while end > start, SnippetMaker.isSpace(scalars[end - 1]) { end -= 1 }

    var text = String.UnicodeScalarView()
    var highlights: [Range<Int>] = []
    let isCutBefore = start > 0
    if isCutBefore { text.append("…") }
    let shift = (isCutBefore ? 1 : 0) - start
    for scalar in scalars[start..<end] {
      // Line ends of preformatted text; a snippet is one line.
      text.append(scalar < 0x20 ? " " : Unicode.Scalar(scalar) ?? "\u{FFFD}")
    }
    if end < scalars.count { text.append("…") }
    for match in matches {
      let low = max(match.lowerBound, start)
      let high = min(match.upperBound, end)
      guard low < high else { continue }
      let place = (low + shift)..<(high + shift)
      if let last = highlights.last, place.lowerBound <= last.upperBound {
        highlights[highlights.count - 1] = last.lowerBound..<max(last.upperBound, place.upperBound)
      } else {
        highlights.append(place)
      }
    }
    return Snippet(text: String(text), highlights: highlights)
  }

  private static func isSpace(_ scalar: UInt32) -> Bool {
    scalar <= 0x20 || scalar == 0xA0 || scalar == 0x3000
  }

  /// `place`, or where the Latin word or number that it cuts begins.
  private func wordStart(_ scalars: [UInt32], _ place: Int) -> Int {
    func isWord(_ at: Int) -> Bool {
      guard at >= 0, at < scalars.count, let scalar = Unicode.Scalar(scalars[at]) else {
        return false
      }
      return scalar.isASCII
        && (scalar.properties.isAlphabetic || (scalars[at] >= 0x30 && scalars[at] <= 0x39))
    }
    var start = place
    while start > 0, place - start < 20, isWord(start), isWord(start - 1) { start -= 1 }
    return start
  }
}
