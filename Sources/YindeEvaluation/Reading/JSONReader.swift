/// Reads the members of one JSON object that have string values, strictly by RFC 8259.
///
/// It exists so that a line of BEIR's `queries.jsonl` can be read without Foundation. Values of
/// other members are checked and skipped.
///
/// - Complexity: O(*n*) in the length of the text.
struct JSONReader {
  struct Failure: Error {
    var message: String
    /// In bytes from the start of the text.
    var offset: Int
  }

  /// Skipping a value recurses; hostile nesting must not exhaust the stack.
  static let maximumDepth = 128

  private let bytes: ArraySlice<UInt8>
  private var position: Int

  /// `bytes` have to be valid UTF-8.
  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// The values of `names` in the object that is the whole text; `nil` where a name is missing.
  mutating func strings(_ names: [String]) throws(Failure) -> [String?] {
    var values = [String?](repeating: nil, count: names.count)
    skipWhiteSpace()
    try expect(UInt8(ascii: "{"), "an object in braces")
    skipWhiteSpace()
    if !take(UInt8(ascii: "}")) {
      repeat {
        skipWhiteSpace()
        let start = position
        let name = try readString()
        skipWhiteSpace()
        try expect(UInt8(ascii: ":"), "a colon after the name")
        skipWhiteSpace()
        if let index = names.firstIndex(of: name) {
          if values[index] != nil {
            throw Failure(message: "\"\(name)\" stands twice", offset: start - bytes.startIndex)
          }
          values[index] = try readString()
        } else {
          try skipValue(depth: 1)
        }
        skipWhiteSpace()
      } while take(UInt8(ascii: ","))
      try expect(UInt8(ascii: "}"), "a comma or the closing brace")
    }
    skipWhiteSpace()
    if position < bytes.endIndex { throw expected("nothing after the object") }
    return values
  }
}

// MARK: Strings

extension JSONReader {
  private mutating func readString() throws(Failure) -> String {
    try expect(UInt8(ascii: "\""), "a string in quotation marks")
    var text: [UInt8] = []
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        position += 1
        try readEscape(into: &text)
      case 0x00...0x1F:
        throw expected("an escape such as \\n, as control characters cannot stand in a string,")
      default:
        position += 1
        text.append(byte)
      }
    }
    throw expected("the quotation mark that ends the string")
  }

  /// Reads what follows a backslash.
  private mutating func readEscape(into text: inout [UInt8]) throws(Failure) {
    guard let byte = peek() else { throw expected("an escape") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: String(try readUnicodeEscape()).utf8)
    default:
      position -= 1
      throw expected("one of \" \\ / b f n r t u after the backslash")
    }
  }

  /// Reads the digits of `\uXXXX`, and of a second one when the first is half of a pair.
  private mutating func readUnicodeEscape() throws(Failure) -> Character {
    let start = position
    let first = try readHexadecimal()
    if let scalar = Unicode.Scalar(first) { return Character(scalar) }
    // A scalar value or a surrogate: 16 bits hold nothing else.
    if first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
      let second = try readHexadecimal()
      let value = 0x10000 + (first & 0x3FF) << 10 + second & 0x3FF
      if (0xDC00...0xDFFF).contains(second), let scalar = Unicode.Scalar(value) {
        return Character(scalar)
      }
    }
    position = start
    throw expected("a surrogate pair, high half first,")
  }

  private mutating func readHexadecimal() throws(Failure) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw expected("four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}

// MARK: Other values

extension JSONReader {
  private mutating func skipValue(depth: Int) throws(Failure) {
    if depth > JSONReader.maximumDepth { throw expected("less nesting") }
    switch peek() {
    case UInt8(ascii: "\""): _ = try readString()
    case UInt8(ascii: "{"): try skipList(closedBy: UInt8(ascii: "}"), named: true, depth: depth)
    case UInt8(ascii: "["): try skipList(closedBy: UInt8(ascii: "]"), named: false, depth: depth)
    case UInt8(ascii: "t"): try expect(word: "true")
    case UInt8(ascii: "f"): try expect(word: "false")
    case UInt8(ascii: "n"): try expect(word: "null")
    default: try skipNumber()
    }
  }

  private mutating func skipList(
    closedBy close: UInt8, named: Bool, depth: Int
  ) throws(Failure) {
    position += 1
    skipWhiteSpace()
    if take(close) { return }
    repeat {
      skipWhiteSpace()
      if named {
        _ = try readString()
        skipWhiteSpace()
        try expect(UInt8(ascii: ":"), "a colon after the name")
        skipWhiteSpace()
      }
      try skipValue(depth: depth + 1)
      skipWhiteSpace()
    } while take(UInt8(ascii: ","))
    try expect(close, "a comma or \(Unicode.Scalar(close))")
  }

  private mutating func skipNumber() throws(Failure) {
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try skipDigits("a value") }
    if take(UInt8(ascii: ".")) { try skipDigits("a digit") }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try skipDigits("a digit")
    }
  }

  private mutating func skipDigits(_ what: String) throws(Failure) {
    let start = position
    while let byte = peek(), (0x30...0x39).contains(byte) { position += 1 }
    if position == start { throw expected(what) }
  }
}

// MARK: Bytes

extension JSONReader {
  private func peek() -> UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ byte: UInt8, _ what: String) throws(Failure) {
    if !take(byte) { throw expected(what) }
  }

  private mutating func expect(word: String) throws(Failure) {
    guard bytes[position...].starts(with: word.utf8) else { throw expected("a value") }
    position += word.utf8.count
  }

  private mutating func skipWhiteSpace() {
    while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      position += 1
    }
  }

  private func expected(_ what: String) -> Failure {
    Failure(message: "\(what) is expected", offset: position - bytes.startIndex)
  }
}
