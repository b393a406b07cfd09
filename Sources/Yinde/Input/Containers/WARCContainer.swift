/// A web archive (ISO 28500), plain or gzip: the pages among its records, read from front to back.
///
/// Taken are `response` records of HTTP status 200 whose content is HTML or plain text, and `resource` and
/// `conversion` records of these types. The others (requests, pictures, redirections, revisits …) are counted.
/// A page's path is its `WARC-Target-URI`, so that `site:` knows its host.
///
/// After a record that is broken the next one is looked for: in gzip at the next member, else at the next line that
/// begins with `WARC/1.`. Where the archive is not compressed and no record follows where the length says, the record
/// goes up to the next such line.
final class WARCContainer: InputContainer {
  private let stream: ByteStream
  private let name: [UInt8]
  private let ledger: InputLedger
  private var isAtEnd = false
  /// Nothing is reported between a broken record and the next whole one.
  private var isLost = false
  /// What is wrong with the record that was given last.
  private var damage: InputItem?

  init(_ file: [UInt8], name: [UInt8], ledger: InputLedger, counter: ReadCounter?)
    throws(InputFailure)
  {
    self.name = name
    self.ledger = ledger
    let isGzip = InputKind.lowercasedName(file).hasSuffix(".gz")
    stream = try ByteStream(path: file, isGzip: isGzip, counter: counter)
  }

  func next() -> InputItem? {
    if let damage {
      self.damage = nil
      return damage
    }
    while !isAtEnd {
      let place = stream.position
      do throws(InputFailure) {
        guard let record = try nextRecord() else { continue }
        return record
      } catch {
        let wasLost = isLost
        recover(error)
        if wasLost { continue }
        return problem(error.path ?? name, "\(error.reason) (record at byte \(place))")
      }
    }
    return nil
  }

  private func problem(_ path: [UInt8], _ reason: String) -> InputItem {
    InputItem(path: path, kind: .warc, size: 0, content: .problem(reason))
  }

  /// Looks for a place to go on from.
  private func recover(_ failure: InputFailure) {
    isLost = true
    guard failure != .bomb else {
      isAtEnd = true
      return
    }
    guard failure == .badGzip else { return }
    isAtEnd = !((try? stream.resynchronise()) ?? false)
  }

  // MARK: Records

  private static let broken = InputFailure("has a broken record")
  private static let cut = InputFailure("is cut inside a record")

  /// The next record; nil when it is no page, or at the end.
  private func nextRecord() throws(InputFailure) -> InputItem? {
    guard try findRecord() else {
      isAtEnd = true
      return nil
    }
    let place = stream.position
    guard let header = try MessageHeader(stream, hasFirstLine: true) else {
      throw stream.available == 0 ? WARCContainer.cut : WARCContainer.broken
    }
    let length = header["content-length"].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    let extent = try extent(length)
    isLost = false
    let uri = header["warc-target-uri"].map { Array(WARCContainer.bare($0).utf8) } ?? []
    let path = Repair.text(uri)
    let type = header.token("content-type") ?? ""
    var item: InputItem?
    switch header.token("warc-type") {
    case "response" where type == "application/http" || type.isEmpty:
      item = try response(path, extent)
    case "response", "resource", "conversion":
      if let kind = WARCContainer.kind(type), !path.isEmpty {
        item = try self.item(
          path, kind, header.parameter("charset", of: "content-type"), extent.end)
      }
    default: break
    }
    guard stream.position <= extent.end else {
      throw InputFailure("has a record whose length ends in its header")
    }
    guard try stream.skip(extent.end - stream.position) else { throw WARCContainer.cut }
    if let damage = extent.damage {
      self.damage = problem(name, "\(damage) (record at byte \(place))")
    }
    if item == nil { ledger.addOtherRecord() }
    return item
  }

  /// Where a record's content ends.
  private struct Extent {
    var end: Int
    /// By its length; nil when it has none.
    var claimed: Int?
    /// What is wrong with the length.
    var damage: String?
  }

