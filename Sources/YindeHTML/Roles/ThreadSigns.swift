/// Whether a page is a thread: posts of a forum, a question with its answers.
///
/// It matters for replies. Under an article they are furniture: others wrote them, about something else as
/// often as not. In a thread they are what the page is about, and most are short. The signs are those that
/// software for forums of any make leaves: types of schema.org, words of the address, the name of the site.
enum ThreadSigns {
  /// Words of names of sites; parts of a title after its first, and `og:site_name`.
  private static let names = [
    "论坛", "論壇", "社区", "社區", "社群", "贴吧", "問答", "问答", "讨论", "討論", "掲示板", "フォーラム",
    "forum", "communit", "discuss", "bbs",
  ].map { Array($0.utf8) }

  private static let types = ["DiscussionForumPosting", "QAPage"].map { Array($0.utf8) }
  private static let articleTypes = ["NewsArticle", "BlogPosting"].map { Array($0.utf8) }

  private static let addressWords: NameTable = {
    var table = NameTable(capacity: 64)
    let words = """
      bbs forum forums thread threads viewthread showthread topic topics viewtopic tid tiezi
      question questions discuss discussion discussions community ask
      """
    for word in words.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
      table.insert(word, value: 1)
    }
    return table
  }()

  /// Whether the head says that the page is a thread; nil if it says nothing.
  static func verdict(_ head: Head, source: [UInt8]) -> Bool? {
    if head.json.contains(where: { contains(source[$0], anyOf: types) }) { return true }
    if head.json.contains(where: { contains(source[$0], anyOf: articleTypes) }) { return false }
    if hasWord(head.canonical) { return true }
    for meta in head.metas where meta.key == .siteName {
      if contains(meta.value[...], anyOf: names) { return true }
    }
    if let end = head.title.firstIndex(where: { isSeparator($0) }),
      contains(head.title[end...], anyOf: names)
    {
      return true
    }
    return nil
  }

  /// `-`, `|`, `_`, `:` and, by their first byte, the dashes and dots of Unicode's general punctuation.
  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == 0x2D || byte == 0x7C || byte == 0x5F || byte == 0x3A || byte == 0xE2 || byte == 0xC2
  }

  private static func hasWord(_ address: [UInt8]) -> Bool {
    var word = NameHash()
    for byte in address {
      if (byte | 0x20) &- 0x61 < 26 {
        word.addFolded(byte)
      } else {
        if addressWords[word] != nil { return true }
        word = NameHash()
      }
    }
    return addressWords[word] != nil
  }

  /// Compared without regard to the case of ASCII letters.
  private static func contains(_ text: ArraySlice<UInt8>, anyOf words: [[UInt8]]) -> Bool {
    words.contains { word in
      guard text.count >= word.count else { return false }
      return (text.startIndex...(text.endIndex - word.count)).contains { start in
        for (offset, byte) in word.enumerated() {
          let other = text[start + offset]
          guard other == byte || (byte < 0x80 && other | 0x20 == byte | 0x20) else { return false }
        }
        return true
      }
    }
  }
}
