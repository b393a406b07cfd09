/// Writes characters as UTF-8 into memory that somebody else owns.
///
/// The decoders know how many bytes they may write at most (`PageEncoding.outputBound`), so the
/// writer does not grow; it checks all the same, once a character, and no input can make it write
/// outside its memory.
@safe
struct UTF8Writer: ~Copyable, DecodingSink {
  // Valid for `capacity` bytes for as long as the writer lives; see `decode(_:capacity:with:)`.
  private let base: UnsafeMutableRawPointer
  private let capacity: Int
  private var count = 0
  private var errors = 0

  private init(_ memory: UnsafeMutableBufferPointer<UInt8>) {
    // An array's storage of at least one element has an address.
    unsafe base = UnsafeMutableRawPointer(memory.baseAddress!)
    capacity = memory.count
  }

  /// Runs `body` with a writer of `capacity` bytes, and returns what it wrote and how many errors
  /// it took.
  static func write(
    capacity: Int, _ body: (inout UTF8Writer) -> Void
  ) -> (utf8: [UInt8], errors: Int) {
    var errors = 0
    // `base` does not outlive the closure, for the writer is created and dropped inside.
    let utf8 = unsafe [UInt8](unsafeUninitializedCapacity: capacity + slack) { memory, count in
      var writer = unsafe UTF8Writer(memory)
      body(&writer)
      count = writer.count
      errors = writer.errors
    }
    return (utf8, errors)
  }

  /// Bytes beyond the bound, so that whole words can be stored.
  private static let slack = 16

  @inline(__always)
  mutating func take(_ packed: UInt32) {
    precondition(capacity &- count >= 4)
    unsafe base.storeBytes(of: packed.littleEndian, toByteOffset: count, as: UInt32.self)
    count &+= PackedUTF8.length(packed)
  }

  mutating func takeError() {
    errors += 1
    take(PackedUTF8.replacement)
  }

  @inline(__always)
  mutating func takeASCII(_ input: Span<UInt8>, from start: Int) -> Int {
    var index = start
    // Whole words: stored first, looked at after; the bytes past the run are written over by what
    // follows.
    while index &+ 8 <= input.count, capacity &- count >= 8 {
      let word = input.word64(at: index)
      // The loop's condition keeps the eight bytes inside the writer's memory.
      unsafe base.storeBytes(of: word.littleEndian, toByteOffset: count, as: UInt64.self)
      let high = word & 0x8080_8080_8080_8080
      let run = high == 0 ? 8 : high.trailingZeroBitCount >> 3
      index &+= run
      count &+= run
      if run < 8 { return index }
    }
    while index < input.count, input[index] < 0x80 {
      take(UInt32(input[index]))
      index &+= 1
    }
    return index
  }
}
