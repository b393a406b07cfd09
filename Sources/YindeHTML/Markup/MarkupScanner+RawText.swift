extension MarkupScanner {
  /// From `position` to the end tag of a raw text element: no other markup counts in it.
  /// Leaves `position` after the end tag and returns the place of the text.
  mutating func scanRawText(until name: StaticString) -> Range<Int> {
    let start = position
    var index = start
    while true {
      index = firstIndex(of: UInt8(ascii: "<"), from: index)
      guard index < source.count else {
        position = index
        return start..<index
      }
      if isEndTag(name, at: index) {
        finishEndTag(from: index + 2 + name.utf8CodeUnitCount)
        return start..<index
      }
      index += 1
    }
  }

  /// As `scanRawText`, for scripts: `<!-- <script>` … `</script>` does not end the script, as
  /// pages once hid them (the "script data double escaped" states).
  mutating func scanScript() -> Range<Int> {
    let start = position
    var index = start
    var isEscaped = false
    var isDoubleEscaped = false
    while index < source.count {
      switch source[index] {
      case UInt8(ascii: "<"):
        if !isEscaped, matches("<!--", at: index) {
          isEscaped = true
          // `<!-->` and `<!--->` end at once: the dashes count for the end as well.
          index += 2
          continue
        }
        if isEndTag("script", at: index) {
          if !isDoubleEscaped {
            finishEndTag(from: index + 8)
            return start..<index
          }
          isDoubleEscaped = false
        } else if isEscaped, !isDoubleEscaped, isStartOfScript(at: index) {
          isDoubleEscaped = true
        }
      case UInt8(ascii: "-"):
        if isEscaped, matches("-->", at: index) {
          isEscaped = false
          isDoubleEscaped = false
        }
      default: break
      }
      index += 1
    }
    position = index
    return start..<index
  }

  private func isStartOfScript(at index: Int) -> Bool {
    isName("script", at: index + 1)
  }

  private func isEndTag(_ name: StaticString, at index: Int) -> Bool {
    matches("</", at: index) && isName(name, at: index + 2)
  }

  /// The name, in any case, and then a byte that ends a tag's name.
  private func isName(_ name: StaticString, at start: Int) -> Bool {
    let count = name.utf8CodeUnitCount
    guard start + count < source.count else { return false }
    let equal = name.withUTF8Buffer { wanted in
      for index in 0..<count where unsafe wanted[index] != source[start + index] | 0x20 {
        return false
      }
      return true
    }
    guard equal else { return false }
    let next = source[start + count]
    return next.isHTMLSpace || next == UInt8(ascii: "/") || next == UInt8(ascii: ">")
  }

  private mutating func finishEndTag(from index: Int) {
    position = index
    _ = scanAttributes()
  }
}
