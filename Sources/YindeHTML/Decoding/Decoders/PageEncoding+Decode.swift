extension PageEncoding {
  /// Decodes `input` from `start` on into `sink`, by this encoding's algorithm in the Encoding
  /// Standard.
  ///
  /// O(n). No input traps.
  func decode<Sink: DecodingSink & ~Copyable>(
    _ input: Span<UInt8>, from start: Int, into sink: inout Sink
  ) {
    switch self {
    case .utf8: UTF8Decoder.decode(input, from: start, into: &sink)
    case .utf16LE: UTF16Decoder.decode(input, from: start, highByte: 1, into: &sink)
    case .utf16BE: UTF16Decoder.decode(input, from: start, highByte: 0, into: &sink)
    case .gb18030: GB18030Decoder.decode(input, from: start, into: &sink)
    case .big5: Big5Decoder.decode(input, from: start, into: &sink)
    case .eucTW: EUCTWDecoder.decode(input, from: start, into: &sink)
    case .eucJP: EUCJPDecoder.decode(input, from: start, into: &sink)
    case .shiftJIS: ShiftJISDecoder.decode(input, from: start, into: &sink)
    case .iso2022JP: ISO2022JPDecoder.decode(input, from: start, into: &sink)
    case .eucKR: EUCKRDecoder.decode(input, from: start, into: &sink)
    case .singleByte(let encoding):
      SingleByteDecoder.decode(input, from: start, encoding: encoding, into: &sink)
    case .userDefined: SingleByteDecoder.decodeUserDefined(input, from: start, into: &sink)
    case .hz: ShiftedDecoder.decodeHZ(input, from: start, into: &sink)
    case .iso2022CN: ShiftedDecoder.decodeISO2022(input, from: start, set: .gb2312, into: &sink)
    case .iso2022KR: ShiftedDecoder.decodeISO2022(input, from: start, set: .ksX1001, into: &sink)
    }
  }

  /// How many bytes of UTF-8 `decode` can write for `input`.
  ///
  /// Where bytes below 0x80 stand for themselves, each adds at most one byte, and each other byte
  /// at most three, those of a character or of U+FFFD. (A four-byte code of gb18030 has two such
  /// bytes and two digits for its four bytes of UTF-8; the two-scalar codes of Big5 have one and a
  /// letter for four.)
  func outputBound(_ input: Span<UInt8>, from start: Int) -> Int {
    let count = input.count - start
    switch self {
    case .utf16LE, .utf16BE: return (count / 2 + 1) * 3
    case .iso2022JP, .hz, .iso2022CN, .iso2022KR: return count * 3 + 3
    default: return count + 2 * highByteCount(input, from: start)
    }
  }

  private func highByteCount(_ input: Span<UInt8>, from start: Int) -> Int {
    var index = start
    var count = 0
    while index &+ 8 <= input.count {
      count &+= (input.word64(at: index) & 0x8080_8080_8080_8080).nonzeroBitCount
      index &+= 8
    }
    while index < input.count {
      if input[index] >= 0x80 { count &+= 1 }
      index &+= 1
    }
    return count
  }
}
