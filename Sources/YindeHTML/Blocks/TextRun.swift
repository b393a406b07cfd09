/// The text of blocks as it grows: white space collapses and runs end.
///
/// Used for what is visible and, apart from it, for what is hidden.
struct TextRun: Sendable {
  /// The text of all finished blocks and of the current run. Holds trimmed bytes too.
  private(set) var bytes: [UInt8] = []
  private(set) var blocks: [RawBlock] = []

  private var start = 0
  private var linkBytes = 0
  /// White space seen and not yet written; whether a line end was part of it.
  private var hasSpace = false
  private var hasLineEnd = false
  /// The readings of ruby in the current run: `hàn zì`.
  private var readings: [UInt8] = []

  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  // MARK: Text

  /// Appends text of the page with its white space collapsed.
  mutating func append(_ text: Span<UInt8>, isLink: Bool) {
    var index = 0
    let end = text.count
    let before = bytes.count
    while index < end {
      let byte = text[index]
      if byte <= 0x20 {
        hasSpace = true
        if byte == 0x0A { hasLineEnd = true }
        index &+= 1
        continue
      }
      let first = index
      repeat { index &+= 1 } while index < end && text[index] > 0x20
      if hasSpace { writeSpace(before: text, at: first) }
      let piece = text.extracting(first..<index)
      unsafe piece.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }
    if isLink { linkBytes += bytes.count - before }
  }

  /// Appends preformatted text: only control characters other than the line feed become spaces.
  mutating func appendVerbatim(_ text: Span<UInt8>, isLink: Bool) {
    if hasSpace, bytes.count > start { bytes.append(0x20) }
    clearSpace()
    for index in text.indices {
      let byte = text[index]
      bytes.append(byte < 0x20 && byte != 0x0A ? 0x20 : byte)
    }
    if isLink { linkBytes += text.count }
  }

  /// Appends to the readings of the current run.
  mutating func appendReading(_ text: Span<UInt8>) {
    for index in text.indices {
      let byte = text[index]
      if byte > 0x20 {
        readings.append(byte)
      } else if let last = readings.last, last != 0x20 {
        readings.append(0x20)
      }
    }
  }

  mutating func endReading() {
    if let last = readings.last, last != 0x20 { readings.append(0x20) }
  }

  /// Collapsed white space is one space, but nothing at the beginning of a run, and nothing where
  /// a line of the source ends between two wide characters (CSS Text 3, 4.1.3): Chinese text that
  /// was broken by hand reads on.
  private mutating func writeSpace(before text: Span<UInt8>, at index: Int) {
    let dropped =
      bytes.count == start
      || (hasLineEnd
        && EastAsianWidth.joins(
          bytes.span.lastScalar(from: start), text.scalar(at: index)))
    if !dropped { bytes.append(0x20) }
    clearSpace()
  }

  private mutating func clearSpace() {
    hasSpace = false
    hasLineEnd = false
  }

  // MARK: Blocks

  /// Ends the current run: makes a block of it if anything visible is in it.
  mutating func endRun(_ place: BlockPlace) {
    clearSpace()
    if bytes.count > start {
      let range = bytes.span.trimmed(start..<bytes.count)
      if !range.isEmpty {
        blocks.append(RawBlock(range: range, linkBytes: min(linkBytes, range.count), place: place))
      }
      start = bytes.count
    }
    linkBytes = 0
    if !readings.isEmpty {
      start = bytes.count
      bytes.append(contentsOf: readings)
      readings.removeAll(keepingCapacity: true)
      let range = bytes.span.trimmed(start..<bytes.count)
      if !range.isEmpty {
        var place = place
        place.isReading = true
        blocks.append(RawBlock(range: range, linkBytes: 0, place: place))
      }
      start = bytes.count
    }
  }
}

/// A run of text with what the page says about its place, before it has a role.
struct RawBlock: Sendable {
  /// In `TextRun.bytes`.
  var range: Range<Int>
  /// How many of its bytes stand in links.
  var linkBytes: Int
  var place: BlockPlace
}

/// Where a run of text stands.
struct BlockPlace: Sendable {
  /// The innermost block element around it: an index of `BlockBuilder.containers`.
  var container: Int32
  /// The level of the heading around it, 0 without one.
  var headingLevel: UInt8 = 0
  var isPreformatted = false
  /// The readings of ruby characters.
  var isReading = false
}
