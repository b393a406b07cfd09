import Glibc
import Synchronization
import YindeHTML
public import YindeIndex

/// How a folder or collection is indexed.
public struct IndexingOptions: Sendable {
  /// Bytes of memory to stay near.
  public var memory = 512 << 20
  /// Threads; all processors when nil. The index does not depend on it.
  public var threads: Int?
  /// Zstandard level of the stored text, 1 to 19.
  public var textLevel = BuildOptions().textLevel
  /// Whether blocks that recur on the pages of a site are taken for furniture. Records of text (JSON lines without
  /// `html`) have none.
  public var findsSiteFurniture = true
  /// Whether pages with nearly the same text are found, so that answers show one of them. Records of text
  /// are not compared: whoever measures retrieval wants each by its `_id`.
  public var findsDuplicates = true
  /// Whether pages with the same terms get places side by side in postings, which makes the index smaller and building it slower. Answers are
  /// the same.
  public var reorders = false

  public init() {}

  static var allProcessors: Int { max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1) }
}

/// How far indexing is.
public struct IndexingProgress: Sendable {
  public var phase: BuildProgress.Phase
  public var documents: Int
  /// Nil when it is not known beforehand.
  public var totalDocuments: Int?
  /// Bytes of pages that were read, and of all.
  public var bytes: Int
  public var totalBytes: Int
}

/// What indexing did.
public struct IndexingReport: Sendable {
  public var documents: Int
  /// Of these, those that were taken from an older index.
  public var keptDocuments: Int
  public var terms: Int
  public var postings: Int
  /// Bytes of the pages and records that were indexed, decompressed.
  public var inputBytes: Int
  /// UTF-8 bytes of the text in the pages.
  public var textBytes: Int
  public var indexBytes: Int
  public var runs: Int
  /// Blocks of pages' main text that were taken for their site's furniture.
  public var templateBlocks: Int
  /// Pages with near-duplicates, and in how many groups.
  public var duplicates: Int
  public var duplicateGroups: Int
  /// What was not indexed, at most a thousand, and how many in all.
  public var skipped: [SkippedInput]
  public var skippedCount: Int
  /// Files, and entries of zip archives, that are no pages by their name, or by their content when the name does
  /// not tell.
  public var otherFiles: Int
  /// Records of web archives that are no pages: requests, pictures, redirections.
  public var otherRecords: Int
  /// Pages of each encoding, by falling number.
  public var encodings: [(name: String, pages: Int)]
  /// Characters that could not be decoded and became U+FFFD, and in how many pages.
  public var replacements: Int
  public var pagesWithReplacements: Int
  public var seconds: Double
}

extension PageIndex {
  /// Indexes the pages below a folder, or those of one file that holds many (JSON lines, WARC, zip), and writes the
  /// index to one file, which replaces an older one at the end and not before.
  ///
  /// - Parameters:
  ///   - progress: is told how far the build is, by any thread.
  ///   - tell: is told what became of each input, in the order of their paths, once the index is in its
  ///     place, or when there is nothing to index. What it throws, the build throws.
  /// - Throws: ``YindeError`` when there is nothing to index or the input cannot be read; ``IndexError`` when the
  ///   index cannot be written. An older index is then unchanged and nothing is left behind.
  @discardableResult
  public static func build(
    from input: String, at path: String, _ options: IndexingOptions = IndexingOptions(),
    progress: @escaping @Sendable (IndexingProgress) -> Void = { _ in },
    report tell: ((PageReport) throws -> Void)? = nil
  ) throws -> IndexingReport {
    let bytes = Array(input.utf8)
    guard let status = FileStatus(bytes) else {
      throw YindeError(
        .unreadable, path: input, message: "there is no such folder or file",
        advice: "name a folder of pages, or a file of JSON lines, a WARC or a zip")
    }
    let kind = InputKind(name: bytes)
    if status.kind != .folder, kind?.isContainer == false {
      throw YindeError(
        .badInput, path: input, message: "is a page, and pages are indexed by the folder",
        advice: "name the folder that holds it; `yinde extract` shows a single page")
    }
    var build = buildOptions(options)
    let start = ContinuousClock.now
    let spool = tell == nil ? nil : ReportSpool(folder: OutputFile.folder(of: path))
    let ledger = spool.map { InputLedger(observer: $0.take) } ?? InputLedger()
    var report: IndexingReport
    do {
      report =
        try status.kind == .folder
        ? buildFolder(bytes, ledger, at: path, &build, options, progress)
        : buildFile(bytes, kind ?? .lines, status, ledger, at: path, &build, options, progress)
    } catch let error as YindeError where error.code == .nothingToIndex {
      // There is no index, and all the more to tell.
      if let spool, let tell { try spool.forEach(tell) }
      throw error
    }
    if let spool, let tell { try spool.forEach(in: PageIndex(at: path), tell) }
    report.seconds = (ContinuousClock.now - start).inSeconds
    return report
  }

  static func buildOptions(_ options: IndexingOptions) -> BuildOptions {
    var build = BuildOptions()
    build.memory = options.memory
    build.threads = options.threads ?? IndexingOptions.allProcessors
    build.textLevel = options.textLevel
    build.findsSiteFurniture = options.findsSiteFurniture
    build.findsDuplicates = options.findsDuplicates
    build.reorders = options.reorders
    return build
  }

