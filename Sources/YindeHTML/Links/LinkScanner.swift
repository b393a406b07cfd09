/// A link of a page: what it says and where it leads.
public struct Link: Sendable, Equatable {
  /// On one line; empty for a picture.
  public var text: String
  /// As the page writes it: relative or absolute, with its references resolved.
  public var target: String

  public init(text: String, target: String) {
    self.text = text
    self.target = target
  }
}

extension Link {
  /// The links of a page, in the order in which they stand there.
  ///
  /// It reads tags and nothing else of HTML's grammar, since nothing hangs on a link that a broken page hides:
  /// they are questions for a test (`yinde evaluate --known-item anchors`), no part of an index. Comments and
  /// the text of scripts and styles are passed over. Any bytes give an answer.
  ///
  /// - Complexity: O(n).
  public static func all(in page: [UInt8]) -> [Link] {
    var scanner = LinkScanner(TextDecoder.decode(page).utf8)
    return scanner.scan()
  }
}

private struct LinkScanner {
  private let bytes: [UInt8]
  private var position = 0
  private var links: [Link] = []
  /// The link that is open.
  private var target: String?
  private var text: [UInt8] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func scan() -> [Link] {
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "<") {
        readMarkup()
      } else if byte == UInt8(ascii: "&"), target != nil {
        position = LinkScanner.appendReference(bytes, at: position, end: bytes.count, to: &text)
      } else {
        if target != nil { text.append(byte) }
        position += 1
      }
    }
    close()
    return links
  }

  private mutating func close() {
    if let target {
      let line = Metadata.collapsed(text)
      links.append(Link(text: String(decoding: line, as: UTF8.self), target: target))
    }
    target = nil
    text = []
  }

  // As ASCII in lower case.
  private static let commentStart = Array("<!--".utf8)
  private static let commentEnd = Array("-->".utf8)
  private static let scriptEnd = Array("</script".utf8)
  private static let styleEnd = Array("</style".utf8)
  private static let hrefName = Array("href".utf8)

  /// Whether a word stands at a place, in either case.
  private func stands(_ word: [UInt8], at place: Int) -> Bool {
    guard place + word.count <= bytes.count else { return false }
    for offset in word.indices {
      let byte = bytes[place + offset]
      let lower = byte.isASCIILetter ? byte | 0x20 : byte
      if lower != word[offset] { return false }
    }
    return true
  }

  private mutating func skip(past word: [UInt8]) {
    while position < bytes.count, !stands(word, at: position) { position += 1 }
    position = min(position + word.count, bytes.count)
  }

  private mutating func readMarkup() {
    if stands(LinkScanner.commentStart, at: position) {
      position += 4
      skip(past: LinkScanner.commentEnd)
      return
    }
    var start = position + 1
    let isEnd = start < bytes.count && bytes[start] == UInt8(ascii: "/")
    if isEnd { start += 1 }
    guard start < bytes.count, bytes[start].isASCIILetter else {
      // No tag: a sign that stands for itself, or `<!DOCTYPE`.
      if target != nil { text.append(bytes[position]) }
      position += 1
      return
    }
    var end = start
    while end < bytes.count, bytes[end].isASCIIAlphanumeric { end += 1 }
    let name = String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
    position = end
    let href = readAttributes()
    switch name {
    case "a":
      close()
      if !isEnd { target = href }
    case "script" where !isEnd: skip(past: LinkScanner.scriptEnd)
    case "style" where !isEnd: skip(past: LinkScanner.styleEnd)
    // Words on both sides of such a tag are two.
    case "br", "p", "div", "li", "td", "tr", "h1", "h2", "h3", "h4", "h5", "h6":
      if target != nil { text.append(0x20) }
    default: break
    }
  }

  /// Reads up to the end of the tag; gives the first `href`.
  private mutating func readAttributes() -> String? {
    var href: String?
    while position < bytes.count, bytes[position] != UInt8(ascii: ">") {
      guard bytes[position].isASCIILetter else {
        position += 1
        continue
      }
      let start = position
      while position < bytes.count, !LinkScanner.endsName(bytes[position]) { position += 1 }
      let isTarget = position - start == 4 && stands(LinkScanner.hrefName, at: start)
      skipSpace()
      guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else { continue }
      position += 1
      skipSpace()
      let value = readValue()
      if isTarget, href == nil { href = resolved(value) }
    }
    position = min(position + 1, bytes.count)
    return href
  }

  private static func endsName(_ byte: UInt8) -> Bool {
    byte.isHTMLSpace || byte == UInt8(ascii: "=") || byte == UInt8(ascii: ">")
      || byte == UInt8(ascii: "/")
  }

  private mutating func skipSpace() {
    while position < bytes.count, bytes[position].isHTMLSpace { position += 1 }
  }

  private mutating func readValue() -> Range<Int> {
    guard position < bytes.count else { return position..<position }
    let quote = bytes[position]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      let start = position + 1
      position = start
      while position < bytes.count, bytes[position] != quote { position += 1 }
      defer { position = min(position + 1, bytes.count) }
      return start..<position
    }
    let start = position
    while position < bytes.count, !bytes[position].isHTMLSpace,
      bytes[position] != UInt8(ascii: ">")
    { position += 1 }
    return start..<position
  }

  private func resolved(_ range: Range<Int>) -> String {
    var value: [UInt8] = []
    var place = range.lowerBound
    while place < range.upperBound {
      if bytes[place] == UInt8(ascii: "&") {
        place = LinkScanner.appendReference(
          bytes, at: place, end: range.upperBound, inAttribute: true, to: &value)
      } else {
        value.append(bytes[place])
        place += 1
      }
    }
    return String(decoding: Metadata.collapsed(value), as: UTF8.self)
  }

  /// Appends what the reference at `place` stands for, or the ampersand; gives the place after it.
  private static func appendReference(
    _ bytes: [UInt8], at place: Int, end: Int, inAttribute: Bool = false, to output: inout [UInt8]
  ) -> Int {
    guard
      let match = CharacterReferences.match(
        bytes.span, at: place, end: end, inAttribute: inAttribute)
    else {
      output.append(bytes[place])
      return place + 1
    }
    output.append(scalar: match.first)
    if match.second != 0 { output.append(scalar: match.second) }
    return match.end
  }
}
