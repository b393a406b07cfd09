import Glibc

/// Waits until something changes in a folder or below it (inotify).
///
/// It does not say what: whoever waits looks at the whole folder afterwards (`PageIndex.update`), so that no event needs to be understood,
/// and none that the kernel dropped (a full queue is an event, too) is missed. What links lead to outside the folder is not watched.
///
///     let watcher = try FolderWatcher("Pages")
///     while true {
///       watcher.watchFolders()           // before looking: what comes later is an event
///       try PageIndex.update(at: "pages.yinde")
///       watcher.wait(quiet: .milliseconds(500), atMost: .seconds(5))
///     }
public final class FolderWatcher {
  private let root: [UInt8]
  private let descriptor: Int32
  /// Why not all folders are watched; nil when they are. It is then looked at every ten seconds.
  public private(set) var limitation: String?
  private static let lookEvery: Int32 = 10_000

  private static let events =
    UInt32(IN_CREATE) | UInt32(IN_DELETE) | UInt32(IN_CLOSE_WRITE) | UInt32(IN_MODIFY)
    | UInt32(IN_ATTRIB) | UInt32(IN_MOVED_FROM) | UInt32(IN_MOVED_TO) | UInt32(IN_DELETE_SELF)
    | UInt32(IN_MOVE_SELF) | UInt32(IN_ONLYDIR)
  // IN_NONBLOCK and IN_CLOEXEC are these by definition.
  private static let flags = O_NONBLOCK | O_CLOEXEC

  /// - Throws: ``YindeError`` when the system has no more watchers to give.
  public init(_ folder: String) throws(YindeError) {
    root = Array(folder.utf8)
    descriptor = inotify_init1(FolderWatcher.flags)
    guard descriptor >= 0 else {
      throw YindeError(
        .unreadable, path: folder, message: "cannot be watched: \(InputFile.reason())",
        advice: "end other programs that watch folders, or raise fs.inotify.max_user_instances")
    }
  }

  deinit { close(descriptor) }

  /// Whether the folder is there.
  public var exists: Bool { FileStatus(root)?.kind == .folder }

  /// Watches every folder that there is now; those that are watched already stay so.
  ///
  /// - Complexity: O(entries of all folders).
  public func watchFolders() {
    limitation = nil
    var pending = [root]
    var isRoot = true
    while let folder = pending.popLast() {
      // First the watch, then the list: a folder made in between is in one of them. Links are followed at the root only.
      let mask = FolderWatcher.events | (isRoot ? 0 : UInt32(IN_DONT_FOLLOW))
      isRoot = false
      let watch = unsafe (folder + [0]).withUnsafeBytes { bytes in
        unsafe inotify_add_watch(
          descriptor, bytes.baseAddress!.assumingMemoryBound(to: CChar.self), mask)
      }
      if watch < 0, errno == ENOSPC {
        limitation = "there are more folders than may be watched (fs.inotify.max_user_watches)"
        return
      }
      for name in FileStatus.listFolders(folder) {
        pending.append(folder + [UInt8(ascii: "/")] + name)
      }
    }
  }

  /// Waits for a change, and then until nothing has changed for a while.
  ///
  /// - Parameters:
  ///   - quiet: how long nothing must change.
  ///   - most: after so long it returns although changes go on.
  public func wait(quiet: Duration, atMost most: Duration) {
    if !hasEvents(within: limitation == nil ? -1 : FolderWatcher.lookEvery) { return }
    let end = ContinuousClock.now + most
    while true {
      drain()
      let left = end - ContinuousClock.now
      guard left > .zero else { return }
      guard hasEvents(within: milliseconds(min(quiet, left))) else { return }
    }
  }

  private func milliseconds(_ duration: Duration) -> Int32 {
    Int32(clamping: max(Int((duration.inSeconds * 1000).rounded(.up)), 1))
  }

  private func hasEvents(within milliseconds: Int32) -> Bool {
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while true {
      let ready = unsafe poll(&polled, 1, milliseconds)
      if ready < 0, errno == EINTR { continue }
      return ready > 0
    }
  }

  /// Takes the events that are there.
  private func drain() {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe read(descriptor, bytes.baseAddress, bytes.count)
      }
      if got < 0, errno == EINTR { continue }
      if got <= 0 { return }
    }
  }
}
