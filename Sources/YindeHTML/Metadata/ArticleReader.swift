/// Reads the date and the author that stand, for readers only, above or below an article.
struct ArticleReader {
  let outline: Outline
  let roles: [Role]

  /// So many blocks before the body and so many of its first blocks are its byline. After a few of
  /// them lines of the body tell its story, and others must say that they are its date.
  private static let before = 16
  private static let after = 6
  private static let ownLines = 3
  /// So many blocks under the body may say when it was published.
  private static let below = 16
  /// Bytes of a line that tells a date; longer ones tell a story.
  private static let lineLimit = 150
  private static let bodyLineLimit = 90
  private static let signatureLimit = 60
  /// Bytes beside the date: a pair of brackets.
  private static let aroundSignature = 6

  /// The first date in a short line at the top of the article, or in the line that signs it.
  ///
  /// - Parameter months: takes months without a day too.
  func visibleDate(months: Bool = false) -> CalendarDate? {
    for index in bylines.indices {
      let block = outline.blocks[index]
      let isOwn = index < bylineRange.upperBound - Self.after + Self.ownLines
      let limit =
        roles[index] == .furniture ? Self.lineLimit : isOwn ? Self.bodyLineLimit : 0
      guard block.range.count <= limit, isOwn || saysPublished(block.range) else { continue }
      if let found = DateText.match(in: outline.bytes.span, block.range, months: months),
        !saysToday(block.range.lowerBound..<found.range.lowerBound)
      {
        return found.date
      }
    }
    guard let last = roles.lastIndex(of: .body) else { return nil }
    // What stands under an article counts when it says that it is its date.
    for block in outline.blocks[(last + 1)...].prefix(Self.below)
    where block.range.count <= Self.lineLimit && saysPublished(block.range) {
      if let date = DateText.first(in: outline.bytes.span, block.range, months: months) {
        return date
      }
    }
    // A line that is a date and next to nothing else signs the text above it, whatever its role.
    if last + 1 < outline.blocks.count,
      let found = DateText.match(
        in: outline.bytes.span, outline.blocks[last + 1].range, months: months),
      outline.blocks[last + 1].range.count - found.range.count <= Self.aroundSignature
    {
      return found.date
    }
    for block in outline.blocks[max(0, last - 1)...last]
    where block.range.count <= Self.signatureLimit {
      if let date = DateText.first(in: outline.bytes.span, block.range, months: months) {
        return date
      }
    }
    return nil
  }

  /// Whether what stands before a date says that it is the day of the reader: 今天是2024年1月1日.
  private func saysToday(_ range: Range<Int>) -> Bool {
    let before = outline.bytes[range].suffix(24)
    return Self.today.contains { word in
      before.indices.contains { before[$0...].starts(with: word) }
    }
  }

  private static let today = ["今天", "今日", "现在", "現在", "当前", "當前"].map { Array($0.utf8) }

  /// The first date that an element near the article's top tells on hovering: beside 3天前.
  func titledDate() -> CalendarDate? {
    for (value, block) in outline.marks.titles where bylineRange.contains(block) {
      if let date = DateText.first(in: value) { return date }
    }
    return nil
  }

  /// Whether a line has one of the words that dates of publication stand beside.
  private func saysPublished(_ range: Range<Int>) -> Bool {
    let line = outline.bytes[range].map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
    return Self.cues.contains { cue in
      line.indices.dropLast(cue.count - 1).contains { line[$0...].starts(with: cue) }
    }
  }

  private static let cues = [
    "posted", "published", "发布", "發布", "發佈", "发表", "發表", "编辑于", "編輯於", "时间：", "時間：", "时间:",
    "日期：", "日期:",
  ].map { Array($0.utf8) }

  /// The name in an element that says it is the author's, or after 作者 in a byline.
  func author() -> String? {
    let marked = Metadata.collapsed(outline.marks.author)
    if !marked.isEmpty, let name = name(marked[...]) ?? Self.name(marked[...].unicode) {
      return name
    }
    for block in bylines where block.range.count <= Self.lineLimit {
      if let name = name(outline.bytes[block.range]) { return name }
    }
    guard let last = roles.lastIndex(of: .body) else { return nil }
    for block in outline.blocks[(last + 1)...].prefix(Self.below)
    where block.range.count <= Self.bodyLineLimit {
      if let name = name(outline.bytes[block.range]) { return name }
    }
    return nil
  }