  /// Where the record at hand ends: where its length says, if what follows bears it out or cannot be seen.
  private func extent(_ length: Int?) throws(InputFailure) -> Extent {
    let start = stream.position
    let claimed = length.map { start + min($0, Int.max / 2) }
    guard let size = stream.plainSize else {
      guard let claimed else { throw WARCContainer.broken }
      return Extent(end: claimed, claimed: claimed)
    }
    if let claimed, claimed <= size, try isBetweenRecords(claimed) {
      return Extent(end: claimed, claimed: claimed)
    }
    let next = try nextBeginning(from: start)
    var damage = "has a record with a wrong length; it is read up to the next one"
    if next == nil, let claimed, claimed > size { damage = "is cut inside a record" }
    return Extent(end: next ?? size, claimed: claimed, damage: damage)
  }

  /// Whether nothing but white space stands between a place and a record or the end.
  private func isBetweenRecords(_ place: Int) throws(InputFailure) -> Bool {
    let ahead = try stream.peek(64, at: place).drop { $0 <= 0x20 }
    return ahead.isEmpty || ahead.starts(with: "WARC/".utf8)
  }

  /// The next line that begins a record; nil when there is none.
  private func nextBeginning(from start: Int) throws(InputFailure) -> Int? {
    let marks = ["\nWARC/1.", "\nWARC/0."].map { Array($0.utf8) }
    var place = start
    while true {
      let piece = try stream.peek(1 << 18, at: place)
      var at = 0
      while let line = piece[at...].firstIndex(of: 0x0A) {
        if marks.contains(where: { piece[line...].starts(with: $0) }) { return place + line + 1 }
        at = line + 1
      }
      guard piece.count == 1 << 18 else { return nil }
      // A mark may lie across the end of the piece.
      place += piece.count - 8
    }
  }

  /// Goes to the next line that begins a record.
  private func findRecord() throws(InputFailure) -> Bool {
    while true {
      while stream.available < 6, try stream.fill() {}
      guard stream.available > 0 else { return false }
      let head = stream.buffer[stream.start...]
      if head.starts(with: "WARC/1".utf8) || head.starts(with: "WARC/0".utf8) { return true }
      guard let line = try stream.line(limit: 1 << 16) else { return false }
      if line.contains(where: { $0 > 0x20 }), !isLost { throw WARCContainer.broken }
    }
  }

  /// The HTTP message in a response.
  private func response(_ path: [UInt8], _ extent: Extent) throws(InputFailure) -> InputItem? {
    guard let http = try MessageHeader(stream, hasFirstLine: true), stream.position <= extent.end
    else {
      throw InputFailure("holds no whole HTTP message", path: path.isEmpty ? nil : path)
    }
    let status = http.firstLine.split(separator: " ").dropFirst().first
    guard http.firstLine.hasPrefix("HTTP/"), status == "200" else { return nil }
    guard let kind = WARCContainer.kind(http.token("content-type") ?? ""), !path.isEmpty else {
      return nil
    }
    var end = extent.end
    // What follows the record is no part of it when both lengths agree.
    if let claimed = extent.claimed, claimed < end,
      http["content-length"].flatMap({ Int($0) }) == claimed - stream.position
    {
      end = claimed
    }
    var item = try item(path, kind, http.parameter("charset", of: "content-type"), end)
    if case .payload(var payload) = item.content {
      payload.isChunked = http.token("transfer-encoding") == "chunked"
      payload.coding = http.token("content-encoding")
      item.content = .payload(payload)
    }
    return item
  }

  private func item(
    _ path: [UInt8], _ kind: InputKind, _ label: String?, _ end: Int
  ) throws(InputFailure) -> InputItem {
    let size = end - stream.position
    guard size <= InputLimits.page else {
      var item = problem(path, InputFailure.tooLarge.reason)
      item.size = 0
      return item
    }
    let bytes = try stream.read(size)
    guard bytes.count == size else { throw WARCContainer.cut }
    let payload = Payload(bytes: bytes, label: label)
    return InputItem(path: path, kind: kind, size: size, content: .payload(payload))
  }

  /// What a content type is read as; nil for what is no page.
  private static func kind(_ type: String) -> InputKind? {
    switch type {
    case "text/html", "application/xhtml+xml": .page
    case "text/plain": .text
    case "text/markdown": .markdown
    case "": .unknown
    default: nil
    }
  }

  /// An address without the brackets that WARC 1.0 put around it.
  private static func bare(_ uri: String) -> Substring {
    uri.hasPrefix("<") && uri.hasSuffix(">") ? uri.dropFirst().dropLast() : uri[...]
  }
}
