/// Cuts a snippet out of a run of blocks: a window filled up to the edges of its sentences.
///
/// 1. To the left, to the start of the sentence if that takes no more than two thirds of the room; else, for no more than a third,
///    to the start of a clause or of a word.
/// 2. To the right as far as there is room, over the edges of blocks too while the snippet is short, and back to the
///    last end of a sentence, or of a clause, if enough is left.
/// 3. If the run ended before the room did, to the left again.
struct SnippetCut {
  let text: StoredText
  let run: SnippetRun
  /// The most characters, " · " included.
  let length: Int

  /// What lies before and after belongs to another piece; in scalars of the text.
  var lowest = 0
  var highest = Int.max

  /// A place in a run: in scalars of the text, in a block or at an edge of it.
  struct Place {
    var at: Int
    var block: Int
    /// As it is shown.
    var shown: Int { at + SnippetWindow.gap * block }
  }

  /// The snippet of a window; `sights` are the matches of the run.
  ///
  /// - Complexity: O(length²) and O(n log n) in the matches.
  func snippet(_ window: Range<Int>, _ sights: [Sight]) -> Snippet {
    let marks = Sight.merged(sights)
    if let long = marks.first(where: { $0.overlaps(window) && $0.count > length }) {
      return ends(of: long, marks)
    }
    let (start, end) = extent(of: window)
    var shown = SnippetText(marks: marks)
    if edge(start) != .sentence { shown.append("…") }
    write(start, end, to: &shown)
    if edge(end) != .sentence { shown.append("…") }
    return shown.snippet
  }

  /// From where to where a window is shown.
  func extent(of window: Range<Int>) -> (start: Place, end: Place) {
    var start = place(window.lowerBound)
    var end = place(window.upperBound)
    start.at = left(of: start, room: length - (end.shown - start.shown))
    end = right(of: end, from: start)
    if end.block == run.blocks.upperBound - 1, end.at == range(end.block).upperBound {
      start = farLeft(of: start, room: length - (end.shown - start.shown))
    }
    // What closes belongs to a piece that is not there.
    if edge(start) != .sentence {
      while start.at < window.lowerBound, SnippetEdge.closes(text.scalars[start.at]) {
        start.at += 1
      }
    }
    return (start, end)
  }

  func write(_ start: Place, _ end: Place, to shown: inout SnippetText) {
    for block in start.block...end.block {
      if block > start.block {
        shown.trim()
        shown.append(" · ")
      }
      let range = range(block)
      let low = block == start.block ? start.at : range.lowerBound
      let high = block == end.block ? end.at : range.upperBound
      shown.append(text.scalars, low..<max(low, high))
    }
    shown.trim()
  }

  /// Both ends of a match that is longer than a snippet.
  private func ends(of match: Range<Int>, _ marks: [Range<Int>]) -> Snippet {
    let block = place(match.lowerBound).block
    let half = (length - 3) / 2
    var first = match.lowerBound + half
    var last = match.upperBound - half
    while first > match.lowerBound + half / 2, edge(Place(at: first, block: block)) == .inside {
      first -= 1
    }
    while last < match.upperBound - half / 2, edge(Place(at: last, block: block)) == .inside {
      last += 1
    }
    var shown = SnippetText(marks: marks)
    if edge(Place(at: match.lowerBound, block: block)) != .sentence { shown.append("…") }
    shown.append(text.scalars, match.lowerBound..<first)
    shown.trim()
    shown.append(" … ")
    shown.append(text.scalars, last..<match.upperBound)
    shown.trim()
    if edge(Place(at: match.upperBound, block: block)) != .sentence { shown.append("…") }
    return shown.snippet
  }

  // MARK: Edges

  /// Where a snippet may begin, at a place or before it in the same block.
  private func left(of place: Place, room: Int) -> Int {
    let lowest = max(
      range(place.block).lowerBound, place.at - max(room, 0) * 2 / 3, min(lowest, place.at))
    var clause: Int?
    var word = place.at
    var at = place.at
    while true {
      switch edge(Place(at: at, block: place.block)) {
      case .sentence: return at
      case .clause: if place.at - at <= room / 3 { clause = at }
      case .word: if place.at - at <= room / 3 { word = at }
      case .inside: break
      }
      guard at > lowest else { return clause ?? word }
      at -= 1
    }
  }

  /// Where a snippet that begins at `start` and must reach `place` ends.
  private func right(of place: Place, from start: Place) -> Place {
    let furthest = start.shown + length
    let enough = start.shown + length * 3 / 5
    var sentence: Place?
    var clause: Place?
    var word = place
    var current = place
    while current.shown <= furthest, current.at <= highest {
      // The start of a further block has nothing of it yet.
      let isEmpty = current.block > place.block && current.at == range(current.block).lowerBound
      let edge = isEmpty ? .inside : edge(current)
      if edge == .sentence, current.shown >= enough { sentence = current }
      if edge == .clause, current.shown >= enough { clause = current }
      if edge > .inside { word = current }
      if current.at < range(current.block).upperBound {
        current.at += 1
        continue
      }
      // At the end of a block. The next one must give more than a few characters.
      let next = current.block + 1
      if next == run.blocks.upperBound || current.shown >= enough { return current }
      let begin = Place(at: range(next).lowerBound, block: next)
      if begin.shown + 8 > furthest { return current }
      current = begin
    }
    return sentence ?? clause ?? word
  }

  /// The start of a sentence furthest to the left that there is room for; if there is none, of a word.
  private func farLeft(of start: Place, room: Int) -> Place {
    var best = start
    var word = start
    var current = start
    while start.shown - current.shown <= room, current.at >= lowest {
      let edge = edge(current)
      if edge == .sentence { best = current }
      if edge > .inside, current.block == start.block { word = current }
      if current.at > range(current.block).lowerBound {
        current.at -= 1
      } else if current.block > run.blocks.lowerBound {
        current.block -= 1
        current.at = range(current.block).upperBound
      } else {
        break
      }
    }
    if best.at == start.at, self.edge(start) != .sentence { return word }
    // The end of a block is the start of nothing.
    if best.at == range(best.block).upperBound, best.block < start.block {
      best.block += 1
      best.at = range(best.block).lowerBound
    }
    return best
  }

  func edge(_ place: Place) -> SnippetEdge {
    SnippetEdge.before(place.at, text.scalars, range(place.block))
  }

  private func range(_ block: Int) -> Range<Int> { text.blocks[block].range }

  /// - Complexity: O(log blocks).
  private func place(_ at: Int) -> Place {
    var low = run.blocks.lowerBound
    var high = run.blocks.upperBound
    while high - low > 1 {
      let middle = (low + high) / 2
      if range(middle).lowerBound <= at { low = middle } else { high = middle }
    }
    return Place(at: at, block: low)
  }
}
