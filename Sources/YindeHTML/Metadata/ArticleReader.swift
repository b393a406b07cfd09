/// Reads the date and the author that stand, for readers only, above or below an article.
struct ArticleReader {
  let outline: Outline
  let roles: [Role]

  /// So many blocks before the body and so many of its first blocks are its byline.
  private static let before = 16
  private static let after = 3
  /// Bytes of a line that tells a date; longer ones tell a story.
  private static let lineLimit = 150
  private static let bodyLineLimit = 90
  private static let signatureLimit = 60

  /// The first date in a short line at the top of the article, or in the line that signs it.
  func visibleDate() -> CalendarDate? {
    for index in bylines.indices {
      let block = outline.blocks[index]
      let limit = roles[index] == .furniture ? Self.lineLimit : Self.bodyLineLimit
      guard block.range.count <= limit else { continue }
      if let date = DateText.first(in: outline.bytes.span, block.range) { return date }
    }
    guard let last = roles.lastIndex(of: .body) else { return nil }
    for block in outline.blocks[max(0, last - 1)...last]
    where block.range.count <= Self.signatureLimit {
      if let date = DateText.first(in: outline.bytes.span, block.range) { return date }
    }
    return nil
  }

  /// The name in an element that says it is the author's, or after 作者 in a byline.
  func author() -> String? {
    let marked = Metadata.collapsed(outline.marks.author)
    if !marked.isEmpty, let name = name(marked[...]) ?? Self.name(marked[...].unicode) {
      return name
    }
    for block in bylines where block.range.count <= Self.lineLimit {
      if let name = name(outline.bytes[block.range]) { return name }
    }
    return nil
  }

  private var bylines: ArraySlice<RawBlock> {
    guard let first = roles.firstIndex(where: { $0 == .body }) else { return [] }
    return outline.blocks[
      max(0, first - Self.before)..<min(outline.blocks.count, first + Self.after)]
  }

  /// What follows 作者： if it can be a name.
  private func name(_ text: ArraySlice<UInt8>) -> String? {
    let scalars = text.unicode
    guard
      let mark = scalars.indices.first(where: {
        $0 + 3 < scalars.count && scalars[$0] == "作" && scalars[$0 + 1] == "者"
          && (scalars[$0 + 2] == "：" || scalars[$0 + 2] == ":")
      })
    else { return nil }
    return Self.name(Array(scalars[(mark + 3)...]))
  }

  /// A name at the beginning of a text: up to a space (unless it is Latin), a digit or a bracket.
  /// Nil for a label (`编辑：某某`) or what is too long for a name.
  static func name(_ text: [Unicode.Scalar]) -> String? {
    var name = String.UnicodeScalarView()
    for scalar in text {
      if scalar.properties.isWhitespace {
        if name.isEmpty { continue }
        guard name.allSatisfy({ $0.isASCII }) else { break }
      }
      if scalar == "：" || scalar == ":" { return nil }
      if ends.contains(scalar) || ("0"..."9").contains(scalar) { break }
      name.append(scalar)
    }
    while let last = name.last, last == " " { name.removeLast() }
    return (2...30).contains(name.count) ? String(name) : nil
  }

  private static let ends = Set("|｜（(【[〔/，,。；;-—".unicodeScalars)
}

extension ArraySlice<UInt8> {
  fileprivate var unicode: [Unicode.Scalar] {
    Array(String(decoding: self, as: UTF8.self).unicodeScalars)
  }
}
