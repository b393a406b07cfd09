import Synchronization
import YindeHTML
import YindeIndex

/// Keeps the reports of all inputs, which come from threads in no order, until they are wanted in order.
///
/// The reports themselves go to a file when they are many; in memory stay 32 bytes for each.
final class ReportSpool: Sendable {
  private struct Place {
    var order: InputOutcome.Order
    var offset: Int
    var length: Int
  }

  private struct State: ~Copyable {
    let spool: SpoolFile
    var places: [Place] = []
    var failure: IndexError?
  }

  private static let memory = 4 << 20
  private let state: Mutex<State>

  /// - Parameter folder: where the file goes, which has no name.
  init(folder: String) {
    state = Mutex(State(spool: SpoolFile(folder: folder, memoryLimit: ReportSpool.memory)))
  }

  /// Keeps a report. Safe from any thread.
  func take(_ outcome: InputOutcome, _ page: Page?) {
    add(PageReport(outcome, page), outcome.order)
  }

  func add(_ report: PageReport, _ order: InputOutcome.Order) {
    let bytes = ReportWriter(report).bytes
    state.withLock { state in
      guard state.failure == nil else { return }
      state.places.append(Place(order: order, offset: state.spool.count, length: bytes.count))
      do throws(IndexError) { try state.spool.append(bytes) } catch { state.failure = error }
    }
  }

  /// Gives out all reports in the order of the inputs. Once, when all are there.
  func forEach(_ body: (PageReport) throws -> Void) throws {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      // A page and the damage in it have the same order, and came one after the other.
      state.places.sort { left, right in
        if left.order < right.order { return true }
        return !(right.order < left.order) && left.offset < right.offset
      }
      for place in state.places {
        try body(ReportReader.read(try state.spool.read(place.offset, place.length)))
      }
    }
  }

  /// Gives out all reports with what the index built from them holds.
  ///
  /// The documents of an index have the order of their inputs.
  func forEach(in index: PageIndex, _ body: (PageReport) throws -> Void) throws {
    try index.withSearcher { searcher in
      var document = 0
      try forEach { report in
        var report = report
        if report.skipped == nil, document < index.file.documentCount {
          report.update(from: index.file, document, searcher)
          document += 1
        }
        try body(report)
      }
    }
  }
}
