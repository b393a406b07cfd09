import Yinde

/// The arguments as the system gave them.
enum CommandArguments {
  /// Refuses an argument that is not UTF-8, which a `String` could only hold altered, so that the
  /// wrong file would be looked for.
  static func check() throws(YindeError) {
    for place in 1..<max(Int(CommandLine.argc), 1) {
      // Invariant: argv holds argc C strings, which live as long as the process.
      guard let argument = unsafe CommandLine.unsafeArgv[place],
        unsafe String(validatingCString: argument) == nil
      else { continue }
      throw YindeError(
        .badInput, path: unsafe String(cString: argument), message: "is not UTF-8",
        advice: "rename it, or name a folder above it (pages inside may be named in any bytes)")
    }
  }
}
