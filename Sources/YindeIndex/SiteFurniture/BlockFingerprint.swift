/// What a block is recognised by on other pages: its text without digits and white space.
///
/// Page numbers, dates and counts differ from page to page in what is otherwise one template. The text is not folded: a
/// template writes the same bytes on all its pages, and folding is dear.
enum BlockFingerprint {
  /// The hash, or nil when nothing but digits, white space and ASCII punctuation is there: tables of figures are no template.
  ///
  /// - Complexity: O(bytes).
  static func of(_ text: Span<UInt8>) -> UInt64? {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var hasText = false
    for at in text.indices {
      let byte = text[at]
      if byte <= 0x20 || byte &- 0x30 < 10 { continue }
      // FNV-1a.
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
      hasText = hasText || byte >= 0x80 || (byte | 0x20) &- 0x61 < 26
    }
    return hasText ? mixed(hash) : nil
  }
}

/// Where a page belongs: three groups, of which a template may show itself in any.
struct PagePlace: Sendable {
  /// A hash of the folder.
  var folder: UInt64
  /// A hash of the site by the path: the host of a URL, else the first folder.
  var site: UInt64
  /// A hash of the host that the page itself names, as pages do that were saved one by one; else as ``site``.
  var host: UInt64

  init(_ document: SourceDocument) {
    let path = document.path
    // What follows a question mark is no folder.
    let end = path.firstIndex(of: UInt8(ascii: "?")) ?? path.count
    let slash = path[..<end].lastIndex(of: UInt8(ascii: "/")) ?? 0
    folder = PagePlace.hash(path[..<slash])
    site = PagePlace.hash((Site.name(ofPath: path) ?? [])[...])
    host = PagePlace.hash(Site.of(document)[...])
  }

  private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }
}
