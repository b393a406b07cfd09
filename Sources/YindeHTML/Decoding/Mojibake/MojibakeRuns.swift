/// A stretch of a page that reads better another way.
struct MojibakeRun {
  /// Its place in the page.
  var source: Range<Int>

  /// What was meant.
  var text: [UInt8]

  /// Characters of what was meant, beyond ASCII.
  var characters: Int

  /// By how much the cost falls (`ReadingScore`), in tenths of a natural logarithm.
  var gain: Int

  /// What a character of `text` costs on the average.
  var meanCost: Int
}

/// Finds the stretches of a page that are mojibake of one kind, or may be.
///
/// A stretch is a run of characters beyond ASCII that the wrong encoding has codes for (and of the
/// ASCII letters that are second bytes). Its bytes must read without error in the right encoding,
/// and as likelier Chinese than what is there.
struct MojibakeRuns {
  private let kind: Mojibake
  private let wrong: ReverseMapping
  private let right: PageEncoding
  private let text: [UInt8]

  /// Nil for kinds that cannot be read otherwise.
  init?(_ kind: Mojibake, in text: [UInt8]) {
    guard let readings = kind.readings else { return nil }
    self.kind = kind
    wrong = .of(readings.wrong)
    right = readings.right
    self.text = text
  }

  /// All of them, ascending. O(n).
  func find() -> [MojibakeRun] {
    var runs: [MojibakeRun] = []
    var index = 0
    while index < text.count {
      guard text[index] >= 0x80 else {
        index = asciiEnd(from: index)
        continue
      }
      let character = UTF8Sequence(text.span, at: index)
      guard canBegin(wrong[character.packed]) else {
        index += character.length
        continue
      }
      let candidate = collect(from: index)
      if let run = read(candidate) {
        runs.append(run)
        index = run.source.upperBound
      } else {
        index = candidate.end
      }
    }
    return runs
  }

  /// Where the ASCII from `start` on ends.
  private func asciiEnd(from start: Int) -> Int {
    let bytes = text.span
    var index = start
    while index + 8 <= bytes.count {
      let high = bytes.word64(at: index) & 0x8080_8080_8080_8080
      if high != 0 { return index + (high.trailingZeroBitCount >> 3) }
      index += 8
    }
    while index < bytes.count, bytes[index] < 0x80 { index += 1 }
    return index
  }

  /// False for what no stretch begins with, which spares the looks at most of a page.
  private func canBegin(_ code: UInt16) -> Bool {
    switch kind {
    case .utf8AsLatin: 0xC2...0xF4 ~= code
    case .utf8AsGBK: 0xC200..<0xF500 ~= code
    default: code != 0
    }
  }

  /// The bytes that a stretch was made of.
  private struct Candidate {
    var start: Int
    var end: Int
    var bytes: [UInt8] = []
    var before = PresentReading()
    /// € may be 0x80 of GBK, as Windows has it, or A2 E3.
    var hasEuro = false
  }

  /// Collects from the character at `start` on; takes one character at least.
  private func collect(from start: Int) -> Candidate {
    var candidate = Candidate(start: start, end: start)
    var sequence = UTF8Expectation()
    var isPending = false  // inside a pair of bytes
    while candidate.end < text.count {
      let byte = text[candidate.end]
      if byte < 0x80 {
        guard kind == .gbkAsLatin || kind == .big5AsLatin, isPending, (0x40...0x7E).contains(byte)
        else { break }
        candidate.bytes.append(byte)
        candidate.before.take(UInt32(byte))
        candidate.end += 1
        isPending = false
        continue
      }
      let character = UTF8Sequence(text.span, at: candidate.end)
      var code = wrong[character.packed]
      // The one byte of UTF-8 that is no lead of GBK, and € in browsers.
      if kind == .utf8AsGBK, character.packed == PackedUTF8.replacement,
        candidate.end + 3 < text.count, text[candidate.end + 3] >= 0x80
      {
        code = 0x80
      }
      if kind == .utf8AsLatin, code == 0 || !sequence.accepts(UInt8(truncatingIfNeeded: code)) {
        // One byte a character: what went before can stand alone.
        if candidate.bytes.isEmpty { candidate.end += character.length }
        break
      }
      if code == 0 {
        if candidate.bytes.isEmpty { candidate.end += character.length }
        break
      }
      if code > 0xFF { candidate.bytes.append(UInt8(code >> 8)) }
      candidate.bytes.append(UInt8(truncatingIfNeeded: code))
      candidate.before.take(character.packed)
      candidate.end += character.length
      if code == 0xA2E3 { candidate.hasEuro = true }
      isPending.toggle()
    }
    return candidate
  }

