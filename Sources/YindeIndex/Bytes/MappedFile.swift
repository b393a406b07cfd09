import CMappingGuard
import Glibc

/// A file mapped into memory for reading, unmapped when the last reference goes.
///
/// Opening costs the same for a file of any size: pages are read when they are touched.
///
/// Yinde never shortens or rewrites an index in place; it replaces it by renaming a finished file over it, so that a
/// reader keeps the old file until it closes. Somebody else may (`cp` over an index, `truncate`, a disk that fails).
/// The system then sends SIGBUS to whoever touches a page that is gone, which ends the process, unless it
/// asked for ``MappingGuard/install()``: then the page reads as zeros, which harm nobody
/// (``ByteView``), and ``isWhole`` is false from then on.
@safe
final class MappedFile: @unchecked Sendable {
  let view: ByteView
  // Invariant: the range of `view`, mapped by `init` and unmapped once, in `deinit`.
  private let address: UnsafeMutableRawPointer?
  private let length: Int
  private let descriptor: Int32
  private let guardNumber: Int32
  private let changed: timespec

  /// Maps the file at `path`.
  ///
  /// - Throws: ``IndexError`` with code `.unreadable` and the reason of the system.
  init(path: String) throws(IndexError) {
    let opened = retried { unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard opened >= 0 else {
      throw IndexError(
        .unreadable, path: path, message: "cannot be opened: \(systemMessage(errno))",
        advice: "check the path, or build an index with `yinde index DIR`")
    }
    var isMapped = false
    defer { if !isMapped { close(opened) } }
    var status = stat()
    let known = unsafe fstat(opened, &status)
    guard known == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw IndexError(
        .notAnIndex, path: path, message: "is not a file",
        advice: "name an index file made by `yinde index`")
    }
    length = Int(status.st_size)
    changed = status.st_mtim
    guard length > 0 else {
      throw IndexError(
        .notAnIndex, path: path, message: "is empty",
        advice: "name an index file made by `yinde index`")
    }
    let mapped = unsafe mmap(nil, length, PROT_READ, MAP_SHARED, opened, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
      throw IndexError(
        .unreadable, path: path, message: "cannot be mapped: \(systemMessage(errno))")
    }
    isMapped = true
    descriptor = opened
    unsafe address = mapped
    unsafe view = ByteView(base: UnsafeRawPointer(mapped), count: length)
    guardNumber = unsafe yinde_guard_note(mapped, length)
  }

  deinit {
    yinde_guard_forget(guardNumber)
    if let address = unsafe address { unsafe munmap(address, length) }
    close(descriptor)
  }

  /// Whether the file still has the length that it had when it was mapped, and all that was read of it was there.
  ///
  /// A cut inside the last page that is left gives zeros and no signal; so the length is asked for, too.
  ///
  /// - Complexity: one system call.
  var isWhole: Bool {
    var status = stat()
    guard yinde_guard_is_cut(guardNumber) == 0, unsafe fstat(descriptor, &status) == 0 else {
      return false
    }
    return Int(status.st_size) == length
  }

  /// Whether the file is whole, and nobody has written to it since it was mapped.
  ///
  /// A change within one tick of the system's clock (a few milliseconds) after the file was made is not seen. `touch` is taken for a change.
  ///
  /// - Complexity: two system calls.
  var isUnchanged: Bool {
    var status = stat()
    guard isWhole, unsafe fstat(descriptor, &status) == 0 else { return false }
    return status.st_mtim.tv_sec == changed.tv_sec && status.st_mtim.tv_nsec == changed.tv_nsec
  }
}

/// Keeps a process alive when an index file is cut while it is open.
///
/// Signals belong to the process, so that the library installs nothing by itself. A command or a server calls
/// ``install()`` once, and ``IndexFile/confirmWhole()`` before it trusts an answer.
public enum MappingGuard {
  /// Handles SIGBUS for the index files that are open now or later; others' SIGBUS goes where it went before.
  ///
  /// Up to 1024 open indexes are guarded.
  ///
  /// - Returns: whether the handler is in place.
  @discardableResult
  public static func install() -> Bool { yinde_guard_install() == 0 }
}

/// What the system says about an error number.
func systemMessage(_ number: Int32) -> String {
  unsafe String(cString: strerror(number))
}
