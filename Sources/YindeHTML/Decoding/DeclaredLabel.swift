/// The label that a page declares for itself, found before anything is decoded.
///
/// This is the standard's "prescan a byte stream to determine its encoding", with three liberties
/// for pages as they are: it looks at 64 KB instead of 1 KB, it prefers a label outside of
/// `script`, `style` and `textarea` to one inside, and it reads `httpequiv="ContentType"` as if the
/// hyphens were there.
///
/// <https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding>
struct DeclaredLabel: Equatable {
  /// The label as it stands in the page.
  var label: String

  /// What it names, nil for a label that nothing is known by.
  var encoding: PageEncoding?

  /// How much of a page is looked at. Pages have been met with 3 KB of comments before the label.
  static let window = 1 << 16

  /// The page's label, from `start` on. O(window): no byte is looked at more than a few times.
  static func find(in bytes: [UInt8], from start: Int = 0) -> DeclaredLabel? {
    var scan = LabelScan(bytes: bytes, start: start)
    if let found = scan.run(skippingRawText: true) { return found }
    if scan.skippedRawText, let found = scan.run(skippingRawText: false) { return found }
    if let found = scan.xmlDeclaration() { return found }
    return scan.unknown.map { DeclaredLabel(label: $0, encoding: nil) }
  }
}

/// The state of one prescan. Names are compared as ASCII in lower case.
private struct LabelScan {
  let bytes: [UInt8]
  let start: Int
  let end: Int
  var index = 0

  /// Whether the contents of some element were passed over.
  var skippedRawText = false

  /// The first label that names nothing known.
  var unknown: String?

  /// Elements whose end tag is missing, as places in `rawText`; looking for it again and again
  /// would take quadratic time.
  private var unclosed: Set<Int> = []

  init(bytes: [UInt8], start: Int) {
    self.bytes = bytes
    self.start = start
    end = min(bytes.count, start + DeclaredLabel.window)
  }

  mutating func run(skippingRawText: Bool) -> DeclaredLabel? {
    index = start
    while index < end {
      guard bytes[index] == 0x3C else {  // <
        index += 1
        continue
      }
      if matches("<!--", at: index) {
        // The hyphens of the start may be those of the end: <!--> is a whole comment.
        index += 2
        guard skip(past: "-->") else { return nil }
      } else if matches("<meta", at: index), index + 5 < end, isBlankOrSlash(bytes[index + 5]) {
        index += 6
        if let found = meta() { return found }
      } else if index + 1 < end, isLetter(bytes[index + 1]) {
        element(skippingRawText: skippingRawText)
      } else if matches("</", at: index), index + 2 < end, isLetter(bytes[index + 2]) {
        element(skippingRawText: false)
      } else if index + 1 < end, [0x21, 0x2F, 0x3F].contains(bytes[index + 1]) {  // ! / ?
        index += 2
        guard skip(past: ">") else { return nil }
      } else {
        index += 1
      }
    }
    return nil
  }

  /// Reads a tag other than `meta`, and passes over what is not markup after it.
  private mutating func element(skippingRawText: Bool) {
    let tag = index
    while index < end, bytes[index] != 0x3E, !isBlank(bytes[index]) { index += 1 }
    let nameEnd = index
    while attribute() != nil {}
    guard skippingRawText else { return }
    for (place, (name, close)) in LabelScan.rawText.enumerated()
    where matches(name, at: tag) && nameEnd == tag + name.utf8CodeUnitCount {
      guard !unclosed.contains(place) else { return }
      if skip(past: close) { skippedRawText = true } else { unclosed.insert(place) }
      return
    }
  }

  /// Elements whose content is text, not markup, and where they end.
  private static let rawText: [(start: StaticString, end: StaticString)] = [
    ("<script", "</script"), ("<style", "</style"), ("<textarea", "</textarea"),
  ]

  /// Reads the attributes of a `meta` element, and returns its label if it names a known encoding.
  private mutating func meta() -> DeclaredLabel? {
    var pragma: [UInt8]?
    var content: [UInt8]?
    var charset: [UInt8]?
    // Of attributes with the same name the first counts.
    while let (name, value) = attribute() {
      switch String(decoding: name, as: UTF8.self) {
      case "http-equiv", "httpequiv": pragma = pragma ?? value
      case "content": content = content ?? value
      case "charset": charset = charset ?? value
      default: break
      }
    }
    // At the end of the window the element may be unfinished, and then says nothing.
    guard index < end else { return nil }
    if let charset { return resolve(charset) }
    // ContentType and httpequiv lack their hyphens on many a page, and mean the same.
    let type = pragma?.map(lower).filter { $0 != 0x2D }
    guard let type, type.elementsEqual("contenttype".utf8) else { return nil }
    return content.flatMap { label(inContent: $0) }.flatMap { resolve($0) }
  }

