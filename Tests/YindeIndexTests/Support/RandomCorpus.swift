import YindeIndex

/// Documents as a folder of Chinese pages might give them, and worse.
///
/// Characters and stock phrases are few and skewed, so that phrases recur by chance; both scripts, words,
/// numbers, identifiers, kana, symbols and all kinds of white space are mixed in.
struct RandomCorpus {
  private(set) var places: [SourceDocument?] = []
  var documents: [SourceDocument] { places.compactMap { $0 } }

  /// What a corpus is like.
  struct Shape {
    var count: ClosedRange<Int>
    var blocks = 0...5
    var pieces = 0...14
    var skipped = 0.03
    var withHashes = true
  }

  init(_ shape: Shape, _ random: inout SeededRandom) {
    let writer = TextWriter(&random)
    let count = random.int(shape.count)
    let withHashes = shape.withHashes && random.chance(0.8)
    for number in 0..<count {
      // The last place always has a document, so that no corpus is empty.
      if number < count - 1, random.chance(shape.skipped) {
        places.append(nil)
        continue
      }
      var blocks: [(StoredRole, String)] = []
      for _ in 0..<random.int(shape.blocks) {
        let role = random.pick([.title, .heading, .body, .body, .body, .furniture] as [StoredRole])
        blocks.append((role, writer.text(random.int(shape.pieces), &random)))
      }
      let display = random.chance(0.2) ? writer.text(3, &random) : ""
      var document = SourceDocument(path: "", blocks, displayTitle: display)
      document.path = RandomCorpus.path(number, &random)
      // Few days, so that many pages share one, and some years apart.
      let days = random.chance(0.7) ? 19_400...19_600 : -30_000...30_000
      document.date = random.chance(0.5) ? Int32(random.int(days)) : nil
      document.isDateMonth = document.date != nil && random.chance(0.2)
      if random.chance(0.2) { document.site = Array(random.pick(RandomCorpus.hosts).utf8) }
      document.language = UInt8(random.int(0...7))
      document.contentHash = withHashes ? random.next() : 0
      places.append(document)
    }
  }

  static let hosts = ["news.example.com", "example.com", "xample.com", "例子.cn", "docs", "[::1]"]

  /// Long shared beginnings, hosts, folders, bytes that are not UTF-8.
  private static func path(_ number: Int, _ random: inout SeededRandom) -> [UInt8] {
    switch random.int(0..<8) {
    case 0: return Array("https://www.example.com/新闻/\(number).html".utf8)
    case 1: return Array("Blog.Example.ORG/a b/\(number)?x=1*.html".utf8)
    case 2: return [0xFF, 0xC0, UInt8(number & 255)] + Array("/\(number)".utf8)
    case 3: return Array((String(repeating: "很长的路径/", count: 30) + "\(number)").utf8)
    case 4: return Array("\(number)".utf8)
    default: return Array("docs/zh/part\(number / 7)/page-\(number).html".utf8)
    }
  }
}

/// Writes text of random pieces.
struct TextWriter {
  /// Both forms of characters, commonest first; where the forms are one, the character stands twice.
  static let characters: [(simplified: Character, traditional: Character)] = zipped(
    "的国人中汤裁员发现体验学电脑湾台书马门说时东车长见龙风飞业务关系统网络实际间题应开机",
    "的國人中湯裁員發現體驗學電腦灣臺書馬門說時東車長見龍風飛業務關係統網絡實際間題應開機")

  private static func zipped(_ simplified: String, _ traditional: String) -> [(
    Character, Character
  )] {
    Array(zip(simplified, traditional))
  }

  static let words = [
    "GPT-4o", "gpt", "iPhone", "5G", "C++", "PD1728_A_1", "3.5%", "AT&T", "Ａｐｐｌｅ", "ＡＩ", "hello",
    "World", "USB-C", "v1.2.3", "x", "e-mail", "don't", "Libreoffice", "libre", "LIB", "Café",
    "naïve",
    "x86_64", "http://a.cn/b", "a1b2", "Straße", "привет", "第1", "2,000", "12:30",
    String(repeating: "abc", count: 30), String(repeating: "z9", count: 40),
  ]
  private static let separators = [
    " ", " ", "，", "。", "、", "：", "“", "”", "《", "》", "——", "…", "\u{3000}", "\n", " \t ", "-", "/",
    "(", ")", "_", "'", ".", "\u{200B}", "\u{FE0F}", "\u{AD}", "\u{FFFD}", "\u{0}", "\u{A0}",
  ]
  private static let others = [
    "テスト", "カタカナ", "ひらがな", "ﾊﾞｶﾞ", "の", "★", "%", "＋", "=", "#", "@", "℃", "€", "①", "㈱", "½",
    "𠮷", "𪚥", "😀", "👍🏽", "e\u{301}", "か\u{3099}", "한국", "\u{1112}\u{1161}\u{11AB}", "ไทย", "⼀", "豈",
    "々", "〇", "ー", "\u{E000}", "\u{10FFFF}", "≠", "=\u{338}",
  ]

  private let stock: [[Int]]

  init(_ random: inout SeededRandom) {
    stock = (0..<30).map { _ in
      (0..<random.int(2...9)).map { _ in random.skewed(TextWriter.characters.count) }
    }
  }

  func text(_ pieces: Int, _ random: inout SeededRandom) -> String {
    var text = ""
    let isTraditional = random.chance(0.3)
    for _ in 0..<pieces {
      switch random.int(0..<20) {
      case 0..<8:
        append(stock[random.skewed(stock.count)], isTraditional, to: &text)
      case 8..<13:
        let run = (0..<random.int(1...6)).map { _ in random.skewed(TextWriter.characters.count) }
        append(run, random.chance(0.1) != isTraditional, to: &text)
      case 13..<15: text += TextWriter.words[random.skewed(TextWriter.words.count)]
      case 15: text += String(random.int(0...120))
      case 16: text += random.pick(TextWriter.others)
      default: text += random.pick(TextWriter.separators)
      }
    }
    return text
  }

  private func append(_ run: [Int], _ isTraditional: Bool, to text: inout String) {
    for number in run {
      let character = TextWriter.characters[number]
      text.append(isTraditional ? character.traditional : character.simplified)
    }
  }

  /// The text in the other script, as far as the characters of the corpus go.
  static func inOtherScript(_ text: String) -> String {
    String(
      text.map { character in
        for pair in characters {
          if pair.simplified == character { return pair.traditional }
          if pair.traditional == character { return pair.simplified }
        }
        return character
      })
  }
}
