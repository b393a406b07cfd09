import ArgumentParser
import Yinde

/// Options that say how an experiment is made and shown.
struct ExperimentOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Decides folds, permutations and samples.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Folds of --sweep.", valueName: "n"))
  var folds: Int = 5

  @Option(
    help: ArgumentHelp("Permutations of --compare, if not all are counted.", valueName: "n"))
  var permutations: Int = 10_000

  @Option(help: ArgumentHelp("Topics that --compare shows side by side.", valueName: "n"))
  var topics: Int = 5

  @Option(help: ArgumentHelp("Queries of --known-item.", valueName: "n"))
  var sample: Int = 1000

  @Option(
    help: ArgumentHelp("Write plots as SVG into this folder.", valueName: "folder"),
    completion: .directory)
  var plots: String?

  func validate() throws {
    guard folds >= 2 else { throw ValidationError("--folds is 2 at least.") }
    guard (1...10_000_000).contains(permutations) else {
      throw ValidationError("--permutations goes from 1 to 10,000,000.")
    }
    guard topics >= 0 else { throw ValidationError("--topics is 0 at least.") }
    guard sample > 0 else { throw ValidationError("--sample is 1 at least.") }
  }

  /// Writes a plot if plots are wanted.
  func plot(_ name: String, _ make: () -> String) throws {
    guard let plots else { return }
    try OutputFolder.make(plots)
    let file = try NewFile(path: "\(plots)/\(name)")
    try file.write(Array(make().utf8))
    try file.commit()
  }
}
