/// The blocks of main text that recur on other pages of the same folder, site or index.
///
/// Recurring is counted in *originals*, so that copies, editions and archives are not taken for one another's template:
///
/// - Of pages with the same main text one counts, and all are treated like it.
/// - A page is an original if half of its main text is its own: in blocks that stand on at most two pages.
///   Editions of one work, and a post that is also shown whole on archive pages, are none.
/// - A block recurs *mostly* if it is on three originals that are a quarter of the originals of a folder, a site (by the
///   path or by the host that pages name: ``PagePlace``) or the whole index; so small sites count, too.
/// - It recurs *often* if it is on ten pages of which an eighth is their own: there are sites whose notices are longer than
///   their articles, and folders with pages of many kinds.
/// - A block that stands on a page more than twice is a cell of a table or a refrain there, and not counted.
///
/// One pass over pairs in 256 parts, twice; memory: a part, 16 bytes a page and two bits a block. Exact.
struct RecurringBlocks: Sendable {
  static let many = 10
  static let few = 3
  /// One in as many originals of the group.
  static let share = 4
  static let maxOnPage = 2

  /// Where each page's blocks begin among the bits.
  private let starts: [Int]
  private let bits: [UInt64]

  enum Recurrence: UInt64, Comparable {
    case none, often, mostly

    static func < (left: Recurrence, right: Recurrence) -> Bool { left.rawValue < right.rawValue }
  }

  /// How a block recurs.
  @inline(__always)
  func recurrence(page: Int, block: Int) -> Recurrence {
    let place = starts[page] &+ block
    guard place < starts[page + 1] else { return .none }
    return Recurrence(rawValue: bits[place >> 5] >> UInt64(2 * (place & 31)) & 3) ?? .none
  }

  /// - Parameter facts: of each page, by its number; nil where there is none.
  init(
    _ facts: [BlockCensus.PageFacts?], _ spools: [PairSpool], threads: Int
  ) throws {
    var starts = [0]
    starts.reserveCapacity(facts.count + 1)
    for page in facts { starts.append(starts[starts.count - 1] + Int(page?.blocks ?? 0)) }
    self.starts = starts
    let shared = Shared(facts, starts: starts)
    // First: how much of each page is its own.
    try RecurringBlocks.forEachPart(threads) { number in
      let pairs = try PairSpool.part(number, of: spools)
      var own: [(page: Int, length: Int, isOwn: Bool)] = []
      RecurringBlocks.forEachKey(pairs) { range in
        if range.count == 1 {
          // As most blocks are.
          let pair = pairs[range.lowerBound]
          own.append((Int(pair.value >> 32), Int(pair.value & 0xFFF), true))
          return
        }
        let pages = RecurringBlocks.pages(pairs[range])
        let distinct = pages.count {
          $0.times <= RecurringBlocks.maxOnPage && !shared.isCopy($0.page)
        }
        for page in pages {
          own.append(
            (
              page.page, page.length,
              distinct < RecurringBlocks.few || page.times > RecurringBlocks.maxOnPage
            ))
        }
      }
      shared.monitor.locked {
        for item in own {
          shared.all[item.page] += UInt32(item.length)
          if item.isOwn { shared.own[item.page] += UInt32(item.length) }
        }
      }
    }
    shared.countOriginals()
    // Then: what recurs on originals.
    try RecurringBlocks.forEachPart(threads) { number in
      let pairs = try PairSpool.part(number, of: spools)
      var found: [(page: Int, block: Int, recurrence: Recurrence)] = []
      RecurringBlocks.forEachKey(pairs) { range in
        guard range.count >= RecurringBlocks.few else { return }
        let pages = RecurringBlocks.pages(pairs[range]).filter {
          $0.times <= RecurringBlocks.maxOnPage
        }
        guard pages.count >= RecurringBlocks.few else { return }
        let recurrence = shared.recurrence(pages.map(\.page))
        var at = 0
        for pair in pairs[range] {
          let page = Int(pair.value >> 32)
          // Both are in the order of the pages; what stands on a page more than twice is left there.
          while at < pages.count, pages[at].page < page { at += 1 }
          guard at < pages.count, pages[at].page == page else { continue }
          let here = recurrence(page)
          if here > .none { found.append((page, Int(pair.value >> 12 & 0xFFFFF), here)) }
        }
      }
      shared.monitor.locked {
        for (page, block, recurrence) in found { shared.set(page, block, recurrence) }
      }
    }
    bits = shared.bits
  }

  // MARK: Parts

  private static func forEachPart(
    _ threads: Int, _ body: @escaping @Sendable (Int) throws -> Void
  ) throws {
    let queue = WorkQueue(count: PairSpool.partCount)
    let failures = Failures()
    runOnThreads(threads) { _ in
      while let number = queue.next() {
        do { try body(number) } catch { failures.add(error) }
      }
    }
    if let failure = failures.first { throw failure }
  }

