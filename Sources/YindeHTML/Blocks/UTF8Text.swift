/// Reading valid UTF-8 without `String`.
extension Span<UInt8> {
  /// The scalar that begins at `index`, which must be within; 0 where the text is cut off.
  @inline(__always)
  func scalar(at index: Int) -> UInt32 { decodedScalar(at: index).value }

  /// The scalar that begins at `index`, and the number of its bytes (at least 1).
  @inline(__always)
  func decodedScalar(at index: Int) -> (value: UInt32, count: Int) {
    let first = UInt32(self[index])
    if first < 0x80 { return (first, 1) }
    if first < 0xE0 {
      guard index &+ 1 < count else { return (0, 1) }
      return ((first & 0x1F) << 6 | UInt32(self[index &+ 1]) & 0x3F, 2)
    }
    if first < 0xF0 {
      guard index &+ 2 < count else { return (0, 1) }
      return (
        (first & 0x0F) << 12 | (UInt32(self[index &+ 1]) & 0x3F) << 6
          | UInt32(self[index &+ 2]) & 0x3F, 3
      )
    }
    guard index &+ 3 < count else { return (0, 1) }
    return (
      (first & 0x07) << 18 | (UInt32(self[index &+ 1]) & 0x3F) << 12
        | (UInt32(self[index &+ 2]) & 0x3F) << 6 | UInt32(self[index &+ 3]) & 0x3F, 4
    )
  }

  /// The last scalar, not looking before `start`; 0 if there is none.
  func lastScalar(from start: Int) -> UInt32 {
    var index = count - 1
    guard index >= start else { return 0 }
    while index > start, self[index] & 0xC0 == 0x80 { index -= 1 }
    return scalar(at: index)
  }

  /// The range without space at its ends: ASCII's, no-break, ideographic and typographic spaces
  /// (U+2000 to U+200B) and the byte-order mark.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end {
      let width = spaceWidth(at: start, end: end)
      if width == 0 { break }
      start += width
    }
    while start < end {
      var last = end - 1
      while last > start, self[last] & 0xC0 == 0x80 { last -= 1 }
      if spaceWidth(at: last, end: end) != end - last { break }
      end = last
    }
    return start..<end
  }

  /// The number of bytes of the space that begins at `index`, or 0.
  private func spaceWidth(at index: Int, end: Int) -> Int {
    let first = self[index]
    if first <= 0x20 { return 1 }
    if first == 0xC2 { return index + 1 < end && self[index + 1] == 0xA0 ? 2 : 0 }
    guard first == 0xE2 || first == 0xE3 || first == 0xEF, index + 2 < end else { return 0 }
    switch (first, self[index + 1], self[index + 2]) {
    case (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF), (0xE2, 0x80, 0x80...0x8B): return 3
    default: return 0
    }
  }
}
