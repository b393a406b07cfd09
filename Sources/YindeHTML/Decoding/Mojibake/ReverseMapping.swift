/// From a character back to the bytes that an encoding has for it.
struct ReverseMapping {
  /// For each scalar of the Basic Multilingual Plane its code: a byte, or two with the lead above.
  /// Zero where there is none.
  private var codes: [UInt16]

  /// The codes of Hong Kong's characters in the second plane.
  private let beyond: [UInt32: UInt16]

  /// The code of a packed character, or zero. O(1).
  subscript(packed: UInt32) -> UInt16 {
    let scalar = PackedUTF8.scalar(packed)
    if scalar < 0x10000 { return codes[Int(scalar)] }
    return beyond[scalar] ?? 0
  }

  /// The mapping of an encoding that mojibake comes through.
  static func of(_ encoding: PageEncoding) -> ReverseMapping {
    switch encoding {
    case .gb18030: gbk
    case .big5: big5
    default: windows1252
    }
  }

  /// Windows-1252; controls are bytes of the same number, as in ISO 8859-1.
  private static let windows1252: ReverseMapping = {
    var codes = [UInt16](repeating: 0, count: 0x10000)
    for byte in 0x80...0xFF { codes[byte] = UInt16(byte) }
    let row = SingleByteEncoding.allCases.firstIndex(of: .windows1252)!
    for (place, packed) in EncodingTables.singleByte[row].enumerated() where packed != 0 {
      codes[Int(PackedUTF8.scalar(packed))] = UInt16(place + 0x80)
    }
    return ReverseMapping(codes: codes, beyond: [:])
  }()

  private static let gbk: ReverseMapping = {
    var mapping = ReverseMapping(
      EncodingTables.gb18030, stride: GB18030Index.stride, secondHalf: 0x41, preferring: 0)
    // Signs for vertical text were private characters before Unicode had them, and are still with
    // many converters.
    for (first, code, count) in [(0xE78D, 0xA6D9, 7), (0xE794, 0xA6EC, 2), (0xE796, 0xA6F3, 1)] {
      for place in 0..<count { mapping.codes[first + place] = UInt16(code + place) }
    }
    return mapping
  }()

  // The first rows are Hong Kong's, and hold second codes for some characters of Big5.
  private static let big5 = ReverseMapping(
    EncodingTables.big5, stride: Big5Index.stride, secondHalf: 0x62,
    preferring: (0xA1 - 0x81) * Big5Index.stride)

  private init(codes: [UInt16], beyond: [UInt32: UInt16]) {
    self.codes = codes
    self.beyond = beyond
  }

  /// Turns a table of two-byte codes round. Of two codes for one character the first counts, those
  /// from pointer `first` on before the others.
  private init(_ table: [UInt32], stride: Int, secondHalf: Int, preferring first: Int) {
    var codes = [UInt16](repeating: 0, count: 0x10000)
    var beyond: [UInt32: UInt16] = [:]
    for pointers in [first..<table.count, 0..<first] {
      for pointer in pointers where table[pointer] != 0 {
        let scalar = PackedUTF8.scalar(table[pointer])
        let cell = pointer % stride
        let trail = cell + (cell < 0x3F ? 0x40 : secondHalf)
        let code = UInt16((pointer / stride + 0x81) << 8 | trail)
        if scalar > 0xFFFF {
          if beyond[scalar] == nil { beyond[scalar] = code }
        } else if codes[Int(scalar)] == 0 {
          codes[Int(scalar)] = code
        }
      }
    }
    self.init(codes: codes, beyond: beyond)
  }
}
