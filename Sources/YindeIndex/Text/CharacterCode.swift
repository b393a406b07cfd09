/// A code for stored text: the commonest characters of this index in one byte, the rest in two.
///
/// UTF-8 spends three bytes on a Chinese character and hides from a byte compressor what is alike;
/// coded by frequency, the same text is about half as long before Zstandard sees it, and smaller and
/// faster after.
///
/// ```
/// byte b <  S         character b
/// byte b in S ..< 255 two bytes: character S + (b - S) × 256 + next byte
/// byte 255            four bytes: the next three are the scalar, least significant first
/// ```
///
/// Characters are numbered by falling frequency (equal ones by code point). S is the largest number
/// of one-byte codes that still leaves a two-byte code for every character, at most 224. The section holds S
/// and then the scalars in order:
///
/// ```
/// characterCode --> S:u32 scalar:u32 *
/// ```
struct CharacterCode {
  static let maxSingles = 224
  static let escape = 255

  let singles: Int
  /// The scalar of each number.
  let scalars: [UInt32]

  static func capacity(singles: Int) -> Int { singles + (escape - singles) * 256 }

  /// Reads the section. Scalars that are no Unicode scalars become U+FFFD.
  init(_ view: ByteView) {
    singles = min(Int(view.u32(0)), CharacterCode.maxSingles)
    let count = min(max(view.count / 4 - 1, 0), CharacterCode.capacity(singles: singles))
    var scalars = [UInt32](repeating: 0xFFFD, count: count)
    for number in 0..<count {
      let scalar = view.u32(4 + number * 4)
      if Unicode.Scalar(scalar) != nil { scalars[number] = scalar }
    }
    self.scalars = scalars
  }

  /// The code for text in which `counts` says how often each scalar occurs.
  init(counts: [UInt32: Int]) {
    let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    var singles = CharacterCode.maxSingles
    while singles > 0, CharacterCode.capacity(singles: singles) < order.count { singles -= 1 }
    self.singles = singles
    scalars = Array(order.prefix(CharacterCode.capacity(singles: singles)))
  }

  func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt32(singles))
    for scalar in scalars { bytes.append(littleEndian: scalar) }
    return bytes
  }

  // MARK: Decoding

  /// Decodes coded bytes to scalars. Any bytes decode to something.
  ///
  /// - Complexity: O(n).
  func decode(_ bytes: Span<UInt8>) -> [UInt32] {
    let end = bytes.count
    // No code is shorter than a byte.
    var text = [UInt32](repeating: 0, count: end)
    var output = text.mutableSpan
    let table = scalars.span
    let singles = singles
    var count = 0
    var at = 0
    while at < end {
      let byte = Int(bytes[at])
      at &+= 1
      var number = byte
      if byte >= singles {
        if byte == CharacterCode.escape {
          guard end &- at >= 3 else { break }
          let scalar =
            UInt32(bytes[at]) | UInt32(bytes[at &+ 1]) &<< 8 | UInt32(bytes[at &+ 2]) &<< 16
          at &+= 3
          output[count] = Unicode.Scalar(scalar) == nil ? 0xFFFD : scalar
          count &+= 1
          continue
        }
        guard at < end else { break }
        number = singles &+ (byte &- singles) &* 256 &+ Int(bytes[at])
        at &+= 1
      }
      output[count] = number < table.count ? table[number] : 0xFFFD
      count &+= 1
    }
    text.removeLast(end - count)
    return text
  }

  /// The table that encodes.
  struct Encoder {
    // The code of each scalar of the basic plane: its number, or -1.
    private var basic = [Int32](repeating: -1, count: 0x10000)
    private var others: [UInt32: Int32] = [:]
    private let singles: Int

    init(_ code: CharacterCode) {
      singles = code.singles
      for (number, scalar) in code.scalars.enumerated() {
        if scalar < 0x10000 {
          basic[Int(scalar)] = Int32(number)
        } else {
          others[scalar] = Int32(number)
        }
      }
    }

    @inline(__always)
    func encode(_ scalar: UInt32, into bytes: inout [UInt8]) {
      let number = Int(scalar < 0x10000 ? basic[Int(scalar)] : others[scalar] ?? -1)
      if number < 0 {
        bytes.append(UInt8(CharacterCode.escape))
        bytes.append(UInt8(truncatingIfNeeded: scalar))
        bytes.append(UInt8(truncatingIfNeeded: scalar >> 8))
        bytes.append(UInt8(truncatingIfNeeded: scalar >> 16))
      } else if number < singles {
        bytes.append(UInt8(number))
      } else {
        let rest = number - singles
        bytes.append(UInt8(singles + rest >> 8))
        bytes.append(UInt8(rest & 255))
      }
    }
  }
}
