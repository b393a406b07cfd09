/// What the bytes of a page are, taken as UTF-8.
enum UTF8Validation: Equatable {
  /// All below 0x80.
  case ascii

  /// Well formed; `onlyPairs` if no sequence is longer than two bytes, as no text of Han is.
  case valid(onlyPairs: Bool)

  /// Not well formed; `offset` is where the first bad sequence begins.
  case invalid(offset: Int)

  /// Looks at every byte. O(n): ASCII eight bytes at a time, Han a sequence at a time.
  static func scan(_ input: Span<UInt8>, from start: Int = 0) -> UTF8Validation {
    let end = input.count
    var index = start
    var sawHigh = false
    var sawLong = false
    while index < end {
      while index &+ 8 <= end {
        let high = input.word64(at: index) & 0x8080_8080_8080_8080
        if high != 0 {
          index &+= high.trailingZeroBitCount >> 3
          break
        }
        index &+= 8
      }
      // Runs of three-byte sequences, but for the leads 0xE0 and 0xED, whose second byte is
      // restricted.
      while index &+ 4 <= end {
        let word = input.word32(at: index)
        guard word & 0xC0_C0F0 == 0x80_80E0, word & 0xFF != 0xE0, word & 0xFF != 0xED else { break }
        sawLong = true
        index &+= 3
      }
      guard index < end else { break }
      if input[index] < 0x80 {
        index &+= 1
        continue
      }
      let sequence = UTF8Sequence(input, at: index)
      guard sequence.isValid else { return .invalid(offset: index) }
      sawHigh = true
      if sequence.length > 2 { sawLong = true }
      index &+= sequence.length
    }
    return sawHigh || sawLong ? .valid(onlyPairs: !sawLong) : .ascii
  }
}

/// One sequence of UTF-8: a character, or the maximal part of one that U+FFFD stands for.
///
/// The lengths of bad sequences follow "U+FFFD Substitution of Maximal Subparts" in chapter 3.9 of
/// the Unicode Standard, which is what the Encoding Standard asks for.
struct UTF8Sequence {
  var length: Int
  var packed: UInt32
  var isValid: Bool

  /// True for a bad sequence that the end of the input cut short.
  var isCut = false

  /// Reads the sequence at `index`, whose byte is 0x80 or above.
  @inline(__always)
  init(_ input: Span<UInt8>, at index: Int) {
    let lead = input[index]
    var low: UInt8 = 0x80
    var high: UInt8 = 0xBF
    let needed: Int
    switch lead {
    case 0xC2...0xDF: needed = 2
    case 0xE0...0xEF:
      needed = 3
      if lead == 0xE0 { low = 0xA0 }  // shorter forms
      if lead == 0xED { high = 0x9F }  // surrogates
    case 0xF0...0xF4:
      needed = 4
      if lead == 0xF0 { low = 0x90 }  // shorter forms
      if lead == 0xF4 { high = 0x8F }  // above U+10FFFF
    default:
      (length, packed, isValid) = (1, 0, false)
      return
    }
    packed = UInt32(lead)
    for offset in 1..<needed {
      guard index &+ offset < input.count else {
        (length, isValid, isCut) = (offset, false, true)
        return
      }
      let byte = input[index &+ offset]
      guard low <= byte, byte <= high else {
        (length, isValid) = (offset, false)
        return
      }
      packed |= UInt32(byte) << UInt32(8 * offset)
      (low, high) = (0x80, 0xBF)
    }
    (length, isValid) = (needed, true)
  }
}
