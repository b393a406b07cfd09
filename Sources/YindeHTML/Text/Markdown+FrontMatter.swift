extension Markdown {
  /// YAML between `---` lines: title, date, author and description go into the head.
  mutating func frontMatter() -> Int {
    guard lines.count > 2, isLine(lines[0], "---") else { return 0 }
    guard
      let end = lines[1...].prefix(200).firstIndex(where: { isLine($0, "---") || isLine($0, "...") }
      )
    else { return 0 }
    for line in lines[1..<end] {
      let text = String(decoding: source[line], as: UTF8.self)
      guard let colon = text.firstIndex(of: ":") else { continue }
      let key = text[..<colon].lowercased()
      var value = text[text.index(after: colon)...].drop { $0 == " " }[...]
      while value.last == " " { value.removeLast() }
      if let quote = value.first, quote == "\"" || quote == "'", value.count > 1,
        value.last == quote
      {
        value = value.dropFirst().dropLast()
      }
      guard !value.isEmpty else { continue }
      let escaped = value.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        .replacing("\"", with: "&quot;")
      switch key {
      case "title": append("<title>\(escaped)</title>")
      case "date", "author", "description", "keywords":
        append("<meta name=\(key) content=\"\(escaped)\">")
      default: break
      }
    }
    return end + 1
  }
}
