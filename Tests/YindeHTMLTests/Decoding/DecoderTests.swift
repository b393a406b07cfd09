import Testing

@testable import YindeHTML

/// The decoders one by one, on bytes whose meaning the Encoding Standard fixes.
struct DecoderTests {
  @Test(arguments: [
    // One byte, two bytes, four bytes.
    ([0x80], "€"), ([0xD6, 0xD0], "中"), ([0xA2, 0xE3], "€"), ([0xFE, 0xFE], "\u{E4C5}"),
    ([0x81, 0x40], "丂"), ([0xA8, 0xBC], "ḿ"), ([0x81, 0x35, 0xF4, 0x37], "\u{E7C7}"),
    ([0x81, 0x30, 0x81, 0x30], "\u{80}"), ([0x82, 0x35, 0x8F, 0x33], "龦"),
    ([0x95, 0x32, 0x82, 0x36], "𠀀"), ([0xE3, 0x32, 0x9A, 0x35], "\u{10FFFF}"),
    // Cut and damaged codes: markup after them survives, and so do digits.
    ([0xFF], "\u{FFFD}"), ([0xD6], "\u{FFFD}"), ([0xD6, 0x3C], "\u{FFFD}<"),
    ([0x81, 0x7F], "\u{FFFD}\u{7F}"), ([0x81, 0xFF], "\u{FFFD}"), ([0x81, 0x30], "\u{FFFD}"),
    ([0x81, 0x30, 0x3C], "\u{FFFD}0<"), ([0x81, 0x30, 0x81], "\u{FFFD}"),
    ([0x81, 0x30, 0xD6, 0xD0], "\u{FFFD}0中"), ([0x84, 0x32, 0x81, 0x30], "\u{FFFD}"),
    ([0xE3, 0x32, 0x9A, 0x36], "\u{FFFD}"), ([0xFE, 0x39, 0xFE, 0x39], "\u{FFFD}"),
  ])
  func gb18030(_ bytes: [Int], _ text: String) {
    #expect(PageEncoding.gb18030.text(bytes.map { UInt8($0) }) == text)
  }

  @Test(arguments: [
    ([0xA4, 0xA4], "中"), ([0xA1, 0x41], "，"), ([0xF9, 0xD6], "碁"), ([0x87, 0x40], "䏰"),
    ([0x88, 0x62], "\u{CA}\u{304}"), ([0x88, 0x64], "\u{CA}\u{30C}"),
    ([0x88, 0xA3], "\u{EA}\u{304}"), ([0x88, 0xA5], "\u{EA}\u{30C}"),
    ([0x80], "\u{FFFD}"), ([0xFF], "\u{FFFD}"), ([0xA4], "\u{FFFD}"), ([0xA4, 0x3C], "\u{FFFD}<"),
    ([0x81, 0x40], "\u{FFFD}@"), ([0x81, 0xA1], "\u{FFFD}"), ([0xA4, 0x80, 0x41], "\u{FFFD}A"),
  ])
  func big5(_ bytes: [Int], _ text: String) {
    #expect(PageEncoding.big5.text(bytes.map { UInt8($0) }) == text)
  }

  @Test(arguments: [
    // The table of maximal subparts in chapter 3.9 of the Unicode Standard, and its neighbours.
    ([0x61, 0xF1, 0x80, 0x80, 0xE1, 0x80, 0xC2, 0x62, 0x80, 0x63, 0x80, 0xBF, 0x64], "a���b�c��d"),
    ([0xC0, 0xAF, 0xE0, 0x80, 0xBF, 0xF0, 0x81, 0x82, 0x41], "��������A"),
    ([0xED, 0xA0, 0x80, 0xED, 0xBF, 0xBF, 0xED, 0xAF, 0x41], "��������A"),
    ([0xF4, 0x91, 0x92, 0x93, 0xFF, 0x41, 0x80, 0xBF, 0x42], "�����A��B"),
    ([0xE4, 0xB8, 0xAD, 0xE4, 0xB8], "中�"), ([0xF4, 0x8F, 0xBF, 0xBF], "\u{10FFFF}"),
  ])
  func utf8(_ bytes: [Int], _ text: String) {
    #expect(PageEncoding.utf8.text(bytes.map { UInt8($0) }) == text)
  }

  @Test(arguments: [
    ([0x2D, 0x4E], "中"), ([0x42, 0xD8, 0xB7, 0xDF], "𠮷"), ([0x42, 0xD8], "�"),
    ([0x42, 0xD8, 0x2D, 0x4E], "�中"), ([0xB7, 0xDF, 0x2D, 0x4E], "�中"), ([0x2D, 0x4E, 0x2D], "中�"),
  ])
  func utf16(_ bytes: [Int], _ text: String) {
    #expect(PageEncoding.utf16LE.text(bytes.map { UInt8($0) }) == text)
  }

