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
  /// - Parameter length: the most characters of a snippet, without the "…" of its cuts.
  public func snippetMaker(for query: Query, length: Int = 110) -> SnippetMaker {
    SnippetMaker(Highlighter(query, statistics), length: length)
  }
}

/// Picks the piece of a page with the most informative matches.
///
///     檢查日誌檔案 · apt-get dist-upgrade · 要看有什麼變了…
///
/// A page is taken as runs of blocks: the article's headings and body between pieces of furniture, and these. Of all windows of
/// `length` characters that begin at a match and lie in a run, that one is shown whose distinct patterns (bigrams, words, phrases)
/// weigh most by idf (``SnippetWindow``); furniture counts less than the article. The window is then
/// filled up: to the start of its sentence, and to the end of one (``SnippetCut``). " · " stands between blocks, "…" where a
/// sentence is cut. A match that is longer than a snippet is shown by its two ends, and two windows of half the length are shown
/// where they say much more than one (``SnippetPair``).
///
/// The title stands above the snippet. Headings that repeat it are no reason for a window, and a page that matches nowhere else shows how
/// its text begins.
///
/// - Complexity: O(text × phrases of the query) a page.
public struct SnippetMaker {
  private let highlighter: Highlighter
  private let length: Int

  init(_ highlighter: Highlighter, length: Int) {
    self.highlighter = highlighter
    self.length = max(length, 20)
  }

  public func snippet(of text: StoredText) -> Snippet {
    var best: SnippetChoice?
    var article: [(run: SnippetRun, sights: [Sight])] = []
    let runs = SnippetRun.runs(of: text)
    // The article first: what nothing in a menu can reach need not be looked for there.
    for run in runs.sorted(by: { $0.kind.factor > $1.kind.factor }) {
      if run.kind.factor * highlighter.total < best?.window.worth ?? 0 { break }
      let sights = sights(in: run, text)
      if run.kind == .article { article.append((run, sights)) }
      let window = SnippetWindow.best(
        sights, weights: highlighter.worths, factor: run.kind.factor, length: length)
      if let window, window.isBetter(than: best?.window) {
        best = SnippetChoice(window: window, run: run, sights: sights)
      }
    }
    guard let best else { return lead(text, runs) }
    if let pair = SnippetPair(
      article, better: best.window, weights: highlighter.worths, length: length)
    {
      return pair.snippet(of: text)
    }
    return SnippetCut(text: text, run: best.run, length: length)
      .snippet(best.window.range, best.sights)
  }

  /// The matches in a title as it is shown, like ``Snippet/highlights``.
  public func highlights(inTitle title: String) -> [Range<Int>] {
    let scalars = title.unicodeScalars.map(\.value)
    var sights: [Sight] = []
    var folded: [UInt32] = []
    append(to: &sights, scalars, at: 0, block: 0, &folded)
    return Sight.merged(sights)
  }

  /// The matches of a run, by where they begin.
  func sights(in run: SnippetRun, _ text: StoredText) -> [Sight] {
    var sights: [Sight] = []
    var folded: [UInt32] = []
    for block in run.blocks {
      let range = text.blocks[block].range
      append(to: &sights, Array(text.scalars[range]), at: range.lowerBound, block: block, &folded)
    }
    return sights
  }

  /// - Parameter folded: a buffer that is used again for the next block.
  private func append(
    to sights: inout [Sight], _ scalars: [UInt32], at start: Int, block: Int,
    _ folded: inout [UInt32]
  ) {
    folded.removeAll(keepingCapacity: true)
    Folding.fold(scalars, into: &folded)
    let matches = highlighter.matches(in: folded)
    guard !matches.isEmpty else { return }
    // The way back to the original is dear, and most blocks have no match.
    let map = Folding.fold(scalars)
    for match in matches {
      // A scalar that folds to several (½ to 1/2) is marked whole for any of them.
      let range = map.sourceRange(of: match.range)
      sights.append(
        Sight(
          range: start + range.lowerBound..<start + range.upperBound, pattern: match.pattern,
          block: block))
    }
  }

  /// The start of the page, when the query matched in nothing that can be shown.
  private func lead(_ text: StoredText, _ runs: [SnippetRun]) -> Snippet {
    for role in [StoredRole.body, .heading, .furniture, .title] {
      for run in runs {
        guard let block = run.blocks.first(where: { text.blocks[$0].role == role }) else {
          continue
        }
        let start = text.blocks[block].range.lowerBound
        return SnippetCut(text: text, run: run, length: length).snippet(start..<start, [])
      }
    }
    return Snippet(text: "", highlights: [])
  }
}
