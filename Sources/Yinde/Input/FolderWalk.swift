import Glibc

/// Finds the pages below a folder.
///
/// Regular files whose names end in `.html .htm .xhtml .shtml`, in any case, also with `.gz`. Links to files are followed,
/// links to folders are not (they may lead in circles or out of the folder); pipes, sockets and
/// devices are passed over, since reading them may never end. The order of what is found is the byte order of the
/// paths, whatever order the file system lists.
struct FolderWalk {
  struct File: Sendable {
    /// Relative to the folder, `/`-separated, as the file system has it: bytes, not necessarily UTF-8.
    var path: [UInt8]
    var size: Int
  }

  private(set) var files: [File] = []
  /// Files that are no pages by their name.
  private(set) var others = 0

  private let root: [UInt8]
  private let log: SkipLog

  /// - Throws: ``YindeError`` when the folder itself cannot be listed; folders below it that cannot are logged.
  init(_ root: [UInt8], log: SkipLog) throws(YindeError) {
    self.root = root
    self.log = log
    guard let entries = FolderWalk.list(root) else {
      throw YindeError(
        .unreadable, path: root, message: "cannot be listed: \(InputFile.reason())",
        advice: "name a folder of pages")
    }
    // An explicit stack: folders may be nested deeper than a call stack is.
    var pending: [(folder: [UInt8], entries: [[UInt8]])] = [([], entries)]
    while let (folder, entries) = pending.popLast() {
      for name in entries {
        let path = folder.isEmpty ? name : folder + [UInt8(ascii: "/")] + name
        if let below = visit(path) { pending.append((path, below)) }
      }
    }
    files.sort { $0.path.lexicographicallyPrecedes($1.path) }
  }

  /// Takes up a file, or gives the entries of a folder.
  private mutating func visit(_ path: [UInt8]) -> [[UInt8]]? {
    let full = root + [UInt8(ascii: "/")] + path
    guard let link = FolderWalk.status(full, followingLinks: false) else {
      log.add(path, reason: "cannot be looked at: \(InputFile.reason())")
      return nil
    }
    if link.st_mode & S_IFMT == S_IFDIR {
      guard let entries = FolderWalk.list(full) else {
        log.add(path, reason: "is a folder that cannot be listed: \(InputFile.reason())")
        return nil
      }
      return entries
    }
    guard FolderWalk.isPage(path) else {
      others += 1
      return nil
    }
    var status = link
    if link.st_mode & S_IFMT == S_IFLNK {
      guard let target = FolderWalk.status(full, followingLinks: true) else {
        log.add(path, reason: "is a link that leads nowhere")
        return nil
      }
      status = target
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: files.append(File(path: path, size: Int(status.st_size)))
    case S_IFDIR: log.add(path, reason: "is a link to a folder, which is not followed")
    default: log.add(path, reason: "is not a regular file")
    }
    return nil
  }

  static func isPage(_ path: [UInt8]) -> Bool {
    var name = path.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 }
    if name.suffix(3).elementsEqual(".gz".utf8) { name.removeLast(3) }
    return [".html", ".htm", ".xhtml", ".shtml"].contains {
      name.suffix($0.utf8.count).elementsEqual($0.utf8)
    }
  }

  private static func status(_ path: [UInt8], followingLinks: Bool) -> stat? {
    var status = stat()
    let failed = unsafe (path + [0]).withUnsafeBytes { bytes in
      let name = unsafe bytes.baseAddress!.assumingMemoryBound(to: CChar.self)
      return unsafe followingLinks ? stat(name, &status) : lstat(name, &status)
    }
    return failed == 0 ? status : nil
  }

  static func isFolder(_ path: [UInt8]) -> Bool {
    status(path, followingLinks: true).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
  }

  static func exists(_ path: [UInt8]) -> Bool { status(path, followingLinks: true) != nil }

  /// The names in a folder, without `.` and `..`.
  private static func list(_ path: [UInt8]) -> [[UInt8]]? {
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
