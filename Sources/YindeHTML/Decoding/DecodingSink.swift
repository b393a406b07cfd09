/// What a decoder hands its characters to: the writer of UTF-8, or the detector's score.
///
/// The decoders are generic over it, so that what is scored is exactly what would be written; the
/// compiler makes a copy of each loop for each sink.
protocol DecodingSink: ~Copyable {
  /// Takes the ASCII bytes of `input` from `start` on and returns the index after them.
  ///
  /// It takes at least one byte if the first is ASCII, and may stop early.
  mutating func takeASCII(_ input: Span<UInt8>, from start: Int) -> Int

  /// Takes one character.
  mutating func take(_ packed: UInt32)

  /// Takes note of bytes that stand for nothing.
  mutating func takeError()
}
