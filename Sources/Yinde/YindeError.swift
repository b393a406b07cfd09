/// What went wrong with an input: which file, what, and what to do.
public struct YindeError: Error, Sendable, CustomStringConvertible {
  /// The kinds of error; more may come.
  public struct Code: Sendable, Hashable {
    private let name: String
    private init(_ name: String) { self.name = name }

    /// A file or folder cannot be opened or read.
    public static let unreadable = Code("unreadable")
    /// There is nothing to index.
    public static let nothingToIndex = Code("nothingToIndex")
    /// A file is not what it should be.
    public static let badInput = Code("badInput")
  }

  public var code: Code
  public var path: String
  public var message: String
  public var advice: String?

  public init(_ code: Code, path: String, message: String, advice: String? = nil) {
    self.code = code
    self.path = path
    self.message = message
    self.advice = advice
  }

  init(_ code: Code, path: [UInt8], message: String, advice: String? = nil) {
    self.init(code, path: String(decoding: path, as: UTF8.self), message: message, advice: advice)
  }

  public var description: String {
    "\(path): \(message)" + (advice.map { "; \($0)" } ?? "")
  }
}
