@testable import YindeHTML

/// Encodes test pages: the decoders' tables turned round, first pointer first.
enum Encoder {
  static func encode(_ text: String, as encoding: PageEncoding) -> [UInt8] {
    text.unicodeScalars.flatMap { encode($0.value, as: encoding) }
  }

  private static func encode(_ scalar: UInt32, as encoding: PageEncoding) -> [UInt8] {
    switch encoding {
    case .utf16LE: return units(scalar).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case .utf16BE: return units(scalar).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    default: break
    }
    if scalar < 0x80 { return [UInt8(scalar)] }
    switch encoding {
    case .gb18030:
      if let pointer = gb18030[scalar] {
        let cell = pointer % 190
        return [UInt8(pointer / 190 + 0x81), UInt8(cell + (cell < 0x3F ? 0x40 : 0x41))]
      }
      return fourBytes(scalar)
    case .big5:
      let pointer = big5[scalar]!
      let cell = pointer % 157
      return [UInt8(pointer / 157 + 0x81), UInt8(cell + (cell < 0x3F ? 0x40 : 0x62))]
    case .eucTW:
      let pointer = eucTW[scalar]!
      let pair = [UInt8(pointer / 94 % 94 + 0xA1), UInt8(pointer % 94 + 0xA1)]
      return pointer < 8836 ? pair : [0x8E, 0xA2] + pair
    case .eucKR:
      let pointer = eucKR[scalar]!
      return [UInt8(pointer / 190 + 0x81), UInt8(pointer % 190 + 0x41)]
    case .eucJP:
      let pointer = jis0208[scalar]!
      return [UInt8(pointer / 94 + 0xA1), UInt8(pointer % 94 + 0xA1)]
    case .shiftJIS:
      let pointer = jis0208[scalar]!
      let (row, cell) = (pointer / 188, pointer % 188)
      return [UInt8(row + (row < 0x1F ? 0x81 : 0xC1)), UInt8(cell + (cell < 0x3F ? 0x40 : 0x41))]
    case .singleByte(let single):
      let row = SingleByteEncoding.allCases.firstIndex(of: single)!
      let packed = PackedUTF8.pack(scalar)
      return [UInt8(EncodingTables.singleByte[row].firstIndex(of: packed)! + 0x80)]
    default: return Array(String(Unicode.Scalar(scalar)!).utf8)
    }
  }

  private static func units(_ scalar: UInt32) -> [UInt16] {
    Array(String(Unicode.Scalar(scalar)!).utf16)
  }

  private static func fourBytes(_ scalar: UInt32) -> [UInt8] {
    let range = EncodingTables.gb18030Ranges.last { $0.scalar <= scalar }!
    let pointer = range.pointer + scalar - range.scalar
    return [
      UInt8(pointer / 12600 + 0x81), UInt8(pointer / 1260 % 10 + 0x30),
      UInt8(pointer / 10 % 126 + 0x81), UInt8(pointer % 10 + 0x30),
    ]
  }

  private static let gb18030 = turned(EncodingTables.gb18030)
  // The first rows of Big5's table are Hong Kong's, and may hold a second code for what Big5 has
  // too.
  private static let big5 = turned(EncodingTables.big5, preferring: (0xA1 - 0x81) * 157)
  private static let eucTW = turned(EncodingTables.eucTW)
  private static let eucKR = turned(EncodingTables.eucKR)
  private static let jis0208 = turned(EncodingTables.jis0208)

  private static func turned(_ table: [UInt32], preferring first: Int = 0) -> [UInt32: Int] {
    var pointers: [UInt32: Int] = [:]
    let order = Array(first..<table.count) + Array(0..<first)
    for pointer in order where table[pointer] != 0 {
      let scalar = PackedUTF8.scalar(table[pointer])
      if pointers[scalar] == nil { pointers[scalar] = pointer }
    }
    return pointers
  }
}
