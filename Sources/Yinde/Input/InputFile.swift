import Glibc

/// A file that is read from front to back.
final class InputFile: Sendable {
  let path: [UInt8]
  /// The file's size when it was opened.
  let size: Int
  private let descriptor: Int32

  /// Opens a regular file; nothing else, since reading a pipe or a device may never end.
  init(path: [UInt8]) throws(YindeError) {
    self.path = path
    // Non-blocking, so that opening a pipe does not wait for a writer.
    var opened: Int32
    repeat {
      opened = unsafe (path + [0]).withUnsafeBytes { bytes in
        unsafe open(
          bytes.baseAddress!.assumingMemoryBound(to: CChar.self), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
      }
      // As file systems of a network may, when a signal comes.
    } while opened < 0 && errno == EINTR
    descriptor = opened
    guard descriptor >= 0 else {
      throw YindeError(.unreadable, path: path, message: "cannot be opened: \(InputFile.reason())")
    }
    var status = stat()
    let known = unsafe fstat(descriptor, &status)
    guard known == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw YindeError(.unreadable, path: path, message: "is not a regular file")
    }
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Up to `count` bytes; none at the end.
  func read(_ count: Int) throws(YindeError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    while true {
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else {
        throw YindeError(.unreadable, path: path, message: "cannot be read: \(InputFile.reason())")
      }
      bytes.removeLast(count - got)
      return bytes
    }
  }

  /// Up to `count` bytes from a place; fewer where the file ends. Safe from any thread.
  func read(_ count: Int, at place: Int) throws(YindeError) -> [UInt8] {
    guard place >= 0, count > 0 else { return [] }
    let count = min(count, max(size - place, 0))
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(descriptor, buffer.baseAddress! + done, count - done, place + done)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else {
        throw YindeError(.unreadable, path: path, message: "cannot be read: \(InputFile.reason())")
      }
      if got == 0 { break }
      done += got
    }
    bytes.removeLast(count - done)
    return bytes
  }

  /// The whole file, or nil when it is longer than `limit`.
  func readAll(limit: Int) throws(YindeError) -> [UInt8]? {
    guard size <= limit else { return nil }
    // One byte more than it had, so that a file which has not grown takes one call and a look at its end.
    var bytes = try read(size + 1)
    while bytes.count <= limit {
      let more = try read(1 << 16)
      if more.isEmpty { return bytes }
      bytes += more
    }
    return nil
  }

  static func reason() -> String { unsafe String(cString: strerror(errno)) }
}
