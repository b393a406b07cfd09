/// A snippet as it is put together.
struct SnippetText {
  private let marks: [Range<Int>]
  private var nextMark = 0
  private var scalars: [UInt32] = []
  private var highlights: [Range<Int>] = []

  /// - Parameter marks: the matches in the text, ascending and apart.
  init(marks: [Range<Int>]) { self.marks = marks }

  mutating func append(_ text: String) { scalars += text.unicodeScalars.lazy.map(\.value) }

  /// Appends a piece of the text; pieces come in the order of the text. White space, line ends too, becomes one space.
  mutating func append(_ text: [UInt32], _ range: Range<Int>) {
    // The first mark that ends in the piece or after it.
    var low = nextMark
    var high = marks.count
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    nextMark = low
    for at in range {
      while nextMark < marks.count, marks[nextMark].upperBound <= at { nextMark += 1 }
      let isSpace = SnippetEdge.isSpace(text[at])
      // A control character, which folding drops too.
      if text[at] < 0x20, !isSpace { continue }
      if isSpace, scalars.isEmpty || scalars.last == 0x20 { continue }
      if nextMark < marks.count, marks[nextMark].contains(at) {
        if let last = highlights.last, last.upperBound == scalars.count {
          highlights[highlights.count - 1] = last.lowerBound..<scalars.count + 1
        } else {
          highlights.append(scalars.count..<scalars.count + 1)
        }
      }
      scalars.append(isSpace ? 0x20 : text[at])
    }
  }

  /// Takes spaces from the end.
  mutating func trim() {
    while scalars.last == 0x20 { scalars.removeLast() }
    while let last = highlights.last, last.upperBound > scalars.count {
      highlights.removeLast()
      if last.lowerBound < scalars.count { highlights.append(last.lowerBound..<scalars.count) }
    }
  }

  var snippet: Snippet {
    Snippet(text: UTF8Scalars.string(scalars[...]), highlights: highlights)
  }
}