  @Test(arguments: [
    (PageEncoding.eucJP, [0xC6, 0xFC, 0xCB, 0xDC], "日本"), (.eucJP, [0x8E, 0xB1], "ｱ"),
    (.eucJP, [0x8F, 0xB0, 0xA1], "丂"), (.eucJP, [0x8F, 0xB0, 0x3C], "�<"), (.eucJP, [0x8F], "�"),
    (.shiftJIS, [0x93, 0xFA, 0x96, 0x7B], "日本"), (.shiftJIS, [0xB1, 0x80], "ｱ\u{80}"),
    (.shiftJIS, [0xF0, 0x40], "\u{E000}"), (.shiftJIS, [0x93, 0x3C], "�<"),
    (.shiftJIS, [0xA0], "�"),
    (.eucKR, [0xC7, 0xD1, 0xB1, 0xDB], "한글"), (.eucKR, [0x81, 0x41], "갂"),
    (.eucKR, [0xC7, 0x3C], "�<"), (.windows1252, [0x80, 0x81, 0xE9, 0x9F], "€\u{81}éŸ"),
    (.singleByte(.windows1251), [0xCF, 0xF0, 0xE8], "При"), (.singleByte(.koi8r), [0xF0], "П"),
    (.singleByte(.windows1255), [0xD9, 0xE0], "�א"),
    (.userDefined, [0x41, 0x80, 0xFF], "A\u{F780}\u{F7FF}"),
    (.iso2022JP, [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x1B, 0x28, 0x49, 0x31], "日ｱ"),
    (.iso2022JP, [0x1B, 0x28, 0x4A, 0x5C, 0x7E, 0x1B, 0x41], "¥‾�A"),
    (.iso2022JP, [0x1B, 0x24, 0x42, 0x1B, 0x28, 0x42, 0x61], "�a"),
  ])
  func others(_ encoding: PageEncoding, _ bytes: [Int], _ text: String) {
    #expect(encoding.text(bytes.map { UInt8($0) }) == text)
  }

  /// Every cell of the tables, written out by the test's encoder and read back.
  @Test func tablesRoundTrip() {
    let tables: [(PageEncoding, [UInt32], count: Int)] = [
      (.gb18030, EncodingTables.gb18030, 23940), (.big5, EncodingTables.big5, 18590),
      (.eucKR, EncodingTables.eucKR, 17048), (.eucTW, EncodingTables.eucTW, 13517),
      (.eucJP, Array(EncodingTables.jis0208.prefix(94 * 94)), 6879),
    ]
    for (encoding, table, count) in tables {
      let cells = table.filter { $0 != 0 }.map { Character(Unicode.Scalar(PackedUTF8.scalar($0))!) }
      #expect(encoding == .eucJP || cells.count == count, "\(encoding)")
      // A character at a time, for neighbours might combine.
      var wrong = 0
      for cell in cells
      where encoding.text(Encoder.encode(String(cell), as: encoding)) != String(cell) {
        wrong += 1
      }
      #expect(wrong == 0, "\(encoding)")
    }
  }

  @Test func fourByteCodesRoundTrip() {
    // Every scalar that the two-byte table lacks has exactly one code of four bytes, but for some
    // of the private use area whose codes later editions gave to other characters.
    let twoBytes = Set(EncodingTables.gb18030.map { PackedUTF8.scalar($0) })
    var scalars = Array(UInt32(0x80)...0xD7FF) + Array(UInt32(0xF900)...0xFFFF)
    scalars.removeAll { twoBytes.contains($0) }
    scalars += stride(from: 0x10000, through: 0x10FFFF, by: 257)
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars.map { Unicode.Scalar($0)! })
    let expected = String(text)
    let bytes = Encoder.encode(expected, as: .gb18030)
    #expect(bytes.count == 4 * scalars.count)
    #expect(Array(PageEncoding.gb18030.text(bytes).unicodeScalars) == Array(text))
  }

  @Test func packedCharactersKeepTheirScalar() {
    for scalar in [0, 0x7F, 0x80, 0x7FF, 0x800, 0x4E2D, 0xFFFF, 0x10000, 0x20BB7, 0x10FFFF]
      as [UInt32]
    {
      let packed = PackedUTF8.pack(scalar)
      let utf8 = Array(String(Unicode.Scalar(scalar)!).utf8)
      #expect(PackedUTF8.length(packed) == utf8.count)
      #expect(PackedUTF8.scalar(packed) == scalar)
      #expect((0..<utf8.count).map { UInt8(truncatingIfNeeded: packed >> (8 * $0)) } == utf8)
    }
  }
}