  private static func forEachKey(_ pairs: [Pair], _ body: (Range<Int>) -> Void) {
    var start = 0
    while start < pairs.count {
      var end = start + 1
      while end < pairs.count, pairs[end].key == pairs[start].key { end += 1 }
      body(start..<end)
      start = end
    }
  }

  /// The pages of one block, ascending, with how often and how long it stands there.
  private static func pages(
    _ pairs: ArraySlice<Pair>
  ) -> [(page: Int, times: Int, length: Int)] {
    var pages: [(page: Int, times: Int, length: Int)] = []
    for pair in pairs {
      let page = Int(pair.value >> 32)
      if pages.last?.page != page { pages.append((page, 0, 0)) }
      pages[pages.count - 1].times += 1
      pages[pages.count - 1].length += Int(pair.value & 0xFFF)
    }
    return pages
  }
}

/// What the threads write to, under the monitor, and the facts of the pages.
private final class Shared: @unchecked Sendable {
  let monitor = Monitor()
  let facts: [BlockCensus.PageFacts?]
  /// The first page with the same main text.
  private let originalOf: [Int]
  var all: [UInt32]
  var own: [UInt32]
  private let starts: [Int]
  private(set) var bits: [UInt64]
  private var isOriginal: [Bool] = []
  private var hasSomeOwn: [Bool] = []
  private var inFolder: [UInt64: Int] = [:]
  private var inSite: [UInt64: Int] = [:]
  private var inHost: [UInt64: Int] = [:]
  private var inIndex = 0

  init(_ facts: [BlockCensus.PageFacts?], starts: [Int]) {
    self.facts = facts
    self.starts = starts
    bits = [UInt64](repeating: 0, count: (starts[starts.count - 1] + 31) / 32)
    all = [UInt32](repeating: 0, count: facts.count)
    own = all
    var seen: [UInt64: Int] = [:]
    originalOf = facts.enumerated().map { page, fact in
      guard let text = fact?.text, text != 0 else { return page }
      let first = seen[text] ?? page
      seen[text] = first
      return first
    }
  }

  func isCopy(_ page: Int) -> Bool { originalOf[page] != page }

  func set(_ page: Int, _ block: Int, _ recurrence: RecurringBlocks.Recurrence) {
    let place = starts[page] + block
    bits[place >> 5] |= recurrence.rawValue << UInt64(2 * (place & 31))
  }

  func countOriginals() {
    isOriginal = [Bool](repeating: false, count: facts.count)
    hasSomeOwn = isOriginal
    for (page, fact) in facts.enumerated() {
      guard let fact, all[page] > 0, !isCopy(page) else { continue }
      hasSomeOwn[page] = UInt64(own[page]) * 8 >= UInt64(all[page])
      guard UInt64(own[page]) * 2 >= UInt64(all[page]) else { continue }
      isOriginal[page] = true
      inFolder[fact.place.folder, default: 0] += 1
      inSite[fact.place.site, default: 0] += 1
      inHost[fact.place.host, default: 0] += 1
      inIndex += 1
    }
  }

  /// How a block recurs, on each page, that stands on these.
  func recurrence(_ pages: [Int]) -> (Int) -> RecurringBlocks.Recurrence {
    var folders: [UInt64: Int] = [:]
    var sites: [UInt64: Int] = [:]
    var hosts: [UInt64: Int] = [:]
    var count = 0
    for page in pages where isOriginal[page] {
      folders[facts[page]!.place.folder, default: 0] += 1
      sites[facts[page]!.place.site, default: 0] += 1
      hosts[facts[page]!.place.host, default: 0] += 1
      count += 1
    }
    func isEnough(_ count: Int, _ all: Int) -> Bool {
      count >= RecurringBlocks.few && count * RecurringBlocks.share >= all
    }
    if isEnough(count, inIndex) { return { _ in .mostly } }
    let isOften = pages.count { hasSomeOwn[$0] } >= RecurringBlocks.many
    return { [self] page in
      // A mirror's copy is treated as what it copies.
      let place = facts[originalOf[page]]!.place
      let isMostly =
        isEnough(folders[place.folder] ?? 0, inFolder[place.folder] ?? 0)
        || isEnough(sites[place.site] ?? 0, inSite[place.site] ?? 0)
        || isEnough(hosts[place.host] ?? 0, inHost[place.host] ?? 0)
      return isMostly ? .mostly : isOften ? .often : .none
    }
  }
}

/// The first error of several threads.
private final class Failures: @unchecked Sendable {
  private let monitor = Monitor()
  private var failure: (any Error)?

  func add(_ error: any Error) { monitor.locked { failure = failure ?? error } }
  var first: (any Error)? { monitor.locked { failure } }
}
