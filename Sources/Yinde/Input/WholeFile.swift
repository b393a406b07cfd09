public import YindeIndex

/// A whole file as bytes, for inputs that are read at once: topics, judgements, runs.
public enum WholeFile {
  /// A run of a hundred million answers is smaller.
  private static let limit = 4 << 30

  /// The file's bytes; those of a gzip file decompressed, whatever its name.
  ///
  /// - Throws: ``YindeError`` when the file cannot be read, is a damaged gzip file, or longer than 4 GB.
  /// - Complexity: O(bytes).
  public static func read(_ path: String) throws(YindeError) -> [UInt8] {
    do throws(InputFailure) {
      return try ByteStream(path: Array(path.utf8)).readAll(limit: limit)
    } catch {
      throw YindeError(
        .badInput, path: path,
        message: error == .tooLarge ? "is larger than \(limit >> 30) GB" : error.reason)
    }
  }
}

/// Writes a file that appears under its name whole or not at all.
public struct NewFile {
  private let output: OutputFile

  /// - Throws: ``IndexError`` when there can be no such file.
  public init(path: String) throws(IndexError) { output = try OutputFile(path: path) }

  public func write(_ bytes: [UInt8]) throws(IndexError) { try output.write(bytes) }

  /// Puts the file in place of an older one.
  public func commit() throws(IndexError) { try output.commit() }
}
