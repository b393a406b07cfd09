import Glibc
import Synchronization
import Yinde

/// Ends of the process.
enum Process {
  static func exit(_ status: Int32) -> Never {
    Output.flush()
    Glibc.exit(status)
  }
}

/// Ctrl-C and its kin.
enum Interruption {
  /// Whether the process watches a folder, which a signal ends as it should be ended.
  static let isWatching = Atomic(false)

  /// Lets a thread of its own wait for the signals that ask the process to end, so that it can call what
  /// a signal handler must not: it stops indexes under construction from appearing, says
  /// what became of them, and ends the process.
  static func catchSignals() {
    // The next write fails instead, and `Output` knows why.
    signal(SIGPIPE, SIG_IGN)
    // A limit on the size of files (`ulimit -f`) becomes an error like a full disk.
    signal(SIGXFSZ, SIG_IGN)
    var waited = sigset_t()
    unsafe sigemptyset(&waited)
    // What was ignored from the start, as by nohup, stays ignored.
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      unsafe sigaddset(&waited, number)
    }
    // Before any other thread is made: threads inherit the mask.
    unsafe pthread_sigmask(SIG_BLOCK, &waited, nil)
    var thread = pthread_t()
    unsafe pthread_create(&thread, nil, { _ in unsafe Interruption.wait() }, nil)
  }

  /// Waits for one of the signals that are blocked, and ends the process.
  private static func wait() -> UnsafeMutableRawPointer? {
    var waited = sigset_t()
    unsafe pthread_sigmask(SIG_SETMASK, nil, &waited)
    var number: Int32 = 0
    if unsafe sigwait(&waited, &number) == 0 { end() }
    return nil
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(number, nil, &action) == 0 else { return false }
    // Handlers cannot be compared in Swift but by their addresses; SIG_IGN is address 1.
    let handler = unsafe action.__sigaction_handler.sa_handler
    return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static func end() -> Never {
    let line = Terminal.isError ? "\r\u{1B}[K" : ""
    let state = PageIndex.abandonBuilds()
    if isWatching.load(ordering: .relaxed) { _exit(0) }
    switch state {
    case .none: Output.error("\(line)yinde: interrupted")
    case .abandoned: Output.error("\(line)yinde: interrupted; no index was changed")
    case .completed: Output.error("\(line)yinde: interrupted when the index was already written")
    }
    _exit(2)
  }
}

/// The terminal.
enum Terminal {
  static let isOutput = isatty(1) == 1
  static let isError = isatty(2) == 1

  /// Colour is for terminals, unless NO_COLOR asks for none (no-color.org) or there is only a dumb one.
  static let hasColour: Bool = {
    func value(_ name: String) -> String? {
      // Invariant: a C string that nobody changes, since nothing here sets the environment.
      guard let value = unsafe getenv(name) else { return nil }
      return unsafe String(cString: value)
    }
    return isOutput && value("NO_COLOR") ?? "" == "" && value("TERM") != "dumb"
  }()

  /// Columns of the terminal on standard output; nil when it is none, or does not say.
  static let columns: Int? = {
    var size = winsize()
    guard isOutput, unsafe ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }()
}
