import Testing

/// A folder of sites with templates, copies, containers and things that are no pages, which changes at random.
struct ChangingFolder {
  let folder = PageFolder()
  private var random: SeededRandom
  private(set) var names: [String] = []
  private var number = 0
  private static let characters = Array(
    "商汤科技裁员补偿工程师团队项目春风大雅能容物秋水文章不染尘人工智能语言模型数据训练天地玄黄宇宙洪荒日月盈昃辰宿列张")

  init(_ random: SeededRandom, pages: Int) {
    self.random = random
    folder.makeFolder("P")
    for _ in 0..<pages { add() }
  }

  private mutating func text(_ count: Int) -> String {
    String((0..<count).map { _ in random.pick(ChangingFolder.characters) })
  }

  /// Sites have headers and footers of their own; some change with the year, so that roles of other pages change, too.
  private mutating func page(_ site: Int) -> String {
    let season = random.pick(["春", "春", "夏", "秋", "冬"])
    var page = "<!DOCTYPE html><meta charset=utf-8><title>\(text(6))</title><h1>\(text(5))</h1>"
    if site != 2 {
      page += "<p>文学社\(season)\(season)季年会欢迎各位朋友前来报名参加，报名请写信给本社的秘书处。</p>"
    }
    for _ in 0..<random.int(1...5) { page += "<p>\(text(random.int(8...60)))，\(text(9))。</p>" }
    page += "<p>本站由第\(site)号园丁会维护，意见请寄园丁会收，转载请写明出处并附上本页的地址，谢谢合作。</p>"
    return page
  }

  private mutating func add() {
    number += 1
    let site = random.int(0..<3)
    let below = random.chance(0.3) ? "deep/er/" : ""
    var name = "P/site\(site)/\(below)\(number)"
    switch random.int(0..<14) {
    case 0:
      name += ".txt"
      folder.write(text(80), to: name)
    case 1:
      name += ".jsonl"
      var lines = ""
      for line in 0..<random.int(1...4) {
        lines += "{\"_id\": \"r\(line)\", \"title\": \"\(text(4))\", \"text\": \"\(text(40))\"}\n"
      }
      if random.chance(0.3) { lines += "{broken\n" }
      folder.write(lines, to: name)
    case 2:
      name += ".html.gz"
      folder.write(Gzip.member(Array(page(site).utf8)), to: name)
    case 3:
      // No page, whatever its name says.
      name += ".html"
      folder.write(random.chance(0.5) ? "" : "%PDF-1.4", to: name)
    case 4:
      folder.write(random.chance(0.5) ? "no page" : page(site), to: name)
    case 5 where !names.isEmpty:
      // A copy: a near-duplicate.
      name += ".html"
      folder.write(page(site), to: name)
      folder.write(folder.read(name), to: name + ".html")
      names.append(name + ".html")
    default:
      name += ".html"
      folder.write(page(site), to: name)
    }
    names.append(name)
  }

  /// Makes some changes.
  mutating func change() {
    for _ in 0..<random.int(1...6) {
      let place = names.isEmpty ? nil : random.int(0..<names.count)
      switch random.int(0..<8) {
      case 0, 1: add()
      case 2:
        guard let place, names.count > 3 else { continue }
        folder.remove(names.remove(at: place))
      case 3, 4:
        guard let place, names[place].hasSuffix(".html") else { continue }
        folder.write(page(random.int(0..<3)), to: names[place])
      case 5:
        guard let place else { continue }
        // A new time and nothing else.
        folder.write(folder.read(names[place]), to: names[place])
      case 6:
        guard let place else { continue }
        number += 1
        let ending = names[place].split(separator: ".", maxSplits: 1).dropFirst().first
        let name = "P/moved/\(number)" + (ending.map { ".\($0)" } ?? "")
        folder.makeFolder("P/moved")
        folder.rename(names[place], to: name)
        names[place] = name
      default:
        // Another text of the same size, and the old time set again.
        guard let place, names[place].hasSuffix(".html") else { continue }
        var bytes = folder.read(names[place])
        guard bytes.count > 20 else { continue }
        let times = folder.times(names[place])
        bytes.swapAt(bytes.count - 8, bytes.count - 9)
        bytes[bytes.count - 8] = UInt8(ascii: "x")
        folder.write(bytes, to: names[place])
        folder.setTimes(names[place], times)
      }
    }
  }
}
