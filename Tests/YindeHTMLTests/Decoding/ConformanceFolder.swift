import Glibc

/// The folder of conformance data that the environment variable YINDE_CONFORMANCE names, if it is
/// set: the index files of the Encoding Standard in `whatwg-encoding`, the vectors of encoding_rs
/// in `encoding_rs/tests/test_data`, the encoding tests of html5lib in `html5lib/encoding`.
enum ConformanceFolder {
  static let path: String? = {
    // The environment is not changed while tests run.
    guard let value = unsafe getenv("YINDE_CONFORMANCE") else { return nil }
    return unsafe String(cString: value)
  }()

  /// The bytes of a file, or nil if it cannot be read.
  static func read(_ name: String) -> [UInt8]? {
    guard let path, let file = unsafe fopen("\(path)/\(name)", "rb") else { return nil }
    defer { unsafe _ = fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe fread($0.baseAddress, 1, $0.count, file)
      }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  /// The cells of an index file.
  static func index(_ name: String) -> [(pointer: Int, scalar: UInt32)] {
    (read("whatwg-encoding/index-\(name).txt") ?? []).split(separator: 0x0A).compactMap { line in
      let fields = line.split { $0 == 0x20 || $0 == 0x09 }.map {
        String(decoding: $0, as: UTF8.self)
      }
      guard fields.count >= 2, let pointer = Int(fields[0]) else { return nil }
      return UInt32(fields[1].dropFirst(2), radix: 16).map { (pointer, $0) }
    }
  }
}
