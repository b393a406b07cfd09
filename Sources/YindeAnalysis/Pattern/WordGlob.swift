/// A wildcard pattern for one word: `*ense*`, `l?bre`, `v1.*`.
///
/// It is compared with words as the index has them (``Term/word(_:)``): runs of letters and digits, and their parts of the one or the other
/// kind. `?` is one letter or digit, `*` any number of them; only when the pattern has a joiner itself (`- _ . / : '`) do they stand for
/// joiners too, and the pattern for identifiers.
public struct WordGlob: Hashable, Sendable {
  public enum Piece: Hashable, Sendable {
    /// A folded scalar.
    case scalar(UInt32)
    case one
    case many
  }

  public let pieces: [Piece]
  /// Whether a word that may go on behind its end, because words are cut at 64 bytes, is taken in any case.
  public let takesCutWords: Bool

  public init(_ pieces: [Piece], takesCutWords: Bool = false) {
    var kept: [Piece] = []
    for piece in pieces where piece != .many || kept.last != .many { kept.append(piece) }
    self.pieces = kept
    self.takesCutWords = takesCutWords
  }

  /// Whether wildcards stand for joiners.
  public var crossesJoiners: Bool {
    pieces.contains {
      if case .scalar(let scalar) = $0 { PackedScalar(scalar).isJoiner } else { false }
    }
  }

  /// The folded UTF-8 that every word begins with.
  public var prefix: [UInt8] {
    var bytes: [UInt8] = []
    for case .scalar(let scalar) in pieces.prefix(while: {
      if case .scalar = $0 { true } else { false }
    }) { WordRuns.append(scalar, to: &bytes) }
    return bytes
  }

  /// The pattern for people.
  public var name: String {
    var text = String.UnicodeScalarView()
    for piece in pieces {
      switch piece {
      case .scalar(let scalar): text.append(Unicode.Scalar(scalar) ?? "\u{FFFD}")
      case .one: text.append("?")
      case .many: text.append("*")
      }
    }
    return String(text)
  }

  /// The pattern's bytes, each wildcard counted as one; those of ``scalar(_:)`` in UTF-8.
  var byteCount: Int {
    pieces.reduce(0) { sum, piece in
      guard case .scalar(let scalar) = piece else { return sum + 1 }
      return sum + (scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x1_0000 ? 3 : 4)
    }
  }

  /// More would not fit the 64 bits of whoever compares, and no word is much longer.
  static let maxBytes = 58

  /// A word this long may have been cut.
  public static let cutLength = WordRuns.maximumBytes - 3
}
