/// The text of a paragraph of Markdown without the signs of emphasis, code, links and pictures.
///
/// Signs are found in one pass over the bytes, with stacks of what is open; those that mean something are noted, and
/// left out when the text is written.
struct MarkdownInline {
  private let source: [UInt8]
  private let text: [Int]
  /// What becomes of each byte of ``text``.
  private var fates: [Fate]
  /// Places of runs of backquotes by their length, ascending; `nextRun` is the first that was not passed.
  private var runs: [Int: [Int]] = [:]
  private var nextRun: [Int: Int] = [:]

  private enum Fate: UInt8 { case plain, dropped, markup, escaped }

  /// - Parameter lines: of the source; line ends between them are white space.
  init(_ source: [UInt8], _ lines: [Range<Int>]) {
    self.source = source
    var text: [Int] = []
    for (number, line) in lines.enumerated() {
      // -1 stands for a line end, -2 for one that is shown.
      if number > 0 {
        let last = lines[number - 1]
        let isHard = source[last].suffix(2).elementsEqual([0x20, 0x20])
        text.append(isHard || source[last].last == UInt8(ascii: "\\") ? -2 : -1)
        if source[last].last == UInt8(ascii: "\\") { text.remove(at: text.count - 2) }
      }
      text += line
    }
    self.text = text
    fates = [Fate](repeating: .plain, count: text.count)
    findRuns()
    scan()
  }

  private func byte(_ at: Int) -> UInt8 {
    guard at >= 0, at < text.count else { return 0x0A }
    return text[at] < 0 ? 0x0A : source[text[at]]
  }

  mutating func write(to html: inout [UInt8]) {
    for at in text.indices {
      switch fates[at] {
      case .dropped: break
      case .markup: html.append(byte(at))
      case .escaped: html.append(escaping: byte(at))
      case .plain:
        if text[at] == -2 {
          html += Array("<br>".utf8)
        } else if byte(at) == UInt8(ascii: "<") {
          html.append(escaping: byte(at))
        } else {
          // References such as &copy; are the parser's.
          html.append(byte(at))
        }
      }
    }
  }

  private mutating func drop(_ range: Range<Int>) {
    for at in range where at < fates.count { fates[at] = .dropped }
  }

  private func runLength(_ at: Int) -> Int {
    var end = at
    while end < text.count, byte(end) == byte(at) { end += 1 }
    return end - at
  }

  private mutating func findRuns() {
    var at = 0
    while at < text.count {
      guard byte(at) == UInt8(ascii: "`") else {
        at += 1
        continue
      }
      let length = runLength(at)
      runs[length, default: []].append(at)
      at += length
    }
  }

  // MARK: Scanning

  private struct Opener {
    var at: Int
    var count: Int
  }

  private mutating func scan() {
    var emphasis: [UInt8: [Opener]] = [:]
    var brackets: [Int] = []
    var at = 0
    while at < text.count {
      let byte = byte(at)
      switch byte {
      case UInt8(ascii: "\\"):
        if MarkdownInline.isPunctuation(self.byte(at + 1)), at + 1 < text.count {
          fates[at] = .dropped
          fates[at + 1] = .escaped
          at += 1
        }
        at += 1
      case UInt8(ascii: "`"): at = code(at)
      case UInt8(ascii: "<"): at = angle(at)
      case UInt8(ascii: "["):
        brackets.append(at)
        at += 1
      case UInt8(ascii: "]"):
        if let open = brackets.popLast() { at = closeBracket(open, at) } else { at += 1 }
      case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"):
        at = delimiters(at, &emphasis[byte, default: []])
      default: at += 1
      }
    }
  }

  /// At backquotes: code up to as many backquotes, in which nothing else is a sign.
  private mutating func code(_ at: Int) -> Int {
    let length = runLength(at)
    let places = runs[length] ?? []
    var next = nextRun[length] ?? 0
    while next < places.count, places[next] <= at { next += 1 }
    nextRun[length] = next
    guard next < places.count else { return at + length }
    let end = places[next]
    drop(at..<(at + length))
    drop(end..<(end + length))
    for place in (at + length)..<end { fates[place] = .escaped }
    return end + length
  }

