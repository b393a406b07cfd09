import Glibc
import Yinde

/// Lines of standard input, each as soon as it is there.
struct StandardInput {
  private var bytes: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  /// The next line, without its end; nil after the last.
  mutating func line() throws(YindeError) -> [UInt8]? {
    var searched = start
    while true {
      if let end = bytes[searched...].firstIndex(of: 0x0A) {
        defer { start = end + 1 }
        return Array(bytes[start..<end])
      }
      if isAtEnd {
        guard start < bytes.count else { return nil }
        defer { start = bytes.count }
        return Array(bytes[start...])
      }
      bytes.removeFirst(start)
      start = 0
      searched = bytes.count
      // Whoever asks may wait for the answer before asking again.
      Output.flush()
      try readMore()
    }
  }

  private mutating func readMore() throws(YindeError) {
    var more = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = unsafe more.withUnsafeMutableBytes { unsafe read(0, $0.baseAddress, $0.count) }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else {
        throw YindeError(
          .unreadable, path: "standard input",
          message: "cannot be read: \(unsafe String(cString: strerror(errno)))")
      }
      bytes += more[..<got]
      isAtEnd = got == 0
      return
    }
  }
}
