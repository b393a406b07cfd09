import YindeAnalysis

/// Compares words with a ``WordGlob``, many pieces at once in the bits of a number (Baeza-Yates and Gonnet, "A new approach to text
/// searching", 1992).
///
/// Bit i says that the first i bytes of the pattern have been matched. A byte of a word moves the bits up that it fits
/// (`moves`), and leaves those that may stay: at a star, or within a character that stands for `?` (`stays`).
struct WordMatcher {
  /// What every word begins with.
  let prefix: [UInt8]
  private var moves = [UInt64](repeating: 0, count: 256)
  private var stays = [UInt64](repeating: 0, count: 256)
  private var end: UInt64 = 0
  private let takesCutWords: Bool

  init(_ glob: WordGlob) {
    prefix = glob.prefix
    takesCutWords = glob.takesCutWords
    let wild = WordMatcher.wildBytes(glob)
    var bit: UInt64 = 1
    for piece in glob.pieces {
      switch piece {
      case .scalar(let scalar):
        for byte in Unicode.Scalar(scalar).map({ Array(String($0).utf8) }) ?? [] {
          moves[Int(byte)] |= bit
          bit <<= 1
        }
      case .one:
        // A first byte moves on, and those that follow it stay behind it.
        for byte in wild where byte & 0xC0 != 0x80 { moves[Int(byte)] |= bit }
        bit <<= 1
        for byte in 0x80..<0xC0 { stays[byte] |= bit }
      case .many:
        for byte in wild { stays[Int(byte)] |= bit }
      }
    }
    end = bit
  }

  /// What wildcards stand for: bytes of letters, digits and marks, and joiners if the pattern has one.
  private static func wildBytes(_ glob: WordGlob) -> [UInt8] {
    let joiners = "-_./:'".utf8
    return (0...255).filter { byte in
      byte >= 0x80 || (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x30 && byte <= 0x39)
        || (glob.crossesJoiners && joiners.contains(byte))
    }
  }

  /// Whether a word fits.
  ///
  /// - Parameters:
  ///   - shared: how many bytes are those of the word before.
  ///   - states: what became of the word before, byte by byte.
  @inline(__always)
  func fits(_ word: [UInt8], from shared: Int, _ states: inout [UInt64]) -> Bool {
    states[0] = 1
    var state = states[shared]
    var place = shared
    while place < word.count {
      let byte = Int(word[place])
      state = (state & moves[byte]) &<< 1 | state & stays[byte]
      place &+= 1
      states[place] = state
    }
    return state & end != 0 || (takesCutWords && word.count >= WordGlob.cutLength && isCut(states))
  }

  /// A word that was cut may go on as the pattern wants, unless it has begun otherwise.
  private func isCut(_ states: [UInt64]) -> Bool {
    prefix.count < states.count && (prefix.isEmpty || states[prefix.count] != 0)
  }
}
