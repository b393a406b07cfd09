import Synchronization
import YindeHTML
import YindeIndex

/// The pages of a folder or of one file, in the byte order of the files' paths; what a container holds follows
/// where the container stands.
///
/// ```
/// walk ─► files ──────────────┐
///           └─► containers ───┴─► items ─► batches ─► threads: read, decode, parse ─► documents
///               front to back                                  └─► InputLedger: each item with its outcome
/// ```
///
/// Each item takes a number, whatever becomes of it, so the numbers do not depend on threads.
final class InputSource: DocumentSource {
  /// Items that are read and parsed together.
  struct Batch: Sendable {
    /// Counted from 0 without gaps.
    var number: Int
    var items: [InputItem]
  }

  let ledger: InputLedger
  /// Bytes of the files, as they were when they were found.
  let byteCount: Int
  /// How many items there are; nil when a container must be read to know.
  let itemCount: Int?
  /// Bytes of files that were read so far.
  var bytesRead: Int { counter.value }

  private let older: OlderIndex?
  private let root: Root
  private let counter = ReadCounter()
  private let budget: ByteBudget
  private let state: Mutex<State>

  /// What the paths of files go on from.
  enum Root: Sendable {
    case folder([UInt8])
    /// One file that is a container: its name is not part of the paths.
    case file([UInt8])
  }

  private struct State: ~Copyable {
    var entries: [FolderWalk.Entry]
    var nextEntry = 0
    var nextBatch = 0
    var container: (any InputContainer)?
    /// The file of ``container``, as the index remembers it.
    var containerFile = SourceDocument.File(stamp: 0)
    /// Documents of the older index that are taken as they are, and their file.
    var kept = 0..<0
    var keptItem: InputItem?
  }

  /// - Parameters:
  ///   - older: an index whose documents are taken where the entries know of them (``FolderChanges``).
  ///   - memory: bytes that the pages being read may take up, roughly.
  init(
    root: Root, entries: [FolderWalk.Entry], older: OlderIndex? = nil, ledger: InputLedger,
    memory: Int
  ) {
    self.root = root
    self.older = older
    self.ledger = ledger
    budget = ByteBudget(MemoryPlan.pages(of: memory))
    byteCount = entries.reduce(0) { $0 + $1.size }
    let hasContainers = entries.contains {
      $0.kind.isContainer && $0.known?.isUnchanged != true
    }
    itemCount =
      hasContainers
      ? nil
      : entries.reduce(0) { $0 + ($1.kind.isContainer ? $1.known?.documents.count ?? 0 : 1) }
    state = Mutex(State(entries: entries))
  }

  // MARK: Taking work

  func next() throws -> Batch? {
    try state.withLock { state in
      var items: [InputItem] = []
      var bytes = 0
      while items.count < InputLimits.batchPages, bytes < InputLimits.batchBytes,
        let item = try nextItem(&state)
      {
        bytes += item.size
        items.append(item)
      }
      guard !items.isEmpty else { return nil }
      defer { state.nextBatch += 1 }
      return Batch(number: state.nextBatch, items: items)
    }
  }

  private func nextItem(_ state: inout State) throws(YindeError) -> InputItem? {
    while true {
      if let container = state.container {
        if var item = container.next() {
          try refuse(item)
          item.file = state.containerFile
          return item
        }
        state.container = nil
      }
      if let number = state.kept.popFirst() {
        state.keptItem?.older = .unchanged(number)
        return state.keptItem
      }
      guard state.nextEntry < state.entries.count else {
        // The phases that follow need the memory.
        state.entries = []
        state.nextEntry = 0
        return nil
      }
      let entry = state.entries[state.nextEntry]
      state.nextEntry += 1
      var item = InputItem(path: entry.path, kind: entry.kind, size: entry.size, content: .file)
      item.file.stamp = entry.stamp
      if let known = entry.known {
        if known.isUnchanged {
          if known.isContainer { item.file.container = entry.path }
          item.size /= max(known.documents.count, 1)
          state.kept = known.documents
          state.keptItem = item
          continue
        }
        if !known.isContainer { item.older = .touched(known.documents.lowerBound) }
      }
      if let problem = entry.problem {
        item.content = .problem(problem)
        return item
      }
      guard entry.kind.isContainer else { return item }
      do throws(InputFailure) {
        state.container = try open(entry)
        state.containerFile = .init(container: containerName(entry.path), stamp: entry.stamp)
      } catch {
        item.content = .problem(error.reason)
        item.size = 0
        return item
      }
    }
  }

