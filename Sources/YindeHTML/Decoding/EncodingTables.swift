/// Characters as the decoders pass them on: the UTF-8 bytes of a scalar in an integer, the first
/// byte lowest.
///
/// A table of these needs no conversion when a character is written; zero is an empty cell.
enum PackedUTF8 {
  /// U+FFFD.
  static let replacement: UInt32 = 0xBD_BFEF

  /// The packed form of a scalar. Surrogates and numbers above U+10FFFF are never passed.
  @inline(__always)
  static func pack(_ scalar: UInt32) -> UInt32 {
    if scalar < 0x80 { return scalar }
    let last = scalar & 0x3F | 0x80
    if scalar < 0x800 { return scalar >> 6 | 0xC0 | last << 8 }
    let third = scalar >> 6 & 0x3F | 0x80
    if scalar < 0x10000 { return scalar >> 12 | 0xE0 | third << 8 | last << 16 }
    let second = scalar >> 12 & 0x3F | 0x80
    return scalar >> 18 | 0xF0 | second << 8 | third << 16 | last << 24
  }

  /// How many bytes a packed character has.
  @inline(__always)
  static func length(_ packed: UInt32) -> Int {
    let first = packed & 0xFF
    return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
  }

  /// The scalar of a packed character.
  @inline(__always)
  static func scalar(_ packed: UInt32) -> UInt32 {
    switch length(packed) {
    case 1: packed
    case 2: (packed & 0x1F) << 6 | packed >> 8 & 0x3F
    case 3: (packed & 0x0F) << 12 | (packed >> 8 & 0x3F) << 6 | packed >> 16 & 0x3F
    default:
      (packed & 0x07) << 18 | (packed >> 8 & 0x3F) << 12 | (packed >> 16 & 0x3F) << 6
        | packed >> 24 & 0x3F
    }
  }
}

extension StaticString {
  /// The literal's bytes.
  var bytes: [UInt8] {
    // A literal of more than one scalar always has a pointer, and it is valid for the program's
    // life.
    precondition(hasPointerRepresentation)
    return unsafe Array(UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount))
  }

  /// The numbers of each line, which are hexadecimal with a blank between.
  var hexadecimalRows: [[UInt32]] {
    bytes.split(separator: 0x0A).map { line in
      line.split(separator: 0x20).map { field in
        field.reduce(UInt32(0)) { $0 << 4 | UInt32($1 < 0x3A ? $1 - 0x30 : $1 - 0x57) }
      }
    }
  }

  /// The literal's characters, packed.
  var packedCharacters: [UInt32] {
    let bytes = self.bytes
    var characters: [UInt32] = []
    characters.reserveCapacity(bytes.count / 2)
    var index = 0
    while index < bytes.count {
      let length = PackedUTF8.length(UInt32(bytes[index]))
      var packed: UInt32 = 0
      for offset in 0..<length { packed |= UInt32(bytes[index + offset]) << UInt32(8 * offset) }
      characters.append(packed)
      index += length
    }
    return characters
  }
}

/// The indexes of the multi-byte encodings, expanded from their literals on first use, once a
/// process.
///
/// An index maps a pointer (row × stride + cell) to a packed character, zero where there is none.
/// All of them together take 340 KB, and expanding one takes well under a millisecond.
enum EncodingTables {
  static let gb18030 = expand(GB18030Index.rows, stride: GB18030Index.stride)
  static let big5 = expand(Big5Index.rows, stride: Big5Index.stride)
  static let eucKR = expand(EUCKRIndex.rows, stride: EUCKRIndex.stride)
  static let jis0208 = expand(JIS0208Index.rows, stride: JIS0208Index.stride)
  static let jis0212 = expand(JIS0212Index.rows, stride: JIS0212Index.stride)

  /// Two planes of 94 rows of 94 cells.
  static let eucTW: [UInt32] = {
    var table = [UInt32](repeating: 0, count: 2 * 94 * 94)
    for run in EUCTWRuns.lines.hexadecimalRows {
      let (cell, count, first) = (Int(run[0]), Int(run[1]), run[2])
      if count == 0 { table[cell] = PackedUTF8.pack(first) }
      for place in 0..<count { table[cell + place] = big5[Int(first) + place] }
    }
    return table
  }()

  /// For each single-byte encoding, the characters of 0x80 to 0xFF.
  static let singleByte: [[UInt32]] = {
    var tables: [[UInt32]] = []
    for row in SingleByteEncoding.rows.packedCharacters.split(separator: 0x0A) {
      var table = [UInt32](repeating: 0, count: 128)
      for (index, character) in row.enumerated() {
        switch character {
        case 0x2E: break
        case 0x3D: table[index] = PackedUTF8.pack(UInt32(index + 0x80))
        default: table[index] = character
        }
      }
      tables.append(table)
    }
    return tables
  }()

  /// The runs of gb18030's four-byte codes, ascending.
  static let gb18030Ranges: [(pointer: UInt32, scalar: UInt32)] = {
    GB18030Ranges.lines.hexadecimalRows.map { ($0[0], $0[1]) }
  }()

  private static func expand(_ rows: StaticString, stride: Int) -> [UInt32] {
    var table: [UInt32] = []
    var cell = 0
    func pad() {
      table.append(contentsOf: repeatElement(0, count: stride - cell))
    }
    for character in rows.packedCharacters {
      if character == 0x0A {
        pad()
        cell = 0
      } else {
        table.append(character == 0x2E ? 0 : character)
        cell += 1
      }
    }
    pad()
    return table
  }
}
