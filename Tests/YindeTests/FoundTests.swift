import Testing
import Yinde
import YindeAnalysis
import YindeIndex

/// What a reader sees is found: any run of it, wherever it begins and ends.
@Suite struct FoundTests {
  /// Whether a scalar belongs to a word that a phrase may not cut.
  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    CharacterClass.of(Folding.fold([scalar.value]).scalars.first ?? 0x20).rawValue
      != CharacterClass.han.rawValue
      && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || scalar.properties.generalCategory == .nonspacingMark)
  }

  /// A piece of a text, cut at the edges of words and numbers.
  private static func piece(_ scalars: [Unicode.Scalar], _ random: inout SeededRandom) -> String {
    var start = random.int(0..<scalars.count)
    var end = min(
      start + random.pick([1, 2, random.int(3...8), random.int(9...40)]), scalars.count)
    while start > 0, isWord(scalars[start - 1]), isWord(scalars[start]) { start -= 1 }
    while end < scalars.count, isWord(scalars[end - 1]), isWord(scalars[end]) { end += 1 }
    return String(String.UnicodeScalarView(scalars[start..<end]))
  }

  private func documents(_ index: PageIndex, holding text: String) -> Set<Int> {
    index.withSearcher { searcher in
      var options = SearchOptions()
      options.limit = index.file.documentCount
      return Set(searcher.search(plain: text, mode: .phrase, options).hits.map(\.document))
    }
  }

  /// Every block of every sample page.
  @Test(.enabled(if: Corpus.exists)) func everyBlockOfTheSamplePages() throws {
    var random = SeededRandom(stream: 800)
    let folder = PageFolder()
    let report = try PageIndex.build(from: Corpus.path, at: folder.file("i.yinde"))
    #expect(report.skippedCount == 0, "\(report.skipped)")
    let index = try PageIndex(at: folder.file("i.yinde"))
    var asked = 0
    for document in 0..<index.file.documentCount {
      let text = index.withSearcher { $0.text(document) }
      for block in text.blocks where block.role.isSearched && !block.range.isEmpty {
        let scalars = text.scalars[block.range].compactMap(Unicode.Scalar.init)
        for _ in 0..<Environment.scale {
          let wanted = FoundTests.piece(scalars, &random)
          guard Phrase(wanted) != nil else { continue }
          asked += 1
          #expect(
            documents(index, holding: wanted).contains(document),
            "\(wanted.debugDescription) in \(index.file.path(document)), \(SeededRandom.note)")
        }
      }
    }
    #expect(asked > 500)
    #expect(index.check(deep: true).isSound)
  }

  /// Pages made of known text, with tags inside words, character references, and blocks of all kinds.
  @Test func textBehindAnyMarkup() throws {
    var random = SeededRandom(stream: 801)
    let folder = PageFolder()
    var pages: [String: [String]] = [:]
    for number in 0..<20 * Environment.scale {
      let name = "p\(number).html"
      var visible: [String] = []
      var html =
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>第\(number)号</title></head><body>\n"
      for _ in 0..<random.int(1...12) {
        let text = MarkupWriter.text(&random)
        visible.append(text)
        html += MarkupWriter.block(MarkupWriter.marked(text, &random), &random)
      }
      folder.write(html + "</body></html>", to: "P/\(name)")
      pages[name] = visible
    }
    try PageIndex.build(from: folder.file("P"), at: folder.file("i.yinde"))
    let index = try PageIndex(at: folder.file("i.yinde"))
    for document in 0..<index.file.documentCount {
      let path = index.file.path(document)
      for text in pages[path] ?? [] {
        for _ in 0..<4 {
          let wanted = FoundTests.piece(Array(text.unicodeScalars), &random)
          guard Phrase(wanted) != nil else { continue }
          #expect(
            documents(index, holding: wanted).contains(document),
            "\(wanted.debugDescription) of \(text.debugDescription) in \(path), \(SeededRandom.note)"
          )
        }
      }
    }
    #expect(index.check(deep: true).isSound)
  }
}

/// Text as HTML, in many spellings.
private enum MarkupWriter {
  private static let han = Array("的国人中汤裁员发现体验学电脑湾台书国國湯裁員發現體驗學電腦灣臺書，。：《》！")
  private static let words = [
    "GPT-4o", "iPhone", "5G", "C++", "AT&T", "a<b", "x86_64", "2,000", "3.5%", "AI",
  ]
  private static let inline = ["b", "i", "em", "strong", "span", "a", "font", "code", "mark", "u"]
  private static let blocks = [
    "p", "div", "li", "td", "h2", "h3", "blockquote", "section", "article", "pre", "dd",
  ]

  /// One line of text with single spaces.
  static func text(_ random: inout SeededRandom) -> String {
    var text = ""
    for _ in 0..<random.int(3...12) {
      if random.chance(0.7) {
        for _ in 0..<random.int(1...8) { text.append(random.pick(han)) }
      } else {
        text += " " + random.pick(words) + " "
      }
    }
    return text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
  }

  /// The text with references for characters and inline elements anywhere, also inside words.
  static func marked(_ text: String, _ random: inout SeededRandom) -> String {
    var html = ""
    var open: [String] = []
    for character in text {
      if random.chance(0.08) {
        let name = random.pick(inline)
        open.append(name)
        html += random.pick([
          "<\(name)>", "<\(name) class=\"x\">", "<\(name.uppercased()) title='a>b'>",
        ])
      }
      if random.chance(0.05) { html += random.pick(["<!-- 看不见 -->", "<wbr>", "<b></b>"]) }
      let scalar = character.unicodeScalars.first!.value
      switch character {
      case "<": html += random.pick(["&lt;", "&#60;", "&#x3C;"])
      case "&": html += random.pick(["&amp;", "&#38;"])
      case " ": html += random.pick([" ", "\n", "  ", "&#32;", "\t"])
      default:
        html +=
          random.chance(0.06)
          ? random.pick(["&#\(scalar);", "&#x\(String(scalar, radix: 16));"]) : String(character)
      }
      if random.chance(0.1), let name = open.popLast() { html += "</\(name)>" }
    }
    for name in open.reversed() { html += "</\(name)>" }
    return html
  }

  static func block(_ html: String, _ random: inout SeededRandom) -> String {
    let name = random.pick(blocks)
    switch name {
    case "li": return "<ul><li>\(html)</li></ul>\n"
    case "td": return "<table><tr><td>\(html)</td></tr></table>\n"
    case "dd": return "<dl><dd>\(html)</dl>\n"
    case "p" where random.chance(0.5): return "<p>\(html)\n"
    default: return "<\(name)>\(html)</\(name)>\n"
    }
  }
}
