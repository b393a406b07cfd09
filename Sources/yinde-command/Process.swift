import Glibc

/// Ends of the process.
enum Process {
  static func exit(_ status: Int32) -> Never {
    Output.flush()
    Glibc.exit(status)
  }
}

/// Ctrl-C and its kin.
///
/// Nothing has to be cleaned up: an index under construction has no name yet, and temporary files have none at
/// all. So the handler says what happened and ends at once, with calls that are safe in a handler.
enum Interruption {
  static func catchSignals() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { _ in
        let message: StaticString = "\nyinde: interrupted; no index was changed\n"
        unsafe write(2, message.utf8Start, message.utf8CodeUnitCount)
        _exit(2)
      }
    }
    // A reader that has seen enough (`| head`) is no error: the next write fails and the process ends quietly.
    signal(SIGPIPE, SIG_IGN)
  }
}

/// The terminal.
enum Terminal {
  static let isOutput = isatty(1) == 1
  static let isError = isatty(2) == 1
  /// Colour is for terminals, unless NO_COLOR asks for none (no-color.org).
  static let hasColour: Bool = {
    let asked = unsafe getenv("NO_COLOR")
    return unsafe isOutput && asked == nil
  }()
}
