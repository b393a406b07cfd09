/// Undoes a `Content-Transfer-Encoding` (RFC 2045, 6) line by line.
struct TransferDecoder {
  enum Encoding { case identity, quotedPrintable, base64 }

  private let encoding: Encoding
  private(set) var output: [UInt8] = []
  /// Bytes that base64 has no meaning for, other than line ends and spaces.
  private(set) var strangers = 0
  private var bits: UInt32 = 0
  private var bitCount = 0

  /// Unknown names are taken for no encoding.
  init(_ name: String?) {
    encoding =
      switch name?.lowercased() {
      case "base64": .base64
      case "quoted-printable": .quotedPrintable
      default: .identity
      }
  }

  /// Takes a line with its end.
  mutating func add(_ line: [UInt8]) {
    switch encoding {
    case .identity: output += line
    case .quotedPrintable: addQuotedPrintable(line)
    case .base64: for byte in line { addBase64(byte) }
    }
  }

  private mutating func addQuotedPrintable(_ line: [UInt8]) {
    var end = line.count
    while end > 0, line[end - 1] <= 0x20 { end -= 1 }
    var at = 0
    while at < end {
      if line[at] == UInt8(ascii: "=") {
        // At the end of a line: the line goes on.
        if at + 1 == end { return }
        if at + 2 < end, let high = hexadecimalValue(line[at + 1]),
          let low = hexadecimalValue(line[at + 2])
        {
          output.append(high << 4 | low)
          at += 3
          continue
        }
      }
      output.append(line[at])
      at += 1
    }
    if line.last == 0x0A { output.append(0x0A) }
  }

  private mutating func addBase64(_ byte: UInt8) {
    let value: UInt8
    switch byte {
    case 0x41...0x5A: value = byte - 0x41
    case 0x61...0x7A: value = byte - 0x61 + 26
    case 0x30...0x39: value = byte - 0x30 + 52
    case UInt8(ascii: "+"): value = 62
    case UInt8(ascii: "/"): value = 63
    case UInt8(ascii: "="):
      // What pads ends a group; another may follow.
      bitCount = 0
      bits = 0
      return
    default:
      if byte > 0x20 { strangers += 1 }
      return
    }
    bits = bits << 6 | UInt32(value)
    bitCount += 6
    if bitCount >= 8 {
      bitCount -= 8
      output.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
    }
  }
}

func hexadecimalValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 0x30...0x39: byte - 0x30
  case 0x41...0x46: byte - 0x41 + 10
  case 0x61...0x66: byte - 0x61 + 10
  default: nil
  }
}
