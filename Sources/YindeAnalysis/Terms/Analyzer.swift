/// Text to terms: the same for pages and queries.
///
///     var analyzer = Analyzer()
///     var terms = TermBuffer()
///     analyzer.analyze("ＧＰＴ－４ｏ發布".utf8.span, into: &terms)
///     // words: gpt-4o gpt 4o 4 o; grams: 发布 布
///
/// Text is folded (see ``Folding``) and cut by ``CharacterClass``:
///
/// - A maximal run of `han` gives its overlapping pairs, and its last character alone.
/// - A maximal run of letters, digits and marks gives a word, cut at 64 bytes, and when it has both
///   letters and digits each part of the one or the other kind.
/// - Runs joined by single `- _ . / : '` give the whole too, if it is no longer than 64 bytes.
/// - Each symbol gives a word of its own.
///
/// Keep one for many blocks: it owns the memory for folded text. Time is linear in the text (but
/// see ``Folding`` about combining marks); memory is four bytes for each folded scalar of the
/// largest block.
public struct Analyzer: Sendable {
  /// Version of the rules that are code and not tables. Raise it with any change that can give a
  /// text other terms.
  private static let rulesVersion: UInt64 = 1

  /// Changes whenever the terms of any text could: a hash of the tables and the version of the
  /// rules. An index stores it, and refuses an analyser with another one.
  public static let fingerprint: UInt64 =
    (FoldingData.hash ^ rulesVersion) &* 0x0000_0100_0000_01B3

  private var folded: [PackedScalar] = []

  public init() {}

  /// Appends the terms of one block of text. No term crosses from one block to the next. Invalid
  /// UTF-8 separates words as U+FFFD does.
  public mutating func analyze(_ utf8: Span<UInt8>, into terms: inout TermBuffer) {
    folded.removeAll(keepingCapacity: true)
    FoldingTables.shared.appendPacked(utf8, to: &folded)
    terms.appendTerms(of: folded)
  }

  /// The terms of a text in its order, with duplicates.
  public mutating func terms(of text: String) -> [Term] {
    folded.removeAll(keepingCapacity: true)
    FoldingTables.shared.appendPacked([UInt8](text.utf8).span, to: &folded)
    var result: [Term] = []
    var buffer = TermBuffer()
    var index = 0
    while index < folded.count {
      // A segment has grams or words, not both.
      index = buffer.appendSegment(of: folded, from: index)
      result += buffer.grams.map(Term.init(packedGram:))
      var start = 0
      for end in buffer.wordEnds {
        result.append(.word([UInt8](buffer.wordBytes[start..<end])))
        start = end
      }
      buffer.removeAll()
    }
    return result
  }
}
