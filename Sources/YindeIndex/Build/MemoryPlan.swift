/// Shares of the memory, and what may be in it at a time:
///
/// ```
/// reading      pages 45 %   spools 10 %   pairs 5 %
/// inverting    pages 45 %   spools 10 %   pairs 5 %   inverters 25 %   runs 10 %
/// reordering                spools 20 %   pairs 5 %   runs 10 %   sets of documents 65 %
/// merging                   spools 10 %   pairs 5 %   pieces of runs 12 %   runs 10 %   encoded terms, dictionary
/// storing      pages 45 %   spools 10 %   pairs 5 %   columns
/// ```
///
/// What is left over covers the tables by document (about 100 bytes each), the dictionary and the program itself.
package struct MemoryPlan: Sendable {
  var threads: Int
  /// Pages that are read, parsed, inverted or compressed, of all threads.
  var pages: Int
  /// Inverted terms of one thread before they are written to a run.
  var inverter: Int
  /// Terms that one thread adds before it looks whether the share is used up.
  var inverterStep = 1 << 16
  /// Stored text of one thread before it goes to a file; runs of one thread, too.
  var spool: Int
  /// Buffers for reading runs.
  var merge: Int
  /// The least that is read of a run at once.
  var runPiece = 1 << 16
  /// Blocks and keys of pages of one thread before they go to a file.
  var pairs: Int
  var textLevel: Int
  var findsSiteFurniture: Bool
  var findsDuplicates: Bool
  /// What the postings are ordered by.
  var order: Order
  /// Sets of documents that are being halved, of all threads.
  var reordering: Int

  enum Order: Sendable, Equatable {
    case byPath
    /// So that documents with the same terms stand side by side.
    case byTerms
    /// The document at each place.
    case given([UInt32])
  }

  init(_ options: BuildOptions) {
    threads = max(1, min(options.threads, 256))
    let memory = max(options.memory, 32 << 20)
    pages = MemoryPlan.pages(of: memory)
    // The inverter's pool is addressed with 32 bits; a step may still be added when the share is used up.
    inverter = min(memory * 25 / 100 / threads, 2 << 30)
    spool = memory * 10 / 100 / threads
    merge = memory / 8
    pairs = memory * 5 / 100 / threads
    order = options.reorders ? .byTerms : .byPath
    reordering = memory * MemoryPlan.reorderingShare / 100
    findsSiteFurniture = options.findsSiteFurniture
    findsDuplicates = options.findsDuplicates
    textLevel = options.textLevel
  }

  private static let reorderingShare = 65

  /// The memory of which so much is the share for reordering.
  static func memory(reordering: Int) -> Int { reordering / reorderingShare * 100 + 1 << 20 }

  /// The share of pages that are being read, which whoever makes documents of them keeps to.
  package static func pages(of memory: Int) -> Int { memory * 45 / 100 }
}
