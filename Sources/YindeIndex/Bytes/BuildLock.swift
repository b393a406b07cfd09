import Glibc

/// The right to build one index, held by one builder at a time.
///
/// A second builder would do no harm, since an index appears whole or not at all, but its work or the first one's would
/// be for nothing; so it is told at the start. The lock is a socket bound to a name that the kernel keeps
/// outside of the file system (`unix(7)`, abstract addresses): nothing is written beside the index, and however
/// the process ends, the lock goes with it. It is known on this machine, not to other machines that share
/// the folder. Where no such socket can be had, building goes on without.
final class BuildLock {
  private let descriptor: Int32

  /// - Throws: ``IndexError`` when another builder of this user or of root has the lock. Anybody can bind a name, so
  ///   that of another user is no reason to stop.
  init(path: String, folder: String) throws(IndexError) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var status = stat()
    guard unsafe stat(folder, &status) == 0 else {
      descriptor = -1
      return
    }
    let name = BuildLock.name(
      path: path, device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { place in
      // The zero in front makes it abstract. The name has at most 70 bytes of the 108.
      for (at, byte) in name.utf8.enumerated() { unsafe place[at + 1] = byte }
    }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + 1 + name.utf8.count)
    // Non-blocking, so that asking cannot wait when many have asked.
    let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    let made = socket(AF_UNIX, Int32(kind), 0)
    let copy = address
    func call(_ function: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
      unsafe withUnsafePointer(to: copy) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe function(made, $0, length)
        }
      }
    }
    guard made >= 0 else {
      descriptor = -1
      return
    }
    if unsafe call({ unsafe bind($0, $1, $2) }) == 0 {
      // Who asks learns this process's number from the kernel.
      listen(made, SOMAXCONN)
      descriptor = made
      return
    }
    defer { close(made) }
    descriptor = -1
    guard errno == EADDRINUSE, unsafe call({ unsafe connect($0, $1, $2) }) == 0 else { return }
    // struct ucred: process, user, group.
    var holder: [UInt32] = [0, 0, 0]
    var size = socklen_t(12)
    let known = unsafe holder.withUnsafeMutableBytes { bytes in
      unsafe getsockopt(made, SOL_SOCKET, SO_PEERCRED, bytes.baseAddress, &size)
    }
    guard known == 0, holder[1] == geteuid() || holder[1] == 0 else { return }
    throw IndexError(
      .busy, path: path, message: "is being built by process \(holder[0])",
      advice: "wait for it, or name another file with -o")
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// The same for every way to write the path: the folder as the file system knows it, and the file's name.
  private static func name(path: String, device: UInt64, inode: UInt64) -> String {
    // FNV-1a.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in path.split(separator: "/").last?.utf8 ?? path.utf8[...] {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    let parts = [device, inode, hash].map { String($0, radix: 16) }
    return "yinde-build-" + parts.joined(separator: "-")
  }
}
