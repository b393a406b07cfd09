/// A word with wildcards as it was typed: text between `?` and `*`.
public enum WildcardPart: Hashable, Sendable {
  case text(String)
  /// `?`: one character.
  case one
  /// `*`: any number of characters.
  case many
}

/// What a word with wildcards looks for.
///
/// - A pattern of letters and digits is a pattern for a word, which the dictionary knows: ``word``.
/// - Any other is looked for in the text: ``node``. It begins and ends where a ``Phrase`` may; `?` is one character of a word and
///   `*` up to ``longestRun`` of them: letters, digits, Chinese characters, symbols, and the punctuation that stands inside words
///   and names. So 第*条 is not found from one sentence to the next.
public struct Wildcards: Sendable {
  /// What `*` stands for at most, in characters.
  public static let longestRun = 32

  private enum Piece {
    case text([PackedScalar])
    case one
    case many
  }

  private let pieces: [Piece]

  public init(_ parts: [WildcardPart]) {
    var pieces: [Piece] = []
    for part in parts {
      switch part {
      case .text(let text):
        var folded: [PackedScalar] = []
        FoldingTables.shared.appendPacked([UInt8](text.utf8).span, to: &folded)
        if !folded.isEmpty { pieces.append(.text(folded)) }
      case .one: pieces.append(.one)
      case .many: pieces.append(.many)
      }
    }
    self.pieces = pieces
  }

  /// The pattern for a word, when nothing but letters, digits and joiners stands in it.
  public var word: WordGlob? {
    var parts: [WordGlob.Piece] = []
    var hasWord = false
    for piece in pieces {
      switch piece {
      case .text(let text):
        for scalar in text {
          guard scalar.isWord || scalar.isJoiner else { return nil }
          hasWord = hasWord || scalar.isWord
          parts.append(.scalar(scalar.scalar))
        }
      case .one: parts.append(.one)
      case .many: parts.append(.many)
      }
    }
    let glob = WordGlob(parts)
    // Longer ones are left to the text.
    return hasWord && glob.byteCount <= WordGlob.maxBytes ? glob : nil
  }

  /// What the words begin with that a prefix stands for, when it is the beginning of one word or identifier: folded UTF-8.
  public static func prefixBytes(_ text: String) -> [UInt8]? {
    var analyzer = Analyzer()
    var folded: [UInt32] = []
    Folding.fold(text.unicodeScalars.map(\.value), into: &folded)
    var bytes: [UInt8] = []
    for scalar in folded { WordRuns.append(scalar, to: &bytes) }
    guard case .word(bytes)? = analyzer.terms(of: text).first else { return nil }
    return bytes
  }

  /// The pattern for text; of a ``word`` what is to be highlighted.
  public var node: PatternNode {
    let rest = PatternNode.repetition(
      .set(word?.crossesJoiners == false ? Wildcards.ofWords : Wildcards.ofIdentifiers), least: 0,
      most: nil, isLazy: false)
    let isWord = word != nil
    var nodes: [PatternNode] = [.assertion(.textEdge)]
    for (place, piece) in pieces.enumerated() {
      switch piece {
      case .text(let text): nodes.append(.literal(text.map(\.scalar)))
      case .one: nodes.append(.set(isWord ? Wildcards.ofIdentifiers : Wildcards.ofText))
      case .many where isWord: nodes.append(rest)
      case .many where place == 0 || place == pieces.count - 1:
        // The rest of a word of letters or digits; of Chinese there is no rest.
        let neighbour = place == 0 ? pieces.dropFirst().first : pieces.dropLast().last
        if case .text(let text) = neighbour, (place == 0 ? text.first : text.last)?.isWord == true {
          nodes.append(rest)
        }
      case .many:
        nodes.append(
          .repetition(
            .set(Wildcards.ofText), least: 0, most: Wildcards.longestRun, isLazy: true))
      }
    }
    nodes.append(.assertion(.textEdge))
    return .sequence(nodes)
  }

  private static func ranges(_ scalars: String) -> [ClosedRange<UInt32>] {
    scalars.unicodeScalars.map { $0.value...$0.value }
  }

  /// With what stands inside words and names though it is punctuation, and the signs themselves.
  private static let ofText = PatternSet(
    ranges: ranges("-_./:'·‧・?*"), classes: [.letter, .digit, .mark, .han, .symbol])
  private static let ofIdentifiers = PatternSet(
    ranges: ranges("-_./:'"), classes: [.letter, .digit, .mark])
  private static let ofWords = PatternSet(classes: [.letter, .digit, .mark])
}