  /// A collection that is given by itself is there to be measured with, and half of one measures wrongly.
  private func refuse(_ item: InputItem) throws(YindeError) {
    guard case .file(let file) = root, item.kind == .lines, case .problem(let reason) = item.content
    else { return }
    throw YindeError(
      .badInput, path: file, message: reason, advice: "get it again; nothing was indexed")
  }

  private func open(_ entry: FolderWalk.Entry) throws(InputFailure) -> any InputContainer {
    var prefix: [UInt8] = []
    if case .folder = root { prefix = entry.path + [UInt8(ascii: "/")] }
    return try entry.kind.open(
      file(entry.path), name: entry.path, prefix: prefix, ledger: ledger, counter: counter)
  }

  /// A file that is given by itself is remembered by its name, wherever it is.
  private func containerName(_ path: [UInt8]) -> [UInt8] {
    if case .folder = root { return path }
    return path.split(separator: UInt8(ascii: "/")).last.map(Array.init) ?? path
  }

  func count(of batch: Batch) -> Int { batch.items.count }

  // MARK: Making documents

  func forEachDocument(in batch: Batch, _ body: (Int, SourceDocument) throws -> Void) throws {
    for (place, item) in batch.items.enumerated() {
      let order = InputOutcome.Order(batch: batch.number, place: place)
      // A page lives in several forms until it is in the index; the budget is for all of them.
      try budget.with(InputSource.cost(item)) {
        try process(item, order) { try body(place, $0) }
      }
    }
  }

  /// Bytes of memory that an item takes until it is indexed.
  private static func cost(_ item: InputItem) -> Int { item.size * 8 }

  private func process(
    _ item: InputItem, _ order: InputOutcome.Order, _ body: (SourceDocument) throws -> Void
  ) throws {
    var outcome = InputOutcome(path: item.path, status: .indexed, order: order, kind: item.kind)
    var made: InputDocument
    do {
      if let document = try unchanged(item) {
        ledger.addKept()
        return try body(document)
      }
      made = try InputDocument(item, file(item.path), counter)
    } catch let error as InputFailure {
      outcome.status = .skipped(error.reason)
      if let path = error.path { outcome.path = path }
      return ledger.take(outcome, in: item.file.container)
    }
    made.document?.file = item.file
    // What the system could not read to its end may be readable the next time.
    if made.damage.contains(where: { $0.contains("cannot be ") }) {
      made.document?.file?.stamp = 0
    }
    guard let document = made.document else {
      if made.isOther { ledger.addOthers(1) }
      return
    }
    outcome.path = document.path
    outcome.bytes = made.bytes
    outcome.encoding = made.page?.encoding
    try body(document)
    ledger.take(outcome, page: made.page)
    for damage in made.damage {
      outcome.status = .skipped(damage)
      ledger.take(outcome)
    }
  }

  /// The document that the older index has of an input, if its file is as it was; its bytes when its times are not.
  private func unchanged(_ item: InputItem) throws -> SourceDocument? {
    guard let older, let known = item.older else { return nil }
    var document: SourceDocument
    switch known {
    case .unchanged(let number): document = try older.document(number)
    case .touched(let number):
      let hash = older.file.contentHash(number)
      // The hash of a page in parts is made of its parts, for which it must be read.
      guard hash != 0, item.kind != .webArchive,
        try hash == ContentHash.of(PageFile.read(file(item.path), counter: nil))
      else { return nil }
      document = try older.document(number)
    }
    document.file = item.file
    return document
  }

  var unreliableContainers: Set<[UInt8]> { ledger.unreliableContainers }

  func confirm() throws { try older?.file.confirmUnchanged() }

  /// Where a file is.
  private func file(_ path: [UInt8]) -> [UInt8] {
    switch root {
    case .folder(let folder): folder + [UInt8(ascii: "/")] + path
    case .file(let file): file
    }
  }
}
