import Glibc
import Synchronization

/// What became of the builds of this process when they were abandoned.
public enum AbandonedBuilds: Sendable {
  /// There were none.
  case none
  /// No index was changed since the process began.
  case abandoned
  /// At least one index is in its place.
  case completed
}

extension IndexBuilder {
  /// Stops every build of this process from putting its index in place, and removes what has a name and should not.
  ///
  /// For a process that is about to end because of a signal. A build that is just being renamed is waited for;
  /// those that come to it later fail. Not for a signal handler: it takes a lock.
  public static func abandonAll() -> AbandonedBuilds {
    OutputFile.commits.withLock { commits in
      commits.areAbandoned = true
      for name in commits.names { unsafe unlink(name) }
      commits.names = []
      if commits.completed > 0 { return .completed }
      return commits.building > 0 ? .abandoned : .none
    }
  }
}

extension OutputFile {
  /// The files of this process that are under construction or were.
  struct Commits {
    var building = 0
    var completed = 0
    var areAbandoned = false
    /// Temporary names that exist longer than a rename, where the file system has no unnamed files.
    var names: Set<String> = []
  }

  static let commits = Mutex(Commits())

  /// Removes the named temporary files that killed processes left behind for this index.
  ///
  /// - Complexity: O(files in the folder).
  static func removeLeftovers(of path: String, in folder: String) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let directory = unsafe opendir(folder) else { return }
    defer { unsafe closedir(directory) }
    while let entry = unsafe readdir(directory) {
      // The name is a C string of at most 255 bytes inside the entry.
      let found = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard found.hasPrefix(name + "."), found.hasSuffix(".tmp"),
        found.utf8.count > name.utf8.count + 5
      else { continue }
      removeIfLeft("\(folder)/\(found)")
    }
  }

  private static func removeIfLeft(_ path: String) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    // A living builder holds the lock.
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unsafe unlink(path) }
  }
}
