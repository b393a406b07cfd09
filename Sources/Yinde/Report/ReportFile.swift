import YindeIndex

/// A file of lines that appears under its name whole or not at all, like an index.
public final class ReportFile {
  private let file: OutputFile

  /// Opens the place for the file; what is there stays until ``commit()``.
  ///
  /// - Throws: ``YindeError`` when something is there that is no report, ``IndexError`` when nothing can be written.
  public init(path: String) throws {
    if let old = FileStatus(Array(path.utf8)), old.kind == .file, old.size > 0 {
      let start = try? InputFile(path: Array(path.utf8)).read(1)
      // Every line of a report is an object.
      guard start == [UInt8(ascii: "{")] else {
        throw YindeError(
          .badInput, path: path, message: "is there already and is not a report",
          advice: "name another file with --report, or remove this one first")
      }
    }
    file = try OutputFile(path: path)
  }

  public func write(line: String) throws(IndexError) {
    try file.write(Array(line.utf8) + [0x0A])
  }

  /// Makes the file durable and visible.
  public func commit() throws(IndexError) { try file.commit() }
}
