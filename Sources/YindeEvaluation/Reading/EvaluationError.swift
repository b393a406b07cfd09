/// A file or a name that cannot be read: where, what is wrong, and what to do.
///
/// ```
/// qrels.tsv:17: the score is "high": write a whole number, 0 for not relevant
/// ```
public struct EvaluationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong and what to do about it.
  public var message: String

  /// The line it is on, counted from 1; `nil` when it is no matter of one line.
  public var line: Int?

  /// The file. The readers see bytes only, so it is for the caller to fill in.
  public var path: String?

  public init(_ message: String, line: Int? = nil, path: String? = nil) {
    self.message = message
    self.line = line
    self.path = path
  }

  public var description: String {
    switch (path, line) {
    case (let path?, let line?): "\(path):\(line): \(message)"
    case (let path?, nil): "\(path): \(message)"
    case (nil, let line?): "line \(line): \(message)"
    case (nil, nil): message
    }
  }
}
