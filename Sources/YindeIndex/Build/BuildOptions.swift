/// How an index is built.
public struct BuildOptions: Sendable {
  /// Bytes that the builder may use, roughly; at least 32 MiB are taken.
  public var memory = 512 << 20
  /// Threads that parse and encode. The file does not depend on it.
  public var threads = 1
  /// Zstandard's level for the stored text.
  public var textLevel = 9
  /// Whether blocks of main text that recur on the pages of a site are taken for furniture: for pages of sites.
  public var findsSiteFurniture = false
  /// Whether documents with nearly the same text are grouped, so that answers show one of them.
  public var findsDuplicates = false
  /// Whether postings are made smaller by an order of documents of their own (``DocumentOrder``). Answers are the same.
  public var reorders = false
  /// What goes into the index's metadata, beside what the builder knows.
  public var metadata: [String: String] = [:]

  public init() {}
}

/// What an occurrence in each role adds to a term's frequency: simple BM25F (Robertson, Zaragoza and Taylor,
/// "Simple BM25 extension to multiple weighted fields", CIKM 2004). The weighted sum is saturated once.
/// Furniture can be found and weighs nothing.
public enum RoleWeights {
  public static func weight(_ role: StoredRole) -> UInt32 {
    switch role {
    case .title: 3
    case .heading: 2
    case .body: 1
    case .furniture, .display: 0
    }
  }
}

/// How far a build is.
public struct BuildProgress: Sendable {
  public enum Phase: Sendable { case reading, inverting, reordering, merging, storing }
  public var phase = Phase.reading
  public var documents = 0
  public var postings = 0
}

/// What a build made.
public struct BuildReport: Sendable {
  public var documents = 0
  public var terms = 0
  public var postings = 0
  /// UTF-8 bytes of the text of all blocks.
  public var textBytes = 0
  public var indexBytes = 0
  /// Sorted runs that were merged; as many as threads when memory sufficed.
  public var runs = 0
  /// Blocks of main text that were taken for a site's template.
  public var templateBlocks = 0
  /// Documents with near-duplicates, and in how many groups.
  public var duplicates = 0
  public var duplicateGroups = 0

  public init() {}
}
