/// A whole file as text, for short inputs such as lists of queries.
public enum TextFile {
  /// The file's text; bytes that are not UTF-8 become U+FFFD, a byte-order mark is dropped.
  ///
  /// - Throws: ``YindeError`` when the file cannot be read, or is longer than 256 MB.
  public static func read(_ path: String) throws(YindeError) -> String {
    guard let bytes = try InputFile(path: Array(path.utf8)).readAll(limit: 256 << 20) else {
      throw YindeError(.unreadable, path: path, message: "is larger than 256 MB")
    }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    return String(decoding: bytes[start...], as: UTF8.self)
  }
}
