import Glibc

/// Standard output, buffered, and standard error.
enum Output {
  // Only the main thread prints to standard output.
  private nonisolated(unsafe) static var buffer: [UInt8] = []

  static func print(_ line: String) {
    unsafe buffer.append(contentsOf: line.utf8)
    unsafe buffer.append(0x0A)
    if unsafe buffer.count > 1 << 16 { flush() }
  }

  static func flush() {
    let bytes = unsafe buffer
    unsafe buffer.removeAll(keepingCapacity: true)
    var done = 0
    while done < bytes.count {
      let written = unsafe bytes.withUnsafeBytes {
        unsafe write(1, $0.baseAddress! + done, $0.count - done)
      }
      if written < 0 {
        if errno == EINTR { continue }
        // The reader has seen enough (`| head`), which is no error.
        if errno == EPIPE { _exit(0) }
        error("yinde: the output cannot be written: \(unsafe String(cString: strerror(errno)))")
        _exit(2)
      }
      done += written
    }
  }

  static func error(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
  }

  /// Text on one line and without control characters, which a terminal would obey.
  static func safe(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    return String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar {
          case "\t", "\n", "\r", "\u{2028}", "\u{2029}": " "
          default: isControl(scalar) ? "\u{FFFD}" : scalar
          }
        }))
  }

  /// Text without control characters other than line ends.
  static func safeLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { safe(String($0)) }
      .joined(separator: "\n")
  }

  /// C0, DEL and C1, line separators, and the marks that turn the direction of what follows.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0x061C, 0x200E, 0x200F: true
    default: false
    }
  }
}
