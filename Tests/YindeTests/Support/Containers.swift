/// Containers written by hand, so that no reader is tested by the library that it sits on.
enum Zip {
  struct Entry {
    var name: [UInt8]
    var content: [UInt8]
    /// Deflated, if in stored blocks.
    var isDeflated = false
    /// Sizes and checksum behind the data.
    var hasDescriptor = false
    var isUTF8 = false
    var isEncrypted = false
    var is64 = false
    /// Sets what the directory says apart from what is there.
    var claimedSize: Int?
    var claimedChecksum: UInt32?

    init(_ name: String, _ content: String) {
      self.init(Array(name.utf8), Array(content.utf8))
    }

    init(_ name: [UInt8], _ content: [UInt8]) {
      self.name = name
      self.content = content
    }
  }

  static func archive(_ entries: [Entry], is64: Bool = false, prefix: [UInt8] = []) -> [UInt8] {
    var bytes = prefix
    var directory: [UInt8] = []
    for entry in entries {
      let start = bytes.count - prefix.count
      // The deflated data of a gzip member stands between 10 bytes of header and 8 of trailer.
      let data =
        entry.isDeflated ? Array(Gzip.member(entry.content)[10...].dropLast(8)) : entry.content
      let size = entry.claimedSize ?? entry.content.count
      let checksum = entry.claimedChecksum ?? Gzip.checksum(entry.content)
      let flags =
        (entry.isUTF8 ? 0x800 : 0) | (entry.hasDescriptor ? 8 : 0) | (entry.isEncrypted ? 1 : 0)
      let shared =
        little(20, 2) + little(flags, 2) + little(entry.isDeflated ? 8 : 0, 2) + little(0, 4)
      let sizes = little(Int(checksum), 4) + little(data.count, 4) + little(size, 4)
      bytes += [0x50, 0x4B, 3, 4] + shared
      bytes += entry.hasDescriptor ? [UInt8](repeating: 0, count: 12) : sizes
      bytes += little(entry.name.count, 2) + little(0, 2) + entry.name + data
      if entry.hasDescriptor { bytes += [0x50, 0x4B, 7, 8] + sizes }
      directory += [0x50, 0x4B, 1, 2] + little(20, 2) + shared
      if entry.is64 {
        directory += little(Int(checksum), 4) + little(0xFFFF_FFFF, 4) + little(0xFFFF_FFFF, 4)
        directory += little(entry.name.count, 2) + little(28, 2) + little(0, 10)
        directory += little(0xFFFF_FFFF, 4) + entry.name
        directory += little(1, 2) + little(24, 2) + little(size, 8) + little(data.count, 8)
        directory += little(start, 8)
      } else {
        directory += sizes + little(entry.name.count, 2) + little(0, 12) + little(start, 4)
        directory += entry.name
      }
    }
    let start = bytes.count - prefix.count
    bytes += directory
    if is64 {
      let record = bytes.count - prefix.count
      bytes += [0x50, 0x4B, 6, 6] + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 8)
      bytes += little(entries.count, 8) + little(entries.count, 8) + little(directory.count, 8)
      bytes += little(start, 8)
      bytes += [0x50, 0x4B, 6, 7] + little(0, 4) + little(record, 8) + little(1, 4)
      bytes += [0x50, 0x4B, 5, 6] + little(0, 4) + little(0xFFFF, 2) + little(0xFFFF, 2)
      bytes += little(0xFFFF_FFFF, 4) + little(0xFFFF_FFFF, 4) + little(0, 2)
    } else {
      bytes += [0x50, 0x4B, 5, 6] + little(0, 4) + little(entries.count, 2)
      bytes +=
        little(entries.count, 2) + little(directory.count, 4) + little(start, 4) + little(0, 2)
    }
    return bytes
  }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
  }
}

enum WARC {
  static func record(
    _ type: String, _ uri: String, _ contentType: String, _ block: [UInt8]
  ) -> [UInt8] {
    Array(
      ("WARC/1.0\r\nWARC-Type: \(type)\r\nWARC-Target-URI: \(uri)\r\n"
        + "Content-Type: \(contentType)\r\nContent-Length: \(block.count)\r\n\r\n").utf8)
      + block + Array("\r\n\r\n".utf8)
  }

  static func response(
    _ uri: String, _ body: [UInt8], status: String = "200 OK",
    _ fields: String = "Content-Type: text/html"
  ) -> [UInt8] {
    record(
      "response", uri, "application/http; msgtype=response",
      Array("HTTP/1.1 \(status)\r\n\(fields)\r\n\r\n".utf8) + body)
  }

  static func page(_ uri: String, _ text: String) -> [UInt8] {
    response(uri, Array("<meta charset=utf-8><p>\(text)</p>".utf8))
  }

  static func chunked(_ body: [UInt8], size: Int) -> [UInt8] {
    var output: [UInt8] = []
    var at = 0
    while at < body.count {
      let end = min(at + size, body.count)
      output += Array("\(String(end - at, radix: 16));x=y\r\n".utf8) + body[at..<end] + [13, 10]
      at = end
    }
    return output + Array("0\r\n\r\n".utf8)
  }
}

/// Deflated data and what goes around it.
enum Deflate {
  static func raw(_ bytes: [UInt8]) -> [UInt8] { Array(Gzip.member(bytes)[10...].dropLast(8)) }

  /// With zlib's header and Adler-32.
  static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var a: UInt32 = 1
    var b: UInt32 = 0
    for byte in bytes {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    let sum = b << 16 | a
    return [0x78, 0x01] + raw(bytes)
      + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> UInt32($0)) }
  }
}

enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// In lines of 76 characters.
  static func encode(_ bytes: [UInt8]) -> String {
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = Array(bytes[start..<min(start + 3, bytes.count)])
      let value = group.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
      for place in 0..<4 {
        output.append(
          place <= group.count ? alphabet[value >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
      if start % 57 == 54 { output += [13, 10] }
    }
    return String(decoding: output, as: UTF8.self)
  }
}

enum QuotedPrintable {
  static func encode(_ bytes: [UInt8]) -> String {
    var lines = [""]
    for byte in bytes {
      if lines[lines.count - 1].utf8.count > 70 {
        lines[lines.count - 1] += "="
        lines.append("")
      }
      let isPlain = byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "=")
      let hex = String(byte, radix: 16, uppercase: true)
      lines[lines.count - 1] +=
        isPlain ? String(UnicodeScalar(byte)) : "=" + (byte < 16 ? "0" : "") + hex
    }
    return lines.joined(separator: "\r\n")
  }
}
