/// A page or a record as the builder takes it.
public struct SourceDocument: Sendable {
  /// A block of ``text``.
  public struct Block: Sendable {
    public var role: StoredRole
    /// Bytes of ``SourceDocument/text``.
    public var range: Range<Int>

    public init(role: StoredRole, range: Range<Int>) {
      self.role = role
      self.range = range
    }
  }

  /// What results show and `path:` matches: relative to the folder, or a record's `_id`.
  public var path: [UInt8]
  /// UTF-8 of all blocks.
  public var text: [UInt8]
  public var blocks: [Block]
  /// The title for display when it is not the title block.
  public var displayTitle: [UInt8]
  /// Days since 1970-01-01.
  public var date: Int32?
  /// Whether only the month is known; ``date`` is then its first day.
  public var isDateMonth: Bool
  /// The language by its number (`LanguageTag`); 0 when it is not known.
  public var language: UInt8
  /// The host that the page says it belongs to, in lower case. Empty: what the path tells is the site (``Site``).
  public var site: [UInt8]
  /// Whether it is a record of a collection and no page: it has no site's furniture, and near-duplicates of it are not
  /// looked for, since whoever measures retrieval wants each record by its `_id`.
  public var isRecord: Bool
  /// A hash of the file's bytes, by which an update knows that a page has not changed.
  public var contentHash: UInt64
  /// The file that the document was read from; nil when there is none.
  public var file: File?

  /// The document of the older index that this one is, whose text is taken from there (``OlderPages``); nil when it has its own.
  package var kept: Int?

  /// A file by which an update knows that what is in it has not changed.
  public struct File: Sendable, Equatable {
    /// The path of the file when it holds many documents; empty when it is this document and has its path.
    public var container: [UInt8]
    /// A hash of the file's size and times; 0 when it must be read again.
    public var stamp: UInt64

    public init(container: [UInt8] = [], stamp: UInt64) {
      self.container = container
      self.stamp = stamp
    }
  }

  public init(
    path: [UInt8], text: [UInt8] = [], blocks: [Block] = [], displayTitle: [UInt8] = [],
    date: Int32? = nil, isDateMonth: Bool = false, language: UInt8 = 0, site: [UInt8] = [],
    isRecord: Bool = false, contentHash: UInt64 = 0
  ) {
    self.path = path
    self.text = text
    self.blocks = blocks
    self.displayTitle = displayTitle
    self.date = date
    self.isDateMonth = isDateMonth
    self.language = language
    self.site = site
    self.isRecord = isRecord
    self.contentHash = contentHash
  }
}

/// Where documents come from, in an order that does not depend on threads.
public protocol DocumentSource: Sendable {
  /// A piece of work: some documents that follow one another.
  associatedtype Batch: Sendable

  /// The next piece; nil at the end. Called by one thread at a time.
  func next() throws -> Batch?

  /// How many documents the piece may give: the numbers that it takes up.
  func count(of batch: Batch) -> Int

  /// Gives the documents of a piece, each with its place in it (ascending). A place that is left out has no document:
  /// the source reports why. Called by several threads at once, for different pieces.
  func forEachDocument(
    in batch: Batch, _ body: (_ place: Int, _ document: SourceDocument) throws -> Void) throws

  /// The containers (``SourceDocument/File/container``) of which something could not be read; asked for at the end.
  var unreliableContainers: Set<[UInt8]> { get }

  /// Asked once all documents were given, before the index gets its name: throws when they may not be what the source holds.
  func confirm() throws
}

extension DocumentSource {
  public var unreliableContainers: Set<[UInt8]> { [] }
  public func confirm() throws {}
}
