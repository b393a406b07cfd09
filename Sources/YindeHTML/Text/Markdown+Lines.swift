// What lines are.

extension Markdown {
  /// Drops leading white space; its columns.
  func skipIndent(_ line: inout Range<Int>) -> Int {
    var columns = 0
    var at = line.lowerBound
    while at < line.upperBound, source[at] == 0x20 || source[at] == 0x09 || source[at] == 0x0C {
      columns += source[at] == 0x09 ? 4 - columns % 4 : 1
      at += 1
    }
    line = at..<line.upperBound
    return columns
  }

  func byte(_ at: Int, _ line: Range<Int>) -> UInt8 {
    at < line.upperBound ? source[at] : 0
  }

  /// What follows `>`, `- `, `1. `, `[ ] ` or `[^1]: `; nil when there is none of them.
  func containerContent(_ line: Range<Int>) -> Range<Int>? {
    var at = line.lowerBound
    guard at < line.upperBound else { return nil }
    switch source[at] {
    case UInt8(ascii: ">"): return (at + 1)..<line.upperBound
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"):
      guard byte(at + 1, line) <= 0x20, !isBreak(line) else { return nil }
      at += 1
    case 0x30...0x39:
      while at < line.upperBound, at - line.lowerBound < 10, source[at] >= 0x30, source[at] <= 0x39
      {
        at += 1
      }
      let mark = byte(at, line)
      guard mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")"), byte(at + 1, line) <= 0x20
      else { return nil }
      at += 1
    case UInt8(ascii: "["):
      guard byte(at + 1, line) == UInt8(ascii: "^"),
        let end = source[line].prefix(100).firstIndex(of: UInt8(ascii: "]")),
        byte(end + 1, line) == UInt8(ascii: ":")
      else { return nil }
      return (end + 2)..<line.upperBound
    default: return nil
    }
    // A list item may begin with a box to tick.
    let rest = source[min(at + 1, line.upperBound)..<line.upperBound]
    for box in ["[ ] ", "[x] ", "[X] "] where rest.starts(with: box.utf8) { at += 4 }
    return min(at, line.upperBound)..<line.upperBound
  }

  func headingLevel(_ line: Range<Int>) -> Int? {
    let level = source[line].prefix { $0 == UInt8(ascii: "#") }.count
    return level >= 1 && level <= 6 && byte(line.lowerBound + level, line) <= 0x20 ? level : nil
  }

  func underline(_ line: Range<Int>) -> Int? {
    let text = trimmedEnd(line)
    if source[text].allSatisfy({ $0 == UInt8(ascii: "=") }) { return 1 }
    return source[text].allSatisfy { $0 == UInt8(ascii: "-") } ? 2 : nil
  }

  func isBreak(_ line: Range<Int>) -> Bool {
    guard let mark = source[line].first,
      mark == UInt8(ascii: "-") || mark == UInt8(ascii: "*") || mark == UInt8(ascii: "_")
    else { return false }
    var count = 0
    for byte in source[line] {
      if byte == mark { count += 1 } else if byte > 0x20 { return false }
    }
    return count >= 3
  }

  func fence(_ line: Range<Int>) -> (byte: UInt8, count: Int)? {
    guard let mark = source[line].first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~")
    else { return nil }
    let count = source[line].prefix { $0 == mark }.count
    guard count >= 3 else { return nil }
    let info = source[(line.lowerBound + count)..<line.upperBound]
    return mark == UInt8(ascii: "`") && info.contains(mark) ? nil : (mark, count)
  }

  func beginsHTML(_ line: Range<Int>) -> Bool {
    guard byte(line.lowerBound, line) == UInt8(ascii: "<") else { return false }
    let next = byte(line.lowerBound + 1, line)
    let isName = (next | 0x20) >= 0x61 && (next | 0x20) <= 0x7A
    guard isName else { return next == UInt8(ascii: "/") || next == UInt8(ascii: "!") }
    // `<https://…>` is a link.
    let name = source[(line.lowerBound + 1)..<line.upperBound].prefix {
      ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D
    }
    let after = byte(name.endIndex, line)
    return after <= 0x20 || after == UInt8(ascii: ">") || after == UInt8(ascii: "/")
  }

  /// `[name]: address "title"`
  func isDefinition(_ line: Range<Int>) -> Bool {
    guard byte(line.lowerBound, line) == UInt8(ascii: "["),
      let end = source[line].prefix(1000).firstIndex(of: UInt8(ascii: "]"))
    else { return false }
    return end > line.lowerBound + 1 && byte(end + 1, line) == UInt8(ascii: ":")
  }

  func isTableRule(_ line: Range<Int>) -> Bool {
    let marks = Array("|-: \t".utf8)
    return contains(line, UInt8(ascii: "-")) && contains(line, UInt8(ascii: "|"))
      && source[line].allSatisfy { marks.contains($0) }
  }

  func contains(_ line: Range<Int>, _ byte: UInt8) -> Bool { source[line].contains(byte) }

  func isEscaped(_ at: Int, from start: Int) -> Bool {
    at > start && source[at - 1] == UInt8(ascii: "\\")
  }

  func trimmedEnd(_ line: Range<Int>) -> Range<Int> {
    var end = line.upperBound
    while end > line.lowerBound, source[end - 1] <= 0x20 { end -= 1 }
    return line.lowerBound..<end
  }

  func isLine(_ line: Range<Int>, _ text: String) -> Bool {
    source[trimmedEnd(line)].elementsEqual(text.utf8)
  }

  func occurs(_ text: String, in line: Range<Int>) -> Bool {
    let text = Array(text.utf8)
    guard line.count >= text.count else { return false }
    return (line.lowerBound...(line.upperBound - text.count)).contains { at in
      source[at..<(at + text.count)].elementsEqual(text) { $0 == $1 || $0 | 0x20 == $1 }
    }
  }
}
