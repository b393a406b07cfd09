/// A page whose parts are in different encodings: a template in UTF-8 around comments in GBK, an old article in a new
/// frame.
///
/// ```
/// <div>页头</div>  <p>评论一</p> <p>评论二</p>  <div>页脚</div>
/// UTF-8           GBK                        UTF-8            pieces that follow one another
/// ```
///
/// A part is what stands between tags or line ends. The page has the encoding that was chosen for it (``EncodingChoice``);
/// a part is read otherwise when that is certain: what is no UTF-8 is common Chinese without an error, or what is
/// Chinese by the page's encoding is well-formed UTF-8 and likelier.
struct MixedPage {
  struct Piece {
    var range: Range<Int>
    var encoding: PageEncoding
  }

  private let bytes: [UInt8]
  private let encoding: PageEncoding

  /// The pieces of the page from `start` on; nil when all of it has one encoding. O(n).
  static func pieces(of bytes: [UInt8], from start: Int, _ encoding: PageEncoding) -> [Piece]? {
    switch encoding {
    case .utf8, .gb18030, .big5:
      return MixedPage(bytes: bytes, encoding: encoding).pieces(from: start)
    default: return nil
    }
  }

  private func pieces(from start: Int) -> [Piece]? {
    var pieces: [Piece] = []
    var isMixed = false
    var at = start
    while at < bytes.count {
      var end = at
      var hasHigh = false
      while end < bytes.count {
        let byte = bytes[end]
        if byte >= 0x80 { hasHigh = true }
        end += 1
        // None of these is ever the second byte of a character.
        if byte == 0x3C || byte == 0x3E || byte == 0x0A { break }
      }
      let other = hasHigh ? otherEncoding(of: at..<end) : nil
      isMixed = isMixed || other != nil
      let here = other ?? encoding
      if let last = pieces.last, last.encoding == here || !hasHigh {
        pieces[pieces.count - 1].range = last.range.lowerBound..<end
      } else {
        pieces.append(Piece(range: at..<end, encoding: here))
      }
      at = end
    }
    return isMixed ? pieces : nil
  }

  /// What a part is in, if it is certain that it is not in the page's encoding.
  private func otherEncoding(of range: Range<Int>) -> PageEncoding? {
    var isFirst = true
    var tally = (long: 0, errors: 0)
    var at = range.lowerBound
    let input = bytes.span.extracting(0..<range.upperBound)
    while at < range.upperBound {
      guard bytes[at] >= 0x80 else {
        at += 1
        continue
      }
      let sequence = UTF8Sequence(input, at: at)
      if !sequence.isValid {
        // Most parts of a page that is no UTF-8 show it at once.
        if encoding != .utf8 { return nil }
        tally.errors += 1
      } else if sequence.length > 2 {
        tally.long += 1
      }
      isFirst = false
      at += sequence.length
    }
    guard !isFirst else { return nil }
    if encoding != .utf8 {
      guard tally.long >= 2 else { return nil }
      let part = EncodingDetector(input, from: range.lowerBound)
      let here = part.score(encoding, .chinese)
      return part.score(.utf8, .chinese).cost + MixedPage.margin < here.cost ? .utf8 : nil
    }
    // A lone bad byte in UTF-8 is damage.
    guard tally.errors >= 2, tally.errors > tally.long * 2 else { return nil }
    let part = EncodingDetector(input, from: range.lowerBound)
    let scores = [PageEncoding.gb18030, .big5].map { ($0, part.score($0, .chinese)) }
    let best = scores.min { $0.1.cost < $1.1.cost }!
    let isCommon = best.1.meanCost < (best.1.characters < 4 ? 70 : 80)
    return best.1.errors == 0 && best.1.characters >= 2 && isCommon ? best.0 : nil
  }

  /// e¹⁰ times as likely.
  private static let margin = 100
}
