import YindeHTML

/// What the pages of a folder are like: how they are encoded, and what is wrong with them.
///
///     let diagnosis = try Diagnosis.examine("Pages")
///     for page in diagnosis.undecodable.worst { print(page.path, page.count) }
public struct Diagnosis: Sendable {
  /// Pages that something is true of: how many, and the first few by path.
  public struct Finding: Sendable {
    public internal(set) var pages = 0
    /// What was counted on them, where there is something to count.
    public internal(set) var count = 0
    public internal(set) var examples: [Example] = []
    /// Examples with the most instead of the first.
    var takesWorst = false

    public var isEmpty: Bool { pages == 0 }
  }

  public struct Example: Sendable {
    public var path: String
    public var count: Int
    /// What is to be said of this one.
    public var detail: String
    var order: InputOutcome.Order
  }

  /// Pages of one encoding, by what decided for it.
  public struct EncodingUse: Sendable {
    public var name: String
    public var pages: Int
    public var reasons: [(why: String, pages: Int)]
  }

  public internal(set) var pages = 0
  /// Bytes of the pages, decompressed.
  public internal(set) var bytes = 0
  /// Files that are no pages.
  public internal(set) var otherFiles = 0
  /// By falling number.
  public var encodings: [EncodingUse] {
    uses.map { name, reasons in
      EncodingUse(
        name: name, pages: reasons.values.reduce(0, +),
        reasons: reasons.map { ($0.key, $0.value) }
          .sorted { ($1.pages, $0.why) < ($0.pages, $1.why) })
    }.sorted { ($1.pages, $0.name) < ($0.pages, $1.name) }
  }

  /// Files that could not be read.
  public internal(set) var skipped = Finding()
  /// Pages with bytes that stand for nothing; counted are the characters. The worst are named.
  public internal(set) var undecodable = Finding(takesWorst: true)
  /// Pages that are mojibake and were put right; counted are the characters.
  public internal(set) var repaired = Finding(takesWorst: true)
  /// Mojibake that was left: lost, or not certain.
  public internal(set) var mojibake = Finding(takesWorst: true)
  /// Pages without any text but a title.
  public internal(set) var withoutText = Finding()
  /// Pages of 4 KB and more with hardly any text: scripts make it, and none was run.
  public internal(set) var scripts = Finding()
  /// Pages whose label names another encoding than they are in; they were read rightly.
  public internal(set) var wrongLabels = Finding()
  /// Pages without a title or a heading.
  public internal(set) var withoutTitle = Finding()
  /// Pages whose text is also on another one before them.
  public internal(set) var repeatedTexts = 0

  /// Whether anything was lost or may have been: files that were not read, characters, text, or all there is.
  public var hasProblems: Bool {
    pages == 0 || ![skipped, undecodable, mojibake, withoutText, scripts].allSatisfy(\.isEmpty)
  }

  var uses: [String: [String: Int]] = [:]

  /// Takes up one input.
  mutating func take(_ report: PageReport, _ order: InputOutcome.Order) {
    func example(_ count: Int, _ detail: String) -> Example {
      Example(path: report.path, count: count, detail: detail, order: order)
    }
    if let reason = report.skipped {
      skipped.take(example(0, reason))
      return
    }
    pages += 1
    bytes += report.bytes
    if report.characters == 0 { withoutText.take(example(0, "")) }
    if report.title.isEmpty { withoutTitle.take(example(0, "")) }
    guard let encoding = report.encoding else { return }
    uses[encoding.name, default: [:]][encoding.why, default: 0] += 1
    let label = encoding.declared.map { ", labelled \($0)" } ?? ""
    if encoding.replacements > 0 {
      undecodable.take(example(encoding.replacements, "\(encoding.name)\(label)"))
    }
    if encoding.isLabelWrong, let declared = encoding.declared {
      wrongLabels.take(example(0, "\(declared), is \(encoding.name)"))
    }
    for count in encoding.mojibake {
      if count.repaired > 0 {
        repaired.take(example(count.repaired, count.kind))
      } else {
        mojibake.take(example(count.found, count.kind))
      }
    }
    if report.bytes >= 4096, (1..<100).contains(report.characters),
      report.characters * 100 < report.bytes
    {
      scripts.take(example(report.characters, ""))
    }
  }
}

extension Diagnosis.Finding {
  private static let kept = 5

  mutating func take(_ example: Diagnosis.Example) {
    pages += 1
    count += example.count
    let place = examples.firstIndex { precedes(example, $0) } ?? examples.count
    guard place < Diagnosis.Finding.kept else { return }
    examples.insert(example, at: place)
    if examples.count > Diagnosis.Finding.kept { examples.removeLast() }
  }

  /// The order does not depend on the threads that report.
  private func precedes(_ left: Diagnosis.Example, _ right: Diagnosis.Example) -> Bool {
    if takesWorst, left.count != right.count { return left.count > right.count }
    return left.order < right.order
  }
}