  /// At `<`: a link's address is text, a tag is markup, anything else is itself.
  private mutating func angle(_ at: Int) -> Int {
    let next = byte(at + 1)
    let isLetter = (next | 0x20) >= 0x61 && (next | 0x20) <= 0x7A
    guard isLetter || next == UInt8(ascii: "/") || next == UInt8(ascii: "!") else { return at + 1 }
    var end = at + 1
    var quote: UInt8?
    var isAddress = isLetter
    var hasMark = false
    // No tag is longer than this; the bound keeps a text of `<a` linear.
    let limit = min(text.count, at + 1024)
    while end < limit {
      let byte = byte(end)
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: ">") {
        break
      } else if !isAddress, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      }
      if byte <= 0x20 || byte == UInt8(ascii: "<") { isAddress = false }
      if byte == UInt8(ascii: ":") || byte == UInt8(ascii: "@") { hasMark = true }
      end += 1
    }
    guard end < limit, byte(end) == UInt8(ascii: ">") else { return at + 1 }
    if isAddress, hasMark {
      fates[at] = .dropped
      fates[end] = .dropped
      for place in (at + 1)..<end { fates[place] = .escaped }
    } else {
      for place in at...end { fates[place] = .markup }
    }
    return end + 1
  }

  /// At `]`: takes the brackets and the address away if they are a link or a picture.
  private mutating func closeBracket(_ open: Int, _ at: Int) -> Int {
    var end = at + 1
    switch byte(end) {
    case UInt8(ascii: "("):
      guard let close = endOfAddress(end) else { return at + 1 }
      end = close + 1
    case UInt8(ascii: "["):
      var close = end + 1
      while close < min(text.count, end + 1000), byte(close) != UInt8(ascii: "]") { close += 1 }
      guard byte(close) == UInt8(ascii: "]") else { return at + 1 }
      end = close + 1
    default:
      // `[^1]` refers to a note. Other brackets may be a reader's own.
      guard byte(open + 1) == UInt8(ascii: "^") else { return at + 1 }
      drop(open..<end)
      return end
    }
    drop(open..<(open + 1))
    if byte(open - 1) == UInt8(ascii: "!"), open > 0, fates[open - 1] == .plain {
      drop((open - 1)..<open)
    }
    drop(at..<end)
    return end
  }

  /// From `(` to the `)` that closes it.
  private func endOfAddress(_ open: Int) -> Int? {
    var depth = 0
    var at = open
    while at < min(text.count, open + 4096) {
      switch byte(at) {
      case UInt8(ascii: "\\"): at += 1
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        if depth == 0 { return at }
      default: break
      }
      at += 1
    }
    return nil
  }

  /// At a run of `*`, `_` or `~`: closes what is open, or opens.
  private mutating func delimiters(_ at: Int, _ open: inout [Opener]) -> Int {
    let mark = byte(at)
    var count = runLength(at)
    let end = at + count
    let (before, after) = (byte(at - 1), byte(end))
    var opens = after > 0x20
    var closes = before > 0x20
    if mark == UInt8(ascii: "_") {
      // Not inside a word: snake_case.
      opens = opens && !MarkdownInline.isWord(before)
      closes = closes && !MarkdownInline.isWord(after)
    }
    if mark == UInt8(ascii: "~"), count != 2 { return end }
    var start = at
    while closes, count > 0, let last = open.last {
      let taken = min(count, last.count)
      drop((last.at + last.count - taken)..<(last.at + last.count))
      drop(start..<(start + taken))
      start += taken
      count -= taken
      if taken == last.count {
        open.removeLast()
      } else {
        open[open.count - 1].count -= taken
      }
    }
    if opens, count > 0 { open.append(Opener(at: start, count: count)) }
    return end
  }

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    (byte > 0x20 && byte < 0x30) || (byte > 0x39 && byte < 0x41) || (byte > 0x5A && byte < 0x61)
      || (byte > 0x7A && byte < 0x7F)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (byte > 0x20 && !isPunctuation(byte))
  }
}
