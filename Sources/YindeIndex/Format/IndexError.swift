/// What went wrong with an index file: which file, where, what, and what to do.
///
/// Files that are too old, too new, cut, altered or no index at all are told apart, because the
/// remedy differs.
public struct IndexError: Error, Sendable, CustomStringConvertible {
  /// The kinds of error; more may come.
  public struct Code: Sendable, Hashable {
    private let name: String
    private init(_ name: String) { self.name = name }

    /// The file cannot be opened, mapped or read.
    public static let unreadable = Code("unreadable")
    /// The file does not begin as an index does.
    public static let notAnIndex = Code("notAnIndex")
    /// The file is an index of a format older than this version reads.
    public static let tooOld = Code("tooOld")
    /// The file is an index of a format newer than this version knows.
    public static let tooNew = Code("tooNew")
    /// The terms in the file were made by other rules than this version's analyser follows.
    public static let otherAnalyzer = Code("otherAnalyzer")
    /// The file ends early.
    public static let truncated = Code("truncated")
    /// The file's bytes contradict its checksums or each other.
    public static let corrupt = Code("corrupt")
    /// The index cannot be written.
    public static let unwritable = Code("unwritable")
    /// Another process is building the index.
    public static let busy = Code("busy")
    /// The index would pass a limit of the format.
    public static let tooLarge = Code("tooLarge")
    /// The source gave no document.
    public static let noDocuments = Code("noDocuments")
  }

  public var code: Code
  /// The file concerned.
  public var path: String
  /// The byte of the file at which the trouble was seen.
  public var offset: Int?
  /// What is wrong, to follow the path in a sentence.
  public var message: String
  /// What the reader of the message can do.
  public var advice: String?

  public init(
    _ code: Code, path: String, offset: Int? = nil, message: String, advice: String? = nil
  ) {
    self.code = code
    self.path = path
    self.offset = offset
    self.message = message
    self.advice = advice
  }

  public var description: String {
    var text = "\(path): \(message)"
    if let offset { text += " (at byte \(offset))" }
    if let advice { text += "; \(advice)" }
    return text
  }
}
