import YindeIndex

extension PageIndex {
  /// Joins indexes into one that holds the pages of all.
  ///
  /// It is the index that ``build(from:at:_:progress:report:)`` makes of one folder with all their files, but for the metadata: what
  /// pages say of one another (a site's template, near-duplicates) is found anew among all of them. Pages are not read again.
  ///
  /// - Parameters:
  ///   - paths: two or more indexes, all of folders or all of files of records. Pages of folders get the order of their paths,
  ///     records the order of the indexes.
  ///   - options: memory, threads, and whether to reorder, which is done anyway when one of the indexes is reordered; the rest is as it
  ///     was when the first of them was built.
  /// - Throws: ``YindeError`` when the indexes cannot be joined, because they are of different kinds or have a page in common;
  ///   ``IndexError`` when one is damaged or of another version, or the new one cannot be written. An older index at `path` is then
  ///   unchanged.
  /// - Complexity: O(text) on all threads.
  @discardableResult
  public static func merge(
    _ paths: [String], at path: String, _ options: IndexingOptions = IndexingOptions(),
    progress: @escaping @Sendable (IndexingProgress) -> Void = { _ in }
  ) throws -> IndexingReport {
    let start = ContinuousClock.now
    var files: [IndexFile] = []
    for path in paths { files.append(try IndexFile(path: path)) }
    var origin = try joinedOrigin(files)
    if options.reorders { origin.reorders = true }
    let threads = options.threads ?? IndexingOptions.allProcessors
    for file in files { try file.requireSound(threads: threads) }
    var build = buildOptions(options)
    build.textLevel = origin.textLevel
    build.findsSiteFurniture = origin.findsSiteFurniture
    build.findsDuplicates = origin.findsDuplicates
    build.reorders = origin.reorders
    build.metadata = origin.metadata
    let source = JoinedSource(files, isByFile: origin.kind == .folder)
    let total = files.reduce(0) { $0 + $1.documentCount }
    let made = try IndexBuilder.build(from: source, to: path, options: build) { step in
      progress(
        IndexingProgress(
          phase: step.phase, documents: step.documents, totalDocuments: total, bytes: 0,
          totalBytes: 0))
    }
    var totals = InputLedger.Totals()
    totals.kept = made.documents
    var report = IndexingReport(made, totals)
    report.seconds = (ContinuousClock.now - start).inSeconds
    return report
  }

  /// What the joined index says of itself.
  private static func joinedOrigin(_ files: [IndexFile]) throws(YindeError) -> IndexOrigin {
    guard files.count > 1, var joined = IndexOrigin(files[0].metadata) else {
      throw YindeError(
        .badInput, path: files.first?.path ?? "",
        message: files.count > 1 ? "does not say what it was made from" : "is not enough to join",
        advice: files.count > 1 ? "build it again with `yinde index`" : "name two indexes or more")
    }
    joined.input = nil
    for file in files.dropFirst() {
      guard let origin = IndexOrigin(file.metadata) else {
        throw YindeError(
          .badInput, path: file.path, message: "does not say what it was made from",
          advice: "build it again with `yinde index`")
      }
      guard origin.kind == joined.kind else {
        throw YindeError(
          .badInput, path: file.path,
          message: "is of a \(name(origin.kind)), and \(files[0].path) of a \(name(joined.kind))",
          advice: "put the file into a folder, and index that")
      }
      guard origin.findsSiteFurniture == joined.findsSiteFurniture,
        origin.findsDuplicates == joined.findsDuplicates
      else {
        throw YindeError(
          .badInput, path: file.path, message: "was built with other options than \(files[0].path)",
          advice: "build both in the same way")
      }
      joined.joined += origin.joined
      joined.reorders = joined.reorders || origin.reorders
      joined.rules = min(joined.rules, origin.rules)
    }
    return joined
  }

  private static func name(_ kind: IndexOrigin.Kind) -> String {
    kind == .folder ? "folder" : "file of records"
  }
}
