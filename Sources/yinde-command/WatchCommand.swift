import ArgumentParser
import Glibc
import Synchronization
import Yinde

struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Keep an index up to date while pages change.",
    usage: "yinde watch [<index>] [<options>]",
    discussion: """
      Brings the index up to date, then waits for changes in its folder and does so again, as \
      `yinde update` does. Who searches meanwhile gets the older index or the newer one, each whole.

      Ends by Ctrl-C or SIGTERM with exit status 0, and with 2 when the folder is gone or the index \
      is damaged. Changes of files outside the folder to which links lead are seen with the next \
      change inside.
      """)

  @OptionGroup var updated: UpdatedIndex

  @Option(
    help: ArgumentHelp(
      "Seconds without a change to wait for before the index is updated.", valueName: "seconds"))
  var delay: Double = 0.5

  @OptionGroup var building: BuildingOptions

  func validate() throws {
    guard delay >= 0, delay <= 3600 else {
      throw ValidationError("--delay is a number of seconds, 3600 at most.")
    }
  }

  func run() throws {
    Allocation.returnLargeBlocks()
    let path = try updated.index ?? DefaultIndex.only()
    let folder = try PageIndex.watchedFolder(at: path, from: updated.from)
    let watcher = try FolderWatcher(folder)
    Interruption.isWatching.store(true, ordering: .relaxed)
    var isFirst = true
    while true {
      guard watcher.exists else {
        throw YindeError(
          .unreadable, path: folder, message: "is gone",
          advice: "the index is as it was; `yinde update --from` names another folder")
      }
      // Before the folder is looked at: what changes while it is will be seen.
      watcher.watchFolders()
      let isBusy = try !update(path)
      if isFirst, !building.quiet {
        Output.print("watching \(Output.safe(folder)); Ctrl-C ends")
        if let limitation = watcher.limitation {
          Output.error("yinde: \(limitation), so that it is looked at every 10 s")
        }
      }
      Output.flush()
      isFirst = false
      if isBusy {
        sleep(1)
      } else {
        let wait = Duration.seconds(delay)
        watcher.wait(quiet: wait, atMost: wait * 10)
      }
    }
  }

  /// Brings the index up to date; what is wrong with the pages now may be right after the next change.
  ///
  /// - Returns: false when somebody else is building the index.
  private func update(_ path: String) throws -> Bool {
    do {
      let report = try PageIndex.update(at: path, from: updated.from, building.indexing)
      if !building.quiet, let made = report.indexing {
        SkippedInputs.print(report.skipped, count: report.skippedCount)
        Output.print(
          "\(Figures.grouped(made.documents)) pages: \(Figures.grouped(report.readFiles)) files read, "
            + "\(Figures.grouped(report.removedFiles)) gone, \(Figures.fixed(report.seconds, 2)) s")
      }
    } catch let error as IndexError {
      if error.code == .busy { return false }
      // The disk may have room again; a damaged index does not get better.
      guard error.code == .unwritable else { throw error }
      Output.error("yinde: \(Output.safe("\(error)"))")
    } catch let error as YindeError {
      Output.error("yinde: \(Output.safe("\(error)"))")
    }
    return true
  }
}
