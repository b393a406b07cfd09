extension MarkupScanner {
  /// Writes a piece of the source as text: `<` and `&` escaped, references decoded, line ends
  /// made `\n`, and what no text may hold (control characters, U+FFFE, U+FFFF) left out.
  mutating func emitText(
    _ range: Range<Int>, references: Bool, inAttribute: Bool = false
  ) {
    var index = range.lowerBound
    let end = range.upperBound
    if skipsLineFeed {
      skipsLineFeed = false
      if index < end, source[index] == 0x0D { index += 1 }
      if index < end, source[index] == 0x0A { index += 1 }
    }
    var start = index
    let isPlain = Self.isPlain
    while index < end {
      let byte = source[index]
      if isPlain[Int(byte)] {
        index &+= 1
        continue
      }
      // U+FFFE and U+FFFF are EF BF BE and EF BF BF; other characters that begin so are plain.
      if byte == 0xEF {
        guard index + 2 < end, source[index + 1] == 0xBF, source[index + 2] >= 0xBE else {
          index &+= 1
          continue
        }
      }
      // The control characters U+0080 to U+009F are C2 80 to C2 9F.
      if byte == 0xC2 {
        guard index + 1 < end, source[index + 1] < 0xA0 else {
          index &+= 1
          continue
        }
      }
      if start < index { result.markup.append(contentsOf: source[start..<index]) }
      switch byte {
      case UInt8(ascii: "&"):
        index = emitReference(at: index, end: end, references, inAttribute)
      case UInt8(ascii: "<"):
        result.markup.append(contentsOf: "&lt;".utf8)
        index += 1
      case 0x0D:
        if index + 1 >= end || source[index + 1] != 0x0A { result.markup.append(0x0A) }
        index += 1
      case 0x0C:
        result.markup.append(0x20)
        index += 1
      case 0xEF:
        index += 3
      case 0xC2:
        index += 2
      default:
        index += 1
      }
      start = index
    }
    if start < end { result.markup.append(contentsOf: source[start..<end]) }
  }

  private mutating func emitReference(
    at index: Int, end: Int, _ decode: Bool, _ inAttribute: Bool
  ) -> Int {
    let bytes = source
    guard decode,
      let match = CharacterReferences.match(
        bytes.span, at: index, end: end, inAttribute: inAttribute)
    else {
      result.markup.append(contentsOf: "&amp;".utf8)
      return index + 1
    }
    emitScalar(match.first)
    if match.second != 0 { emitScalar(match.second) }
    return match.end
  }

  private mutating func emitScalar(_ scalar: UInt32) {
    switch scalar {
    case 0x3C: result.markup.append(contentsOf: "&lt;".utf8)
    case 0x26: result.markup.append(contentsOf: "&amp;".utf8)
    case 0x09, 0x0A, 0x20: result.markup.append(UInt8(truncatingIfNeeded: scalar))
    case 0x0C, 0x0D: result.markup.append(0x20)
    case 0..<0x20, 0x7F...0x9F, 0xFFFE, 0xFFFF: break
    default: result.markup.append(scalar: scalar)
    }
  }

  /// The text of an attribute or of a title: references decoded, nothing escaped.
  func decoded(_ range: Range<Int>, inAttribute: Bool) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = source[index]
      if byte == UInt8(ascii: "&"),
        let match = CharacterReferences.match(
          source.span, at: index, end: range.upperBound, inAttribute: inAttribute)
      {
        text.append(scalar: match.first)
        if match.second != 0 { text.append(scalar: match.second) }
        index = match.end
      } else {
        text.append(byte)
        index += 1
      }
    }
    return text
  }

  /// Writes the value of an attribute that is shown (`alt`, a button's `value`) as text.
  mutating func emitAttribute(_ range: Range<Int>) {
    emitText(range, references: true, inAttribute: true)
  }

  /// Bytes that stand for themselves in text.
  private static let isPlain: [Bool] = {
    var table = [Bool](repeating: true, count: 256)
    for byte in 0..<0x20 where byte != 0x09 && byte != 0x0A { table[byte] = false }
    table[0x7F] = false
    table[Int(UInt8(ascii: "&"))] = false
    table[Int(UInt8(ascii: "<"))] = false
    table[0xEF] = false
    table[0xC2] = false
    return table
  }()
}
