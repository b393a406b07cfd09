import Glibc

/// Bytes on their way from one pass of a build to the next: in memory while they are few, then in a file
/// without a name in the index's folder, which the system removes by itself.
///
/// Written from front to back, then read anywhere.
package final class SpoolFile: @unchecked Sendable {
  private let folder: String
  private let memoryLimit: Int
  private var buffer: [UInt8] = []
  private var descriptor: Int32 = -1
  private var flushed = 0

  private static let flushSize = 1 << 20

  /// - Parameter memoryLimit: how many bytes may wait in memory before the file is made.
  package init(folder: String, memoryLimit: Int) {
    self.folder = folder
    self.memoryLimit = memoryLimit
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  package var count: Int { flushed + buffer.count }

  package func append(_ bytes: [UInt8]) throws(IndexError) {
    let limit = descriptor >= 0 ? SpoolFile.flushSize : memoryLimit
    if bytes.count >= SpoolFile.flushSize, buffer.count + bytes.count >= limit {
      // Much at once goes to the file without a copy.
      try spill()
      try write(bytes)
    } else {
      buffer += bytes
      if buffer.count >= limit { try spill() }
    }
  }

  /// Moves what is in memory to the file.
  private func spill() throws(IndexError) {
    if descriptor < 0 { try makeFile() }
    try write(buffer)
    buffer.removeAll(keepingCapacity: buffer.capacity <= 2 * SpoolFile.flushSize)
  }

  /// Writes to the end of the file.
  private func write(_ bytes: [UInt8]) throws(IndexError) {
    var done = 0
    while done < bytes.count {
      let written = retried {
        unsafe bytes.withUnsafeBytes { bytes in
          unsafe pwrite(
            descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(flushed + done))
        }
      }
      guard written > 0 else { throw failure("a temporary file cannot be written") }
      done += written
    }
    flushed += bytes.count
  }

  private func makeFile() throws(IndexError) {
    descriptor = retried { unsafe open(folder, openUnnamed | O_RDWR | O_CLOEXEC, 0o600) }
    if descriptor >= 0 { return }
    var template = [UInt8]("\(folder)/.yinde-XXXXXX".utf8) + [0]
    descriptor = unsafe template.withUnsafeMutableBytes { bytes in
      unsafe mkstemp(bytes.baseAddress!.assumingMemoryBound(to: CChar.self))
    }
    guard descriptor >= 0 else { throw failure("a temporary file cannot be made") }
    unsafe template.withUnsafeBytes { bytes in
      _ = unsafe unlink(bytes.baseAddress!.assumingMemoryBound(to: CChar.self))
    }
  }

  /// The bytes `offset ..< offset + length`; fewer at the end. Safe from several threads once all is written.
  package func read(_ offset: Int, _ length: Int) throws(IndexError) -> [UInt8] {
    let length = max(0, min(length, count - offset))
    if offset >= flushed { return Array(buffer[(offset - flushed)..<(offset - flushed + length)]) }
    let fromFile = min(length, flushed - offset)
    var bytes = [UInt8](repeating: 0, count: fromFile)
    var done = 0
    while done < fromFile {
      let got = retried {
        unsafe bytes.withUnsafeMutableBytes { target in
          unsafe pread(
            descriptor, target.baseAddress! + done, fromFile - done, off_t(offset + done))
        }
      }
      // It has no name, so that nobody else can have cut it: its end is an error of the disk.
      if got == 0 { errno = EIO }
      guard got > 0 else { throw failure("a temporary file cannot be read") }
      done += got
    }
    if fromFile < length { bytes += buffer[0..<(length - fromFile)] }
    return bytes
  }

  private func failure(_ message: String) -> IndexError {
    IndexError(
      .unwritable, path: folder, message: "\(message): \(systemMessage(errno))",
      advice: "see that the folder of the index has room; the previous index is unchanged")
  }
}
