/// What no input may pass, so that none takes the machine. Each is stated in `Documentation/Inputs.md`, and what
/// passes one is reported with its reason.
enum InputLimits {
  /// The largest page, decompressed: more is no page for readers.
  static let page = 256 << 20
  /// The largest record of JSON lines.
  static let line = 256 << 20
  /// Compressed data may expand this much beyond ``freeExpansion``. Real pages shrink to a fifth or a
  /// tenth, the most repetitive ones to a fiftieth; deflate's own bound is 1 : 1032.
  static let expansion = 256
  /// Bytes that are never called a bomb.
  static let freeExpansion = 16 << 20
  /// Pages that are read and parsed together: this many bytes, or this many pages.
  static let batchBytes = 1 << 20
  static let batchPages = 256
}
