import YindeAnalysis

/// An index, opened for reading by mapping its file.
///
/// Opening reads the header and the section table and nothing else, so that it costs the same for an index of any
/// size. Terms, postings and texts are read in place when a query needs them. An `IndexFile` is immutable
/// and may be used by any number of threads; each thread searches with a ``Searcher`` of its own.
///
/// The file must not be changed in place while it is open; `yinde index` replaces it by a rename, which is
/// safe for readers.
public final class IndexFile: Sendable {
  public let path: String
  let file: MappedFile
  let header: Header
  let grams: GramDictionary
  let words: WordDictionary
  let postings: ByteView
  let texts: TextSection
  let paths: PathColumn
  let similarity: SimilarityColumn
  /// Between numbers of documents and their places in postings.
  let order: DocumentOrder
  let lengths: ByteView
  let dates: DateColumn
  let sites: SiteColumn
  private let languages: ByteView
  private let contentHashes: ByteView

  /// Opens the index at `path`.
  ///
  /// - Throws: ``IndexError`` when the file cannot be read, is no index, is of another version, was built by
  ///   other analysis rules, is cut short, or has a damaged header.
  /// - Complexity: O(1).
  public init(path: String) throws(IndexError) {
    self.path = path
    let mapped = try MappedFile(path: path)
    let parsed = try Header(mapped.view, path: path, fingerprint: Analyzer.fingerprint)
    func section(_ id: SectionID) -> ByteView {
      guard let section = parsed.sections.first(where: { $0.id == id }) else { return .empty }
      return mapped.view.slice(section.offset, section.length)
    }
    file = mapped
    header = parsed
    grams = GramDictionary(
      characters: section(.characters), rows: section(.gramRows), index: section(.gramIndex),
      blocks: section(.gramBlocks))
    words = WordDictionary(blocks: section(.wordBlocks), index: section(.wordIndex))
    postings = section(.postings)
    texts = TextSection(
      index: section(.textIndex), text: section(.text), documents: parsed.documentCount)
    paths = PathColumn(index: section(.pathIndex), paths: section(.paths))
    similarity = SimilarityColumn(section(.similarity), documents: parsed.documentCount)
    lengths = section(.lengths)
    order = DocumentOrder(section(.order), documents: parsed.documentCount)
    dates = DateColumn(section(.dates))
    sites = SiteColumn(section(.sites))
    languages = section(.languages)
    contentHashes = section(.contentHashes)
    // A header that promises more documents than the columns hold would make every loop over documents
    // as long as the lie.
    guard lengths.count / 4 == parsed.documentCount else {
      throw IndexError(
        .corrupt, path: path,
        message: "is damaged: \(parsed.documentCount) documents but \(lengths.count / 4) lengths",
        advice: "build it again with `yinde index`")
    }
    let size = DocumentOrder.size(documents: parsed.documentCount)
    guard order.isByPath || section(.order).count == size else {
      throw IndexError(
        .corrupt, path: path,
        message:
          "is damaged: the order of its documents has \(section(.order).count) bytes instead of \(size)",
        advice: "build it again with `yinde index`")
    }
  }

  func section(_ id: SectionID) -> ByteView {
    guard let section = header.sections.first(where: { $0.id == id }) else { return .empty }
    return file.view.slice(section.offset, section.length)
  }

  /// Whether the file is as long as when it was opened and everything that was read of it could be read.
  ///
  /// - Throws: ``IndexError`` with code `.truncated` when answers so far may be made of bytes that were lost. See
  ///   ``MappingGuard`` for what happens without it.
  /// - Complexity: one system call.
  public func confirmWhole() throws(IndexError) {
    if file.isWhole { return }
    throw IndexError(
      .truncated, path: path, message: "was cut short, or could not be read, while it was open",
      advice: "build it again with `yinde index`")
  }

  /// Whether nobody has changed the file since it was opened, for who has made another index of it: what was read of a file that was
  /// cut or overwritten meanwhile must not get into another one, under new checksums.
  ///
  /// - Throws: ``IndexError`` with code `.corrupt`.
  /// - Complexity: two system calls.
  package func confirmUnchanged() throws(IndexError) {
    if file.isUnchanged { return }
    throw IndexError(
      .corrupt, path: path, message: "was changed, or could not be read, while it was read",
      advice: "check it with `yinde check`, and try again")
  }

  // MARK: Counts

  public var documentCount: Int { header.documentCount }
  public var termCount: Int { header.termCount }
  public var postingCount: Int { header.postingCount }
  public var byteCount: Int { file.view.count }
  /// The mean length of a document, in weighted terms; at least a hair above zero.
  public var averageLength: Double {
    IndexFile.averageLength(total: header.totalLength, documents: documentCount)
  }

  static func averageLength(total: Int, documents: Int) -> Double {
    max(Double(total) / Double(max(documents, 1)), 1e-3)
  }
  /// `key=value` facts that were stored at the build.
  public var metadata: [String: String] { IndexMetadata.decode(section(.metadata)) }

  // MARK: Documents

  /// The path of a document, or the `_id` of a record, as bytes.
  public func pathBytes(_ document: Int) -> [UInt8] { paths.path(document) }

  public func path(_ document: Int) -> String {
    String(decoding: paths.path(document), as: UTF8.self)
  }

  /// The weighted number of terms: what BM25 takes for length.
  func length(_ document: Int) -> UInt32 { length(at: order.place(of: document)) }

  /// The length of the document at a place of ``order``.
  @inline(__always)
  func length(at place: Int) -> UInt32 { lengths.u32(place &* 4) }

  public func documentLength(_ document: Int) -> Int { Int(length(document)) }

  /// Days since 1970-01-01, if the page has a date: the day, or the first day of the month.
  public func date(_ document: Int) -> Int32? { dates.day(document) }

  /// Whether only the month of the page's date is known.
  public func isDateMonth(_ document: Int) -> Bool { dates.isMonth(document) }

  /// The number of the page's language (`LanguageTag`), 0 when it is not known.
  @inline(__always)
  public func language(_ document: Int) -> UInt8 { languages.u8(document) }

  /// The site of a page in lower case: a host, or the first folder of its path; empty when there is none.
  public func siteBytes(_ document: Int) -> [UInt8] { sites.name(sites.number(document) - 1) }

  public func contentHash(_ document: Int) -> UInt64 { contentHashes.u64(document &* 8) }

  /// Whether a document is a record of text and no page: only pages have a hash.
  func isRecord(_ document: Int) -> Bool { contentHash(document) == 0 }

  // MARK: Terms

  /// Where a term's postings are; nil when no document has it.
  ///
  /// - Complexity: O(log terms).
  func lookup(_ term: Term) -> TermInfo? {
    switch term {
    case .gram(let first, let second): grams.lookup(first: first, second: second)
    case .word(let bytes): words.lookup(bytes)
    }
  }

  /// In how many documents a term occurs.
  func documentFrequency(_ term: Term) -> Int { lookup(term)?.documentFrequency ?? 0 }
}
