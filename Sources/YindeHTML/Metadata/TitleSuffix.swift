/// Takes the name of the site off a title: `天气预报 - 某某网`, `引得_百度百科`, `首页 | 某某`.
///
/// Only where it is certain: a title that keeps a site's name is less harm than one that lost half
/// of itself.
enum TitleSuffix {
  /// The bare title.
  ///
  /// - Parameters:
  ///   - title: the text of `<title>`, white space collapsed.
  ///   - siteName: what the page calls its site, if it does.
  ///   - witnesses: texts that may be the title alone: `og:title`, headings, other blocks.
  static func removed(
    from title: [UInt8], siteName: [UInt8]?, witnesses: [ArraySlice<UInt8>]
  ) -> [UInt8] {
    var title = title
    var joints = separators(in: title)
    if let siteName, !siteName.isEmpty {
      if let joint = joints.reversed().first(where: {
        trimmed(title[$0.upperBound...]).elementsEqual(siteName)
      }) {
        title = Array(trimmed(title[..<joint.lowerBound]))
        joints = separators(in: title)
      } else if let joint = joints.first,
        trimmed(title[..<joint.lowerBound]).elementsEqual(siteName)
      {
        title = Array(trimmed(title[joint.upperBound...]))
        joints = separators(in: title)
      }
    }
    if witnesses.contains(where: { $0.elementsEqual(title) }) { return title }
    // A heading says what the title is: the longest that is a part of it, up to a separator.
    var best: ArraySlice<UInt8> = []
    for joint in joints {
      for part in [trimmed(title[..<joint.lowerBound]), trimmed(title[joint.upperBound...])]
      where part.count > best.count && !namesSite(part)
        && witnesses.contains(where: { $0.elementsEqual(part) })
      {
        best = part
      }
    }
    if !best.isEmpty { return Array(best) }

    // Last parts that can only be a site's name, and then those before it that can be its sections:
    // short ones behind the same sign.
    var hasSite = false
    while let joint = joints.popLast() {
      // Of two signs side by side the first went with the second: `--`.
      guard joint.upperBound < title.count else { continue }
      let head = trimmed(title[..<joint.lowerBound])
      let tail = trimmed(title[joint.upperBound...])
      let isSection = hasSite && [[0x5F], [0x2D, 0x2D]].contains(title[joint]) && tail.count <= 12
      guard head.count >= (isSection ? 18 : 6), tail.count <= 40, isSection || namesSite(tail)
      else { break }
      hasSite = true
      title = Array(head)
    }
    return title
  }

  /// Whether a title is a separator and a site's name, and nothing before.
  static func isNothingButASite(_ title: [UInt8]) -> Bool {
    guard let first = title.first, [0x2D, 0x5F, 0x7C].contains(first) else { return false }
    return namesSite(trimmed(title[...]))
  }

  /// What names of sites end with, and titles do not.
  private static let siteEndings: [[UInt8]] = [
    "网", "網", "百科", "论坛", "論壇", "博客", "日报", "日報", "晚报", "在线", "線上", "频道", "門戶", "门户", "官网",
    "官網", "新闻网", "贴吧", "知乎", "知道", "头条", "首页", "社区", "社區", "文库", "文庫", ".com", ".cn", ".net",
    ".org", ".tw",
    ".hk", "维基文库", "维基百科，自由的百科全书", "維基百科，自由的百科全書",
  ].map { Array($0.utf8) }

  private static func namesSite(_ text: ArraySlice<UInt8>) -> Bool {
    siteEndings.contains { ending in
      text.count >= ending.count && text.suffix(ending.count).elementsEqual(ending)
    }
  }

  /// Where one part of a title ends and another begins: `_ | ｜ – — － » « › ‹ · •` anywhere; hyphens between spaces or
  /// beside a wide character; `/ > ~` between spaces; `:: >>`. Signs side by side are one.
  private static func separators(in title: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = 0
    while index < title.count, found.count < 16 {
      let (scalar, width) = title.span.decodedScalar(at: index)
      var after = index + width
      var isJoint = false
      switch scalar {
      case 0x5F, 0x7C, 0xFF5C, 0x2013, 0x2014, 0xFF0D, 0xBB, 0xAB, 0x203A, 0x2039, 0xB7, 0x2022,
        0xFF3F:
        isJoint = true
      case 0x2D, 0x2F, 0x3E, 0x7E, 0x3A:
        while after < title.count, title[after] == title[index] { after += 1 }
        let before = index > 0 ? title[index - 1] : 0
        let next = after < title.count ? title[after] : 0
        let isApart = before == 0x20 && next == 0x20
        isJoint =
          switch scalar {
          case 0x2D: isApart || before >= 0x80 || next >= 0x80
          case 0x3A: after - index == 2
          case 0x3E: isApart || after - index == 2
          default: isApart
          }
      default: break
      }
      if isJoint {
        if let last = found.last, last.upperBound == index {
          found[found.count - 1] = last.lowerBound..<after
        } else {
          found.append(index..<after)
        }
      }
      index = after
    }
    return found.filter { $0.lowerBound > 0 && $0.upperBound < title.count }
  }

  /// Titles that editors give to pages nobody has named.
  static func isPlaceholder(_ title: [UInt8]) -> Bool {
    let folded = String(decoding: title.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }, as: UTF8.self)
    return placeholders.contains(folded)
  }

  private static let placeholders: Set<String> = [
    "无标题文档", "无标题", "无标题网页", "無標題文件", "未命名文件", "新建网页 1", "新網頁 1", "new page 1", "untitled",
    "untitled document", "untitled page", "document",
  ]

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text
    while let first = text.first, first == 0x20 || first == 0x2D || first == 0x5F || first == 0x7C {
      text.removeFirst()
    }
    while let last = text.last, last == 0x20 || last == 0x2D || last == 0x5F || last == 0x7C {
      text.removeLast()
    }
    return text
  }
}
