import Glibc

/// What the file system says of a path.
struct FileStatus {
  enum Kind { case file, folder, link, other }

  var kind: Kind
  var size: Int
  /// When the content last changed, and when anything of the file did, in nanoseconds since 1970. The second cannot be set
  /// by programs, so that a page with its old time set again is seen to have changed.
  var modified: Int
  var changed: Int

  /// Nil when there is nothing, or it cannot be looked at.
  init?(_ path: [UInt8], followingLinks: Bool = true) {
    var status = stat()
    let failed = unsafe (path + [0]).withUnsafeBytes { bytes in
      let name = unsafe bytes.baseAddress!.assumingMemoryBound(to: CChar.self)
      return unsafe followingLinks ? stat(name, &status) : lstat(name, &status)
    }
    guard failed == 0 else { return nil }
    size = Int(status.st_size)
    modified = FileStatus.nanoseconds(status.st_mtim)
    changed = FileStatus.nanoseconds(status.st_ctim)
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      default: .other
      }
  }

  private static func nanoseconds(_ time: timespec) -> Int {
    time.tv_sec.multipliedReportingOverflow(by: 1_000_000_000).partialValue &+ time.tv_nsec
  }

  /// A hash by which a file is known not to have changed; never 0.
  var stamp: UInt64 {
    var bytes: [UInt8] = []
    for number in [size, modified, changed] {
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * shift))) }
    }
    return ContentHash.of(bytes)
  }

  /// The names of the folders in a folder, but not of links to folders; none when it cannot be listed.
  static func listFolders(_ path: [UInt8]) -> [[UInt8]] {
    let opened = unsafe (path + [0]).withUnsafeBytes { bytes in
      unsafe opendir(bytes.baseAddress!.assumingMemoryBound(to: CChar.self))
    }
    guard let directory = unsafe opened else { return [] }
    defer { unsafe closedir(directory) }
    var names: [[UInt8]] = []
    while let entry = unsafe readdir(directory) {
      let type = unsafe Int(entry.pointee.d_type)
      // There are file systems that do not say.
      guard type == DT_DIR || type == DT_UNKNOWN else { continue }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe Array(bytes.prefix { $0 != 0 })
      }
      if name == [0x2E] || name == [0x2E, 0x2E] { continue }
      if type == DT_UNKNOWN {
        let full = path + [UInt8(ascii: "/")] + name
        guard FileStatus(full, followingLinks: false)?.kind == .folder else { continue }
      }
      names.append(name)
    }
    return names
  }

  /// The names in a folder, without `.` and `..`; nil when it cannot be listed.
  static func list(_ path: [UInt8]) -> [[UInt8]]? {
    let opened = unsafe (path + [0]).withUnsafeBytes { bytes in
      unsafe opendir(bytes.baseAddress!.assumingMemoryBound(to: CChar.self))
    }
    guard let directory = unsafe opened else { return nil }
    defer { unsafe closedir(directory) }
    var names: [[UInt8]] = []
    while let entry = unsafe readdir(directory) {
      // The name is a C string of at most 255 bytes inside the entry.
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe Array(bytes.prefix { $0 != 0 })
      }
      if name != [0x2E], name != [0x2E, 0x2E] { names.append(name) }
    }
    return names
  }
}
