/// Why an input, or a part of one, is not indexed. The reason follows the input's name: "is empty".
struct InputFailure: Error, Equatable {
  var reason: String
  /// What the reason is of, when it is not the input that was asked for but a part of it.
  var path: [UInt8]?

  init(_ reason: String, path: [UInt8]? = nil) {
    self.reason = reason
    self.path = path
  }

  static let bomb = InputFailure(
    "expands more than \(InputLimits.expansion) times when decompressed: a bomb, not a page")
  static let tooLarge = InputFailure("is larger than \(InputLimits.page >> 20) MB")
  static let badGzip = InputFailure("is not a whole gzip file")
}
