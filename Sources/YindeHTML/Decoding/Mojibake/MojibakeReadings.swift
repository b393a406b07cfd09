/// What the characters that are there cost, by the reading that suits them best.
struct PresentReading {
  private var chinese = ReadingScore(.chinese)
  private var japanese = ReadingScore(.japanese)
  private var last: UInt32 = 0
  private var rebate = 0

  /// What reading as Japanese costs beforehand.
  private static let japaneseCost = 100

  mutating func take(_ packed: UInt32) {
    chinese.take(packed)
    japanese.take(packed)
    // ──── and ★★★★ are no more improbable than one of them, nor is a word in Cyrillic, a
    // reading in ㄓㄨˋ or a row of ①②③.
    if packed == last || isReading(packed) || isSameBlock(packed, last) { rebate += 70 }
    last = packed
  }

  /// True for ㄓㄨ and the marks of tones.
  private func isReading(_ packed: UInt32) -> Bool {
    let scalar = PackedUTF8.scalar(packed)
    return 0x3100...0x312F ~= scalar || 0x2B0...0x2FF ~= scalar
  }

  /// True for neighbours of one script or set of signs, other than Latin letters, kana and Han.
  private func isSameBlock(_ packed: UInt32, _ other: UInt32) -> Bool {
    let scalar = PackedUTF8.scalar(packed)
    switch scalar {
    case 0x250..<0x3000, 0x3100..<0x3400: return scalar >> 8 == PackedUTF8.scalar(other) >> 8
    default: return false
    }
  }

  var cost: Int { min(chinese.cost, japanese.cost + PresentReading.japaneseCost) - rebate }
}

/// Whether bytes go on as UTF-8 beyond ASCII must.
struct UTF8Expectation {
  private var needed = 0

  mutating func accepts(_ byte: UInt8) -> Bool {
    if needed > 0 {
      needed -= 1
      return byte & 0xC0 == 0x80
    }
    switch byte {
    case 0xC2...0xDF: needed = 1
    case 0xE0...0xEF: needed = 2
    case 0xF0...0xF4: needed = 3
    default: return false
    }
    return true
  }
}

/// Keeps what is decoded, and scores it.
struct RepairSink: DecodingSink {
  var text: [UInt8] = []
  var score = ReadingScore(.chinese)

  mutating func takeASCII(_ input: Span<UInt8>, from start: Int) -> Int {
    take(UInt32(input[start]))
    return start + 1
  }

  mutating func take(_ packed: UInt32) {
    for place in 0..<PackedUTF8.length(packed) {
      text.append(UInt8(truncatingIfNeeded: packed >> UInt32(8 * place)))
    }
    score.take(packed)
  }

  mutating func takeError() { score.takeError() }
}
