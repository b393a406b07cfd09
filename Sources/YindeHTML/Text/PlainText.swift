/// Plain text as blocks: paragraphs, the first line a heading if it looks like one.
///
/// A blank line ends a paragraph, and so does every line end, unless the file is wrapped by hand: then a line goes
/// on in the next one if that one's first word had no room left. Otherwise 中 at the end of a line and 国 at
/// the beginning of the next would not be 中国.
struct PlainText {
  private(set) var text: [UInt8] = []
  private(set) var blocks: [Block] = []
  private(set) var title = ""

  private struct Line {
    var range: Range<Int>
    var columns: Int
    /// Columns of its first word; of Han the first two, since punctuation does not begin a line.
    var firstWord: Int
    var isIndented: Bool
    var beginsWide: Bool
    var endsWide: Bool
  }

  private let source: [UInt8]
  private var lines: [Line] = []

  /// - Parameter source: well-formed UTF-8.
  init(_ source: [UInt8]) {
    self.source = source
    text.reserveCapacity(source.count)
    readLines()
    let width = wrapWidth
    var previous: Line?
    for line in lines {
      if let last = previous, let width, PlainText.goesOn(last, line, width: width) {
        if !(last.endsWide && line.beginsWide) { text.append(0x20) }
        append(line, toLast: true)
      } else if line.columns > 0 {
        append(line, toLast: false)
      }
      previous = line.columns > 0 ? line : nil
    }
    takeTitle()
  }

  // MARK: Lines

  private mutating func readLines() {
    var start = 0
    while start < source.count {
      var end = start
      while end < source.count, source[end] != 0x0A, source[end] != 0x0D, source[end] != 0x0C {
        end += 1
      }
      lines.append(line(start..<end))
      start = end + 1
      if end + 1 < source.count, source[end] == 0x0D, source[end + 1] == 0x0A { start += 1 }
    }
  }

  private func line(_ range: Range<Int>) -> Line {
    var line = Line(
      range: range, columns: 0, firstWord: 0, isIndented: false, beginsWide: false, endsWide: false)
    var begin = range.upperBound
    var end = range.lowerBound
    var columns = 0
    var characters = 0
    var wordIsOpen = true
    PlainText.forEachScalar(source, range) { scalar, place, length in
      let isSpace = PlainText.isSpace(scalar)
      let isWide = EastAsianWidth.isWide(scalar)
      if begin == range.upperBound {
        guard !isSpace else { return }
        begin = place
        line.isIndented = place > range.lowerBound
        line.beginsWide = isWide
      }
      columns += isWide ? 2 : 1
      characters += 1
      if isSpace || (isWide && characters > 2) { wordIsOpen = false }
      if wordIsOpen { line.firstWord = columns }
      guard !isSpace else { return }
      end = place + length
      line.columns = columns
      line.endsWide = isWide
    }
    line.range = begin..<max(begin, end)
    return line
  }

  /// The width that the file is wrapped at: that of its longest line, if that is between 40 and 120 columns. Narrower
  /// files are verse and lists; wider ones have a paragraph a line.
  private var wrapWidth: Int? {
    let widest = lines.reduce(0) { max($0, $1.columns) }
    return widest >= 40 && widest <= 120 ? widest : nil
  }

  private static func goesOn(_ line: Line, _ next: Line, width: Int) -> Bool {
    next.columns > 0 && !next.isIndented && line.columns + max(next.firstWord, 4) > width
  }

  // MARK: Blocks

  private mutating func append(_ line: Line, toLast: Bool) {
    let start = toLast ? blocks[blocks.count - 1].range.lowerBound : text.count
    var spaceIsOpen = false
    PlainText.forEachScalar(source, line.range) { scalar, place, length in
      // White space is one space; control characters are nothing.
      if scalar == 0x20 || scalar == 0x09 || scalar == 0x0B {
        if !spaceIsOpen { text.append(0x20) }
        spaceIsOpen = true
      } else if scalar >= 0x20, scalar < 0x7F || scalar > 0x9F {
        text.append(contentsOf: source[place..<(place + length)])
        spaceIsOpen = false
      }
    }
    if toLast { blocks.removeLast() }
    if text.count > start { blocks.append(Block(role: .body, range: start..<text.count)) }
  }

  /// A first line of at most 60 columns that does not end as a sentence does is the heading.
  private mutating func takeTitle() {
    guard let first = blocks.first, let line = lines.first(where: { $0.columns > 0 }),
      line.columns <= 60, first.range.count <= line.range.count
    else { return }
    let words = String(decoding: text[first.range], as: UTF8.self)
    guard let last = words.last, !"。！？；，、：….!?;,:".contains(last) else { return }
    title = words
    if blocks.count > 1 { blocks[0].role = .heading }
  }

  private static func isSpace(_ scalar: UInt32) -> Bool {
    scalar <= 0x20 || (scalar >= 0x7F && scalar <= 0xA0) || scalar == 0x3000
      || (scalar >= 0x2000 && scalar <= 0x200B) || scalar == 0xFEFF || scalar == 0x2028
      || scalar == 0x2029
  }

  /// Calls `body` with each scalar, its place and its length in bytes.
  private static func forEachScalar(
    _ source: [UInt8], _ range: Range<Int>, _ body: (UInt32, Int, Int) -> Void
  ) {
    var at = range.lowerBound
    while at < range.upperBound {
      let byte = UInt32(source[at])
      let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      var scalar = length == 1 ? byte : byte & (0xFF >> UInt32(length + 1))
      for offset in 1..<max(length, 1) { scalar = scalar << 6 | UInt32(source[at + offset] & 0x3F) }
      body(scalar, at, length)
      at += length
    }
  }
}

extension Page {
  /// Reads plain text in any encoding: paragraphs are body, a short first line is the heading and title.
  ///
  /// - Complexity: O(n).
  public init(plainText bytes: [UInt8], transportLabel: String? = nil) {
    let decoded = TextDecoder.decode(bytes, transportLabel: transportLabel)
    let plain = PlainText(decoded.utf8)
    self.init(decoded: DecodedText(utf8: [], encoding: decoded.encoding))
    text = plain.text
    blocks = plain.blocks
    title = plain.title
  }
}
