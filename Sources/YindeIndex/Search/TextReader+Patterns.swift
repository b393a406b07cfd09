import YindeAnalysis

extension TextReader {
  /// Whether a block of the document, in the scope, holds a match, and how many characters the document has.
  ///
  /// - Complexity: O(text), unless the pattern makes ever new states (``PatternMatcher``).
  func holds(
    _ matcher: PatternMatcher, _ scope: QueryPlan.Scope, document: Int
  ) -> (verdict: Bool, characters: Int) {
    if document != foldedDocument { fold(document) }
    for number in segments.indices {
      let role = segments[number].role
      guard role.isSearched, scope == .anywhere || role == .title else { continue }
      // A mark stands before the next block.
      let end = number + 1 < segments.count ? segments[number + 1].start - 1 : foldedCount
      let start = segments[number].start
      guard start < end else { continue }
      if matcher.isFound(in: folded.span.extracting(start..<end)) { return (true, foldedCount) }
      if matcher.isSpent { break }
    }
    return (false, foldedCount)
  }

  /// Whether the document's title has a word that fits a pattern.
  ///
  /// - Complexity: O(text).
  func titleHoldsWord(_ matcher: WordMatcher, document: Int) -> Bool {
    let text = text(document)
    var analyzer = Analyzer()
    var states = [UInt64](repeating: 0, count: WordDictionary.maxTermLength + 1)
    for block in text.blocks where block.role == .title {
      for case .word(let word) in analyzer.terms(of: text.string(block.range))
      where matcher.fits(word, from: 0, &states) {
        return true
      }
    }
    return false
  }
}
