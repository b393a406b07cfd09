/// The body of an HTTP message as it was sent, and how to undo that.
struct Payload: Sendable {
  var bytes: [UInt8]
  /// The encoding that the header names.
  var label: String?
  var isChunked = false
  /// `Content-Encoding`.
  var coding: String?

  init(bytes: [UInt8], label: String? = nil) {
    self.bytes = bytes
    self.label = label
  }

  /// The body itself. Crawlers often undo an encoding and leave the header: what does not begin as the header says is taken
  /// as it is.
  func content() throws(InputFailure) -> [UInt8] {
    let body = isChunked ? try Payload.unchunked(bytes) : bytes
    switch coding {
    case nil, "identity", "none", "", "utf-8": return body
    case "gzip", "x-gzip":
      return body.starts(with: [0x1F, 0x8B]) ? try Payload.inflated(body, .gzip) : body
    case "deflate":
      // Meant is zlib's wrapper, sent is often none (RFC 9110, 8.4.1.2); text begins as neither.
      guard let first = body.first, first != UInt8(ascii: "<"), first != 0xEF else { return body }
      if first & 0x0F == 8, body.count > 1, (Int(first) << 8 + Int(body[1])) % 31 == 0 {
        return try Payload.inflated(body, .zlib)
      }
      return try Payload.inflated(body, .none)
    case let other?:
      if HTMLSniffer.isHTML(body) { return body }
      throw InputFailure("is compressed with \(other), which is not read")
    }
  }

  private static func inflated(_ bytes: [UInt8], _ wrapper: Inflater.Wrapper)
    throws(InputFailure) -> [UInt8]
  {
    let inflater = Inflater(wrapper)
    let most = min(
      InputLimits.page, max(InputLimits.freeExpansion, bytes.count * InputLimits.expansion))
    var output: [UInt8] = []
    do throws(Inflater.Failure) {
      try inflater.decode(bytes, into: &output, limit: most + 1)
    } catch {
      throw InputFailure("has damaged compressed content")
    }
    guard output.count <= most else {
      throw most == InputLimits.page ? .tooLarge : .bomb
    }
    guard inflater.isAtEnd else { throw InputFailure("has compressed content that is cut") }
    return output
  }

  /// Undoes the chunked transfer encoding (RFC 9112, 7.1).
  private static func unchunked(_ bytes: [UInt8]) throws(InputFailure) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var at = 0
    while at < bytes.count {
      let line = bytes[at...].prefix(1 << 10)
      var size = 0
      var digits = 0
      for byte in line {
        guard let value = hexadecimalValue(byte), digits < 15 else { break }
        size = size << 4 | Int(value)
        digits += 1
      }
      guard digits > 0, let end = line.firstIndex(of: 0x0A) else {
        if at == 0 { return bytes }
        throw InputFailure("has a broken chunk at byte \(at)")
      }
      at = end + 1
      if size == 0 { return output }
      guard size <= bytes.count - at else { throw InputFailure("is cut inside a chunk") }
      output += bytes[at..<(at + size)]
      at += size
      if at < bytes.count, bytes[at] == 0x0D { at += 1 }
      if at < bytes.count, bytes[at] == 0x0A { at += 1 }
    }
    throw InputFailure("is cut before its last chunk")
  }
}
