/// Reads the wire format of Protocol Buffers from a part of some bytes.
struct ProtobufReader {
  enum Kind: Int {
    case varint = 0
    case eightBytes = 1
    case bytes = 2
    case fourBytes = 5
  }

  private let bytes: [UInt8]
  private let end: Int
  /// From the start of the file.
  private(set) var offset: Int

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    offset = range.lowerBound
    end = range.upperBound
  }

  var isAtEnd: Bool { offset == end }

  /// A message after its length.
  mutating func message(_ what: String) throws(CIFFError) -> ProtobufReader {
    let start = offset
    guard !isAtEnd else {
      throw CIFFError(message: "the file ends where \(what) should be", offset: start)
    }
    let length = try varint()
    guard length <= UInt64(end - offset) else {
      throw CIFFError(
        message: "\(what) of \(length) bytes does not fit: the file is cut or is not CIFF",
        offset: start)
    }
    defer { offset += Int(length) }
    return ProtobufReader(bytes, offset..<(offset + Int(length)))
  }

  /// The number and kind of the next field; nil at the end.
  mutating func field() throws(CIFFError) -> (Int, Kind)? {
    guard !isAtEnd else { return nil }
    let start = offset
    let key = try varint()
    guard key >> 3 > 0, key >> 3 < 1 << 29, let kind = Kind(rawValue: Int(key & 7)) else {
      throw CIFFError(message: "this is no field of a message: the file is not CIFF", offset: start)
    }
    return (Int(key >> 3), kind)
  }

  mutating func int() throws(CIFFError) -> Int {
    Int(Int64(bitPattern: try varint()))
  }

  mutating func double() throws(CIFFError) -> Double {
    try need(8)
    var bits: UInt64 = 0
    for place in 0..<8 { bits |= UInt64(bytes[offset + place]) << (8 * UInt64(place)) }
    offset += 8
    return Double(bitPattern: bits)
  }

  mutating func string() throws(CIFFError) -> String {
    let start = offset
    let content = try message("a string")
    guard let text = String(validating: bytes[content.offset..<content.end], as: UTF8.self) else {
      throw CIFFError(message: "a string is not UTF-8", offset: start)
    }
    return text
  }

  mutating func skip(_ kind: Kind) throws(CIFFError) {
    switch kind {
    case .varint: _ = try varint()
    case .bytes: _ = try message("a field")
    case .eightBytes, .fourBytes:
      let size = kind == .eightBytes ? 8 : 4
      try need(size)
      offset += size
    }
  }

  private func need(_ count: Int) throws(CIFFError) {
    guard end - offset >= count else {
      throw CIFFError(message: "a number is cut off", offset: offset)
    }
  }

  private mutating func varint() throws(CIFFError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      try need(1)
      let byte = bytes[offset]
      offset += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
      guard shift < 64 else {
        throw CIFFError(message: "a number has more than ten bytes", offset: offset)
      }
    }
  }
}
