/// Tells by its first bytes whether something is an HTML page.
enum HTMLSniffer {
  /// Bytes that are looked at.
  static let prefix = 1 << 12

  /// Whether the bytes begin as an HTML page does: the tags of the WHATWG MIME Sniffing Standard (7.1, "identifying a
  /// resource with an unknown MIME type"), after byte-order marks, white space, comments and XML's
  /// declaration. UTF-16 counts too.
  static func isHTML(_ bytes: [UInt8]) -> Bool {
    // NULs are of UTF-16, or the bytes are no text and no tag will fit.
    var head = bytes.prefix(prefix).filter { $0 != 0 }[...]
    for mark in [[0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF]] as [[UInt8]]
    where head.starts(with: mark) {
      head.removeFirst(mark.count)
    }
    while true {
      head = head.drop { $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) }
      if head.starts(with: "<!--".utf8) {
        guard let end = place(of: "-->", in: head.dropFirst(4)) else { return true }
        head = head[(end + 3)...]
      } else if head.starts(with: "<?xml".utf8) {
        guard let end = place(of: "?>", in: head) else { return false }
        head = head[(end + 2)...]
      } else {
        return startsWithTag(head)
      }
    }
  }

  private static let tags = [
    "!doctype html", "html", "head", "script", "iframe", "h1", "div", "font", "table", "a",
    "style", "title", "b", "body", "br", "p", "meta", "link", "base", "center", "frameset", "h2",
    "h3", "ul", "span", "img", "form", "section", "article", "main",
  ]

  private static func startsWithTag(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.first == UInt8(ascii: "<") else { return false }
    let rest = bytes.dropFirst().prefix(16).map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 }
    return tags.contains { tag in
      guard rest.starts(with: tag.utf8), rest.count > tag.utf8.count else { return false }
      let next = rest[tag.utf8.count]
      return next <= 0x20 || next == UInt8(ascii: ">") || next == UInt8(ascii: "/")
    }
  }

  private static func place(of text: String, in bytes: ArraySlice<UInt8>) -> Int? {
    let text = Array(text.utf8)
    guard bytes.count >= text.count else { return nil }
    return (bytes.startIndex...(bytes.endIndex - text.count)).first {
      bytes[$0...].starts(with: text)
    }
  }
}
