/// A quick look at a page's text: might there be mojibake in it?
///
/// Nearly all pages end here, so it does no more than look up how rare each character is. What it
/// lets through is looked at closely by `MojibakeRuns`.
struct MojibakeGate {
  /// A letter such as å or Ò, and right behind it another character that is no Han.
  private(set) var latin = false

  /// Rare Han, kana or private characters, a handful together.
  private(set) var han = false

  /// 锟斤拷, 烫烫烫 or 屯屯屯.
  private(set) var lost = false

  var isOpen: Bool { latin || han || lost }

  /// The cost of a character of the Basic Multilingual Plane as Chinese; see `ReadingScore`.
  static let costs: [UInt8] = {
    let weights = ReadingScore.weights(.chinese)
    return CharacterClass.table.map { UInt8(weights[Int($0)]) }
  }()

  /// The mean cost of the last characters is kept in eighths, each new one replacing an eighth:
  /// about 65 in Chinese, and about 115 in mojibake, which takes six characters to lift it so far.
  private static let limit: UInt32 = 97 * 8
  private static let usual: UInt32 = 68 * 8

  /// A short text is looked at closely already when it is a little odd.
  private static let short = 64
  private static let shortLimit = 80

  /// Looks at the whole of a well-formed text. O(n).
  init(_ text: Span<UInt8>) {
    let costs = MojibakeGate.costs
    let end = text.count
    var mean = MojibakeGate.usual
    var highest: UInt32 = 0
    var characters = 0
    var total = 0
    var index = 0
    while index < end {
      if text[index] < 0x80 {
        while index &+ 8 <= end {
          let high = text.word64(at: index) & 0x8080_8080_8080_8080
          if high != 0 {
            index &+= high.trailingZeroBitCount >> 3
            break
          }
          index &+= 8
        }
        while index < end, text[index] < 0x80 { index &+= 1 }
        continue
      }
      let lead = text[index]
      // Three bytes, of which most text here consists; a whole word is read where there is one.
      if lead & 0xF0 == 0xE0, index &+ 4 <= end {
        let word = text.word32(at: index)
        let scalar = (word & 0xF) << 12 | (word >> 2) & 0xFC0 | (word >> 16) & 0x3F
        index &+= 3
        // Signs and marks, which stand in any text.
        guard scalar >= 0x3040 else { continue }
        let cost = UInt32(costs[Int(scalar)])
        mean = mean &- mean >> 3 &+ cost
        if mean > highest { highest = mean }
        total &+= Int(cost)
        characters &+= 1
        if scalar == 0x951F || scalar == 0x70EB || scalar == 0x5C6F { lost = true }
        continue
      }
      let length = UTF8Sequence(text, at: index).length
      let next = index &+ length
      // å (C3 A5) or ¤ (C2 A4) and what follows: a letter or sign, not ASCII or Han. Of signs
      // those do not count that stand together in any text: no-break spaces, and a sign repeated.
      if lead <= 0xC3, next &+ 1 < end, text[next] >= 0xC2, text[next] < 0xE3 {
        let (sign, other) = (text[index &+ 1], text[next &+ 1])
        latin =
          latin || lead == 0xC3
          || sign > 0xA0 && text[next] <= 0xC3 && other != 0xA0
            && sign != other
      }
      index = next
    }
    let odd = characters < MojibakeGate.short && total > characters * MojibakeGate.shortLimit
    han = highest > MojibakeGate.limit || odd
  }
}
