/// UTF-8, with U+FFFD for each maximal part of a bad sequence.
enum UTF8Decoder {
  static func decode<Sink: DecodingSink & ~Copyable>(
    _ input: Span<UInt8>, from start: Int, into sink: inout Sink
  ) {
    var index = start
    while index < input.count {
      if input[index] < 0x80 {
        index = sink.takeASCII(input, from: index)
        continue
      }
      let sequence = UTF8Sequence(input, at: index)
      if sequence.isValid { sink.take(sequence.packed) } else { sink.takeError() }
      index &+= sequence.length
    }
  }
}

/// UTF-16 of either byte order; a surrogate without its other half, and an odd byte at the end, are
/// U+FFFD.
enum UTF16Decoder {
  /// `highByte` is the place of a unit's high byte: 0 for big-endian, 1 for little-endian.
  static func decode<Sink: DecodingSink & ~Copyable>(
    _ input: Span<UInt8>, from start: Int, highByte: Int, into sink: inout Sink
  ) {
    func unit(_ index: Int) -> UInt32 {
      UInt32(input[index &+ highByte]) << 8 | UInt32(input[index &+ 1 &- highByte])
    }
    var index = start
    while index &+ 2 <= input.count {
      let first = unit(index)
      index &+= 2
      guard first & 0xF800 == 0xD800 else {
        sink.take(PackedUTF8.pack(first))
        continue
      }
      if first < 0xDC00, index &+ 2 <= input.count {
        let second = unit(index)
        if second & 0xFC00 == 0xDC00 {
          sink.take(PackedUTF8.pack(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF))
          index &+= 2
          continue
        }
      }
      sink.takeError()
    }
    if index < input.count { sink.takeError() }
  }
}
