// Which terms a block must have in which a phrase is found.

extension Phrase {
  /// The terms of the phrase that do not depend on what stands before and after it.
  ///
  /// - Of a run of han: its pairs; its last character when the phrase goes on after the run. Whether
  ///   the run goes on before it makes no difference. After a space the next run may be the same one in the text.
  /// - Of a word: the pieces, because a phrase does not begin or end inside one. The whole run only if
  ///   both its ends are inside the phrase, since a piece of the other kind may stand beside it.
  /// - Of a compound: the whole only if both ends are inside the phrase and what stands before it is
  ///   not a joiner that begins the phrase, which may join it to a word outside; likewise after it.
  /// - Symbols.
  static func requiredTerms(of text: [PackedScalar]) -> [Term] {
    var terms = DistinctTerms()
    var index = 0
    while index < text.count {
      let first = text[index]
      if first.has(.han) {
        var end = index + 1
        while end < text.count, text[end].has(.han) {
          terms.append(.gram(first: text[end - 1].scalar, second: text[end].scalar))
          end += 1
        }
        if end < text.count, !isSpaceInHan(text, end) {
          terms.append(.gram(first: text[end - 1].scalar, second: 0))
        }
        index = end
      } else if first.isWord {
        index = appendWords(of: text, from: index, to: &terms)
      } else {
        if first.has(.symbol) { terms.append(word(text, index..<index + 1)) }
        index += 1
      }
    }
    return terms.ordered
  }

  private static func appendWords(
    of text: [PackedScalar], from start: Int, to terms: inout DistinctTerms
  ) -> Int {
    let end = WordRuns.compoundEnd(text, start)
    let closedBefore = start > 1 || (start == 1 && !text[0].isJoiner)
    let closedAfter = end + 1 < text.count || (end + 1 == text.count && !text[end].isJoiner)
    if closedBefore, closedAfter, WordRuns.fits(text, start..<end) {
      terms.append(word(text, start..<end))
    }
    var index = start
    while index < end {
      let run = index..<WordRuns.runEnd(text, index)
      if run.lowerBound > 0, run.upperBound < text.count { terms.append(word(text, run)) }
      while index < run.upperBound {
        let piece = index..<WordRuns.pieceEnd(text, index)
        terms.append(word(text, piece))
        index = piece.upperBound
      }
      index += 1
    }
    return end
  }

  private static func word(_ text: [PackedScalar], _ range: Range<Int>) -> Term {
    var bytes: [UInt8] = []
    for index in range.lowerBound..<WordRuns.limit(text, range) {
      WordRuns.append(text[index].scalar, to: &bytes)
    }
    return .word(bytes)
  }
}

/// Terms, each once, in the order of their first appearance.
private struct DistinctTerms {
  private(set) var ordered: [Term] = []
  private var seen: Set<Term> = []

  mutating func append(_ term: Term) {
    if seen.insert(term).inserted { ordered.append(term) }
  }
}
