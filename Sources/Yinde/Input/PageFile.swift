import YindeHTML

/// Reads the file of one page.
enum PageFile {
  /// The page in a file, decompressed.
  static func read(_ path: [UInt8], counter: ReadCounter? = nil) throws(InputFailure) -> [UInt8] {
    let stream = try ByteStream(path: path, counter: counter)
    return try stream.readAll(limit: InputLimits.page)
  }

  /// The page in a stream, as far as it can be decompressed, and what is wrong with the rest.
  static func read(
    _ stream: ByteStream
  ) throws(InputFailure) -> (content: [UInt8], damage: String?) {
    let (bytes, damage) = try stream.readUpToDamage(limit: InputLimits.page)
    return (bytes, damage.map { "\($0.reason); what came before the damage is indexed" })
  }

  /// A page from its bytes.
  ///
  /// - Parameter path: the page's path, which may tell its date.
  /// - Returns: nil when the kind is unknown and the bytes are not HTML.
  static func page(
    _ content: [UInt8], _ kind: InputKind, path: [UInt8], label: String?
  ) throws(InputFailure) -> Page? {
    if kind == .unknown {
      guard HTMLSniffer.isHTML(content) else { return nil }
      return Page(html: content, transportLabel: label, path: path)
    }
    if content.isEmpty { throw InputFailure("is empty") }
    if let kind = kindOfBinary(content) { throw InputFailure("is not a page but \(kind)") }
    switch kind {
    case .text: return Page(plainText: content, transportLabel: label)
    case .markdown: return Page(markdown: content, transportLabel: label)
    default: return Page(html: content, transportLabel: label, path: path)
    }
  }

  /// What the first bytes say of a file that is no text.
  static func kindOfBinary(_ bytes: [UInt8]) -> String? {
    let kinds: [([UInt8], String)] = [
      ([0x89, 0x50, 0x4E, 0x47], "a PNG image"), ([0xFF, 0xD8, 0xFF], "a JPEG image"),
      (Array("GIF8".utf8), "a GIF image"), (Array("%PDF-".utf8), "a PDF"),
      (Array("PK\u{3}\u{4}".utf8), "a zip archive"), ([0x7F, 0x45, 0x4C, 0x46], "a program"),
      (Array("RIFF".utf8), "a RIFF file"), ([0xD0, 0xCF, 0x11, 0xE0], "an Office document"),
      (Array("BZh".utf8), "bzip2 data"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz data"),
      ([0x28, 0xB5, 0x2F, 0xFD], "Zstandard data"), ([0x1F, 0x8B], "gzip data in gzip data"),
      (Array("SQLite format 3".utf8), "a database"), ([0x89, 0x59, 0x49, 0x4E], "a Yinde index"),
    ]
    return kinds.first { bytes.starts(with: $0.0) }?.1
  }
}
