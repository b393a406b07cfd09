/// A query that cannot be read: what is wrong, where, and what to write instead.
///
/// ```
/// this quotation mark is never closed: add the closing one, or write \" for the character itself
///   商汤 "人脸识别
///        ^
/// ```
public struct QuerySyntaxError: Error, Sendable, Equatable {
  /// What is wrong and what to do about it, in one line.
  public var message: String

  /// The part of the query that the message is about, in scalars (Unicode code points).
  ///
  /// Empty when the query is refused as a whole.
  public var range: Range<Int>

  /// The query that was refused.
  public var query: String

  public init(_ message: String, at range: Range<Int>, in query: String) {
    self.message = message
    self.range = range
    self.query = query
  }
}
