/// The head of a MIME part, an HTTP response or a WARC record: `name: value` lines up to an empty one.
struct MessageHeader {
  /// More is no header.
  private static let limit = 1 << 18

  /// The line before the fields, where the format has one.
  private(set) var firstLine = ""
  private var fields: [(name: String, value: String)] = []

  /// - Parameter hasFirstLine: the first line is no field (HTTP's status, WARC's version).
  /// - Returns: nil when the stream ends before the head does, or it has no end.
  init?(_ stream: ByteStream, hasFirstLine: Bool) throws(InputFailure) {
    var size = 0
    var isFirst = hasFirstLine
    while true {
      guard let bytes = try stream.line(limit: MessageHeader.limit) else { return nil }
      size += bytes.count
      guard size <= MessageHeader.limit else { return nil }
      var end = bytes.count
      while end > 0, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
      let line = String(decoding: bytes[..<end], as: UTF8.self)
      if isFirst {
        firstLine = line
        isFirst = false
      } else if line.isEmpty {
        return
      } else {
        add(line)
      }
    }
  }

  private mutating func add(_ line: String) {
    if line.first == " " || line.first == "\t", !fields.isEmpty {
      // A field that goes on in the next line.
      fields[fields.count - 1].value += " " + MessageHeader.trimmed(line[...])
    } else if let colon = line.firstIndex(of: ":") {
      fields.append(
        (
          MessageHeader.trimmed(line[..<colon]).lowercased(),
          MessageHeader.trimmed(line[line.index(after: colon)...])
        ))
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
    return String(text)
  }

  /// The value of a field, whose name is in lower case.
  subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

  /// The part of a field before its parameters, in lower case: "text/html".
  func token(_ name: String) -> String? {
    self[name].map {
      MessageHeader.trimmed($0.prefix { $0 != ";" }).lowercased()
    }
  }

  /// A parameter of a field: `charset` of `text/html; charset="gbk"`.
  func parameter(_ name: String, of field: String) -> String? {
    guard let value = self[field] else { return nil }
    var rest = value.drop { $0 != ";" }
    while rest.first == ";" {
      rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
      let key = rest.prefix { $0 != "=" && $0 != ";" }
      rest = rest[key.endIndex...]
      guard rest.first == "=" else { continue }
      rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
      let text: Substring
      if rest.first == "\"" {
        text = rest.dropFirst().prefix { $0 != "\"" }
        rest = rest[text.endIndex...].drop { $0 != ";" }
      } else {
        text = rest.prefix { $0 != ";" }
        rest = rest[text.endIndex...]
      }
      if MessageHeader.trimmed(key).lowercased() == name { return MessageHeader.trimmed(text) }
    }
    return nil
  }
}
