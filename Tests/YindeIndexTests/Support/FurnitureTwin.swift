import YindeIndex

/// The rules of `Documentation/Pages.md` for a site's furniture, in the plainest way.
struct FurnitureTwin {
  private struct Page {
    var folder: String
    var site: String
    var host: String
    /// Of main text: which block, what it says without digits and white space, its bytes.
    var blocks: [(place: Int, key: String, size: Int, isBody: Bool)] = []

    func count(_ key: String) -> Int { blocks.count { $0.key == key } }
  }

  private var pages: [Page] = []
  private var isCopy: [Bool] = []
  /// The first page with the same main text.
  private var first: [Int] = []
  private var own: [Double] = []

  /// For each document the blocks that become furniture.
  static func template(_ documents: [SourceDocument]) -> [[Int]] {
    var twin = FurnitureTwin()
    for document in documents { twin.add(document) }
    twin.measure()
    return twin.pages.indices.map { twin.template(of: $0) }
  }

  private mutating func add(_ document: SourceDocument) {
    let path = String(decoding: document.path, as: UTF8.self)
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    parts.removeLast()
    let isURL = path.hasPrefix("http://")
    let site = isURL ? parts[2] : (parts.first ?? "")
    var page = Page(
      folder: parts.joined(separator: "/"), site: site,
      host: document.site.isEmpty ? site : String(decoding: document.site, as: UTF8.self))
    for (place, block) in document.blocks.enumerated()
    where block.role == .body || block.role == .heading {
      // Marks are no text.
      let bytes = document.text[block.range].filter { $0 == 0 || $0 > 7 }
      let kept = bytes.filter { $0 > 0x20 && !($0 >= 0x30 && $0 <= 0x39) }
      let hasText = kept.contains { $0 >= 0x80 || ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
      page.blocks.append(
        (
          place, hasText ? kept.map { String($0) }.joined(separator: " ") : "", bytes.count,
          block.role == .body
        ))
    }
    pages.append(page)
  }

  /// The pages that have a block, at most twice each.
  private func holders(_ key: String) -> [Int] {
    pages.indices.filter { pages[$0].count(key) >= 1 && pages[$0].count(key) <= 2 }
  }

  private mutating func measure() {
    let texts = pages.map { $0.blocks.map(\.key).filter { !$0.isEmpty } }
    isCopy = texts.indices.map { page in
      !texts[page].isEmpty && texts[..<page].contains(texts[page])
    }
    first = texts.indices.map { page in
      isCopy[page] ? texts.firstIndex(of: texts[page])! : page
    }
    own = pages.indices.map { page in
      var all = 0
      var own = 0
      for block in pages[page].blocks where !block.key.isEmpty {
        let others = holders(block.key).count { !isCopy[$0] }
        all += block.size
        if others < 3 || pages[page].count(block.key) > 2 { own += block.size }
      }
      return all == 0 ? -1 : Double(own) / Double(all)
    }
  }

  private enum Recurrence { case none, often, mostly }

  private func recurrence(_ key: String, on page: Int) -> Recurrence {
    guard !key.isEmpty, pages[page].count(key) <= 2 else { return .none }
    // A copy belongs where its original does.
    let page = first[page]
    let holders = holders(key).filter { !isCopy[$0] }
    func originals(_ pages: [Int]) -> [Int] { pages.filter { own[$0] >= 0.5 && !isCopy[$0] } }
    func isMost(_ belongs: (Int) -> Bool) -> Bool {
      let group = originals(pages.indices.filter(belongs))
      let found = originals(holders.filter(belongs))
      return found.count >= 3 && found.count * 4 >= group.count
    }
    if isMost({ _ in true }) || isMost({ pages[$0].folder == pages[page].folder })
      || isMost({ pages[$0].site == pages[page].site })
      || isMost({ pages[$0].host == pages[page].host })
    {
      return .mostly
    }
    return holders.count { own[$0] >= 0.125 } >= 10 ? .often : .none
  }

  private func template(of page: Int) -> [Int] {
    let blocks = pages[page].blocks
    // A copy's blocks recur as those of what it copies; their sizes (page numbers) and roles are its own.
    let kinds = blocks.map { recurrence($0.key, on: first[page]) }
    guard let start = kinds.firstIndex(of: .none), let last = kinds.lastIndex(of: .none) else {
      return []
    }
    func size(_ run: Range<Int>) -> Int { run.reduce(0) { $0 + blocks[$1].size } }
    var taken: Set<Int> = []
    for run in [0..<start, last + 1..<blocks.count] {
      if size(run) >= (run.count == 1 ? 90 : 36) { taken.formUnion(run) }
    }
    for at in start...last where kinds[at] == .mostly {
      // The longest run around this block.
      var from = at
      while from > start, kinds[from - 1] == .mostly { from -= 1 }
      var to = at
      while to < last, kinds[to + 1] == .mostly { to += 1 }
      if size(from..<to + 1) >= 120 { taken.insert(at) }
    }
    let body = blocks.indices.filter { blocks[$0].isBody }.reduce(0) { $0 + blocks[$1].size }
    let left = blocks.indices.filter { blocks[$0].isBody && !taken.contains($0) }
      .reduce(0) { $0 + blocks[$1].size }
    guard left >= 60, left * 8 >= body else { return [] }
    return taken.sorted().map { blocks[$0].place }
  }
}
