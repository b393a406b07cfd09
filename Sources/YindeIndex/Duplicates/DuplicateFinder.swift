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
  ///   - isKnown: whether a page is known to be a near-duplicate of an earlier one.
  ///   - text: the title, headings and body of a number as they are stored, each block after its mark.
  init(
    fingerprints: [UInt64], keys: [PairSpool], folder: String, memoryLimit: Int,
    isKnown: (_ page: Int, _ leader: Int) -> Bool = { _, _ in false },
    text: @escaping (Int) throws -> [UInt8]
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
        var ownBytes: [UInt8]?
        var ownText: PageText?
        for leader in candidates.sorted().prefix(DuplicateFinder.maxCompared) {
          if isKnown(page, Int(leader)) {
            leaders[page] = leader
            break
          }
          let own = try ownBytes ?? texts.read(page)
          ownBytes = own
          let place = try texts.place(of: Int(leader))
          var isSame = texts.kept[place].bytes == own
          if !isSame {
            let text = ownText ?? texts.text(own)
            ownText = text
            isSame = text.isNearDuplicate(of: texts.text(at: place))
          }
          if isSame {
            leaders[page] = leader
            break
          }
        }
        start = end
      }
    }
  }

  /// The texts of the first pages of groups that were asked for last.
  private struct TextCache {
    private static let size = 32
    /// Bytes of them all; one that is larger is kept alone.
    private static let maxBytes = 8 << 20
    let read: (Int) throws -> [UInt8]
    /// The one that was kept first is the first to go.
    private(set) var kept: [(page: Int, bytes: [UInt8], text: PageText?)] = []
    private var analyzer = Analyzer()
    private var terms = TermBuffer()

    init(_ read: @escaping (Int) throws -> [UInt8]) { self.read = read }

    /// Where a page is kept, until the next call.
    mutating func place(of page: Int) throws -> Int {
      if let place = kept.firstIndex(where: { $0.page == page }) { return place }
      var size = kept.reduce(0) { $0 + $1.bytes.count + ($1.text?.memory ?? 0) }
      while let first = kept.first, size > TextCache.maxBytes || kept.count == TextCache.size {
        size -= first.bytes.count + (first.text?.memory ?? 0)
        kept.removeFirst()
      }
      kept.append((page, try read(page), nil))
      return kept.count - 1
    }

    mutating func text(at place: Int) -> PageText {
      if let known = kept[place].text { return known }
      let made = text(kept[place].bytes)
      kept[place].text = made
      return made
    }

    mutating func text(_ bytes: [UInt8]) -> PageText {
      var blocks: [SourceDocument.Block] = []
      StoredRecord.findBlocks(bytes.span, 0..<bytes.count, into: &blocks)
      var text = PageText()
      for block in blocks {
        terms.removeAll()
        analyzer.analyze(bytes.span.extracting(block.range), into: &terms)
        text.add(terms, block.role)
      }
      text.finish()
      if bytes.count > TextCache.maxBytes {
        // What a giant page needed the next ones do not.
        analyzer = Analyzer()
        terms = TermBuffer()
      }
      return text
    }
  }
}
