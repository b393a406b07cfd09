import Glibc
import Yinde
import YindeEvaluation

/// Reads what experiments are made with; every error names the file and the line.
enum EvaluationInput {
  static let defaultMetrics = "nDCG@10,MAP,MRR@10,P@10,R@100,R@1000,Success@1,bpref,Judged@10"
  /// Fewer, since each makes the correction for several tests stricter.
  static let comparedMetrics = "nDCG@10,MAP,MRR@10,P@10,R@100,Success@1"
  static let knownItemMetrics = "MRR@10,Success@1,Success@5,Success@10,Success@100"

  static func metrics(_ list: String) throws -> [Metric] {
    var metrics: [Metric] = []
    for name in list.split(separator: ",", omittingEmptySubsequences: false) {
      let metric = try Metric(name.filter { !$0.isWhitespace })
      if !metrics.contains(metric) { metrics.append(metric) }
    }
    return metrics
  }

  /// A grid whose parameters are numbers that ranking has, with values that it takes.
  static func grid(_ text: String) throws -> ParameterGrid {
    let grid = try ParameterGrid(text)
    for axis in grid.axes {
      guard let number = RankingOptions.numbers.first(where: { $0.name == axis.name }) else {
        let names = RankingOptions.numbers.map(\.name).joined(separator: ", ")
        throw EvaluationError("there is no parameter \"\(axis.name)\": use \(names)")
      }
      if let value = axis.values.first(where: { !number.range.contains($0) }) {
        throw EvaluationError(
          "\(axis.name)=\(value) is out of range: \(axis.name) goes from "
            + "\(Figures.short(number.range.lowerBound)) to \(Figures.short(number.range.upperBound))"
        )
      }
    }
    return grid
  }

  static func topics(_ path: String) throws -> [Topic] {
    let topics = try read(path) { bytes throws(EvaluationError) in try Topic.read(bytes) }
    guard !topics.isEmpty else {
      throw EvaluationError("holds no query: is it the right file?", path: path)
    }
    return topics
  }

  static func judgements(_ path: String) throws -> Judgements {
    let judgements = try read(path) { bytes throws(EvaluationError) in try Judgements(bytes) }
    guard !judgements.topics.isEmpty else {
      throw EvaluationError("holds no judgement: is it the right file?", path: path)
    }
    return judgements
  }

  static func run(_ path: String) throws -> Run {
    let run = try read(path) { bytes throws(EvaluationError) in try Run(trec: bytes) }
    guard !run.topics.isEmpty else {
      throw EvaluationError("holds no answer: is it the right file?", path: path)
    }
    return run
  }

  private static func read<Value>(
    _ path: String, _ parse: ([UInt8]) throws(EvaluationError) -> Value
  ) throws -> Value {
    let bytes = try WholeFile.read(path)
    do throws(EvaluationError) {
      return try parse(bytes)
    } catch {
      var placed = error
      placed.path = path
      throw placed
    }
  }
}

/// Queries and judgements that belong together.
struct JudgedInput {
  /// Nil when there is a run and nobody asked for the words of its queries.
  var topics: [Topic]?
  var judgements: Judgements
  /// What to call the files in messages.
  var queriesName: String
  var judgementsName: String

  init(queries: String?, qrels: String) throws {
    topics = try queries.map { try EvaluationInput.topics($0) }
    judgements = try EvaluationInput.judgements(qrels)
    queriesName = queries ?? "the run"
    judgementsName = qrels
    if let topics { try checkOverlap(topics.map(\.id), of: queriesName) }
  }

  /// The queries of known items, each with its page as the only answer.
  init(_ items: KnownItems, _ index: PageIndex) {
    topics = []
    judgements = Judgements()
    for item in items.items {
      let id = "item\(item.document)"
      topics?.append(Topic(id: id, query: item.query))
      judgements.set(1, document: index.file.path(item.document), topic: id)
    }
    queriesName = "--known-item"
    judgementsName = queriesName
  }

  /// Topics of which none is judged are of another collection.
  func checkOverlap(_ ids: [String], of name: String) throws(EvaluationError) {
    if ids.allSatisfy({ judgements[$0].isEmpty }) {
      throw EvaluationError(
        "has no topic that \(judgementsName) judges (it has \(ids.first ?? "none"), …; judged are "
          + "\(judgements.topics[0]), …): take files of the same collection", path: name)
    }
  }
}

/// An index that is gone when it is closed.
enum TemporaryIndex {
  /// Gives `build` a place for an index, and removes the file once it is open: the mapping stays.
  static func make(_ build: (String) throws -> PageIndex) throws -> PageIndex {
    // Invariant: a C string that nobody changes, since nothing here sets the environment.
    let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    let name = String(UInt64.random(in: .min ... .max), radix: 36)
    let path = "\(folder.isEmpty ? "/tmp" : folder)/yinde-\(name).yinde"
    defer { unsafe unlink(path) }
    return try build(path)
  }
}

enum OutputFolder {
  /// Makes a folder if it is not there.
  static func make(_ path: String) throws(YindeError) {
    if unsafe mkdir(path, 0o777) != 0, errno != EEXIST {
      throw YindeError(
        .unreadable, path: path,
        message: "cannot be made: \(unsafe String(cString: strerror(errno)))",
        advice: "name a folder that can be written")
    }
  }
}
