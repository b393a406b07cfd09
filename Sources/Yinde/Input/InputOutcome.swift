import Synchronization
import YindeHTML

/// What became of one input: a page, a record, a page in a container, or something that is none.
struct InputOutcome: Sendable {
  enum Status: Sendable, Equatable {
    case indexed
    /// Not indexed; the reason follows the path in a sentence: "is empty".
    case skipped(String)
  }

  /// Inputs in the order in which they are read, whichever thread reads them.
  struct Order: Sendable, Comparable {
    /// The batch, counted from 0 without gaps.
    var batch: Int
    /// The place in the batch.
    var place: Int

    static func < (left: Order, right: Order) -> Bool {
      (left.batch, left.place) < (right.batch, right.place)
    }
  }

  /// As it stands in the index; of a record that has none, where it stands ("line 12").
  var path: [UInt8]
  var status: Status
  var order: Order
  var kind: InputKind
  /// Bytes of the page, decompressed; 0 when it was not read.
  var bytes = 0
  /// How the page was read; nil for records and what was skipped.
  var encoding: EncodingReport?

  /// Whether the input was skipped because the system could not read it: what is wrong with its bytes stays wrong.
  fileprivate var isOfTheSystem: Bool {
    guard case .skipped(let reason) = status else { return false }
    return reason.contains("cannot be ")
  }
}

/// The one place where every input passes with its outcome, from all threads.
///
/// It counts for the report, keeps the first thousand that were skipped, and tells an observer of each.
final class InputLedger: Sendable {
  /// Called by several threads at once, for each input once, in no order; ``InputOutcome/order`` has it. The page
  /// is there when the input is an indexed page.
  typealias Observer = @Sendable (InputOutcome, Page?) -> Void

  /// What was read.
  struct Totals: Sendable {
    /// Pages and records that were read and indexed.
    var indexed = 0
    /// Those that were taken from an older index.
    var kept = 0
    /// Their bytes, decompressed.
    var bytes = 0
    var replacements = 0
    var pagesWithReplacements = 0
    var encodings: [String: Int] = [:]
    var skippedCount = 0
    /// The first thousand of what was skipped.
    var skipped: [InputOutcome] = []
    /// Files that are no pages: by their names, or by what is in those whose names do not tell.
    var others = 0
    /// Records of web archives that are no pages: requests, pictures, redirections.
    var otherRecords = 0
    /// Containers in which the system could not read something; it may the next time.
    var unreliableContainers: Set<[UInt8]> = []
  }

  private static let kept = 1000
  private let state = Mutex(Totals())
  private let observer: Observer?

  init(observer: Observer? = nil) { self.observer = observer }

  var totals: Totals { state.withLock { $0 } }

  var unreliableContainers: Set<[UInt8]> { state.withLock { $0.unreliableContainers } }

  func addKept() { state.withLock { $0.kept += 1 } }

  /// - Parameter container: the file that holds the input, if it is one.
  func take(_ outcome: InputOutcome, page: Page? = nil, in container: [UInt8] = []) {
    state.withLock { totals in
      switch outcome.status {
      case .indexed:
        totals.indexed += 1
        totals.bytes += outcome.bytes
        guard let encoding = outcome.encoding else { break }
        totals.replacements += encoding.replacements
        if encoding.replacements > 0 { totals.pagesWithReplacements += 1 }
        totals.encodings[encoding.name, default: 0] += 1
      case .skipped:
        totals.skippedCount += 1
        if !container.isEmpty, outcome.isOfTheSystem {
          totals.unreliableContainers.insert(container)
        }
        InputLedger.keep(outcome, among: &totals.skipped)
      }
    }
    observer?(outcome, page)
  }

  func addOtherRecord() { state.withLock { $0.otherRecords += 1 } }

  func addOthers(_ count: Int) { state.withLock { $0.others += count } }

  /// Keeps the first of them by order, whatever thread comes first.
  private static func keep(_ outcome: InputOutcome, among skipped: inout [InputOutcome]) {
    var place = skipped.count
    while place > 0, outcome.order < skipped[place - 1].order { place -= 1 }
    guard place < kept else { return }
    skipped.insert(outcome, at: place)
    if skipped.count > kept { skipped.removeLast() }
  }
}

/// An input that was not indexed, and why.
public struct SkippedInput: Sendable, Equatable {
  public var name: String
  public var reason: String

  init?(_ outcome: InputOutcome) {
    guard case .skipped(let reason) = outcome.status else { return nil }
    name = String(decoding: outcome.path, as: UTF8.self)
    self.reason = reason
  }
}
