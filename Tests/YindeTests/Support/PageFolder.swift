import Glibc

/// A folder of pages for one test, removed with everything in it at the end. Names are bytes.
final class PageFolder: Sendable {
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

  deinit { PageFolder.remove(Array(path.utf8)) }

  private func full(_ name: [UInt8]) -> [UInt8] { Array("\(path)/".utf8) + name }

  /// Calls `body` with a path as C has it.
  private static func call<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result)
    -> Result
  {
    unsafe (path + [0]).withUnsafeBytes { bytes in
      unsafe body(bytes.baseAddress!.assumingMemoryBound(to: CChar.self))
    }
  }

  private static func remove(_ path: [UInt8]) {
    if unsafe call(path, { unsafe unlink($0) }) == 0 { return }
    if let directory = unsafe call(path, { unsafe opendir($0) }) {
      var names: [[UInt8]] = []
      while let entry = unsafe readdir(directory) {
        unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          unsafe names.append(Array(bytes.prefix { $0 != 0 }))
        }
      }
      unsafe closedir(directory)
      for name in names where name != [0x2E] && name != [0x2E, 0x2E] {
        remove(path + [UInt8(ascii: "/")] + name)
      }
    }
    _ = unsafe call(path, { unsafe rmdir($0) })
  }

  // MARK: What folders hold

  func makeFolder(_ name: [UInt8], mode: mode_t = 0o755) {
    _ = unsafe PageFolder.call(full(name)) { unsafe mkdir($0, mode) }
  }

  func makeFolder(_ name: String, mode: mode_t = 0o755) { makeFolder(Array(name.utf8), mode: mode) }

  /// Makes the folders above a file.
  func makeFolders(_ name: String) {
    let bytes = Array(name.utf8)
    for (place, byte) in bytes.enumerated() where byte == UInt8(ascii: "/") {
      makeFolder(Array(bytes[..<place]))
    }
  }

  func setMode(_ name: String, _ mode: mode_t) {
    _ = unsafe PageFolder.call(full(Array(name.utf8))) { unsafe chmod($0, mode) }
  }

  func link(_ name: String, to target: String) {
    _ = unsafe PageFolder.call(full(Array(name.utf8))) { unsafe symlink(target, $0) }
  }

  func makePipe(_ name: String) {
    _ = unsafe PageFolder.call(full(Array(name.utf8))) { unsafe mkfifo($0, 0o644) }
  }

  /// Writes a file, and the folders above it.
  func write(_ bytes: [UInt8], to name: [UInt8]) {
    for (place, byte) in name.enumerated() where byte == UInt8(ascii: "/") {
      makeFolder(Array(name[..<place]))
    }
    let descriptor = unsafe PageFolder.call(full(name)) {
      unsafe open($0, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    }
    precondition(descriptor >= 0, "\(String(decoding: name, as: UTF8.self)) cannot be written")
    defer { close(descriptor) }
    var done = 0
    while done < bytes.count {
      let wrote = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress! + done, buffer.count - done)
      }
      precondition(wrote > 0)
      done += wrote
    }
  }

  /// Makes a file of zeros that takes no room.
  func writeSparse(_ size: Int, to name: String) {
    write([], to: name)
    _ = unsafe PageFolder.call(full(Array(name.utf8))) { unsafe truncate($0, size) }
  }

  func write(_ text: String, to name: String) { write(Array(text.utf8), to: Array(name.utf8)) }
  func write(_ bytes: [UInt8], to name: String) { write(bytes, to: Array(name.utf8)) }

  /// A page with a paragraph of text.
  func writePage(_ text: String, to name: String) { writePage(text, to: Array(name.utf8)) }

  func writePage(_ text: String, to name: [UInt8]) {
    write(Array("<!DOCTYPE html><meta charset=utf-8><p>\(text)</p>".utf8), to: name)
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  // MARK: What becomes of it

  func remove(_ name: String) { PageFolder.remove(full(Array(name.utf8))) }

  func rename(_ name: String, to other: String) {
    _ = unsafe Glibc.rename(file(name), file(other))
  }

  /// The bytes of a file; none when it is not there.
  func read(_ name: String) -> [UInt8] {
    let descriptor = unsafe open(file(name), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = unsafe piece.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      guard got > 0 else { return bytes }
      bytes += piece[..<got]
    }
  }

  /// When a file was changed, in seconds and nanoseconds.
  func times(_ name: String) -> [Int] {
    var status = stat()
    guard unsafe stat(file(name), &status) == 0 else { return [] }
    return [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
  }

  func setTimes(_ name: String, _ times: [Int]) {
    var time = timespec()
    time.tv_sec = times[0]
    time.tv_nsec = times[1]
    let both = [time, time]
    _ = unsafe both.withUnsafeBufferPointer {
      unsafe utimensat(AT_FDCWD, file(name), $0.baseAddress, 0)
    }
  }
}

/// gzip files made by hand (RFC 1951 and 1952), so that the decoder is not tested by its own library.
enum Gzip {
  /// A member of stored blocks of at most `blockSize` bytes.
  static func member(_ bytes: [UInt8], blockSize: Int = 65_535) -> [UInt8] {
    var output: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    var start = 0
    repeat {
      let end = min(start + blockSize, bytes.count)
      let length = UInt16(end - start)
      output.append(end == bytes.count ? 1 : 0)
      output += [
        UInt8(length & 255), UInt8(length >> 8), UInt8(~length & 255), UInt8(~length >> 8),
      ]
      output += bytes[start..<end]
      start = end
    } while start < bytes.count
    for value in [checksum(bytes), UInt32(bytes.count)] {
      for shift in 0..<4 { output.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * shift))) }
    }
    return output
  }

  private static let table: [UInt32] = (0..<256).map { byte in
    var value = UInt32(byte)
    for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    return value
  }

  /// CRC-32 (IEEE 802.3), byte by byte.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var value = UInt32.max
    for byte in bytes { value = table[Int((value ^ UInt32(byte)) & 255)] ^ value >> 8 }
    return ~value
  }
}
