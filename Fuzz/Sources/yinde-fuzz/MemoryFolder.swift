import Glibc

/// A folder in memory for files that are written anew for each input.
enum MemoryFolder {
  static let path: String = {
    let name = unsafe mkdtemp(&template)
    guard let name = unsafe name else { fatalError("/dev/shm cannot be written") }
    atexit { MemoryFolder.remove() }
    return unsafe String(cString: name)
  }()

  private nonisolated(unsafe) static var template: [CChar] =
    unsafe "/dev/shm/yinde-fuzz-XXXXXX".utf8CString.map { $0 }
  private nonisolated(unsafe) static var names: Set<String> = []

  static func file(_ name: String) -> String { "\(path)/\(name)" }

  static func write(_ bytes: [UInt8], to name: String) {
    unsafe names.insert(name)
    let file = unsafe open(file(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    expect(file >= 0, "/dev/shm cannot be written")
    let written = unsafe bytes.withUnsafeBytes {
      unsafe Glibc.write(file, $0.baseAddress, $0.count)
    }
    expect(written == bytes.count, "memory file")
    close(file)
  }

  /// Will be removed at the end, too.
  static func note(_ name: String) { unsafe names.insert(name) }

  private static func remove() {
    for name in unsafe names { unsafe unlink(file(name)) }
    unsafe rmdir(path)
  }
}