  private mutating func resolve(_ bytes: [UInt8]) -> DeclaredLabel? {
    let label = String(decoding: bytes, as: UTF8.self)
    guard let encoding = PageEncoding(label: label) else {
      if unknown == nil, !label.isEmpty { unknown = label }
      return nil
    }
    // Such a label cannot be true: it was read as ASCII. The standard settles what is meant.
    switch encoding {
    case .utf16LE, .utf16BE: return DeclaredLabel(label: label, encoding: .utf8)
    case .userDefined: return DeclaredLabel(label: label, encoding: .windows1252)
    default: return DeclaredLabel(label: label, encoding: encoding)
    }
  }

  /// The standard's "get an attribute": the name in lower case and the value, or nil where the tag
  /// ends.
  private mutating func attribute() -> (name: [UInt8], value: [UInt8])? {
    while index < end, isBlankOrSlash(bytes[index]) { index += 1 }
    guard index < end, bytes[index] != 0x3E else { return nil }
    var name: [UInt8] = []
    while index < end {
      let byte = bytes[index]
      if byte == 0x3D, !name.isEmpty { break }
      if isBlank(byte) {
        skipBlanks()
        guard index < end, bytes[index] == 0x3D else { return (name, []) }
        break
      }
      if byte == 0x2F || byte == 0x3E { return (name, []) }
      name.append(lower(byte))
      index += 1
    }
    index += 1  // =
    skipBlanks()
    guard index < end else { return nil }
    var value: [UInt8] = []
    let quote = bytes[index]
    if quote == 0x22 || quote == 0x27 {
      index += 1
      while index < end, bytes[index] != quote {
        value.append(bytes[index])
        index += 1
      }
      guard index < end else { return nil }
      index += 1
      return (name, value)
    }
    while index < end, !isBlank(bytes[index]), bytes[index] != 0x3E {
      value.append(bytes[index])
      index += 1
    }
    guard index < end else { return nil }
    return (name, value)
  }

  /// The label in `text/html; charset=label`, by the standard's algorithm for it.
  private func label(inContent content: [UInt8]) -> [UInt8]? {
    var rest = content[...]
    func dropBlanks() {
      while let first = rest.first, isBlank(first) { rest = rest.dropFirst() }
    }
    while !rest.isEmpty {
      guard rest.prefix(7).lazy.map(lower).elementsEqual("charset".utf8) else {
        rest = rest.dropFirst()
        continue
      }
      rest = rest.dropFirst(7)
      dropBlanks()
      guard rest.first == 0x3D else { continue }
      rest = rest.dropFirst()
      dropBlanks()
      guard let first = rest.first else { return nil }
      if first == 0x22 || first == 0x27 {
        rest = rest.dropFirst()
        guard let close = rest.firstIndex(of: first) else { return nil }
        return Array(rest[..<close])
      }
      return Array(rest.prefix { !isBlank($0) && $0 != 0x3B })
    }
    return nil
  }

  /// The encoding of `<?xml version="1.0" encoding="…"?>` at the very start.
  mutating func xmlDeclaration() -> DeclaredLabel? {
    index = start
    guard matches("<?xml", at: start), skip(past: ">") else { return nil }
    let close = index
    index = start
    guard skip(past: "encoding"), index < close else { return nil }
    skipBlanks()
    guard index < close, bytes[index] == 0x3D else { return nil }
    index += 1
    skipBlanks()
    guard index < close, bytes[index] == 0x22 || bytes[index] == 0x27 else { return nil }
    guard let quote = bytes[(index + 1)..<close].firstIndex(of: bytes[index]) else { return nil }
    return resolve(Array(bytes[(index + 1)..<quote]))
  }

  // MARK: Bytes

  private mutating func skipBlanks() {
    while index < end, isBlank(bytes[index]) { index += 1 }
  }

  /// Moves past the next `text`, or stays where it is.
  private mutating func skip(past text: StaticString) -> Bool {
    var candidate = index
    while candidate < end {
      if matches(text, at: candidate) {
        index = candidate + text.utf8CodeUnitCount
        return true
      }
      candidate += 1
    }
    return false
  }

  private func matches(_ text: StaticString, at position: Int) -> Bool {
    guard position + text.utf8CodeUnitCount <= end else { return false }
    for offset in 0..<text.utf8CodeUnitCount {
      // The literal has that many bytes, and lives as long as the program.
      guard unsafe text.utf8Start[offset] == lower(bytes[position + offset]) else { return false }
    }
    return true
  }
}

private func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

private func isBlank(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0C || byte == 0x0D
}

private func isBlankOrSlash(_ byte: UInt8) -> Bool { isBlank(byte) || byte == 0x2F }
