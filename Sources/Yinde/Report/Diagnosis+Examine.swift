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
      var pageReport = PageReport(outcome, page)
      state.withLock { $0.take(&pageReport, outcome.order) }
      spool?.add(pageReport, outcome.order)
    }
    let source = try InputSource(examining: Array(input.utf8), ledger)
    let failure = Mutex<(any Error)?>(nil)
    runOnThreads(threads ?? max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1)) { _ in
      do {
        while failure.withLock({ $0 == nil }), let batch = try source.next() {
          try source.forEachDocument(in: batch) { place, document in
            let parts = DocumentParts(document)
            state.withLock { $0.parts[State.key(batch.number, place)] = parts }
          }
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
    /// Of documents whose outcome is about to be told, by the same thread.
    var parts: [Int: DocumentParts] = [:]

    static func key(_ batch: Int, _ place: Int) -> Int { batch << 24 | place }

    mutating func take(_ report: inout PageReport, _ order: InputOutcome.Order) {
      let parts = parts.removeValue(forKey: State.key(order.batch, order.place))
      if let parts { parts.update(&report) }
      diagnosis.take(report, order)
      guard let parts, report.characters > 0 else { return }
      if !texts.insert(parts.hash).inserted { diagnosis.repeatedTexts += 1 }
    }
  }
}

/// What a report says of a document's text.
private struct DocumentParts: Sendable {
  private let title: String
  private let titleText, headings, body, furniture: PageReport.Part
  let hash: UInt64

  init(_ document: SourceDocument) {
    var parts = [PageReport.Part](repeating: .init(), count: 8)
    for block in document.blocks {
      parts[Int(block.role.rawValue)].add(document.text[block.range].count { $0 & 0xC0 != 0x80 })
    }
    title = String(decoding: document.shownTitle, as: UTF8.self)
    titleText = parts[Int(StoredRole.title.rawValue)]
    headings = parts[Int(StoredRole.heading.rawValue)]
    body = parts[Int(StoredRole.body.rawValue)]
    furniture = parts[Int(StoredRole.furniture.rawValue)]
    hash = ContentHash.of(document.text)
  }

  func update(_ report: inout PageReport) {
    report.title = title
    report.titleText = titleText
    report.headings = headings
    report.body = body
    report.furniture = furniture
  }
}

extension InputSource {
  /// The pages below a folder, or what is in a file.
  fileprivate convenience init(examining input: [UInt8], _ ledger: InputLedger) throws(YindeError) {
    guard let status = FileStatus(input) else {
      throw YindeError(
        .unreadable, path: input, message: "there is no such folder or file",
        advice: "name a folder of pages, or a file of JSON lines, a WARC or a zip")
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
