/// A string to be found inside one block of text.
///
///     let phrase = Phrase("ＡＩ芯片")!
///     phrase.required                          // word "ai", gram 芯片
///     phrase.firstRange(in: folded, from: 0)   // where "ai芯片" stands in folded text
///
/// It is found where its folded scalars follow one another, punctuation and single spaces included,
/// and where it does not begin or end inside a word: before a first letter stands no letter, before
/// a first digit no digit, and after the last scalar likewise. A combining mark counts as a letter.
/// From letter to digit, and beside any other scalar, the edge is free: 片 and 芯 are found in 芯片,
/// `gpt` in `gpt4`, `pt` not.
///
/// A phrase with a space between two Chinese characters is found whatever spaces stand between such in the text. The space may be
/// one that a browser showed for the line end in the page's source, which is none in the text (CSS Text 3, section 4.1.3).
public struct Phrase: Sendable {
  /// Folded, without white space at the ends and between characters of class ``CharacterClass/han``; never empty.
  public let scalars: [UInt32]
  /// Whether there was such a space.
  private let hasSpacedHan: Bool
  /// Terms, each once, in the order of the phrase, that every block has in which the phrase is found.
  /// May be empty: see ``openCharacter``.
  public let required: [Term]
  /// The phrase's only character of class ``CharacterClass/han``, when there is no required term: the
  /// phrase can only be found where one of the grams that begin with it is.
  public let openCharacter: UInt32?

  /// For a length n the length of the longest proper prefix of the first n scalars that they also
  /// end with: where the search goes on after a mismatch (Knuth, Morris and Pratt 1977).
  private let borders: [Int32]
  private let firstEdge: Edge
  private let lastEdge: Edge

  /// Nil when the text has nothing that terms are made of: no letter, digit, han or symbol.
  public init?(_ text: String) {
    var folded: [PackedScalar] = []
    FoldingTables.shared.appendPacked([UInt8](text.utf8).span, to: &folded)
    // Folded white space is one scalar.
    if folded.last?.has(.space) == true { folded.removeLast() }
    if folded.first?.has(.space) == true { folded.removeFirst() }
    let isContent = { (packed: PackedScalar) in
      packed.has(.han) || packed.has(.symbol) || packed.has(.letter) || packed.isDigit
    }
    guard let first = folded.first, let last = folded.last, folded.contains(where: isContent) else {
      return nil
    }
    let kept = folded.indices.filter { !Phrase.isSpaceInHan(folded, $0) }
    scalars = kept.map { folded[$0].scalar }
    hasSpacedHan = kept.count < folded.count
    required = Phrase.requiredTerms(of: folded)
    openCharacter = required.isEmpty ? folded.first { $0.has(.han) }?.scalar : nil
    borders = Phrase.borders(of: scalars)
    firstEdge = Edge(first)
    lastEdge = Edge(last)
  }

  /// The next place where the phrase is found, beginning at `start` or later, in folded text without
  /// the flags of any table; nil when there is none. Places may overlap: go on from the lower bound
  /// plus one to find all.
  ///
  /// Linear in the text from `start` to the place, whatever the phrase repeats.
  public func firstRange(in folded: [UInt32], from start: Int) -> Range<Int>? {
    firstRange(in: folded.span, from: start)
  }

  /// As above, in a part of a larger buffer.
  public func firstRange(in folded: Span<UInt32>, from start: Int) -> Range<Int>? {
    if hasSpacedHan { return firstRangeWithSpaces(in: folded, from: start) }
    let first = scalars[0]
    var index = max(start, 0)
    var matched = 0
    while index < folded.count {
      if matched == 0 {
        while folded[index] != first {
          index &+= 1
          if index == folded.count { return nil }
        }
        matched = 1
        index &+= 1
      } else if folded[index] == scalars[matched] {
        matched &+= 1
        index &+= 1
      } else {
        matched = Int(borders[matched])
        continue
      }
      if matched == scalars.count {
        let lower = index &- matched
        if lower == 0 || firstEdge.allows(folded[lower &- 1]),
          index == folded.count || lastEdge.allows(folded[index])
        {
          return lower..<index
        }
        matched = Int(borders[matched])
      }
    }
    return nil
  }

  /// As above; spaces of the text between characters of class `han` are passed over.
  private func firstRangeWithSpaces(in folded: Span<UInt32>, from start: Int) -> Range<Int>? {
    var matched = 0
    // How many scalars have been compared, and for each space that was passed over, how many came before it.
    var count = 0
    var spaces: [Int] = []
    var passed = 0
    var index = max(start, 0)
    while index < folded.count {
      if folded[index] == 0x20, Phrase.isSpaceInHan(folded, index) {
        if matched > 0 { spaces.append(count) }
        index &+= 1
        continue
      }
      if folded[index] != scalars[matched] {
        if matched > 0 {
          matched = Int(borders[matched])
        } else {
          index &+= 1
          count &+= 1
        }
        continue
      }
      matched &+= 1
      index &+= 1
      count &+= 1
      guard matched == scalars.count else { continue }
      // The first scalars of matches come in order, so that a space before one is before all that follow.
      while passed < spaces.count, spaces[passed] <= count &- matched { passed &+= 1 }
      let lower = index &- matched &- (spaces.count &- passed)
      if lower == 0 || firstEdge.allows(folded[lower &- 1]),
        index == folded.count || lastEdge.allows(folded[index])
      {
        return lower..<index
      }
      matched = Int(borders[matched])
    }
    return nil
  }

  /// Whether a space stands between two characters of class `han`.
  static func isSpaceInHan(_ text: [PackedScalar], _ index: Int) -> Bool {
    text[index].has(.space) && index > 0 && text[index - 1].has(.han) && index + 1 < text.count
      && text[index + 1].has(.han)
  }

  private static func isSpaceInHan(_ text: Span<UInt32>, _ index: Int) -> Bool {
    index > 0 && index + 1 < text.count
      && FoldingTables.shared.entry(of: text[index - 1]).has(.han)
      && FoldingTables.shared.entry(of: text[index + 1]).has(.han)
  }

  private static func borders(of scalars: [UInt32]) -> [Int32] {
    var borders = [Int32](repeating: 0, count: scalars.count + 1)
    var border = 0
    for length in 1..<scalars.count {
      while border > 0, scalars[length] != scalars[border] { border = Int(borders[border]) }
      if scalars[length] == scalars[border] { border += 1 }
      borders[length + 1] = Int32(truncatingIfNeeded: border)
    }
    return borders
  }
}

/// What may stand beside the first or last scalar of a phrase.
private enum Edge {
  case free
  case noLetter
  case noDigit

  init(_ scalar: PackedScalar) {
    self = scalar.isDigit ? .noDigit : scalar.isWord ? .noLetter : .free
  }

  @inline(__always)
  func allows(_ neighbour: UInt32) -> Bool {
    switch self {
    case .free: return true
    case .noDigit: return !FoldingTables.shared.entry(of: neighbour).isDigit
    case .noLetter:
      let entry = FoldingTables.shared.entry(of: neighbour)
      return entry.isDigit || !entry.isWord
    }
  }
}
