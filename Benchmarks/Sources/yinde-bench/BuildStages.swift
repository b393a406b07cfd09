import Foundation
import Yinde

/// From a folder to an index file: reading, parsing, inverting, merging, compressing.
struct BuildStages {
  let folder: String
  let index: String

  /// Leaves the index behind, for the stages of searching.
  func run(_ runner: Runner) throws -> [Result] {
    var options = IndexingOptions()
    let report = try PageIndex.build(from: folder, at: index, options)
    var results: [Result] = []
    for threads in [1, 2] {
      options.threads = threads
      results += try runner.throughput("build \(threads)", bytes: report.inputBytes) {
        try PageIndex.build(from: folder, at: index, options)
      }
    }
    return results
  }
}
