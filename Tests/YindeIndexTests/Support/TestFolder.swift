import Glibc

/// A folder for the files of one test, removed with everything in it at the end.
final class TestFolder: Sendable {
  let path: String

  init() {
    let parent = Environment.value("TMPDIR") ?? "/tmp"
    var template = Array("\(parent)/yinde-tests-XXXXXX".utf8) + [0]
    let made = unsafe template.withUnsafeMutableBytes { bytes in
      // mkdtemp writes the name over the six X.
      unsafe mkdtemp(bytes.baseAddress!.assumingMemoryBound(to: CChar.self)) != nil
    }
    precondition(made, "no temporary folder can be made")
    path = String(decoding: template.dropLast(), as: UTF8.self)
  }

  deinit {
    for name in names { unsafe unlink("\(path)/\(name)") }
    unsafe rmdir(path)
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// The names in the folder.
  var names: [String] {
    guard let directory = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  // MARK: Whole files

  static func read(_ path: String) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    precondition(descriptor >= 0, "\(path) cannot be read")
    defer { close(descriptor) }
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
      }
      guard got > 0 else { return all }
      all += buffer[0..<got]
    }
  }

  static func write(_ bytes: [UInt8], to path: String) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    precondition(descriptor >= 0, "\(path) cannot be written")
    defer { close(descriptor) }
    var done = 0
    while done < bytes.count {
      let wrote = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress! + done, buffer.count - done)
      }
      precondition(wrote > 0, "\(path) cannot be written")
      done += wrote
    }
  }
}
