import YindeIndex

/// What an update did.
public struct UpdateReport: Sendable {
  /// Files that are as they were when they were indexed, and were not read.
  public var unchangedFiles = 0
  /// New files, files with another size or time, and files that could not be indexed: they were read.
  public var readFiles = 0
  /// Files that are gone.
  public var removedFiles = 0
  /// Why all files were read anew; nil when they were not.
  public var reasonToReadAll: String?
  /// What was written; nil when the index was up to date and is untouched.
  public var indexing: IndexingReport?
  /// What was not indexed, at most a thousand, and how many in all.
  public var skipped: [SkippedInput] = []
  public var skippedCount = 0
  public var seconds = 0.0
}

extension PageIndex {
  /// Brings an index up to date with the folder, or the file of records, that it was made from.
  ///
  /// Afterwards it answers as the one that ``build(from:at:_:progress:report:)`` makes of the folder as it is now; only how texts are
  /// compressed may differ.
  /// Files whose size and times are as they were, and those with the same bytes, are not parsed: their pages come from the older
  /// index, with the roles that their blocks have by themselves. What other pages say (a site's template, near-duplicates) is
  /// found anew, so that nothing depends on the order of changes.
  ///
  /// - Parameters:
  ///   - input: the folder or file, if it is elsewhere than the index says.
  ///   - options: memory and threads; the rest is as it was when the index was built.
  /// - Throws: ``YindeError`` when the folder is gone or cannot be read, or the index does not say what it is of; ``IndexError``
  ///   when the index is damaged, of another version, or cannot be written. The older index is then unchanged.
  /// - Complexity: O(folder) to look at all files, O(changed pages) to read them, O(index) to write it.
  @discardableResult
  public static func update(
    at path: String, from input: String? = nil, _ options: IndexingOptions = IndexingOptions(),
    progress: @escaping @Sendable (IndexingProgress) -> Void = { _ in }
  ) throws -> UpdateReport {
    try update(at: path, from: input, options, .whenItPays, progress: progress)
  }

  /// Whether postings and compressed texts of pages that have not changed are taken over as they are.
  enum TakingOver {
    case always, never
    /// When few files have changed, and not much text since the code of characters and the dictionary of texts were learned.
    case whenItPays

    /// One in so many files, and of the text.
    private static let share = 4

    func pages(of file: IndexFile, _ changes: FolderChanges) -> OlderPages? {
      let metadata = file.metadata
      let fresh = metadata["fresh"].flatMap { Int($0) } ?? 0
      let text = metadata["textBytes"].flatMap { Int($0) } ?? 0
      let pays =
        changes.touched * TakingOver.share <= changes.unchanged && fresh * TakingOver.share <= text
      return self == .always || self == .whenItPays && pays ? OlderPages(file) : nil
    }
  }

  static func update(
    at path: String, from input: String? = nil, _ options: IndexingOptions = IndexingOptions(),
    _ takingOver: TakingOver, progress: @escaping @Sendable (IndexingProgress) -> Void = { _ in }
  ) throws -> UpdateReport {
    let start = ContinuousClock.now
    let file = try IndexFile(path: path)
    let (origin, folder) = try source(of: file, input)
    var options = options
    options.textLevel = origin.textLevel
    options.findsSiteFurniture = origin.findsSiteFurniture
    options.findsDuplicates = origin.findsDuplicates
    options.reorders = origin.reorders
    let threads = options.threads ?? IndexingOptions.allProcessors
    try file.requireSound(threads: threads)
    guard let status = FileStatus(Array(folder.utf8)) else {
      throw YindeError(
        .unreadable, path: folder, message: "there is no such folder or file, and \(path) is of it",
        advice: "name the place where its pages are now with --from")
    }
    guard (status.kind == .folder) == (origin.kind == .folder) else {
      throw YindeError(
        .badInput, path: folder,
        message: status.kind == .folder
          ? "is a folder, and \(path) is of a file" : "is no folder, and \(path) is of one",
        advice: "build a new index with `yinde index`")
    }
    var report =
      try origin.kind == .folder
      ? updateFolder(folder, file, origin, options, takingOver, progress)
      : updateFile(folder, file, origin, status, options, progress)
    report.seconds = (ContinuousClock.now - start).inSeconds
    return report
  }

  /// The folder that keeps an index up to date by its changes.
  ///
  /// - Throws: ``YindeError`` when the index does not say what it is of, or is of a file.
  public static func watchedFolder(at path: String, from input: String? = nil) throws -> String {
    let (origin, folder) = try source(of: IndexFile(path: path), input)
    guard origin.kind == .folder else {
      throw YindeError(
        .badInput, path: path, message: "is of a file of records, which is not watched",
        advice: "`yinde update` reads the file again when it has changed")
    }
    return folder
  }

