import YindeHTML

/// A page that a browser saved with all that belongs to it: MHTML (RFC 2557), also one saved as a mail message.
///
/// Read line by line; of the parts only those that are HTML are kept (plain text, when there is no HTML). The main part is
/// the one that the message names as its start, else the first; the others are its frames. Multipart in
/// multipart is followed ``depthLimit`` deep.
struct WebArchivePage {
  static let depthLimit = 8
  private static let lineLimit = 1 << 16
  private static let partLimit = 10_000

  struct Part {
    var bytes: [UInt8]
    /// The encoding that the part's header names.
    var label: String?
    var isHTML: Bool
    var contentID: String?
  }

  /// The main part first.
  private(set) var parts: [Part] = []
  /// What is broken in it; what could be read is in ``parts``.
  private(set) var damage: [String] = []
  private var size = 0
  private var partCount = 0

  init(_ stream: ByteStream) throws(InputFailure) {
    guard let header = try MessageHeader(stream, hasFirstLine: false), header["content-type"] != nil
    else { throw InputFailure("is not MHTML: it has no header with a content type") }
    var boundaries: [String] = []
    var start = header.parameter("start", of: "content-type")
    var next: MessageHeader? = header
    while let header = next {
      if let boundary = header.parameter("boundary", of: "content-type"), !boundary.isEmpty,
        header.token("content-type")?.hasPrefix("multipart/") == true
      {
        guard boundaries.count < WebArchivePage.depthLimit else {
          throw InputFailure(
            "has multipart in multipart more than \(WebArchivePage.depthLimit) deep")
        }
        if start == nil { start = header.parameter("start", of: "content-type") }
        boundaries.append(boundary)
        next = try skipToPart(stream, &boundaries)
      } else {
        next = try readPart(stream, header, &boundaries)
      }
    }
    choose(start)
    if parts.isEmpty {
      throw InputFailure(
        "holds no page" + (damage.isEmpty ? "" : ": \(damage.joined(separator: ", "))"))
    }
  }

  // MARK: Parts

  private enum Line {
    case content([UInt8])
    case partBegins, end
  }

  /// The next line, or what it says of the parts.
  private mutating func line(_ stream: ByteStream, _ boundaries: inout [String])
    throws(InputFailure) -> Line
  {
    let line: [UInt8]?
    do throws(InputFailure) {
      line = try stream.line(limit: WebArchivePage.lineLimit)
    } catch {
      damage.append(error.reason)
      return .end
    }
    guard let line else {
      if !boundaries.isEmpty {
        damage.append("ends before its last part does; what came before is indexed")
      }
      return .end
    }
    guard line.starts(with: [0x2D, 0x2D]) else { return .content(line) }
    for (depth, boundary) in boundaries.enumerated().reversed() {
      guard line.dropFirst(2).starts(with: boundary.utf8) else { continue }
      let rest = line.dropFirst(2 + boundary.utf8.count)
      if rest.starts(with: [0x2D, 0x2D]), rest.dropFirst(2).allSatisfy({ $0 <= 0x20 }) {
        // The end of a multipart: its siblings may follow.
        boundaries.removeLast(boundaries.count - depth)
        return boundaries.isEmpty ? .end : .content([])
      }
      guard rest.allSatisfy({ $0 <= 0x20 }) else { continue }
      boundaries.removeLast(boundaries.count - depth - 1)
      return .partBegins
    }
    return .content(line)
  }

  private mutating func skipToPart(_ stream: ByteStream, _ boundaries: inout [String])
    throws(InputFailure) -> MessageHeader?
  {
    while true {
      switch try line(stream, &boundaries) {
      case .content: continue
      case .partBegins: return try header(stream)
      case .end: return nil
      }
    }
  }

  private mutating func header(_ stream: ByteStream) throws(InputFailure) -> MessageHeader? {
    partCount += 1
    guard partCount <= WebArchivePage.partLimit else {
      throw InputFailure("has more than \(WebArchivePage.partLimit) parts")
    }
    let header: MessageHeader?
    do throws(InputFailure) {
      header = try MessageHeader(stream, hasFirstLine: false)
    } catch {
      damage.append(error.reason)
      return nil
    }
    if header == nil { damage.append("ends in the header of part \(partCount)") }
    return header
  }

  /// Reads the part behind a header; the next part's header, nil after the last.
  private mutating func readPart(
    _ stream: ByteStream, _ header: MessageHeader, _ boundaries: inout [String]
  ) throws(InputFailure) -> MessageHeader? {
    let type = header.token("content-type") ?? "text/plain"
    let isHTML = type == "text/html" || type == "application/xhtml+xml"
    let isKept = isHTML || type == "text/plain"
    let number = partCount
    var decoder = TransferDecoder(header.token("content-transfer-encoding"))
    var isEnd = false
    reading: while true {
      switch try line(stream, &boundaries) {
      case .content(let line):
        guard isKept else { continue }
        decoder.add(line)
        guard size + decoder.output.count <= InputLimits.page else { throw .tooLarge }
      case .partBegins: break reading
      case .end:
        isEnd = true
        break reading
      }
    }
    if decoder.strangers > 0 {
      damage.append(
        "has base64 in part \(number) with \(decoder.strangers) characters that are none of it")
    }
    if isKept, !decoder.output.isEmpty {
      size += decoder.output.count
      parts.append(
        Part(
          bytes: decoder.output, label: header.parameter("charset", of: "content-type"),
          isHTML: isHTML, contentID: header["content-id"]))
    }
    return isEnd ? nil : try self.header(stream)
  }

  private mutating func choose(_ start: String?) {
    if parts.contains(where: \.isHTML) { parts.removeAll { !$0.isHTML } }
    if let start, let main = parts.firstIndex(where: { $0.contentID == start }), main > 0 {
      parts.insert(parts.remove(at: main), at: 0)
    }
  }

  // MARK: The page

  /// The main part with its frames: a frame's text is furniture (most frames are advertisements), unless the main
  /// part has no text of its own, as pages of frames have none.
  func page() -> Page {
    var page = WebArchivePage.page(parts[0])
    let hasOwnText = page.blocks.contains { $0.role == .body || $0.role == .heading }
    for part in parts.dropFirst() {
      let frame = WebArchivePage.page(part)
      let shift = page.text.count
      page.text += frame.text
      for block in frame.blocks {
        let role = hasOwnText || block.role == .title ? Role.furniture : block.role
        page.blocks.append(
          Block(
            role: role,
            range: (block.range.lowerBound + shift)..<(block.range.upperBound + shift)))
      }
      page.encoding.replacements += frame.encoding.replacements
    }
    return page
  }

  private static func page(_ part: Part) -> Page {
    part.isHTML
      ? Page(html: part.bytes, transportLabel: part.label)
      : Page(plainText: part.bytes, transportLabel: part.label)
  }
}
