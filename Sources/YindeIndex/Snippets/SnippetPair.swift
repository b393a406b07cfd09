/// A window with its run, and the matches of that.
struct SnippetChoice {
  var window: SnippetWindow
  var run: SnippetRun
  var sights: [Sight]
}

/// Two windows of half the length, in the order of the page.
///
/// A page can have the words of a query far apart, and one window shows some of them. The first is the best of its length, the second the best
/// by what the first has not. Two are shown when they are worth a quarter more than the best single window: half
/// a window has less context, and a word like 的 is not worth it.
struct SnippetPair {
  let first: SnippetChoice
  let second: SnippetChoice
  private let length: Int

  /// Nil when one window does as well, and when a match is longer than half the length.
  ///
  /// - Parameters:
  ///   - article: the runs of headings and body, with their matches.
  ///   - single: the best single window of the page.
  init?(
    _ article: [(run: SnippetRun, sights: [Sight])], better single: SnippetWindow,
    weights: [Int], length: Int
  ) {
    var isPresent = [Bool](repeating: false, count: weights.count)
    for (_, sights) in article {
      for sight in sights { isPresent[sight.pattern] = true }
    }
    let factor = SnippetRun.Kind.article.factor
    let most = weights.indices.reduce(0) { $0 + (isPresent[$1] ? weights[$1] : 0) } * factor
    let half = (length - 3) / 2
    guard SnippetPair.pays(most, single.worth),
      let one = SnippetPair.best(article, weights, half)
    else { return nil }
    let isShown = one.patterns(within: half, of: weights.count)
    let rest = article.map { ($0.run, $0.sights.filter { !isShown[$0.pattern] }) }
    guard let two = SnippetPair.best(rest, weights, half),
      SnippetPair.pays(one.window.worth + two.window.worth, single.worth),
      one.window.fits(half), two.window.fits(half)
    else { return nil }
    let isInOrder = one.window.range.lowerBound < two.window.range.lowerBound
    (first, second) = isInOrder ? (one, two) : (two, one)
    self.length = half
    marked =
      one.run == two.run
      ? article.first { $0.run == one.run }?.sights ?? []
      : article.filter { $0.run == one.run || $0.run == two.run }.flatMap(\.sights)
  }

  /// All matches of the two runs.
  private let marked: [Sight]

  static func pays(_ pair: Int, _ single: Int) -> Bool { 4 * pair >= 5 * single }

  private static func best(
    _ article: [(run: SnippetRun, sights: [Sight])], _ weights: [Int], _ length: Int
  ) -> SnippetChoice? {
    var best: SnippetChoice?
    for (run, sights) in article {
      let window = SnippetWindow.best(
        sights, weights: weights, factor: run.kind.factor, length: length)
      if let window, window.isBetter(than: best?.window) {
        best = SnippetChoice(window: window, run: run, sights: sights)
      }
    }
    return best
  }

  func snippet(of text: StoredText) -> Snippet {
    var early = SnippetCut(text: text, run: first.run, length: length)
    early.highest = second.window.range.lowerBound
    let (start, end) = early.extent(of: first.window.range)
    var late = SnippetCut(text: text, run: second.run, length: length)
    late.lowest = end.at
    let (otherStart, otherEnd) = late.extent(of: second.window.range)
    var shown = SnippetText(marks: Sight.merged(marked))
    if early.edge(start) != .sentence { shown.append("…") }
    early.write(start, end, to: &shown)
    // Where they meet nothing is left out.
    if otherStart.at > end.at { shown.append(" … ") }
    late.write(otherStart, otherEnd, to: &shown)
    if late.edge(otherEnd) != .sentence { shown.append("…") }
    return shown.snippet
  }
}

extension SnippetChoice {
  /// Which of `count` patterns have a match within `length` characters of the window's start.
  func patterns(within length: Int, of count: Int) -> [Bool] {
    var isShown = [Bool](repeating: false, count: count)
    guard let first = sights.first(where: { $0.range.lowerBound == window.range.lowerBound })
    else { return isShown }
    func shown(_ place: Int, _ block: Int) -> Int { place + SnippetWindow.gap * block }
    let start = shown(first.range.lowerBound, first.block)
    for sight in sights where sight.range.lowerBound >= first.range.lowerBound {
      let low = shown(sight.range.lowerBound, sight.block)
      if low > start + length { break }
      if low + min(sight.range.count, length) <= start + length { isShown[sight.pattern] = true }
    }
    return isShown
  }
}
