import ArgumentParser
import Yinde

/// The command: parses arguments, calls the library, prints.
///
/// Exit status: 0 when something was found or done, 1 when nothing was found, 2 on any error.
@main
struct YindeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "yinde",
    abstract: "Full-text search for folders of Chinese web pages.",
    usage: "yinde <subcommand> [<options>]",
    discussion: """
        yinde index Pages        index a folder into Index/Pages.yinde
        yinde search 商汤 裁员   search the index in Index/

      Exit status: 0 when something was found or done, 1 when nothing was found, 2 on an error.
      """,
    version: "yinde 0.1.0",
    subcommands: [
      IndexCommand.self, SearchCommand.self, UpdateCommand.self, WatchCommand.self,
      MergeCommand.self,
      ExtractCommand.self,
      DoctorCommand.self,
      CheckCommand.self, InspectCommand.self, BenchmarkCommand.self, EvaluateCommand.self,
      ExportCommand.self,
    ])

  static func main() {
    Interruption.catchSignals()
    // An index that somebody cuts while it is read gives an error and not a signal.
    MappingGuard.install()
    do {
      try CommandArguments.check()
      if let request = PlainArguments.search(CommandLine.arguments.dropFirst()) {
        try request.run()
      } else {
        var command = try parseAsRoot()
        try command.run()
      }
      Process.exit(0)
    } catch {
      finish(error)
    }
  }

  /// Prints an error where it belongs and ends with the status that it stands for.
  private static func finish(_ error: any Error) -> Never {
    if let code = error as? ExitCode { Process.exit(code.rawValue) }
    // Help and version come as errors that are none.
    if exitCode(for: error) == .success {
      Output.print(fullMessage(for: error))
      Process.exit(0)
    }
    Output.flush()
    if exitCode(for: error) == .validationFailure || error is ValidationError {
      // It repeats the arguments that it complains of.
      Output.error(Output.safeLines(fullMessage(for: error)))
    } else if error is QuerySyntaxError {
      // Several lines, made for a terminal.
      Output.error("yinde: \(Output.safeLines("\(error)"))")
    } else {
      Output.error("yinde: \(Output.safe("\(error)"))")
    }
    Process.exit(2)
  }
}
