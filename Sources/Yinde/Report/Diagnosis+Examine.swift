import Glibc
import Synchronization
import YindeHTML
import YindeIndex

extension Diagnosis {
  /// Reads all pages of a folder, or records of a file, as a build does, and builds nothing.
  ///
  /// - Parameters:
  ///   - threads: all processors when nil. The diagnosis does not depend on it.
  ///   - progress: is told how far it is, by any thread.
  ///   - report: is told of each input, in the order of their paths, at the end.
  /// - Throws: ``YindeError`` when there is no such input, or it cannot be listed; what `report` throws.
  /// - Complexity: that of reading and parsing. Memory: 16 bytes a page, with a report 48.
  public static func examine(
    _ input: String, threads: Int? = nil,
    progress: @escaping @Sendable (IndexingProgress) -> Void = { _ in },
    report: ((PageReport) throws -> Void)? = nil
  ) throws -> Diagnosis {
    let spool = report == nil ? nil : ReportSpool(folder: temporaryFolder())
    let state = Mutex(State())
    let ledger = InputLedger { outcome, page in
      let pageReport = PageReport(outcome, page)
      let hash = page.map { ContentHash.of($0.text) }
      state.withLock { $0.take(pageReport, outcome.order, hash) }
      spool?.add(pageReport, outcome.order)
    }
    let source = try InputSource(examining: Array(input.utf8), ledger)
    let failure = Mutex<(any Error)?>(nil)
    runOnThreads(threads ?? max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1)) { _ in
      do {
        while failure.withLock({ $0 == nil }), let batch = try source.next() {
          try source.forEachDocument(in: batch) { _, _ in }
          progress(
            IndexingProgress(
              phase: .reading, documents: ledger.totals.indexed, totalDocuments: source.itemCount,
              bytes: source.bytesRead, totalBytes: source.byteCount))
        }
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    if let spool, let report { try spool.forEach(report) }
    var diagnosis = state.withLock { $0.diagnosis }
    diagnosis.otherFiles = ledger.totals.others
    return diagnosis
  }

  private static func temporaryFolder() -> String {
    // The environment is not changed while the process runs.
    unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
  }

  private struct State: Sendable {
    var diagnosis = Diagnosis()
    /// Hashes of the texts met so far.
    var texts: Set<UInt64> = []

    mutating func take(_ report: PageReport, _ order: InputOutcome.Order, _ hash: UInt64?) {
      diagnosis.take(report, order)
      guard let hash, report.characters > 0 else { return }
      if !texts.insert(hash).inserted { diagnosis.repeatedTexts += 1 }
    }
  }
}

extension InputSource {
  /// The pages below a folder, or what is in a file.
  fileprivate convenience init(examining input: [UInt8], _ ledger: InputLedger) throws(YindeError) {
    guard let status = FileStatus(input) else {
      throw YindeError(
        .unreadable, path: input, message: "there is no such folder or file",
        advice: "name a folder of pages or a file of JSON lines")
    }
    let memory = 256 << 20
    if status.kind == .folder {
      let walk = try FolderWalk(input)
      ledger.addOthers(walk.others)
      self.init(root: .folder(input), entries: walk.entries, ledger: ledger, memory: memory)
      return
    }
    let kind = InputKind(name: input) ?? .lines
    self.init(
      root: .file(input), entries: [.init(path: input, size: status.size, kind: kind)],
      ledger: ledger, memory: memory)
  }
}
