import Testing
import YindeAnalysis
import YindeQuery

@testable import YindeIndex

/// Snippets against twins that try everything.
@Suite struct SnippetTwinTests {
  /// Every window that begins at a match, by the definition.
  private func best(
    _ sights: [Sight], _ weights: [Int], _ factor: Int, _ length: Int
  ) -> SnippetWindow? {
    var best: SnippetWindow?
    func shown(_ sight: Sight) -> (start: Int, end: Int) {
      let start = sight.range.lowerBound + 2 * sight.block
      return (start, start + min(sight.range.count, length))
    }
    for (number, first) in sights.enumerated() {
      let start = shown(first).start
      let inside = sights[number...].filter { shown($0).end <= start + length }
      let patterns = Set(inside.map(\.pattern))
      // The first of each pattern: what the window needs.
      let needed = patterns.map { pattern in inside.first { $0.pattern == pattern }! } + [first]
      let window = SnippetWindow(
        range: first.range.lowerBound..<needed.map(\.range.upperBound).max()!,
        worth: factor * patterns.reduce(0) { $0 + weights[$1] },
        edges: needed.map(\.block).max()! - first.block,
        span: needed.map { shown($0).end }.max()! - start, matches: inside.count)
      let rank = (window.worth, -window.edges, -window.span, window.matches)
      if best.map({ rank > ($0.worth, -$0.edges, -$0.span, $0.matches) }) ?? true { best = window }
    }
    return best
  }

  /// Matches of a run, blocks ascending.
  private func sights(_ patterns: Int, _ random: inout SeededRandom) -> [Sight] {
    var place = 0
    var block = 0
    var sights: [Sight] = []
    for _ in 0..<random.int(1...40) {
      place += random.pick([0, 0, 1, 2, 5, 30])
      if random.chance(0.2) {
        // Past the end of whatever lies in this block.
        place = max(place, sights.map(\.range.upperBound).max() ?? 0) + 1
        block += random.int(1...2)
      }
      let length = random.pick([1, 2, 2, 2, 8, 60])
      sights.append(
        Sight(range: place..<place + length, pattern: random.int(0..<patterns), block: block))
    }
    return sights
  }

  @Test func windowsAreTheBestOfAll() {
    var random = SeededRandom(stream: 700)
    for _ in 0..<1_500 * Environment.scale {
      let patterns = random.int(1...6)
      let weights = (0..<patterns).map { _ in random.pick([10, 10, 500, 1_000, 3_000]) }
      let sights = sights(patterns, &random)
      let factor = random.pick([10, 3])
      let length = random.pick([20, 50, 110])
      let found = SnippetWindow.best(sights, weights: weights, factor: factor, length: length)
      #expect(found == best(sights, weights, factor, length), "\(sights), \(SeededRandom.note)")
    }
  }

  /// Two windows are there when the best of half the length and the best by what that has not are worth a quarter more.
  @Test func pairsAreTheBestAndTheBestOfTheRest() throws {
    var random = SeededRandom(stream: 702)
    var pairs = 0
    for _ in 0..<1_500 * Environment.scale {
      let patterns = random.int(1...6)
      let weights = (0..<patterns).map { _ in random.pick([10, 500, 1_000, 3_000]) }
      let sights = sights(patterns, &random)
      let length = random.pick([20, 50, 110])
      let half = (length - 3) / 2
      let run = SnippetRun(kind: .article, blocks: 0..<100)
      let single = try #require(best(sights, weights, 10, length))
      let first = try #require(best(sights, weights, 10, half))
      let start = try #require(sights.first { $0.range.lowerBound == first.range.lowerBound })
      let limit = start.range.lowerBound + 2 * start.block + half
      let shown = sights.filter {
        $0.range.lowerBound >= start.range.lowerBound
          && $0.range.lowerBound + 2 * $0.block + min($0.range.count, half) <= limit
      }.map(\.pattern)
      let second = best(sights.filter { !shown.contains($0.pattern) }, weights, 10, half)
      let worth = first.worth + (second?.worth ?? 0)
      let pair = SnippetPair(
        [(run, sights)], better: single, weights: weights, length: length)
      let note: Comment = "\(sights), \(SeededRandom.note)"
      let isTooLong = [first, second].contains { window in
        window.map { $0.range.count + 2 * $0.edges > half } ?? false
      }
      guard let second, Double(worth) >= 1.25 * Double(single.worth), !isTooLong else {
        #expect(pair == nil, note)
        continue
      }
      pairs += 1
      let expected = [first, second].sorted { $0.range.lowerBound < $1.range.lowerBound }
      #expect([pair?.first.window, pair?.second.window] == expected, note)
    }
    #expect(pairs > 20)
  }

