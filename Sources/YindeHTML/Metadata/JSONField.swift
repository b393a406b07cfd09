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
      let object = index..<objectEnd(in: source, index..<min(range.upperBound, index + 4_000))
      if let name = value(of: "name", in: source, object) {
        index = name
      } else if let id = value(of: "@id", in: source, object),
        let name = nameOfObject(id, in: source, range)
      {
        // JSON-LD's graph: the object stands elsewhere under this identifier.
        index = name
      } else {
        return nil
      }
    }
    guard index < range.upperBound, source[index] == UInt8(ascii: "\"") else { return nil }
    return text(in: source, (index + 1)..<range.upperBound)
  }

  /// Where the object that begins the range ends.
  private static func objectEnd(in source: [UInt8], _ range: Range<Int>) -> Int {
    var depth = 0
    var isString = false
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = source[index]
      index += 1
      if byte == UInt8(ascii: "\\") {
        index += 1
      } else if byte == UInt8(ascii: "\"") {
        isString.toggle()
      } else if !isString, byte == UInt8(ascii: "{") {
        depth += 1
      } else if !isString, byte == UInt8(ascii: "}") {
        depth -= 1
        if depth == 0 { return index }
      }
    }
    return min(index, range.upperBound)
  }

  /// The place of the name that stands in the object with the `@id` at `id`.
  private static func nameOfObject(_ id: Int, in source: [UInt8], _ range: Range<Int>) -> Int? {
    guard let end = source[(id + 1)..<range.upperBound].firstIndex(of: UInt8(ascii: "\"")) else {
      return nil
    }
    let wanted = source[id...end]
    var start = range.lowerBound
    // Few objects have the identifier: those that refer to it, and the one that it names.
    for _ in 0..<16 {
      guard let found = value(of: "@id", in: source, start..<range.upperBound) else { return nil }
      start = found
      guard source[found...].starts(with: wanted) else { continue }
      // The object's other members follow as a rule, up to its end; its beginning is behind.
      let after = found..<min(range.upperBound, found + 1_000)
      guard let close = source[after].firstIndex(of: UInt8(ascii: "}")) else { return nil }
      if let name = value(of: "name", in: source, found..<close) { return name }
    }
    return nil
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