  private func read(_ candidate: Candidate) -> MojibakeRun? {
    guard candidate.bytes.count >= 2 else { return nil }
    if candidate.hasEuro, right == .utf8, let run = read(candidate, withEuroByte: true) {
      return run
    }
    return read(candidate, withEuroByte: false)
  }

  private func read(_ candidate: Candidate, withEuroByte: Bool) -> MojibakeRun? {
    var bytes = candidate.bytes
    if withEuroByte { bytes = MojibakeRuns.replaceEuro(bytes) }
    var end = candidate.end
    var sink = RepairSink()
    if right == .utf8 {
      guard let cut = MojibakeRuns.cut(bytes) else { return nil }
      right.decode(bytes.span.extracting(0..<cut), from: 0, into: &sink)
      if cut < bytes.count {
        // The rest of the last character went with the ASCII behind it, and mostly left a sign.
        sink.text += [0xEF, 0xBF, 0xBD]
        if text[end...].starts(with: [0xEF, 0xBF, 0xBD]) {
          end += 3
        } else if end < text.count, text[end] == 0x3F {
          end += 1
        }
      }
    } else {
      right.decode(bytes.span, from: 0, into: &sink)
    }
    guard sink.score.errors == 0, sink.score.characters > 0 else { return nil }
    if kind == .utf8AsLatin, let deeper = again(sink), deeper.score.cost < sink.score.cost {
      sink = deeper
    }
    let gain = candidate.before.cost - sink.score.cost
    guard gain > 0 else { return nil }
    return MojibakeRun(
      source: candidate.start..<end, text: sink.text, characters: sink.score.characters,
      gain: gain, meanCost: sink.score.meanCost)
  }

  /// Text that went through the same mistake twice.
  private func again(_ sink: RepairSink) -> RepairSink? {
    guard sink.score.meanCost > 100, let inner = MojibakeRuns(kind, in: sink.text) else {
      return nil
    }
    var bytes: [UInt8] = []
    var index = 0
    while index < sink.text.count {
      let byte = sink.text[index]
      guard byte >= 0x80 else { return nil }
      let character = UTF8Sequence(sink.text.span, at: index)
      let code = inner.wrong[character.packed]
      guard code != 0 else { return nil }
      bytes.append(UInt8(truncatingIfNeeded: code))
      index += character.length
    }
    guard MojibakeRuns.cut(bytes) == bytes.count else { return nil }
    var deeper = RepairSink()
    right.decode(bytes.span, from: 0, into: &deeper)
    guard deeper.score.characters < sink.score.characters else { return nil }
    if let deepest = again(deeper), deepest.score.cost < deeper.score.cost { return deepest }
    return deeper
  }

  /// Where the last character of UTF-8 is cut short, the end if it is not; nil if there is any
  /// other error, or no whole character.
  private static func cut(_ bytes: [UInt8]) -> Int? {
    var index = 0
    var hasCharacter = false
    while index < bytes.count {
      if bytes[index] < 0x80 {
        index += 1
        continue
      }
      let sequence = UTF8Sequence(bytes.span, at: index)
      guard sequence.isValid else { return sequence.isCut && hasCharacter ? index : nil }
      hasCharacter = true
      index += sequence.length
    }
    return hasCharacter ? index : nil
  }

  private static func replaceEuro(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0xA2, index + 1 < bytes.count, bytes[index + 1] == 0xE3 {
        result.append(0x80)
        index += 2
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }
}