  /// How an index was made, and where what it was made from is.
  private static func source(
    of file: IndexFile, _ input: String?
  ) throws(YindeError) -> (origin: IndexOrigin, path: String) {
    guard let origin = IndexOrigin(file.metadata) else {
      throw YindeError(
        .badInput, path: file.path, message: "does not say what it was made from",
        advice: "build it again with `yinde index`")
    }
    guard origin.joined == 1 else {
      throw YindeError(
        .badInput, path: file.path, message: "is joined from \(origin.joined) indexes",
        advice: "update these, and join them again with `yinde merge`")
    }
    guard let path = input ?? origin.inputPath(index: file.path) else {
      throw YindeError(
        .badInput, path: file.path, message: "does not say where its pages are",
        advice: "name their folder with --from")
    }
    return (origin, path)
  }

  private static func updateFolder(
    _ folder: String, _ file: IndexFile, _ origin: IndexOrigin, _ options: IndexingOptions,
    _ takingOver: TakingOver, _ progress: @escaping @Sendable (IndexingProgress) -> Void
  ) throws -> UpdateReport {
    let root = Array(folder.utf8)
    let walk = try FolderWalk(root)
    var entries = walk.entries
    var report = UpdateReport()
    var pages: OlderPages?
    report.reasonToReadAll = reasonToReadAll(file, origin)
    if report.reasonToReadAll == nil {
      let changes = FolderChanges(&entries, since: file)
      report.unchangedFiles = changes.unchanged
      report.readFiles = changes.touched
      report.removedFiles = changes.removed
      pages = takingOver.pages(of: file, changes)
      let others = entries.filter { $0.known == nil }
      let isSame =
        changes.removed == 0 && changes.unchanged + others.count == entries.count
        && IndexOrigin(.folder, input: root, index: file.path, options).input == origin.input
      if isSame, let totals = try readWithoutDocuments(others, root) {
        report.take(totals)
        return report
      }
    } else {
      report.readFiles = entries.count
    }
    let ledger = InputLedger()
    ledger.addOthers(walk.others)
    var build = buildOptions(options)
    report.indexing = try buildFolder(
      root, entries, older: OlderIndex(file, takingOver: pages), ledger, at: file.path, &build,
      options, progress)
    report.take(ledger.totals)
    return report
  }

  private static func updateFile(
    _ input: String, _ file: IndexFile, _ origin: IndexOrigin, _ status: FileStatus,
    _ options: IndexingOptions, _ progress: @escaping @Sendable (IndexingProgress) -> Void
  ) throws -> UpdateReport {
    var report = UpdateReport()
    report.reasonToReadAll = reasonToReadAll(file, origin)
    if report.reasonToReadAll == nil {
      var isSame =
        IndexOrigin(.collection, input: Array(input.utf8), index: file.path, options).input
        == origin.input
      var files = IndexedFiles(file)
      while let known = files.next() { isSame = isSame && known.stamp == status.stamp }
      if isSame {
        report.unchangedFiles = 1
        return report
      }
    }
    report.readFiles = 1
    let made = try build(from: input, at: file.path, options, progress: progress)
    report.indexing = made
    report.skipped = made.skipped
    report.skippedCount = made.skippedCount
    return report
  }

  private static func reasonToReadAll(_ file: IndexFile, _ origin: IndexOrigin) -> String? {
    if origin.rules != IndexOrigin.readingRules { return "another version of yinde read them" }
    return file.hasFiles ? nil : "the index does not say which files it is of"
  }

  /// Reads files of which the index holds nothing.
  ///
  /// - Returns: what became of them; nil when one gave a document, so that the index is not up to date.
  private static func readWithoutDocuments(
    _ entries: [FolderWalk.Entry], _ root: [UInt8]
  ) throws -> InputLedger.Totals? {
    struct Found: Error {}
    let source = InputSource(
      root: .folder(root), entries: entries, ledger: InputLedger(), memory: 256 << 20)
    do {
      while let batch = try source.next() {
        try source.forEachDocument(in: batch) { _, _ in throw Found() }
      }
    } catch is Found {
      return nil
    }
    return source.ledger.totals
  }
}

extension UpdateReport {
  fileprivate mutating func take(_ totals: InputLedger.Totals) {
    skipped = totals.skipped.compactMap(SkippedInput.init)
    skippedCount = totals.skippedCount
  }
}
