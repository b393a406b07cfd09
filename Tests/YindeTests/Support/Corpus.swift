import Glibc

/// The folder of sample pages beside the sources.
enum Corpus {
  static let path: String = {
    // Tests/YindeTests/Support/Corpus.swift, four names below the package.
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(4).joined(separator: "/") + "/Corpus"
  }()

  static let exists = isThere(path)

  private static func isThere(_ path: String) -> Bool { unsafe access(path, R_OK) == 0 }
}
