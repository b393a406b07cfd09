import Glibc
import Synchronization

/// A file that appears under its name whole or not at all.
///
/// The bytes go to a file without a name in the same folder (`O_TMPFILE`), so that a process killed at
/// any moment leaves nothing behind. ``commit()`` flushes it to the disk, gives it a name, renames it
/// over the old file and flushes the folder. Between the name and the rename a killed process does
/// leave a file; the next build for the same index removes it. It knows such a file from one that
/// another builder is about to rename by the lock that a living builder holds on its own. Where no file has the
/// name yet, it is given at once and there is no such moment.
package final class OutputFile {
  let path: String
  private let folder: String
  private let descriptor: Int32
  private let lock: BuildLock
  // The name when the file system has no unnamed files; then it is removed in `deinit`.
  private var temporaryName: String?
  private var buffer: [UInt8] = []
  private(set) var count = 0

  private static let bufferSize = 1 << 20

  package init(path: String) throws(IndexError) {
    self.path = path
    let folder = OutputFile.folder(of: path)
    self.folder = folder
    var status = stat()
    let exists = unsafe stat(path, &status) == 0
    // A device or a pipe would be lost, too: the index is renamed over what is there.
    if exists, status.st_mode & S_IFMT != S_IFREG {
      throw IndexError(
        .unwritable, path: path,
        message: status.st_mode & S_IFMT == S_IFDIR ? "is a folder" : "is not a regular file",
        advice: "name a file to write")
    }
    lock = try BuildLock(path: path, folder: folder)
    OutputFile.removeLeftovers(of: path, in: folder)
    let unnamed = retried { unsafe open(folder, openUnnamed | O_RDWR | O_CLOEXEC, 0o666) }
    if unnamed >= 0 {
      descriptor = unnamed
    } else {
      let name = OutputFile.temporaryPath(for: path)
      descriptor = OutputFile.commits.withLock { commits in
        let made = retried { unsafe open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
        if made >= 0 { commits.names.insert(name) }
        return made
      }
      guard descriptor >= 0 else {
        throw IndexError(
          .unwritable, path: path,
          message: "cannot be written: \(systemMessage(errno))",
          advice: "choose another place with -o or --run")
      }
      temporaryName = name
    }
    // Where a file system has no locks, no leftovers are removed either.
    flock(descriptor, LOCK_EX | LOCK_NB)
    OutputFile.commits.withLock { $0.building += 1 }
  }

  deinit {
    OutputFile.commits.withLock { commits in
      commits.building -= 1
      if let temporaryName {
        unsafe unlink(temporaryName)
        commits.names.remove(temporaryName)
      }
    }
    close(descriptor)
  }

  package static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func temporaryPath(for path: String) -> String {
    // Not the process's number, which is the same in many a container.
    "\(path).\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
  }

  package func write(_ bytes: [UInt8]) throws(IndexError) {
    count += bytes.count
    if bytes.count >= OutputFile.bufferSize {
      try flush()
      try bytes.withByteView { view throws(IndexError) in try writeAll(view) }
      return
    }
    buffer += bytes
    if buffer.count >= OutputFile.bufferSize { try flush() }
  }

  func write(_ view: ByteView) throws(IndexError) {
    count += view.count
    try flush()
    try writeAll(view)
  }

  func flush() throws(IndexError) {
    let pending = buffer
    buffer.removeAll(keepingCapacity: true)
    try pending.withByteView { view throws(IndexError) in try writeAll(view) }
  }

  private func writeAll(_ view: ByteView) throws(IndexError) {
    var done = 0
    while done < view.count {
      let written = retried {
        unsafe view.slice(done, view.count - done).withUnsafeBytes { bytes in
          unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        }
      }
      guard written > 0 else { throw failure("cannot be written") }
      done += written
    }
  }

  /// Overwrites the start of the file, where the header is.
  func overwriteStart(_ bytes: [UInt8]) throws(IndexError) {
    try flush()
    var done = 0
    while done < bytes.count {
      let written = retried {
        unsafe bytes.withUnsafeBytes {
          unsafe pwrite(descriptor, $0.baseAddress! + done, $0.count - done, off_t(done))
        }
      }
      guard written > 0 else { throw failure("cannot be written") }
      done += written
    }
  }

  /// Makes the file durable and visible under its name, in place of an older one.
  package func commit() throws(IndexError) {
    try flush()
    // Once is all: after a failed fsync the system may have dropped the bytes, and a second one would say yes.
    guard retried({ fsync(descriptor) }) == 0 else {
      throw failure("cannot be flushed to the disk")
    }
    try OutputFile.commits.withLock { commits throws(IndexError) in
      if commits.areAbandoned { throw failure("cannot be replaced any more", ECANCELED) }
      if temporaryName == nil, try !link(as: path) {
        let name = OutputFile.temporaryPath(for: path)
        guard try link(as: name) else { throw failure("cannot be given a name", EEXIST) }
        temporaryName = name
      }
      if let name = temporaryName {
        guard retried({ unsafe rename(name, path) }) == 0 else {
          throw failure("cannot be replaced")
        }
        commits.names.remove(name)
        temporaryName = nil
      }
      commits.completed += 1
    }
    try flushFolder()
  }

  /// Gives the unnamed file a name; false when something has that name.
  private func link(as name: String) throws(IndexError) -> Bool {
    let linked = retried {
      unsafe linkat(
        AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, name, AT_SYMLINK_FOLLOW)
    }
    if linked != 0, errno != EEXIST { throw failure("cannot be given a name") }
    return linked == 0
  }

  /// Makes the name durable.
  private func flushFolder() throws(IndexError) {
    let directory = retried { unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    // A folder may be writable and not readable; and some file systems cannot flush one.
    guard directory >= 0 else { return }
    defer { close(directory) }
    if retried({ fsync(directory) }) != 0, errno != EINVAL, errno != EROFS {
      throw IndexError(
        .unwritable, path: path,
        message:
          "is written, but its folder cannot be flushed to the disk: \(systemMessage(errno))",
        advice: "the new index may be gone after a power cut; check the disk")
    }
  }

  private func failure(_ message: String, _ number: Int32 = errno) -> IndexError {
    IndexError(
      .unwritable, path: path, message: "\(message): \(systemMessage(number))",
      advice: "the previous file, if there was one, is unchanged")
  }
}

/// `O_TMPFILE`, a macro with a bit-or, which Swift does not import: __O_TMPFILE | O_DIRECTORY.
let openUnnamed: Int32 = 0o20000000 | O_DIRECTORY

/// Makes a system call again as long as a signal interrupts it.
@inline(__always)
func retried<Value: SignedInteger>(_ call: () -> Value) -> Value {
  while true {
    let value = call()
    if value >= 0 || errno != EINTR { return value }
  }
}