  /// The blocks that may hold the byline; none when there is no article.
  var bylineRange: Range<Int> {
    guard let first = roles.firstIndex(where: { $0 == .body }) else { return 0..<0 }
    return max(0, first - Self.before)..<min(outline.blocks.count, first + Self.after)
  }

  private var bylines: ArraySlice<RawBlock> { outline.blocks[bylineRange] }

  /// What follows 作者：, or 文/ at the beginning, if it can be a name.
  private func name(_ text: ArraySlice<UInt8>) -> String? {
    let scalars = text.unicode
    if scalars.count > 2, scalars[0] == "文", scalars[1] == "/" || scalars[1] == "／",
      scalars[2] != "图", scalars[2] != "圖"
    {
      return Self.name(Array(scalars[2...]))
    }
    guard
      let mark = scalars.indices.first(where: {
        $0 + 3 < scalars.count && scalars[$0] == "作" && scalars[$0 + 1] == "者"
          && (scalars[$0 + 2] == "：" || scalars[$0 + 2] == ":")
      })
    else { return nil }
    return Self.name(Array(scalars[(mark + 3)...]))
  }

  /// A name without the office that stands before it (`本报记者 张三`, `文/李四`); nil when nothing
  /// else is left.
  static func withoutOffice(_ name: String) -> String? {
    var rest = Substring(name)
    for office in offices where rest.hasPrefix(office) {
      let after = rest.dropFirst(office.count)
      // 记者站 is no office with a name after it.
      guard let next = after.first else { return nil }
      guard office.hasSuffix("/") || office.count > 2 || " 　：:/".contains(next) else { continue }
      rest = after.drop { " 　：:/".contains($0) }
      break
    }
    return rest.isEmpty ? nil : String(rest)
  }

  private static let offices = [
    "本报记者", "本報記者", "本刊记者", "本刊記者", "本网记者", "本報訊", "见习记者", "通讯员", "记者", "記者", "作者", "文/",
    "by ", "By ",
  ]

  /// A name at the beginning of a text: up to a space (unless it is Latin), a digit or a bracket.
  /// Nil for a label (`编辑：某某`) or what is too long for a name.
  static func name(_ text: [Unicode.Scalar]) -> String? {
    let whole = String(String.UnicodeScalarView(text))
    guard let bare = withoutOffice(String(whole.drop { $0.isWhitespace })) else { return nil }
    var name = String.UnicodeScalarView()
    for scalar in bare.unicodeScalars {
      if scalar.properties.isWhitespace {
        if name.isEmpty { continue }
        guard name.allSatisfy({ $0.isASCII }) else { break }
      }
      // A Latin name ends where other letters begin.
      if !scalar.isASCII, name.last == " " { break }
      if scalar == "：" || scalar == ":" { return nil }
      // Digits belong to Latin names that people give themselves (lin233), not to others.
      let isInLatinName = name.last.map { $0.isASCII && $0 != " " } ?? false
      if ends.contains(scalar) || ("0"..."9").contains(scalar) && !isInLatinName { break }
      name.append(scalar)
    }
    while let last = name.last, last == " " { name.removeLast() }
    // The name twice: as the text of the picture and below it.
    let half = name.count / 2
    let middle = name.index(name.startIndex, offsetBy: half)
    if half > 1, name[middle] == " ",
      name[..<middle].elementsEqual(name[name.index(after: middle)...])
    {
      name = String.UnicodeScalarView(name[..<middle])
    }
    return (2...30).contains(name.count) ? String(name) : nil
  }

  private static let ends = Set("|｜（(【[〔/，,。；;-—".unicodeScalars)
}

extension ArraySlice<UInt8> {
  fileprivate var unicode: [Unicode.Scalar] {
    Array(String(decoding: self, as: UTF8.self).unicodeScalars)
  }
}
