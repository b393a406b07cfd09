/// A question of a test collection: an identifier and what to search for.
///
/// Two formats are read: lines of `id<TAB>query`, and BEIR's `queries.jsonl`.
public struct Topic: Sendable, Equatable {
  public var id: String
  public var query: String

  public init(id: String, query: String) {
    self.id = id
    self.query = query
  }
}
