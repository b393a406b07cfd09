import Glibc

/// Finds the inputs below a folder.
///
/// Files are chosen by name (``InputKind``). Links to files are followed, links to folders are not (they may lead in
/// circles or out of the folder); pipes, sockets and devices are skipped, since reading them may never end. The
/// order of what is found is the byte order of the paths, whatever order the file system lists.
struct FolderWalk {
  struct Entry: Sendable {
    /// Relative to the folder, `/`-separated, as the file system has it: bytes, not necessarily UTF-8.
    var path: [UInt8]
    var size = 0
    var kind: InputKind
    /// Why it cannot be read, when that is known already.
    var problem: String?
    /// ``FileStatus/stamp``.
    var stamp: UInt64 = 0
    /// What an older index holds of the file.
    var known: KnownFile?
  }

  /// Files to read, and what is no file or no readable folder, in the byte order of their paths.
  private(set) var entries: [Entry] = []
  /// Files that are no pages by their name.
  private(set) var others = 0

  private let root: [UInt8]
  private var clock = FileClock()

  /// - Throws: ``YindeError`` when the folder itself cannot be listed; folders below it that cannot are entries
  ///   with a problem.
  init(_ root: [UInt8]) throws(YindeError) {
    self.root = root
    guard let names = FileStatus.list(root) else {
      throw YindeError(
        .unreadable, path: root, message: "cannot be listed: \(InputFile.reason())",
        advice: "name a folder of pages")
    }
    // An explicit stack: folders may be nested deeper than a call stack is.
    var pending: [(folder: [UInt8], names: [[UInt8]])] = [([], names)]
    while let (folder, names) = pending.popLast() {
      for name in names {
        let path = folder.isEmpty ? name : folder + [UInt8(ascii: "/")] + name
        if let below = visit(path) { pending.append((path, below)) }
      }
    }
    entries.sort { $0.path.lexicographicallyPrecedes($1.path) }
    clock.wait()
  }

  /// Takes up a file, or gives the names in a folder.
  private mutating func visit(_ path: [UInt8]) -> [[UInt8]]? {
    let full = root + [UInt8(ascii: "/")] + path
    guard let link = FileStatus(full, followingLinks: false) else {
      addProblem(path, "cannot be looked at: \(InputFile.reason())")
      return nil
    }
    if link.kind == .folder {
      guard let names = FileStatus.list(full) else {
        addProblem(path, "is a folder that cannot be listed: \(InputFile.reason())")
        return nil
      }
      return names
    }
    var status = link
    if link.kind == .link {
      guard let target = FileStatus(full, followingLinks: true) else {
        addProblem(path, "is a link that leads nowhere")
        return nil
      }
      status = target
    }
    if status.kind == .folder {
      addProblem(path, "is a link to a folder, which is not followed")
      return nil
    }
    guard let kind = InputKind(name: path) else {
      others += 1
      return nil
    }
    if status.kind == .file {
      clock.note(status)
      entries.append(
        Entry(
          path: path, size: status.size, kind: kind, stamp: clock.isAhead(status) ? 0 : status.stamp
        ))
    } else {
      addProblem(path, "is not a regular file", kind)
    }
    return nil
  }

  private mutating func addProblem(
    _ path: [UInt8], _ problem: String, _ kind: InputKind = .unknown
  ) {
    entries.append(Entry(path: path, kind: kind, problem: problem))
  }
}
