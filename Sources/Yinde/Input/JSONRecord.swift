/// Reads one line of a collection: a JSON object of which the string members matter.
///
/// A reader of its own rather than a general one: collections are a gigabyte of strings, of which a few members are
/// wanted, as bytes. It follows RFC 8259; numbers, arrays and objects are checked for balance and passed over.
struct JSONRecord {
  struct Failure: Error {
    var message: String
    /// Byte of the line.
    var offset: Int
  }

  private(set) var id: [UInt8]?
  private(set) var title: [UInt8] = []
  private(set) var text: [UInt8] = []
  /// A page, to be read as one.
  private(set) var html: [UInt8] = []
  private(set) var date: [UInt8] = []
  private(set) var url: [UInt8] = []
  private(set) var language: [UInt8] = []

  /// Reads the line that stands at `range` of `bytes`.
  init(_ bytes: [UInt8], _ range: Range<Int>) throws(Failure) {
    var parser = Parser(bytes, range)
    try parser.expect(UInt8(ascii: "{"))
    if parser.takes(UInt8(ascii: "}")) {
      try parser.expectEnd()
      return
    }
    repeat {
      let key = try parser.string()
      try parser.expect(UInt8(ascii: ":"))
      switch key {
      case Array("_id".utf8), Array("id".utf8):
        let value = try parser.stringOrNumber()
        if id == nil || key.count == 3 { id = value }
      case Array("title".utf8): title = try parser.stringOrNothing()
      case Array("text".utf8), Array("contents".utf8): text = try parser.stringOrNothing()
      case Array("html".utf8): html = try parser.stringOrNothing()
      case Array("date".utf8): date = try parser.stringOrNothing()
      case Array("url".utf8): url = try parser.stringOrNothing()
      case Array("lang".utf8), Array("language".utf8): language = try parser.stringOrNothing()
      default: try parser.skipValue()
      }
    } while parser.takes(UInt8(ascii: ","))
    try parser.expect(UInt8(ascii: "}"))
    try parser.expectEnd()
  }

  private struct Parser {
    private let line: [UInt8]
    private let end: Int
    private var at: Int

    init(_ bytes: [UInt8], _ range: Range<Int>) {
      line = bytes
      at = range.lowerBound
      end = range.upperBound
    }

    private mutating func skipSpace() {
      while at < end, line[at] == 0x20 || (line[at] >= 0x09 && line[at] <= 0x0D) { at += 1 }
    }

    mutating func takes(_ byte: UInt8) -> Bool {
      skipSpace()
      guard at < end, line[at] == byte else { return false }
      at += 1
      return true
    }

    mutating func expect(_ byte: UInt8) throws(Failure) {
      guard takes(byte) else {
        throw Failure(message: "\"\(Character(Unicode.Scalar(byte)))\" is missing", offset: at)
      }
    }

    mutating func expectEnd() throws(Failure) {
      skipSpace()
      guard at == end else {
        throw Failure(message: "something follows the object", offset: at)
      }
    }

    mutating func stringOrNothing() throws(Failure) -> [UInt8] {
      skipSpace()
      if at < end, line[at] == UInt8(ascii: "\"") { return try string() }
      try skipValue()
      return []
    }

    mutating func stringOrNumber() throws(Failure) -> [UInt8] {
      skipSpace()
      if at < end, line[at] == UInt8(ascii: "\"") { return try string() }
      let start = at
      try skipValue()
      return Array(line[start..<at])
    }

    mutating func string() throws(Failure) -> [UInt8] {
      try expect(UInt8(ascii: "\""))
      var bytes: [UInt8] = []
      while true {
        let start = at
        while at < end, line[at] != UInt8(ascii: "\""), line[at] != UInt8(ascii: "\\") {
          at += 1
        }
        if at > start {
          bytes += line[start..<at]
        }
        guard at < end else {
          throw Failure(message: "a string does not end", offset: start)
        }
        at += 1
        if line[at - 1] == UInt8(ascii: "\"") { return bytes }
        try escape(into: &bytes)
      }
    }

    private mutating func escape(into bytes: inout [UInt8]) throws(Failure) {
      guard at < end else {
        throw Failure(message: "a string does not end", offset: at)
      }
      let kind = line[at]
      at += 1
      switch kind {
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "b"): bytes.append(0x08)
      case UInt8(ascii: "f"): bytes.append(0x0C)
      case UInt8(ascii: "u"):
        var scalar = try hexadecimal()
        if scalar >= 0xD800, scalar < 0xDC00, at + 1 < end, line[at] == UInt8(ascii: "\\"),
          line[at + 1] == UInt8(ascii: "u")
        {
          let mark = at
          at += 2
          let low = try hexadecimal()
          if low >= 0xDC00, low < 0xE000 {
            scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
          } else {
            at = mark
          }
        }
        // A lone surrogate is no character.
        bytes += Array(String(Unicode.Scalar(scalar).map(Character.init) ?? "\u{FFFD}").utf8)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(kind)
      default: throw Failure(message: "an escape that JSON does not know", offset: at - 1)
      }
    }

    private mutating func hexadecimal() throws(Failure) -> UInt32 {
      var value: UInt32 = 0
      for _ in 0..<4 {
        guard at < end, let digit = Character(Unicode.Scalar(line[at])).hexDigitValue else {
          throw Failure(message: "\\u needs four hexadecimal digits", offset: at)
        }
        value = value << 4 | UInt32(digit)
        at += 1
      }
      return value
    }

    /// Passes over a value; nested ones by counting, so that no depth can overflow the stack.
    mutating func skipValue() throws(Failure) {
      var depth = 0
      repeat {
        skipSpace()
        guard at < end else { throw Failure(message: "a value is missing", offset: at) }
        switch line[at] {
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          depth += 1
          at += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          guard depth > 0 else { throw Failure(message: "a value is missing", offset: at) }
          depth -= 1
          at += 1
        case UInt8(ascii: ","), UInt8(ascii: ":"):
          guard depth > 0 else { throw Failure(message: "a value is missing", offset: at) }
          at += 1
        default:
          let start = at
          while at < end, !Parser.endsLiteral(line[at]) { at += 1 }
          guard at > start else { throw Failure(message: "a value is missing", offset: at) }
        }
      } while depth > 0
    }

    private static func endsLiteral(_ byte: UInt8) -> Bool {
      byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}")
        || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: ":")
    }
  }
}
