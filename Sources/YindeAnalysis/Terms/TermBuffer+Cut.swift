// Cutting folded text into terms.

extension TermBuffer {
  /// Appends the terms of one block.
  @inline(__always)
  mutating func appendTerms(of text: [PackedScalar]) {
    var index = 0
    while index < text.count {
      index = appendSegment(of: text, from: index)
    }
  }

  /// Appends the terms of what begins at `start`: a run of han, a compound of words, a symbol, or
  /// one separator, which has none. Returns where it ends.
  @inline(__always)
  mutating func appendSegment(of text: [PackedScalar], from start: Int) -> Int {
    let first = text[start]
    if first.has(.han) {
      return appendGrams(of: text, from: start)
    }
    if first.isWord {
      return appendWords(of: text, from: start)
    }
    if first.has(.symbol) {
      appendWord(text, start..<start + 1)
    }
    return start + 1
  }

  @inline(__always)
  private mutating func appendGrams(of text: [PackedScalar], from start: Int) -> Int {
    var first = UInt64(text[start].scalar)
    var index = start &+ 1
    while index < text.count, text[index].has(.han) {
      let second = UInt64(text[index].scalar)
      grams.append(first &<< 21 | second)
      first = second
      index &+= 1
    }
    grams.append(first &<< 21)
    return index
  }

  @inline(never)
  private mutating func appendWords(of text: [PackedScalar], from start: Int) -> Int {
    let end = WordRuns.compoundEnd(text, start)
    var index = start
    while index < end {
      let run = index..<WordRuns.runEnd(text, index)
      if index == start, run.upperBound < end, WordRuns.fits(text, start..<end) {
        appendWord(text, start..<end)
      }
      let kept = appendWord(text, run)
      var piece = index..<WordRuns.pieceEnd(text, index)
      if piece != run {
        // A first piece that fills the limit is what was kept of the run: not twice.
        if kept > piece.upperBound { appendWord(text, piece) }
        while piece.upperBound < run.upperBound {
          piece = piece.upperBound..<WordRuns.pieceEnd(text, piece.upperBound)
          appendWord(text, piece)
        }
      }
      index = run.upperBound + 1  // behind the joiner
    }
    return end
  }

  /// Appends as much of a word as the limit allows, at least one scalar; returns the end of that.
  @discardableResult
  private mutating func appendWord(_ text: [PackedScalar], _ range: Range<Int>) -> Int {
    let end = WordRuns.limit(text, range)
    for index in range.lowerBound..<end {
      WordRuns.append(text[index].scalar, to: &wordBytes)
    }
    wordEnds.append(wordBytes.count)
    return end
  }
}

/// Where words begin and end in folded text.
///
///     PD1728_A_1      compound
///     PD1728 A 1      runs of letters, digits and marks
///     PD 1728         pieces of the first run
enum WordRuns {
  /// Longer words are cut: a base64 image in the text must not fill the dictionary. 64 bytes hold
  /// all words of natural languages and most hexadecimal digests (SHA-256 has 64 digits).
  static let maximumBytes = 64

  /// The end of the run of letters, digits and marks that begins at `start`.
  @inline(__always)
  static func runEnd(_ text: [PackedScalar], _ start: Int) -> Int {
    var index = start
    while index < text.count, text[index].isWord { index += 1 }
    return index
  }

  /// The end of the runs from `start` on that single joiners join.
  @inline(__always)
  static func compoundEnd(_ text: [PackedScalar], _ start: Int) -> Int {
    var index = runEnd(text, start)
    while index + 1 < text.count, text[index].isJoiner, text[index + 1].isWord {
      index = runEnd(text, index + 1)
    }
    return index
  }

  /// The end of the digits, or else of the letters and marks, that begin at `start`.
  @inline(__always)
  static func pieceEnd(_ text: [PackedScalar], _ start: Int) -> Int {
    let isDigit = text[start].isDigit
    var index = start + 1
    while index < text.count, text[index].isWord, text[index].isDigit == isDigit { index += 1 }
    return index
  }

  /// Whether a range has no more bytes than a word may have.
  static func fits(_ text: [PackedScalar], _ range: Range<Int>) -> Bool {
    limit(text, range) == range.upperBound
  }

  /// The end of the part of a range that a word may have.
  @inline(__always)
  static func limit(
    _ text: [PackedScalar], _ range: Range<Int>, bytes maximum: Int = maximumBytes
  ) -> Int {
    if range.count <= maximum / 4 { return range.upperBound }
    var bytes = 0
    for index in range {
      bytes += width(text[index].scalar)
      if bytes > maximum { return index }
    }
    return range.upperBound
  }

  @inline(__always)
  private static func width(_ scalar: UInt32) -> Int {
    scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x1_0000 ? 3 : 4
  }

  /// Appends a scalar in UTF-8.
  @inline(__always)
  static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
    if scalar < 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: scalar))
      return
    }
    if scalar < 0x800 {
      bytes.append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
    } else {
      if scalar < 0x1_0000 {
        bytes.append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
      } else {
        bytes.append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
        bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
      }
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
    }
    bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
  }
}
