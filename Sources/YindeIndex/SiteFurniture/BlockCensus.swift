/// Notes the blocks of the pages that one thread reads, for ``RecurringBlocks``.
///
/// ```
/// pair --> fingerprint:u64  page:u32 block:u20 length:u12       one a block of main text
/// ```
final class BlockCensus {
  /// Of a page, as many blocks of main text are noted: the first and the last, since templates stand at edges.
  static let maxBlocks = 4096
  /// Blocks are told apart by 20 bits.
  private static let maxBlock = 1 << 20
  static let maxLength = 4095

  let spool: PairSpool

  init(folder: String, memoryLimit: Int) {
    spool = PairSpool(folder: folder, memoryLimit: memoryLimit)
  }

  /// What is known of a page when it has been read.
  struct PageFacts: Sendable {
    var place: PagePlace
    /// A hash of the main text: pages with the same one are copies. 0 when there is none.
    var text: UInt64 = 0
    var blocks: UInt32 = 0
  }

  /// - Parameter blocks: all blocks of the page, in their order, as they are numbered later.
  func add(
    _ record: [UInt8], blocks: [SourceDocument.Block], _ place: PagePlace, page: UInt32
  ) throws(IndexError) -> PageFacts {
    var facts = PageFacts(place: place)
    facts.blocks = UInt32(clamping: blocks.count)
    let main = blocks.count { $0.role.isMain }
    var seen = 0
    for (number, block) in blocks.enumerated() where block.role.isMain {
      seen += 1
      let isNoted =
        seen <= BlockCensus.maxBlocks / 2 || seen > main - BlockCensus.maxBlocks / 2
      guard isNoted, number < BlockCensus.maxBlock,
        let print = BlockFingerprint.of(record.span.extracting(block.range))
      else { continue }
      facts.text = mixed(facts.text ^ print)
      let length = UInt64(min(block.range.count, BlockCensus.maxLength))
      try spool.append(
        key: print, value: UInt64(page) << 32 | UInt64(number) << 12 | length)
    }
    return facts
  }
}

extension StoredRole {
  /// Whether a block is of the article: what a site's template may be taken out of.
  var isMain: Bool { self == .body || self == .heading }
}
