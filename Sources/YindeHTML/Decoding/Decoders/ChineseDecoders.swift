/// gb18030, which contains GBK, which contains GB 2312.
///
/// Codes are of one, two or four bytes. 0x80 is €, as Windows has it.
enum GB18030Decoder {
  static func decode<Sink: DecodingSink & ~Copyable>(
    _ input: Span<UInt8>, from start: Int, into sink: inout Sink
  ) {
    let table = EncodingTables.gb18030
    let end = input.count
    var index = start
    while index < end {
      let lead = input[index]
      if lead < 0x80 {
        index = sink.takeASCII(input, from: index)
        continue
      }
      index &+= 1
      guard lead > 0x80, lead < 0xFF, index < end else {
        if lead == 0x80 { sink.take(PackedUTF8.pack(0x20AC)) } else { sink.takeError() }
        continue
      }
      let second = input[index]
      if second &- 0x30 < 10 {
        index = decodeFourBytes(input, lead: lead, at: index, into: &sink)
        continue
      }
      // 0x40 to 0x7E and 0x80 to 0xFE are cells 0 to 189 of the lead's row.
      if second >= 0x40, second != 0x7F, second != 0xFF {
        let cell = Int(second) &- (second < 0x7F ? 0x40 : 0x41)
        let packed = table[(Int(lead) &- 0x81) &* GB18030Index.stride &+ cell]
        if packed != 0 {
          sink.take(packed)
          index &+= 1
          continue
        }
      }
      // A byte below 0x80 may be the markup after a cut character: it is read again by itself.
      sink.takeError()
      if second >= 0x80 { index &+= 1 }
    }
  }

  /// Reads a code of four bytes, whose second is a digit and stands at `index`; returns where to go
  /// on.
  private static func decodeFourBytes<Sink: DecodingSink & ~Copyable>(
    _ input: Span<UInt8>, lead: UInt8, at index: Int, into sink: inout Sink
  ) -> Int {
    guard index &+ 1 < input.count else {
      sink.takeError()
      return input.count
    }
    let third = input[index &+ 1]
    guard third > 0x80, third < 0xFF else {
      sink.takeError()
      return index
    }
    guard index &+ 2 < input.count else {
      sink.takeError()
      return input.count
    }
    let fourth = input[index &+ 2]
    guard fourth &- 0x30 < 10 else {
      sink.takeError()
      return index
    }
    let high = (UInt32(lead) &- 0x81) &* 10 &+ UInt32(input[index] &- 0x30)
    let pointer = (high &* 126 &+ UInt32(third &- 0x81)) &* 10 &+ UInt32(fourth &- 0x30)
    if let scalar = scalar(pointer: pointer) {
      sink.take(PackedUTF8.pack(scalar))
    } else {
      sink.takeError()
    }
    return index &+ 3
  }

  /// The scalar of a four-byte code: a search for the run that holds the pointer. O(log runs).
  static func scalar(pointer: UInt32) -> UInt32? {
    if pointer == 7457 { return 0xE7C7 }  // where the 2005 edition moved ḿ away from
    if pointer > 39419 && pointer < 189_000 || pointer > 1_237_575 { return nil }
    let ranges = EncodingTables.gb18030Ranges
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].pointer <= pointer { low = middle + 1 } else { high = middle }
    }
    // The first run begins at pointer 0, so there is always one before `low`.
    let range = ranges[low - 1]
    return range.scalar + (pointer - range.pointer)
  }
}

/// Big5 with the extensions of ETEN and of Hong Kong (HKSCS).
enum Big5Decoder {
  static func decode<Sink: DecodingSink & ~Copyable>(
    _ input: Span<UInt8>, from start: Int, into sink: inout Sink
  ) {
    let table = EncodingTables.big5
    let end = input.count
    var index = start
    while index < end {
      let lead = input[index]
      if lead < 0x80 {
        index = sink.takeASCII(input, from: index)
        continue
      }
      index &+= 1
      guard lead > 0x80, lead < 0xFF, index < end else {
        sink.takeError()
        continue
      }
      let second = input[index]
      // 0x40 to 0x7E and 0xA1 to 0xFE are cells 0 to 156 of the lead's row.
      if second >= 0x40 && second < 0x7F || second >= 0xA1 && second < 0xFF {
        let cell = Int(second) &- (second < 0x7F ? 0x40 : 0x62)
        let pointer = (Int(lead) &- 0x81) &* Big5Index.stride &+ cell
        let packed = table[pointer]
        if packed != 0 {
          sink.take(packed)
          index &+= 1
          continue
        }
        if lead == 0x88, let pair = pair(pointer: pointer) {
          sink.take(PackedUTF8.pack(pair.0))
          sink.take(PackedUTF8.pack(pair.1))
          index &+= 1
          continue
        }
      }
      sink.takeError()
      if second >= 0x80 { index &+= 1 }
    }
  }

  /// The four codes of Hong Kong that Unicode writes as a letter and an accent.
  static func pair(pointer: Int) -> (UInt32, UInt32)? {
    switch pointer {
    case 1133: (0x00CA, 0x0304)
    case 1135: (0x00CA, 0x030C)
    case 1164: (0x00EA, 0x0304)
    case 1166: (0x00EA, 0x030C)
    default: nil
    }
  }
}

/// EUC-TW: plane 1 of CNS 11643 in two bytes, and plane 2 in four, of which the first is 0x8E and the
/// second names the plane.
///
/// Planes 3 and beyond, which hold rare characters, and other planes' codes are U+FFFD.
enum EUCTWDecoder {
  static func decode<Sink: DecodingSink & ~Copyable>(
    _ input: Span<UInt8>, from start: Int, into sink: inout Sink
  ) {
    let table = EncodingTables.eucTW
    let end = input.count
    var index = start
    while index < end {
      let lead = input[index]
      if lead < 0x80 {
        index = sink.takeASCII(input, from: index)
        continue
      }
      index &+= 1
      var plane = 0
      if lead == 0x8E {
        guard index < end, input[index] >= 0xA1, input[index] <= 0xB0 else {
          sink.takeError()
          continue
        }
        plane = Int(input[index]) &- 0xA1
        index &+= 1
      } else {
        index &-= 1
      }
      guard index &+ 1 < end, isCode(input[index]), isCode(input[index &+ 1]) else {
        // A byte below 0x80 may be the markup after a cut character.
        sink.takeError()
        if index < end, input[index] >= 0x80 { index &+= 1 }
        continue
      }
      let cell = (Int(input[index]) &- 0xA1) &* 94 &+ Int(input[index &+ 1]) &- 0xA1
      index &+= 2
      let packed = plane < 2 ? table[plane &* 8836 &+ cell] : 0
      if packed != 0 { sink.take(packed) } else { sink.takeError() }
    }
  }

  private static func isCode(_ byte: UInt8) -> Bool { byte >= 0xA1 && byte < 0xFF }
}
