/// Reads the numbers of a ``FoldingData`` string.
struct NumberReader {
  private let bytes: [UInt8]
  private var index = 0

  /// Copies the text: a few microseconds, and everything after is bounds-checked.
  init(_ text: StaticString) {
    // The buffer is the literal's own memory; it is only read inside the closure.
    bytes = text.withUTF8Buffer { unsafe [UInt8]($0) }
  }

  /// The next number; nil at the end.
  @inline(__always)
  mutating func next() -> UInt32? {
    var value: UInt32 = 0
    var shift: UInt32 = 0
    while index < bytes.count {
      let byte = UInt32(bytes[index])
      index &+= 1
      if byte >= 93 {
        value |= (byte &- 93) &<< shift
        shift &+= 5
      } else if byte >= 35 {
        return value | (byte &- 35) &<< shift
      }
    }
    return nil
  }

  /// The next number with its sign; 0 at the end.
  @inline(__always)
  mutating func nextSigned() -> Int32 {
    let number = Int32(bitPattern: next() ?? 0)
    return number & 1 == 0 ? number >> 1 : ~(number >> 1)
  }
}
