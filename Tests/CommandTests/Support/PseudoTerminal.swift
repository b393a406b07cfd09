import Foundation
import Glibc

/// A terminal without a screen.
final class PseudoTerminal {
  // Macros of <asm/ioctls.h> that Swift does not import: unlock the terminal, and ask for its number.
  private static let unlockRequest = 0x4004_5431
  private static let numberRequest = 0x8004_5430

  private let master: Int32
  private let slave: Int32

  struct Unavailable: Error {}

  init(columns: UInt16) throws {
    master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var lock: Int32 = 0
    var number: UInt32 = 0
    guard master >= 0, unsafe ioctl(master, UInt(PseudoTerminal.unlockRequest), &lock) == 0,
      unsafe ioctl(master, UInt(PseudoTerminal.numberRequest), &number) == 0
    else { throw Unavailable() }
    slave = unsafe open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard slave >= 0 else { throw Unavailable() }
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard unsafe ioctl(slave, UInt(TIOCSWINSZ), &size) == 0 else { throw Unavailable() }
  }

  deinit { close(master) }

  /// Runs `yinde` with this terminal as standard output and error; gives its exit status and all it printed.
  func run(
    _ arguments: [String], in folder: Folder, environment: [String: String] = [:]
  ) throws -> (status: Int32, text: String) {
    let process = try RunningProcess(
      Command.path, arguments.map { Array($0.utf8) }, in: folder, input: "",
      environment: environment, terminal: slave)
    // Once the command's copies are closed as well, reading ends.
    close(slave)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let got = unsafe buffer.withUnsafeMutableBytes {
        unsafe read(master, $0.baseAddress, $0.count)
      }
      if got < 0, errno == EINTR { continue }
      if got <= 0 { break }
      bytes += buffer[..<got]
    }
    let status = try process.wait().status
    return (status, String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n"))
  }
}
