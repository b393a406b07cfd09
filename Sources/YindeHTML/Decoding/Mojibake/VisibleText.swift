/// Where the text of a page is, roughly: outside of tags, comments, scripts and styles.
///
/// For weighing one part of a page against another; `MarkupScanner` is what reads pages.
struct VisibleText {
  /// Ascending places in the page.
  private(set) var ranges: [Range<Int>] = []

  /// Words of ASCII letters in it.
  private(set) var words = 0

  /// O(n).
  init(_ text: [UInt8]) {
    var index = 0
    var start = 0
    var isInWord = false
    // Looking again and again for an end that is not there would take quadratic time.
    var isHopeless = [false, false, false]
    func close() {
      if index > start { ranges.append(start..<index) }
    }
    while index < text.count {
      let byte = text[index]
      let isLetter = (0x61...0x7A).contains(byte | 0x20)
      if isLetter, !isInWord { words += 1 }
      isInWord = isLetter
      guard byte == 0x3C, index + 1 < text.count, VisibleText.startsTag(text[index + 1]) else {
        index += 1
        continue
      }
      close()
      isInWord = false
      let tag = index
      if let (place, end) = VisibleText.hidden(text, at: tag), !isHopeless[place] {
        index = VisibleText.find(end, in: text, from: tag + 2)
        if index == text.count {
          isHopeless[place] = true
          index = tag
        }
      }
      while index < text.count, text[index] != 0x3E { index += 1 }
      index = min(index + 1, text.count)
      start = index
    }
    close()
  }

  private static func startsTag(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || byte == 0x2F || byte == 0x21 || byte == 0x3F
  }

  /// What the element or comment at `index` ends with, if its content is not shown.
  private static func hidden(_ text: [UInt8], at index: Int) -> (Int, [UInt8])? {
    let starts: [(StaticString, StaticString)] = [
      ("<!--", "-->"), ("<script", "</script"), ("<style", "</style"),
    ]
    for (place, (start, end)) in starts.enumerated() where matches(start.bytes, text, index) {
      return (place, end.bytes)
    }
    return nil
  }

  private static func matches(_ word: [UInt8], _ text: [UInt8], _ index: Int) -> Bool {
    guard index + word.count <= text.count else { return false }
    for place in word.indices {
      let byte = text[index + place]
      guard word[place] == ((0x41...0x5A).contains(byte) ? byte | 0x20 : byte) else { return false }
    }
    return true
  }

  private static func find(_ word: [UInt8], in text: [UInt8], from start: Int) -> Int {
    var index = start
    while index + word.count <= text.count {
      if text[index] == word[0], matches(word, text, index) { return index }
      index += 1
    }
    return text.count
  }
}
