extension Topic {
  /// Reads topics in TREC's form, the older one without end tags or the newer one in XML.
  ///
  /// ```
  /// <top>                               <topics>
  /// <num> Number: 301                     <topic number="301">
  /// <title> 商汤 裁员                        <query>商汤 裁员</query>
  /// <desc> Description: …                 </topic>
  /// </top>                              </topics>
  /// ```
  ///
  /// The query is the title, or `query` where there is none; other elements are left alone. In the older form an
  /// element ends where the next tag begins. The words `Number:` and `Topic:` that introduce a field are dropped;
  /// the five named references of XML and numeric ones are resolved.
  ///
  /// - Complexity: O(*n*) in the number of bytes.
  /// - Throws: ``EvaluationError`` with the line, when a topic is not closed, has no number or no title, or repeats
  ///   a number.
  public static func read(trec bytes: [UInt8]) throws(EvaluationError) -> [Topic] {
    var reader = TRECTopicReader(bytes)
    return try reader.read()
  }

  /// Reads topics in whichever form they are: JSON lines begin with a brace, TREC's form with a tag, and anything else
  /// is lines of `id<TAB>query`.
  ///
  /// - Throws: as the readers of the three forms.
  public static func read(_ bytes: [UInt8]) throws(EvaluationError) -> [Topic] {
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count, LineReader.isWhiteSpace(bytes[start]) { start += 1 }
    let first = start < bytes.count ? bytes[start] : 0
    switch first {
    case UInt8(ascii: "{"): return try read(jsonLines: bytes)
    case UInt8(ascii: "<"): return try read(trec: bytes)
    default: return try read(tsv: bytes)
    }
  }
}

/// Walks over the tags of a file of topics.
private struct TRECTopicReader {
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private var topics: [Topic] = []
  private var ids: Set<String> = []

  /// What was read of the topic that is open.
  private struct Draft {
    var line: Int
    var number: String?
    var title: String?
    var query: String?
  }
  private var draft: Draft?

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func read() throws(EvaluationError) -> [Topic] {
    skip(to: UInt8(ascii: "<"))
    while position < bytes.count {
      try readTag()
      skip(to: UInt8(ascii: "<"))
    }
    if let draft {
      throw EvaluationError("this topic is never closed: end it with </top>", line: draft.line)
    }
    return topics
  }

  private mutating func skip(to byte: UInt8) {
    while position < bytes.count, bytes[position] != byte { step() }
  }

  private mutating func step() {
    if bytes[position] == 0x0A { line += 1 }
    position += 1
  }

  /// Reads from `<` to `>`, and the text of a field after it.
  private mutating func readTag() throws(EvaluationError) {
    let tagLine = line
    if bytes[position...].starts(with: "<!--".utf8) {
      while position < bytes.count, !bytes[position...].starts(with: "-->".utf8) { step() }
      return
    }
    let start = position + 1
    skip(to: UInt8(ascii: ">"))
    guard position < bytes.count else {
      throw EvaluationError("this tag is never closed: write > after it", line: tagLine)
    }
    let content = try text(start..<position, tagLine)
    position += 1
    let name = content.prefix { !$0.isWhitespace && $0 != "/" || $0 == content.first }.lowercased()
    switch name {
    case "top", "topic":
      if let draft {
        throw EvaluationError(
          "a topic begins inside the one of line \(draft.line): close that with </top>",
          line: tagLine)
      }
      draft = Draft(line: tagLine, number: attribute("number", content) ?? attribute("id", content))
    case "/top", "/topic": try close(tagLine)
    case "num", "number", "title", "query":
      guard var open = draft else { break }
      let isNumber = name == "num" || name == "number"
      let text = try field(dropping: isNumber ? "number:" : "topic:")
      if isNumber {
        open.number = text
      } else if name == "title" {
        open.title = text
      } else {
        open.query = text
      }
      draft = open
    default: break
    }
  }

  private mutating func close(_ tagLine: Int) throws(EvaluationError) {
    guard let draft else {
      throw EvaluationError("no topic is open here: begin one with <top>", line: tagLine)
    }
    self.draft = nil
    guard let number = draft.number, !number.isEmpty else {
      throw EvaluationError("this topic has no <num>: give it a number", line: draft.line)
    }
    guard let query = draft.title ?? draft.query, !query.isEmpty else {
      throw EvaluationError(
        "topic \(number) has no <title>: write the query there", line: draft.line)
    }
    guard ids.insert(number).inserted else {
      throw EvaluationError("topic \(number) stands twice: remove one of them", line: draft.line)
    }
    topics.append(Topic(id: number, query: query))
  }

  /// The text up to the next tag, on one line.
  private mutating func field(dropping label: String) throws(EvaluationError) -> String {
    let (start, startLine) = (position, line)
    skip(to: UInt8(ascii: "<"))
    let raw = TRECTopicReader.resolved(try text(start..<position, startLine))
    var words = raw.split(whereSeparator: \.isWhitespace).map(String.init)
    if let first = words.first, first.lowercased().hasPrefix(label) {
      words[0] = String(first.dropFirst(label.count))
      if words[0].isEmpty { words.removeFirst() }
    }
    return words.joined(separator: " ")
  }

  private func text(_ range: Range<Int>, _ line: Int) throws(EvaluationError) -> String {
    guard let text = String(validating: bytes[range], as: UTF8.self) else {
      throw EvaluationError("this is not UTF-8: convert the file first", line: line)
    }
    return text
  }

  /// The value of `name="…"` in a tag.
  private func attribute(_ name: String, _ tag: String) -> String? {
    for part in tag.split(whereSeparator: \.isWhitespace) {
      guard let equals = part.firstIndex(of: "="), part[..<equals].lowercased() == name else {
        continue
      }
      return part[part.index(after: equals)...].filter { $0 != "\"" && $0 != "'" && $0 != "/" }
    }
    return nil
  }

  private static let named = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]

  /// The text with its references resolved; what is none stays.
  private static func resolved(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let mark = rest.firstIndex(of: "&") {
      result += rest[..<mark]
      rest = rest[mark...]
      guard let end = rest.prefix(12).firstIndex(of: ";"),
        let character = reference(rest[rest.index(after: mark)..<end])
      else {
        result.append("&")
        rest = rest.dropFirst()
        continue
      }
      result += character
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private static func reference(_ name: Substring) -> String? {
    if let known = named[String(name)] { return known }
    guard name.first == "#" else { return nil }
    let digits = name.dropFirst()
    let isHexadecimal = digits.first == "x" || digits.first == "X"
    let number = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return number.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
  }
}
