/// Decodes UTF-8 a scalar at a time.
///
/// Invalid input gives U+FFFD for each maximal part of a sequence (The Unicode Standard, section
/// 3.9, "U+FFFD Substitution of Maximal Subparts"), as Swift's own decoding and the WHATWG's do.
enum UTF8Decoder {
  /// The scalar at `index`, which must be below `utf8.count`; moves `index` behind it.
  @inline(__always)
  static func next(_ utf8: Span<UInt8>, _ index: inout Int) -> UInt32 {
    let first = UInt32(utf8[index])
    if first < 0x80 {
      index &+= 1
      return first
    }
    // The common road: three bytes, as ideographs have. 0xE0 and 0xED restrict their second byte.
    if first & 0xF0 == 0xE0, index &+ 2 < utf8.count {
      let second = UInt32(utf8[index &+ 1])
      let third = UInt32(utf8[index &+ 2])
      let scalar = (first & 0x0F) &<< 12 | (second & 0x3F) &<< 6 | third & 0x3F
      if (second ^ 0x80) | (third ^ 0x80) < 0x40, scalar >= 0x800, scalar &>> 11 != 0x1B {
        index &+= 3
        return scalar
      }
    }
    return nextSlowly(utf8, &index)
  }

  @inline(never)
  private static func nextSlowly(_ utf8: Span<UInt8>, _ index: inout Int) -> UInt32 {
    let first = utf8[index]
    index += 1
    var range: ClosedRange<UInt8> = 0x80...0xBF  // of the next byte
    var following: Int
    var scalar: UInt32
    switch first {
    case 0xC2...0xDF:
      following = 1
      scalar = UInt32(first & 0x1F)
    case 0xE0...0xEF:
      following = 2
      scalar = UInt32(first & 0x0F)
      if first == 0xE0 { range = 0xA0...0xBF }
      if first == 0xED { range = 0x80...0x9F }
    case 0xF0...0xF4:
      following = 3
      scalar = UInt32(first & 0x07)
      if first == 0xF0 { range = 0x90...0xBF }
      if first == 0xF4 { range = 0x80...0x8F }
    default:
      return 0xFFFD
    }
    while following > 0 {
      guard index < utf8.count, range.contains(utf8[index]) else { return 0xFFFD }
      scalar = scalar << 6 | UInt32(utf8[index] & 0x3F)
      index += 1
      following -= 1
      range = 0x80...0xBF
    }
    return scalar
  }
}
