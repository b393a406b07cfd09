/// A text with marked parts, on lines that fit a terminal.
struct MarkedText {
  var scalars: [Unicode.Scalar]
  /// Ascending ranges of ``scalars``.
  var marks: [Range<Int>]

  /// Breaks the text into lines of at most `width` columns, as Chinese is set: between any two
  /// characters, but not inside a Latin word or number that fits a line, nor before punctuation that
  /// closes.
  ///
  /// - Complexity: O(length).
  func lines(width: Int) -> [Range<Int>] {
    let width = max(width, 2)
    var lines: [Range<Int>] = []
    var start = 0
    var columns = 0
    var lastBreak = 0
    var at = 0
    while at < scalars.count {
      if at > start, canBreak(before: at) { lastBreak = at }
      columns += Figures.columns(scalars[at])
      at += 1
      guard columns > width else { continue }
      // One character too many: back to the last good place, or right before this character.
      let end = lastBreak > start ? lastBreak : max(at - 1, start + 1)
      lines.append(start..<trimmed(end, from: start))
      start = end
      while start < scalars.count, scalars[start] == " " { start += 1 }
      at = start
      lastBreak = start
      columns = 0
    }
    if start < scalars.count { lines.append(start..<scalars.count) }
    return lines
  }

  /// `end` without the spaces before it.
  private func trimmed(_ end: Int, from start: Int) -> Int {
    var end = end
    while end > start, scalars[end - 1] == " " { end -= 1 }
    return end
  }

  private static let closing = Set("，。、；：？！）》」』】〉…”’,.;:?!)]}%".unicodeScalars)
  private static let opening = Set("（《「『【〈“‘([{".unicodeScalars)

  private func canBreak(before at: Int) -> Bool {
    let before = scalars[at - 1]
    let after = scalars[at]
    if MarkedText.closing.contains(after) || MarkedText.opening.contains(before) { return false }
    // Anything narrow next to anything narrow is a word, unless a space parts them.
    let isWord = Figures.columns(before) < 2 && Figures.columns(after) < 2
    return !isWord || before == " "
  }
}