  /// Pages and queries at random: bounds, edges, and that what is marked is what was asked for.
  @Test func snippetsOfRandomPages() throws {
    var random = SeededRandom(stream: 701)
    let corpus = RandomCorpus(.init(count: 60...90), &random)
    let built = try BuiltIndex(corpus.places)
    let judge = Judge(built: built, twin: Twin(corpus.documents), source: corpus.documents)
    for _ in 0..<120 * Environment.scale {
      let text = judge.substring(random.pick([1...1, 2...2, 2...6, 5...60]), &random)
      // Pages have none; shown as spaces they would be looked for in vain.
      if text.unicodeScalars.contains(where: { $0.value < 0x20 }) { continue }
      let node = random.chance(0.5) ? QueryNode.word(text) : .phrase(text)
      guard let query = try? Query(parsing: node.description) else { continue }
      let length = random.pick([20, 40, 110])
      let maker = built.searcher.snippetMaker(for: query, length: length)
      for hit in built.searcher.search(query, SearchOptions()).hits {
        let page = built.searcher.text(hit.document)
        let snippet = maker.snippet(of: page)
        let note: Comment = "\(query.source.debugDescription) \(hit), \(SeededRandom.note)"
        let count = snippet.text.unicodeScalars.count
        #expect(count <= length + 5, note)
        expectFromPage(snippet, page, note)
        expectAsked(snippet.text, snippet.highlights, query, built, note)
        let title = maker.highlights(inTitle: page.title)
        expectAsked(page.title, title, query, built, note)
        #expect(!snippet.highlights.isEmpty || !title.isEmpty, note)
      }
    }
    built.expectSound(SeededRandom.note)
  }

  /// Each piece of a snippet stands in a block, but for white space.
  private func expectFromPage(_ snippet: Snippet, _ page: StoredText, _ note: Comment) {
    func bare(_ text: String.UnicodeScalarView) -> [Unicode.Scalar] {
      text.filter { !SnippetEdge.isSpace($0.value) && $0.value >= 0x20 }
    }
    let text = page.blocks.map { page.string($0.range) }.joined(separator: "·").unicodeScalars
    let blocks = bare(text)
    for piece in snippet.text.unicodeScalars.split(separator: "…") {
      #expect(blocks.contains(bare(String.UnicodeScalarView(piece))), note)
    }
  }

  /// Every marked character lies in a match of the query, found by trying every place of the marked text; but at the ends of a
  /// piece, where a match may be cut.
  private func expectAsked(
    _ text: String, _ ranges: [Range<Int>], _ query: Query, _ built: BuiltIndex, _ note: Comment
  ) {
    let highlighter = Highlighter(query, SearchStatistics(built.index))
    let scalars = text.unicodeScalars.map(\.value)
    var end = -1
    for range in ranges {
      #expect(range.lowerBound > end && range.upperBound <= scalars.count && !range.isEmpty, note)
      guard range.upperBound <= scalars.count else { return }
      end = range.upperBound
      let isCut =
        scalars.prefix(range.lowerBound).allSatisfy { $0 == 0x2026 || $0 == 0x20 }
        || scalars.prefix(range.lowerBound).suffix(2) == [0x2026, 0x20]
        || scalars[range.upperBound...].first.map { $0 == 0x2026 || $0 == 0x20 } ?? true
      if isCut { continue }
      // The characters around it decide whether a Latin word is whole.
      let low = max(range.lowerBound - 1, 0)
      let high = min(range.upperBound + 1, scalars.count)
      let map = Folding.fold(Array(scalars[low..<high]))
      var covered = Set<Int>()
      for match in highlighter.matches(in: map.scalars) {
        covered.formUnion(map.sourceRange(of: match.range).map { $0 + low })
      }
      // What folding drops belongs to the character before it; some of it is shown as a space.
      let shown = range.filter { !SnippetEdge.isSpace(scalars[$0]) }
      #expect(covered.isSuperset(of: shown), "\(text.debugDescription) \(range), \(note)")
    }
  }
}