  /// Stops every build of this process from putting its index in place.
  ///
  /// For a process that is about to end because of a signal: afterwards no temporary file is
  /// left, and every index is whole, old or new. Not for a signal handler.
  ///
  /// - Returns: what became of the builds.
  public static func abandonBuilds() -> AbandonedBuilds { IndexBuilder.abandonAll() }

  private static func buildFolder(
    _ root: [UInt8], _ ledger: InputLedger, at path: String, _ build: inout BuildOptions,
    _ options: IndexingOptions,
    _ progress: @escaping @Sendable (IndexingProgress) -> Void
  ) throws -> IndexingReport {
    let walk = try FolderWalk(root)
    ledger.addOthers(walk.others)
    return try buildFolder(
      root, walk.entries, older: nil, ledger, at: path, &build, options, progress)
  }

  /// Indexes the files of a folder, as far as possible from an older index.
  static func buildFolder(
    _ root: [UInt8], _ entries: [FolderWalk.Entry], older: OlderIndex?, _ ledger: InputLedger,
    at path: String, _ build: inout BuildOptions, _ options: IndexingOptions,
    _ progress: @escaping @Sendable (IndexingProgress) -> Void
  ) throws -> IndexingReport {
    build.metadata = IndexOrigin(.folder, input: root, index: path, options).metadata
    let source = InputSource(
      root: .folder(root), entries: entries, older: older, ledger: ledger, memory: build.memory)
    return try buildIndex(
      from: source, older: older?.pages, input: root, at: path, build, progress)
  }

  private static func buildFile(
    _ file: [UInt8], _ kind: InputKind, _ status: FileStatus, _ ledger: InputLedger,
    at path: String, _ build: inout BuildOptions, _ options: IndexingOptions,
    _ progress: @escaping @Sendable (IndexingProgress) -> Void
  ) throws -> IndexingReport {
    build.metadata =
      IndexOrigin(.collection, input: file, index: path, options).metadata
    var clock = FileClock()
    clock.note(status)
    clock.wait()
    let stamp = clock.isAhead(status) ? 0 : status.stamp
    let source = InputSource(
      root: .file(file),
      entries: [.init(path: file, size: status.size, kind: kind, stamp: stamp)], ledger: ledger,
      memory: build.memory)
    return try buildIndex(from: source, input: file, at: path, build, progress)
  }

  private static func buildIndex(
    from source: InputSource, older: OlderPages? = nil, input: [UInt8], at path: String,
    _ build: BuildOptions,
    _ progress: @escaping @Sendable (IndexingProgress) -> Void
  ) throws -> IndexingReport {
    do {
      let made = try IndexBuilder.build(
        from: source, older: older, to: path, options: build
      ) { step in
        progress(
          IndexingProgress(
            phase: step.phase, documents: step.documents, totalDocuments: source.itemCount,
            bytes: source.bytesRead, totalBytes: source.byteCount))
      }
      return IndexingReport(made, source.ledger.totals)
    } catch let error as IndexError where error.code == .noDocuments {
      throw nothingToIndex(input, source.ledger.totals)
    }
  }

  /// There is no document: says why each input was skipped.
  private static func nothingToIndex(_ input: [UInt8], _ totals: InputLedger.Totals) -> YindeError {
    guard totals.skippedCount > 0 else {
      let others = "\(totals.others) file\(totals.others == 1 ? "" : "s")"
      return YindeError(
        .nothingToIndex, path: input,
        message: totals.others == 0 ? "holds no files" : "holds no pages among its \(others)",
        advice:
          "pages are .html and its kin, .txt, .md, .mht, .warc, .zip and .jsonl, also with .gz")
    }
    var reasons = totals.skipped.prefix(5).compactMap(SkippedInput.init).map {
      "\($0.name) \($0.reason)"
    }
    if totals.skippedCount > 5 { reasons.append("and \(totals.skippedCount - 5) more") }
    return YindeError(
      .nothingToIndex, path: input,
      message: "holds nothing that can be indexed: " + reasons.joined(separator: ", "),
      advice: "no index was written")
  }
}

extension Duration {
  var inMicroseconds: Int {
    Int(components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000)
  }

  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

extension IndexingReport {
  init(_ made: BuildReport, _ totals: InputLedger.Totals) {
    self.init(
      documents: made.documents, keptDocuments: totals.kept, terms: made.terms,
      postings: made.postings,
      inputBytes: totals.bytes, textBytes: made.textBytes, indexBytes: made.indexBytes,
      runs: made.runs, templateBlocks: made.templateBlocks, duplicates: made.duplicates,
      duplicateGroups: made.duplicateGroups, skipped: totals.skipped.compactMap(SkippedInput.init),
      skippedCount: totals.skippedCount, otherFiles: totals.others,
      otherRecords: totals.otherRecords,
      encodings: totals.encodings.map { ($0.key, $0.value) }
        .sorted { ($1.pages, $0.name) < ($0.pages, $1.name) },
      replacements: totals.replacements, pagesWithReplacements: totals.pagesWithReplacements,
      seconds: 0)
  }
}
