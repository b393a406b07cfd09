import YindeAnalysis

/// Groups pages with near-duplicates.
///
/// Pages are taken in their order. Each is compared with the first pages of the groups to which pages with a common key
/// belong (``PageSketch``), and joins the earliest of these groups with whose first page it is a near-duplicate
/// (``PageText``), or begins one. So every page of a group is a near-duplicate of its first page, and groups do not grow
/// by chains of small changes.
///
/// Keys are brought together in 256 parts; of pages with the same key each is noted with the first eight and the one before it, so that the
/// work is linear in the pages. Memory: a part, 12 bytes a page and a few texts.
struct DuplicateFinder {
  /// Of the pages with one key, so many first ones are compared with all others.
  private static let firsts = 8
  /// Texts that one page is compared with, at most.
  private static let maxCompared = 16
  /// Fewer of 32 pairs of bits are the same once in 100,000 times with the resemblance that is asked for.
  static let leastAgreement = 26

  /// The first page of the group of each number; itself where there is no other.
  private(set) var leaders: [UInt32]

  /// - Parameters:
  ///   - fingerprints: by number.
  ///   - text: the text of a number.
  init(
    fingerprints: [UInt64], keys: [PairSpool], folder: String, memoryLimit: Int,
    text: @escaping (Int) throws -> PageText
  ) throws {
    let count = fingerprints.count
    leaders = (0..<count).map { UInt32($0) }
    // Neighbours, brought into the order of the pages: parts hold keys in ascending order.
    let neighbours = PairSpool(folder: folder, memoryLimit: memoryLimit)
    let step = UInt64.max / UInt64(max(count, 1))
    for part in 0..<PairSpool.partCount {
      let pairs = try PairSpool.part(part, of: keys)
      var start = 0
      for at in pairs.indices {
        if pairs[at].key != pairs[start].key { start = at }
        let page = Int(pairs[at].value)
        for other in start..<at where other < start + DuplicateFinder.firsts || other == at - 1 {
          let earlier = Int(pairs[other].value)
          if PageSketch.agreement(fingerprints[page], fingerprints[earlier])
            >= DuplicateFinder.leastAgreement
          {
            try neighbours.append(
              key: UInt64(page) * step, value: UInt64(page) << 32 | UInt64(earlier))
          }
        }
      }
    }
    var texts = TextCache(text)
    for part in 0..<PairSpool.partCount {
      let pairs = try PairSpool.part(part, of: [neighbours])
      var start = 0
      while start < pairs.count {
        var end = start
        var candidates: Set<UInt32> = []
        while end < pairs.count, pairs[end].key == pairs[start].key {
          candidates.insert(leaders[Int(pairs[end].value & 0xFFFF_FFFF)])
          end += 1
        }
        let page = Int(pairs[start].value >> 32)
        let own = try texts.text(page, isKept: false)
        for leader in candidates.sorted().prefix(DuplicateFinder.maxCompared)
        where try own.isNearDuplicate(of: texts.text(Int(leader), isKept: true)) {
          leaders[page] = leader
          break
        }
        start = end
      }
    }
  }

  /// The texts of the first pages of groups that were asked for last.
  private struct TextCache {
    private static let size = 32
    private let read: (Int) throws -> PageText
    private var kept: [(page: Int, text: PageText)] = []
    private var next = 0

    init(_ read: @escaping (Int) throws -> PageText) { self.read = read }

    mutating func text(_ page: Int, isKept: Bool) throws -> PageText {
      if let known = kept.first(where: { $0.page == page }) { return known.text }
      let text = try read(page)
      guard isKept else { return text }
      if kept.count < TextCache.size {
        kept.append((page, text))
      } else {
        kept[next] = (page, text)
        next = (next + 1) % TextCache.size
      }
      return text
    }
  }
}
