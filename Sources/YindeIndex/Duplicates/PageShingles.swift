import YindeAnalysis

/// Cuts a page's body into shingles (Broder, "On the resemblance and containment of documents", 1997): four neighbouring
/// characters of a Chinese text, two neighbouring words of another, as hashes.
///
/// They are made of the terms that the analyser gives, so that traditional and simplified characters, widths and cases are
/// one. Where blocks end makes no difference beyond the shingles there: templates set the same text differently.
struct PageShingles {
  private var gramBefore: UInt64 = 0
  private var gramBeforeThat: UInt64 = 0
  private var wordBefore: UInt64 = 0

  /// Calls `body` with the shingles that a block of body text adds.
  @inline(__always)
  mutating func add(_ terms: TermBuffer, _ body: (UInt64) -> Void) {
    for gram in terms.grams {
      // Two pairs at a distance of two are four characters.
      if gramBeforeThat != 0 { body(mixed(gramBeforeThat &* 0x9E37_79B9_7F4A_7C15 ^ gram)) }
      gramBeforeThat = gramBefore
      gramBefore = gram
    }
    PageShingles.forEachWord(terms) { word in
      if wordBefore != 0 { body(mixed(wordBefore &* 0x9E37_79B9_7F4A_7C15 ^ word)) }
      wordBefore = word
    }
  }

  /// Calls `body` with a hash of each word.
  @inline(__always)
  static func forEachWord(_ terms: TermBuffer, _ body: (UInt64) -> Void) {
    var start = 0
    for end in terms.wordEnds {
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for at in start..<end { hash = (hash ^ UInt64(terms.wordBytes[at])) &* 0x100_0000_01B3 }
      body(hash | 1)
      start = end
    }
  }
}
