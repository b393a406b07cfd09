import Foundation

/// What came out of one stage.
struct Result: Codable {
  var stage: String
  /// What `values` are: `MB/s` (more is better) or `µs` (less is better).
  var unit: String
  /// By name: `median` and `best` of the runs, or percentiles over queries.
  var values: [String: Double]
  /// Processor seconds of the median run by its processor time, in all threads.
  var processorSeconds: Double
}

/// Runs stages: once to warm up, then as often as was asked for.
struct Runner {
  let only: String
  let runs: Int

  func wants(_ stage: String) -> Bool {
    only.hasSuffix(".") ? stage + "." == only : stage.hasPrefix(only)
  }

  /// Times a stage that gets through `bytes` bytes.
  func throughput(_ stage: String, bytes: Int, _ body: () throws -> Void) rethrows -> [Result] {
    guard wants(stage) else { return [] }
    let times = try repeated(body)
    let rates = times.wall.map { Double(bytes) / 1e6 / $0 }
    return [
      Result(
        stage: stage, unit: "MB/s",
        values: ["median": rates.median, "best": rates.max() ?? 0],
        processorSeconds: times.processor.median)
    ]
  }

  /// Times a stage that does a thing `count` times; the result is for one time.
  func each(_ stage: String, count: Int, _ body: () throws -> Void) rethrows -> [Result] {
    guard wants(stage), count > 0 else { return [] }
    let times = try repeated(body)
    let single = times.wall.map { $0 / Double(count) * 1e6 }
    return [
      Result(
        stage: stage, unit: "µs",
        values: ["median": single.median, "best": single.min() ?? 0],
        processorSeconds: times.processor.median)
    ]
  }

  /// Times each item by itself: its time is the median over the runs, and the result is percentiles
  /// over the items.
  func latencies<Item>(_ stage: String, of items: [Item], _ body: (Item) -> Void) -> [Result] {
    guard wants(stage), !items.isEmpty else { return [] }
    var times = [[Double]](repeating: [], count: items.count)
    var processor: [Double] = []
    items.forEach(body)
    for _ in 0..<runs {
      let before = ProcessorTime.seconds
      for (number, item) in items.enumerated() {
        times[number].append(seconds { body(item) } * 1e6)
      }
      processor.append(ProcessorTime.seconds - before)
    }
    let medians = times.map(\.median).sorted()
    let values = [("p50", 50), ("p95", 95), ("p99", 99)].map { name, percent in
      // Nearest rank: the smallest time that this share of the items does not exceed.
      (name, medians[(medians.count * percent + 99) / 100 - 1])
    }
    return [
      Result(
        stage: stage, unit: "µs", values: Dictionary(uniqueKeysWithValues: values),
        processorSeconds: processor.median)
    ]
  }

  private func repeated(_ body: () throws -> Void) rethrows -> (wall: [Double], processor: [Double])
  {
    var wall: [Double] = []
    var processor: [Double] = []
    try body()
    for _ in 0..<runs {
      let before = ProcessorTime.seconds
      wall.append(try seconds(body))
      processor.append(ProcessorTime.seconds - before)
    }
    return (wall, processor)
  }

  private func seconds(_ body: () throws -> Void) rethrows -> Double {
    let took = try ContinuousClock().measure(body).components
    return Double(took.seconds) + Double(took.attoseconds) * 1e-18
  }
}

/// The processor time of this process: other load on the machine lengthens it little.
enum ProcessorTime {
  static var seconds: Double {
    var usage = rusage()
    unsafe getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6
  }
}

extension [Double] {
  /// The middle value, or the mean of the two in the middle; 0 of nothing.
  var median: Double {
    guard !isEmpty else { return 0 }
    let sorted = sorted()
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }
}
