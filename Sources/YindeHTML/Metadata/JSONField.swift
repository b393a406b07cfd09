/// Reads single fields out of JSON-LD without parsing all of it: pages have it broken often
/// enough, and two fields are wanted.
enum JSONField {
  /// The string value of the first `"key": "value"` in a range; nil if there is none. A value that
  /// is an object or an array of objects gives its first `"name"`.
  static func string(_ key: String, in source: [UInt8], _ range: Range<Int>) -> String? {
    guard var index = value(of: key, in: source, range) else { return nil }
    while index < range.upperBound, source[index] == UInt8(ascii: "[") || source[index].isHTMLSpace
    {
      index += 1
    }
    guard index < range.upperBound else { return nil }
    if source[index] == UInt8(ascii: "{") {
      let end = min(range.upperBound, index + 1000)
      guard let name = value(of: "name", in: source, index..<end) else { return nil }
      index = name
    }
    guard index < range.upperBound, source[index] == UInt8(ascii: "\"") else { return nil }
    return text(in: source, (index + 1)..<range.upperBound)
  }

  /// Where the value after `"key":` begins.
  private static func value(of key: String, in source: [UInt8], _ range: Range<Int>) -> Int? {
    let quoted = Array("\"\(key)\"".utf8)
    var index = range.lowerBound
    while index + quoted.count < range.upperBound {
      if source[index] == 0x22, source[index..<(index + quoted.count)].elementsEqual(quoted) {
        var after = index + quoted.count
        while after < range.upperBound, source[after].isHTMLSpace { after += 1 }
        if after < range.upperBound, source[after] == UInt8(ascii: ":") {
          after += 1
          while after < range.upperBound, source[after].isHTMLSpace { after += 1 }
          return after < range.upperBound ? after : nil
        }
      }
      index += 1
    }
    return nil
  }

  /// A string to its closing quote, its escapes undone.
  private static func text(in source: [UInt8], _ range: Range<Int>) -> String? {
    var units: [UInt8] = []
    var index = range.lowerBound
    var high: UInt32 = 0
    while index < range.upperBound, units.count < 1000 {
      let byte = source[index]
      if byte == UInt8(ascii: "\"") { return String(decoding: units, as: UTF8.self) }
      index += 1
      guard byte == UInt8(ascii: "\\"), index < range.upperBound else {
        units.append(byte)
        continue
      }
      let escape = source[index]
      index += 1
      switch escape {
      case UInt8(ascii: "u"):
        var value: UInt32 = 0
        for _ in 0..<4 {
          guard index < range.upperBound, let digit = source[index].digit(hexadecimal: true)
          else { return nil }
          value = value * 16 + digit
          index += 1
        }
        switch value {
        case 0xD800...0xDBFF: high = value
        case 0xDC00...0xDFFF where high != 0:
          units.append(scalar: 0x1_0000 + (high - 0xD800) << 10 + (value - 0xDC00))
          high = 0
        case 0xDC00...0xDFFF: units.append(scalar: 0xFFFD)
        default: units.append(scalar: value)
        }
      case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "b"),
        UInt8(ascii: "f"):
        units.append(0x20)
      default: units.append(escape)
      }
    }
    return nil
  }
}
