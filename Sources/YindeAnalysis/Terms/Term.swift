/// What the index lists: a pair of ideographs, the last ideograph of a run, or a word.
///
///     var analyzer = Analyzer()
///     analyzer.terms(of: "AI芯片")  // word "ai", gram 芯片, gram 片
public enum Term: Hashable, Sendable {
  /// Two neighbours in a run of ``CharacterClass/han``, folded. `second` is 0 for the last of a run,
  /// so that the grams which begin with a character are all places where it stands.
  case gram(first: UInt32, second: UInt32)
  /// A word, a part of one, a compound of words or a symbol: folded UTF-8, at most 64 bytes.
  case word([UInt8])
}

extension Term {
  /// The term of an entry of ``TermBuffer/grams``.
  public init(packedGram gram: UInt64) {
    self = .gram(
      first: UInt32(truncatingIfNeeded: gram >> 21), second: UInt32(gram & 0x1F_FFFF))
  }
}

/// The terms of one or more blocks, in a form that costs no allocation a term.
///
///     grams     │ 芯片 │ 片  │              one UInt64 each: first << 21 | second
///     wordBytes │ a i g p t - 4 o g p t …   all words, one after another
///     wordEnds  │ 2 8 …                     where each ends
///
/// The caller keeps one and clears it between pages.
public struct TermBuffer: Sendable {
  /// `UInt64(first) << 21 | second`, in the order of the text.
  public var grams: [UInt64] = []
  /// The UTF-8 of all words, one after another.
  public var wordBytes: [UInt8] = []
  /// For each word, in the order of the text, its end in `wordBytes`.
  public var wordEnds: [Int] = []

  public init() {}

  /// How many terms there are: what the length of a document counts.
  public var count: Int { grams.count + wordEnds.count }

  /// Empties the buffer and keeps its memory.
  public mutating func removeAll() {
    grams.removeAll(keepingCapacity: true)
    wordBytes.removeAll(keepingCapacity: true)
    wordEnds.removeAll(keepingCapacity: true)
  }
}
