import Glibc

/// A file mapped into memory for reading, unmapped when the last reference goes.
///
/// Opening costs the same for a file of any size: pages are read when they are touched.
///
/// What the caller must promise: that nobody shortens or rewrites the file in place while it is
/// mapped. Yinde itself never does; it replaces an index by renaming a finished file over it, so
/// that a reader keeps the old file until it closes.
@safe
final class MappedFile: @unchecked Sendable {
  let view: ByteView
  // Invariant: the range of `view`, mapped by `init` and unmapped once, in `deinit`.
  private let address: UnsafeMutableRawPointer?
  private let length: Int

  /// Maps the file at `path`.
  ///
  /// - Throws: ``IndexError`` with code `.unreadable` and the reason of the system.
  init(path: String) throws(IndexError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw IndexError(
        .unreadable, path: path, message: "cannot be opened: \(systemMessage(errno))",
        advice: "check the path, or build an index with `yinde index DIR`")
    }
    defer { close(descriptor) }
    var status = stat()
    let known = unsafe fstat(descriptor, &status)
    guard known == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw IndexError(
        .notAnIndex, path: path, message: "is not a file",
        advice: "name an index file made by `yinde index`")
    }
    length = Int(status.st_size)
    guard length > 0 else {
      throw IndexError(
        .notAnIndex, path: path, message: "is empty",
        advice: "name an index file made by `yinde index`")
    }
    let mapped = unsafe mmap(nil, length, PROT_READ, MAP_SHARED, descriptor, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
      throw IndexError(
        .unreadable, path: path, message: "cannot be mapped: \(systemMessage(errno))")
    }
    unsafe address = mapped
    unsafe view = ByteView(base: UnsafeRawPointer(mapped), count: length)
  }

  deinit {
    if let address = unsafe address { unsafe munmap(address, length) }
  }
}

/// What the system says about an error number.
func systemMessage(_ number: Int32) -> String {
  unsafe String(cString: strerror(number))
}
