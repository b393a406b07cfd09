/// Character references, as the HTML standard (13.2.5.72 and on) reads them: named ones with and
/// without a semicolon, numbers in both bases, and the Windows-1252 meaning of 128 to 159.
enum CharacterReferences {
  /// What a reference stands for, and the position after it.
  struct Match {
    var first: UInt32
    var second: UInt32 = 0
    var end: Int
  }

  /// The reference at `position`, where an ampersand stands; nil if it is just an ampersand.
  ///
  /// In an attribute a name without semicolon before a letter, a digit or `=` is no reference:
  /// `?a=1&copy=2` keeps its `&copy`. Reads at most 33 bytes of a name; a number of any length.
  static func match(
    _ bytes: borrowing Span<UInt8>, at position: Int, end: Int, inAttribute: Bool
  ) -> Match? {
    var index = position + 1
    guard index < end else { return nil }
    if bytes[index] == UInt8(ascii: "#") { return number(bytes, at: index + 1, end: end) }
    guard bytes[index].isASCIILetter else { return nil }
    var hash = NameHash()
    var found: (value: UInt32, end: Int)?
    let limit = min(end, index + 33)
    while index < limit {
      let byte = bytes[index]
      guard byte.isASCIIAlphanumeric || byte == UInt8(ascii: ";") else { break }
      hash.add(byte)
      index += 1
      if let value = names[hash] { found = (value, index) }
      if byte == UInt8(ascii: ";") { break }
    }
    guard let found else { return nil }
    if inAttribute, bytes[found.end - 1] != UInt8(ascii: ";"), found.end < end {
      let next = bytes[found.end]
      if next == UInt8(ascii: "=") || next.isASCIIAlphanumeric { return nil }
    }
    let scalars = values[Int(found.value)]
    return Match(first: scalars.0, second: scalars.1, end: found.end)
  }

  private static func number(
    _ bytes: borrowing Span<UInt8>, at position: Int, end: Int
  ) -> Match? {
    var index = position
    var value: UInt32 = 0
    let hexadecimal = index < end && bytes[index] | 0x20 == UInt8(ascii: "x")
    if hexadecimal { index += 1 }
    let start = index
    while index < end, let digit = bytes[index].digit(hexadecimal: hexadecimal) {
      // Stays below 2^32: at most 0x10FFFF * 16 + 15 before it is cut again.
      value = min(value &* (hexadecimal ? 16 : 10) &+ digit, 0x11_0000)
      index += 1
    }
    guard index > start else { return nil }
    if index < end, bytes[index] == UInt8(ascii: ";") { index += 1 }
    switch value {
    case 0x80...0x9F: value = windows1252[Int(value) - 0x80]
    case 0, 0xD800...0xDFFF, 0x11_0000...: value = 0xFFFD
    default: break
    }
    return Match(first: value, end: index)
  }

  /// The numbers 128 to 159 mean Windows-1252's characters, whatever the page's encoding.
  private static let windows1252: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]

  private static let names: NameTable = parsed.names
  private static let values: [(UInt32, UInt32)] = parsed.values

  private static let parsed: (names: NameTable, values: [(UInt32, UInt32)]) = {
    var names = NameTable(capacity: 8192)
    var values: [(UInt32, UInt32)] = []
    for line in namedReferences.description.utf8.split(separator: 0x0A) {
      let fields = line.split(separator: 0x20)
      var hash = NameHash()
      for byte in fields[0] { hash.add(byte) }
      let scalars = fields.dropFirst().map { field in
        field.reduce(UInt32(0)) { $0 * 16 + ($1.digit(hexadecimal: true) ?? 0) }
      }
      names.insert(hash, value: UInt32(values.count))
      values.append((scalars[0], scalars.count > 1 ? scalars[1] : 0))
    }
    return (names, values)
  }()
}
