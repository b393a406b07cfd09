import YindeAnalysis

/// Builds an index file from a source of documents.
///
/// ```
/// source ─► batches ─► threads: parse ─► spools, what recurs ─┐
///                                ┌───────────────────────────┘
///                                ├─► threads: take the template out, analyse, invert ─► sorted runs
///                                ├─► halve and halve again ─► order of postings, if asked for
///                                ├─► merge by term ─► postings, dictionary
///                                ├─► code, compress ─► text, columns
///                                ├─► compare ─► near-duplicates
///                                └─► header, rename
/// ```
///
/// Memory stays near ``BuildOptions/memory``: inverted terms that pass their share are written to a run, texts
/// wait in spool files. Both are files without names beside the index, so that nothing is left when the process is
/// killed. The bytes of the index depend only on the documents and their order: runs are merged by term
/// and document, and everything else is done in document order.
public enum IndexBuilder {
  /// Builds the index at `path`, replacing an older one at the end.
  ///
  /// - Throws: ``IndexError`` when the index cannot be written; whatever the source throws. The older
  ///   index is then unchanged.
  /// - Complexity: O(characters), and O(distinct terms × log) to sort them, on all threads.
  public static func build<Source: DocumentSource>(
    from source: Source, to path: String, options: BuildOptions,
    progress: @escaping @Sendable (BuildProgress) -> Void = { _ in }
  ) throws -> BuildReport {
    try build(
      from: source, to: path, plan: MemoryPlan(options), metadata: options.metadata,
      progress: progress)
  }

  /// The same with documents (``SourceDocument/kept``) of an older index.
  package static func build<Source: DocumentSource>(
    from source: Source, older: OlderPages?, to path: String, options: BuildOptions,
    progress: @escaping @Sendable (BuildProgress) -> Void
  ) throws -> BuildReport {
    try build(
      from: source, older: older, to: path, plan: MemoryPlan(options), metadata: options.metadata,
      progress: progress)
  }

  /// Builds with shares of memory that tests make as small as they like.
  static func build<Source: DocumentSource>(
    from source: Source, older: OlderPages? = nil, to path: String, plan: MemoryPlan,
    metadata given: [String: String],
    progress: @escaping @Sendable (BuildProgress) -> Void = { _ in }
  ) throws -> BuildReport {
    let output = try OutputFile(path: path)
    let folder = OutputFile.folder(of: path)
    var reading = try ReadingPhase.run(
      source, older: older, folder: folder, plan: plan, progress: progress)
    reading = try InvertingPhase.run(
      reading, older: older, folder: folder, plan: plan, progress: progress)
    guard reading.documentCount > 0 else {
      throw IndexError(
        .noDocuments, path: path, message: "was not written: there is no document to index")
    }
    guard reading.lengths.count <= IndexFormat.maxDocuments else {
      throw IndexError(
        .tooLarge, path: path,
        message: "would hold more than \(IndexFormat.maxDocuments) documents")
    }
    try ReorderingPhase.run(
      &reading, older: older, folder: folder, path: path, plan: plan, progress: progress)
    var writer = try IndexWriter(output)
    if !reading.places.isEmpty {
      try writer.write(.order, DocumentOrder.encoded(places: reading.places))
    }
    try MergingPhase.run(reading, older: older, into: &writer, plan: plan, progress: progress)
    try StoringPhase.run(
      reading, older: older, unreliable: source.unreliableContainers, into: &writer, plan: plan,
      progress: progress)
    let duplicates = try GroupingPhase.run(
      reading, older: older, into: &writer, folder: folder, plan: plan)
    var metadata = given
    metadata["textBytes"] = String(reading.textBytes)
    if let older {
      let before = older.index.metadata["fresh"].flatMap { Int($0) } ?? 0
      metadata["fresh"] = String(before + reading.freshBytes)
      try older.index.confirmUnchanged()
    }
    try source.confirm()
    try writer.write(.metadata, IndexMetadata.encode(metadata))
    var report = BuildReport()
    report.documents = reading.documentCount
    report.textBytes = reading.textBytes
    report.runs = reading.runs.count
    report.templateBlocks = reading.templateBlocks
    report.duplicates = duplicates.documents
    report.duplicateGroups = duplicates.groups
    report.terms = writer.header.termCount
    report.postings = writer.header.postingCount
    report.indexBytes = try writer.finish()
    return report
  }
}

/// The metadata section: `key=value` lines in the order of the keys.
enum IndexMetadata {
  static func encode(_ values: [String: String]) -> [UInt8] {
    var text = ""
    for (key, value) in values.sorted(by: { $0.key < $1.key }) {
      // A line end in a value (a folder's name may hold one) becomes a space.
      text += "\(key)=\(String(value.map { $0.isNewline ? " " : $0 }))\n"
    }
    return Array(text.utf8)
  }

  static func decode(_ view: ByteView) -> [String: String] {
    var values: [String: String] = [:]
    for line in view.string.split(separator: "\n") {
      guard let equals = line.firstIndex(of: "=") else { continue }
      values[String(line[..<equals])] = String(line[line.index(after: equals)...])
    }
    return values
  }
}
