/// EUC-JP, with JIS X 0212 behind 0x8F.
enum EUCJPDecoder {
  static func decode<Sink: DecodingSink & ~Copyable>(
    _ input: Span<UInt8>, from start: Int, into sink: inout Sink
  ) {
    let common = EncodingTables.jis0208
    let supplement = EncodingTables.jis0212
    let end = input.count
    var index = start
    while index < end {
      var lead = input[index]
      if lead < 0x80 {
        index = sink.takeASCII(input, from: index)
        continue
      }
      index &+= 1
      guard lead == 0x8E || lead == 0x8F || lead >= 0xA1 && lead < 0xFF, index < end else {
        sink.takeError()
        continue
      }
      var second = input[index]
      var isSupplement = false
      if lead == 0x8E, second >= 0xA1, second <= 0xDF {
        sink.take(PackedUTF8.pack(0xFF61 &+ UInt32(second &- 0xA1)))
        index &+= 1
        continue
      }
      if lead == 0x8F, second >= 0xA1, second < 0xFF {
        isSupplement = true
        lead = second
        index &+= 1
        guard index < end else {
          sink.takeError()
          return
        }
        second = input[index]
      }
      if lead >= 0xA1, second >= 0xA1, second < 0xFF {
        let pointer = (Int(lead) &- 0xA1) &* 94 &+ Int(second) &- 0xA1
        var packed: UInt32 = 0
        if isSupplement {
          if pointer < supplement.count { packed = supplement[pointer] }
        } else if pointer < common.count {
          packed = common[pointer]
        }
        if packed != 0 {
          sink.take(packed)
          index &+= 1
          continue
        }
      }
      sink.takeError()
      if second >= 0x80 { index &+= 1 }
    }
  }
}

/// Shift_JIS as Windows has it, with the user's characters in the private use area.
enum ShiftJISDecoder {
  static func decode<Sink: DecodingSink & ~Copyable>(
    _ input: Span<UInt8>, from start: Int, into sink: inout Sink
  ) {
    let table = EncodingTables.jis0208
    let end = input.count
    var index = start
    while index < end {
      let lead = input[index]
      if lead < 0x80 {
        index = sink.takeASCII(input, from: index)
        continue
      }
      index &+= 1
      if lead == 0x80 {
        sink.take(PackedUTF8.pack(0x80))
        continue
      }
      if lead >= 0xA1, lead <= 0xDF {
        sink.take(PackedUTF8.pack(0xFF61 &+ UInt32(lead &- 0xA1)))
        continue
      }
      guard lead != 0xA0, lead <= 0xFC, index < end else {
        sink.takeError()
        continue
      }
      let second = input[index]
      if second >= 0x40, second != 0x7F, second <= 0xFC {
        let row = Int(lead) &- (lead < 0xA0 ? 0x81 : 0xC1)
        let pointer = row &* 188 &+ Int(second) &- (second < 0x7F ? 0x40 : 0x41)
        var packed = pointer < table.count ? table[pointer] : 0
        if pointer >= 8836, pointer <= 10715 {
          packed = PackedUTF8.pack(0xE000 &+ UInt32(pointer &- 8836))
        }
        if packed != 0 {
          sink.take(packed)
          index &+= 1
          continue
        }
      }
      sink.takeError()
      if second >= 0x80 { index &+= 1 }
    }
  }
}

/// ISO-2022-JP: seven bits, with escape sequences between sets.
enum ISO2022JPDecoder {
  private enum Set { case ascii, roman, katakana, jis0208 }

  static func decode<Sink: DecodingSink & ~Copyable>(
    _ input: Span<UInt8>, from start: Int, into sink: inout Sink
  ) {
    let table = EncodingTables.jis0208
    var set = Set.ascii
    // Two escapes with nothing between are an error: they could hide that a set was entered.
    var wroteSinceEscape = true
    var index = start
    while index < input.count {
      let byte = input[index]
      index &+= 1
      if byte == 0x1B {
        guard let next = escape(input, at: index) else {
          wroteSinceEscape = true
          sink.takeError()
          continue
        }
        set = next
        index &+= 2
        if !wroteSinceEscape { sink.takeError() }
        wroteSinceEscape = false
        continue
      }
      wroteSinceEscape = true
      switch set {
      case .ascii, .roman:
        if byte >= 0x80 || byte == 0x0E || byte == 0x0F {
          sink.takeError()
        } else if set == .roman, byte == 0x5C {
          sink.take(PackedUTF8.pack(0xA5))
        } else if set == .roman, byte == 0x7E {
          sink.take(PackedUTF8.pack(0x203E))
        } else {
          sink.take(UInt32(byte))
        }
      case .katakana:
        if byte >= 0x21, byte <= 0x5F {
          sink.take(PackedUTF8.pack(0xFF61 &+ UInt32(byte &- 0x21)))
        } else {
          sink.takeError()
        }
      case .jis0208:
        guard byte >= 0x21, byte <= 0x7E, index < input.count else {
          sink.takeError()
          continue
        }
        let second = input[index]
        guard second >= 0x21, second <= 0x7E else {
          // An escape after half a character is still an escape.
          sink.takeError()
          if second != 0x1B { index &+= 1 }
          continue
        }
        index &+= 1
        let packed = table[(Int(byte) &- 0x21) &* 94 &+ Int(second) &- 0x21]
        if packed != 0 { sink.take(packed) } else { sink.takeError() }
      }
    }
  }

  /// The set that the two bytes after an escape byte choose.
  private static func escape(_ input: Span<UInt8>, at index: Int) -> Set? {
    guard index &+ 1 < input.count else { return nil }
    switch (input[index], input[index &+ 1]) {
    case (0x28, 0x42): return .ascii
    case (0x28, 0x4A): return .roman
    case (0x28, 0x49): return .katakana
    case (0x24, 0x40), (0x24, 0x42): return .jis0208
    default: return nil
    }
  }
}
