/// What can be counted in a block's text in one pass. 64 bytes: a page may have a million blocks.
struct BlockFeatures: Sendable {
  /// Which pairs of the page's title and of its summary are here.
  var titlePairs: UInt128 = 0
  var summaryPairs: UInt128 = 0
  /// Characters without space, as wide as Han: three letters or digits of others are one.
  var length: Int32 = 0
  /// Characters of sentences: ，。；：？！、 and their Latin kin before a space.
  var punctuation: Int32 = 0
  /// Pairs of characters that are words of `CueWords`.
  var noticeWords: Int32 = 0
  var interfaceWords: Int32 = 0
  /// ASCII digits.
  var digits: Int32 = 0
  /// Share of the text that stands in links, 0 to 1.
  var linkDensity: Float = 0
  var endsSentence = false
  /// Begins with a word for a notice and a colon: 免责声明：….
  var announcesNotice = false
  /// Has the sign of mail addresses.
  var hasContact = false
  /// Begins as an article of a statute or of rules does: 第十二条, 第3章.
  var isNumberedArticle = false
  /// An address as it is typed, `https://…`: its link is for copying, not for leaving the page.
  var hasAddress = false
  /// Nothing but digits and space.
  var isNumber = false

  init(_ text: Span<UInt8>, _ range: Range<Int>, linkBytes: Int, words: borrowing BigramTable) {
    var index = range.lowerBound
    var before: UInt32 = 0
    var last: UInt32 = 0
    var narrow: Int32 = 0
    var word = LatinWord()
    var hasNotification = false
    while index < range.upperBound {
      let (scalar, width) = text.decodedScalar(at: index)
      index &+= width
      if scalar < 0x2E80 {
        if LatinWord.isLetter(scalar) {
          word.add(scalar)
          narrow &+= 1
          last = scalar
          before = 0
          continue
        }
        if word.isTelling { count(words[word.hash, LatinWord.mark]) }
        word = LatinWord()
      }
      if scalar <= 0x20 || scalar == 0xA0 || scalar == 0x3000 {
        if Self.isLatinPunctuation(before) { punctuation &+= 1 }
        before = 0
        continue
      }
      narrow &+= scalar < 0x2E80 ? 1 : 3
      last = scalar
      if scalar &- 0x30 < 10 { digits &+= 1 }
      // A copyright sign says as much as several words.
      if scalar == 0xA9 { noticeWords &+= 4 }
      if scalar == 0x2F, before == 0x3A { hasAddress = true }
      if scalar == 0x40, index &- width > range.lowerBound { hasContact = true }
      if Self.isPunctuation(scalar) {
        punctuation &+= 1
        if scalar == 0xFF1A, hasNotification, narrow <= 3 * Self.announcement {
          announcesNotice = true
        }
      } else if before != 0 {
        let bits = words[before, scalar]
        if bits != 0 {
          if bits & CueWords.notification != 0 { hasNotification = true }
          count(bits)
        }
        if scalar == 0x3A, hasNotification, narrow <= 3 * Self.announcement {
          announcesNotice = true
        }
      }
      before = scalar
    }
    if word.isTelling { count(words[word.hash, LatinWord.mark]) }
    isNumber = digits == narrow
    length = (narrow &+ 2) / 3
    // Number 0 stands for none.
    titlePairs &= ~1
    summaryPairs &= ~1
    endsSentence = Self.endsSentence(last)
    isNumberedArticle = Self.isNumberedArticle(text, range)
    if range.count > 0 { linkDensity = Float(linkBytes) / Float(range.count) }
  }

  /// A colon after more characters than this ends no announcement.
  private static let announcement: Int32 = 8

  /// What a pair of characters or a word is in the tables.
  @inline(__always)
  private mutating func count(_ bits: UInt32) {
    guard bits != 0 else { return }
    if bits & CueWords.notice != 0 { noticeWords &+= 1 }
    if bits & CueWords.interface != 0 { interfaceWords &+= 1 }
    titlePairs |= 1 << UInt128(bits >> CueWords.titleShift & 127)
    summaryPairs |= 1 << UInt128(bits >> CueWords.summaryShift & 127)
  }

  @inline(__always)
  private static func isPunctuation(_ scalar: UInt32) -> Bool {
    switch scalar {
    // ， ！ ； ： ？ 、 。
    case 0xFF0C, 0xFF01, 0xFF1B, 0xFF1A, 0xFF1F, 0x3001, 0x3002: return true
    default: return false
    }
  }

  @inline(__always)
  private static func isLatinPunctuation(_ scalar: UInt32) -> Bool {
    scalar == 0x2C || scalar == 0x2E || scalar == 0x3B || scalar == 0x3F || scalar == 0x21
  }

  /// 第, a number in Chinese or Arabic digits, and 条, 章 or 节.
  private static func isNumberedArticle(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    var digits = 0
    var hasBegun = false
    while index < range.upperBound, digits < 8 {
      let (scalar, width) = text.decodedScalar(at: index)
      index &+= width
      if !hasBegun {
        // 第
        guard scalar == 0x7B2C else { return false }
        hasBegun = true
        continue
      }
      switch scalar {
      // 条 條 章 节 節
      case 0x6761, 0x689D, 0x7AE0, 0x8282, 0x7BC0: return digits > 0
      // 0 to 9, 〇 一 二 三 四 五 六 七 八 九 十 百
      case 0x30...0x39, 0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B,
        0x4E5D, 0x5341, 0x767E:
        digits += 1
      default: return false
      }
    }
    return false
  }

  private static func endsSentence(_ scalar: UInt32) -> Bool {
    switch scalar {
    // 。 ！ ？ … ” 」 ； ： and . ! ? ;
    case 0x3002, 0xFF01, 0xFF1F, 0x2026, 0x201D, 0x300D, 0xFF1B, 0xFF1A: return true
    case 0x2E, 0x21, 0x3F, 0x3B: return true
    default: return false
    }
  }
}
