/// EUC-KR with all syllables of code page 949.
enum EUCKRDecoder {
  static func decode<Sink: DecodingSink & ~Copyable>(
    _ input: Span<UInt8>, from start: Int, into sink: inout Sink
  ) {
    let table = EncodingTables.eucKR
    var index = start
    while index < input.count {
      let lead = input[index]
      if lead < 0x80 {
        index = sink.takeASCII(input, from: index)
        continue
      }
      index &+= 1
      guard lead > 0x80, lead < 0xFF, index < input.count else {
        sink.takeError()
        continue
      }
      let second = input[index]
      if second >= 0x41, second < 0xFF {
        let pointer = (Int(lead) &- 0x81) &* EUCKRIndex.stride &+ Int(second) &- 0x41
        let packed = pointer < table.count ? table[pointer] : 0
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

/// The encodings of one byte a character.
enum SingleByteDecoder {
  static func decode<Sink: DecodingSink & ~Copyable>(
    _ input: Span<UInt8>, from start: Int, encoding: SingleByteEncoding, into sink: inout Sink
  ) {
    let row = SingleByteEncoding.allCases.firstIndex(of: encoding)!
    let table = EncodingTables.singleByte[row]
    var index = start
    while index < input.count {
      let byte = input[index]
      if byte < 0x80 {
        index = sink.takeASCII(input, from: index)
        continue
      }
      index &+= 1
      let packed = table[Int(byte & 0x7F)]
      if packed != 0 { sink.take(packed) } else { sink.takeError() }
    }
  }

  /// x-user-defined: bytes from 0x80 on are U+F780 and following.
  static func decodeUserDefined<Sink: DecodingSink & ~Copyable>(
    _ input: Span<UInt8>, from start: Int, into sink: inout Sink
  ) {
    var index = start
    while index < input.count {
      if input[index] < 0x80 {
        index = sink.takeASCII(input, from: index)
        continue
      }
      sink.take(PackedUTF8.pack(0xF700 + UInt32(input[index])))
      index &+= 1
    }
  }
}

/// Encodings of seven bits that shift into a set of two bytes a character and back.
///
/// The Encoding Standard reads these as a single U+FFFD, since a browser that runs scripts must not
/// let bytes hide markup. For search the text counts. Both forms end at a line's end, so that a
/// lost shift loses a line.
enum ShiftedDecoder {
  enum Set { case gb2312, ksX1001 }

  /// HZ (RFC 1843): `~{` shifts in, `~}` out, `~~` is a tilde, `~` before a line's end joins lines.
  static func decodeHZ<Sink: DecodingSink & ~Copyable>(
    _ input: Span<UInt8>, from start: Int, into sink: inout Sink
  ) {
    var isShifted = false
    var index = start
    while index < input.count {
      let byte = input[index]
      index &+= 1
      if byte == 0x0A {
        isShifted = false
        sink.take(0x0A)
      } else if byte == 0x7E, index < input.count, !isShifted || input[index] == 0x7D {
        switch input[index] {
        case 0x7B: isShifted = true
        case 0x7D where isShifted: isShifted = false
        case 0x7E: sink.take(0x7E)
        case 0x0A: break
        default:
          sink.take(0x7E)
          continue
        }
        index &+= 1
      } else if byte >= 0x80 || isShifted && byte > 0x20 {
        // Pages that mix HZ with plain GB 2312 exist.
        index = decodePair(input, first: byte, at: index, set: .gb2312, into: &sink)
      } else {
        sink.take(UInt32(byte))
      }
    }
  }

  /// ISO-2022-CN and ISO-2022-KR: SO (0x0E) shifts in, SI (0x0F) out; `ESC $ …` names the set.
  ///
  /// Of ISO-2022-CN's sets only GB 2312 is read; the planes of CNS 11643 become U+FFFD.
  static func decodeISO2022<Sink: DecodingSink & ~Copyable>(
    _ input: Span<UInt8>, from start: Int, set: Set, into sink: inout Sink
  ) {
    var isShifted = false
    var isReadable = true
    var index = start
    while index < input.count {
      let byte = input[index]
      index &+= 1
      switch byte {
      case 0x0E: isShifted = true
      case 0x0F: isShifted = false
      case 0x0A:
        isShifted = false
        sink.take(0x0A)
      case 0x1B where index &+ 2 < input.count && input[index] == 0x24:
        // ESC $ ) A is GB 2312 and ESC $ ) C is KS X 1001; others name sets that are not read.
        if input[index &+ 1] == 0x29 {
          isReadable = input[index &+ 2] == (set == .gb2312 ? 0x41 : 0x43)
        }
        index &+= 3
      default:
        if byte >= 0x80 || isShifted && isReadable && byte > 0x20 {
          // Bytes with the eighth bit are the same set without shifts.
          index = decodePair(input, first: byte, at: index, set: set, into: &sink)
        } else if isShifted, byte > 0x20 {
          sink.takeError()
          if index < input.count, input[index] > 0x20, input[index] < 0x7F { index &+= 1 }
        } else {
          sink.take(UInt32(byte))
        }
      }
    }
  }

  private static func decodePair<Sink: DecodingSink & ~Copyable>(
    _ input: Span<UInt8>, first: UInt8, at index: Int, set: Set, into sink: inout Sink
  ) -> Int {
    guard index < input.count, first | 0x80 > 0xA0, input[index] | 0x80 > 0xA0,
      first | 0x80 < 0xFF, input[index] | 0x80 < 0xFF
    else {
      sink.takeError()
      return index
    }
    let row = Int(first | 0x80) &- 0x81
    let second = Int(input[index] | 0x80)
    let packed =
      switch set {
      case .gb2312: EncodingTables.gb18030[row &* GB18030Index.stride &+ second &- 0x41]
      case .ksX1001:
        row &* EUCKRIndex.stride &+ second &- 0x41 < EncodingTables.eucKR.count
          ? EncodingTables.eucKR[row &* EUCKRIndex.stride &+ second &- 0x41] : 0
      }
    if packed != 0 { sink.take(packed) } else { sink.takeError() }
    return index &+ 1
  }
}
