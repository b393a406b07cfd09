/// Finds mojibake in a page, and repairs it where that is certain.
///
/// Repaired is a page of which, by characters, at least half is mojibake of one kind (a word of
/// ASCII letters counts as a character). A page with less of it is left as it is: it may speak
/// of mojibake and quote it, and what it quotes must be found as it stands.
enum MojibakeRepair {
  struct Result {
    /// Nil if nothing was changed.
    var text: [UInt8]?
    var counts: [Mojibake.Count] = []
  }

  /// Each text is mojibake of one kind of each of these at most.
  private static let groups: [[Mojibake]] = [
    [.utf8AsLatin, .gbkAsLatin, .big5AsLatin], [.utf8AsGBK, .big5AsGBK, .gbkAsBig5],
  ]

  /// Looks at a well-formed text. O(n); for pages without mojibake one pass.
  static func repair(_ text: [UInt8]) -> Result {
    let gate = MojibakeGate(text.span)
    var result = Result()
    guard gate.isOpen else { return result }
    var current = text
    for (group, isOpen) in zip(groups, [gate.latin, gate.han]) where isOpen {
      guard let best = best(of: group, in: current) else { continue }
      result.counts.append(best.count)
      if best.count.repaired > 0 {
        current = replace(best.runs, in: current)
        result.text = current
      }
    }
    if gate.lost { result.counts += lost(in: current) }
    return result
  }

  private static func best(of kinds: [Mojibake], in bytes: [UInt8]) -> MojibakeFinding? {
    var best: MojibakeFinding?
    var visible: VisibleText?
    for kind in kinds {
      guard let runs = MojibakeRuns(kind, in: bytes)?.find(),
        runs.reduce(0, { $0 + $1.gain }) >= MojibakeFinding.certain(kind)
      else { continue }
      let text = visible ?? VisibleText(bytes)
      visible = text
      let finding = MojibakeFinding(kind, runs, in: bytes, text)
      if finding.count.found > 0, finding.gain > best?.gain ?? 0 { best = finding }
    }
    return best
  }

  private static func replace(_ runs: [MojibakeRun], in text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = 0
    for run in runs {
      result += text[index..<run.source.lowerBound]
      result += run.text
      index = run.source.upperBound
    }
    return result + text[index...]
  }

  /// Counts, in visible text, the characters of 锟斤拷, and of three and more 烫 or 屯 in a row.
  private static func lost(in text: [UInt8]) -> [Mojibake.Count] {
    var replacements = 0
    var memory = 0
    for range in VisibleText(text).ranges {
      var index = range.lowerBound
      while index + 9 <= range.upperBound {
        let rest = text[index..<range.upperBound]
        if rest.starts(with: "锟斤拷".utf8) {
          replacements += 3
          index += 9
        } else if rest.starts(with: "烫烫烫".utf8) || rest.starts(with: "屯屯屯".utf8) {
          let character = rest.prefix(3)
          var length = 3
          while text[(index + 3 * length)..<range.upperBound].starts(with: character) {
            length += 1
          }
          memory += length
          index += 3 * length
        } else {
          index += 1
        }
      }
    }
    var counts: [Mojibake.Count] = []
    if replacements > 0 { counts.append(.init(kind: .replacements, found: replacements)) }
    if memory > 0 { counts.append(.init(kind: .memory, found: memory)) }
    return counts
  }
}

/// What a page's runs of one kind amount to.
struct MojibakeFinding {
  private(set) var count: Mojibake.Count

  /// The runs to be replaced, if `count.repaired` says so.
  private(set) var runs: [MojibakeRun]

  /// The gain of all different runs in visible text.
  private(set) var gain = 0

  /// The gain that makes all runs of a page together mojibake: a likelihood of e²⁰ to 1 for UTF-8,
  /// where that the bytes are valid says something too, and of e²⁵ to 1 for others.
  static func certain(_ kind: Mojibake) -> Int {
    kind.readings?.right == .utf8 ? 200 : 250
  }

  /// The gain that makes a single run mojibake on a page that is sound otherwise. Four accented
  /// letters in a row (ÀÉÈÇ) may be two Han, but six are hardly three.
  private static func certainAlone(_ kind: Mojibake) -> Int {
    kind == .gbkAsLatin || kind == .big5AsLatin ? 450 : certain(kind)
  }

  /// The dearest that a character of repaired text may be, on the average; Chinese costs 65.
  private static let plain = 88

  init(
    _ kind: Mojibake, _ found: [MojibakeRun], in text: [UInt8], _ visible: VisibleText
  ) {
    // UTF-8 has so little that is valid by accident that any character in it counts.
    runs = kind.readings?.right == .utf8 ? found : found.filter { $0.meanCost <= 100 }
    count = Mojibake.Count(kind: kind, found: 0)
    let limit = MojibakeFinding.certain(kind)
    let limitAlone = MojibakeFinding.certainAlone(kind)
    var seen = 0
    var certain = 0
    var cost = 0
    var distinct = Set<[UInt8]>()
    var texts = Set<[UInt8]>()
    var inside = MojibakeFinding.Cursor(visible.ranges)
    for run in runs where inside.contains(run.source.lowerBound) {
      // A word that is repeated is no new evidence.
      if texts.insert(run.text).inserted { gain += run.gain }
      seen += run.characters
      cost += run.meanCost * run.characters
      if distinct.count < 2 { MojibakeFinding.addCharacters(of: run.text, to: &distinct) }
      if run.gain >= limitAlone, run.meanCost <= MojibakeFinding.plain {
        certain += run.characters
      }
    }
    // ···· and °°°° are 贩贩 and 鞍鞍, each a sign and not a text.
    guard seen > 0, distinct.count >= (kind == .utf8AsLatin ? 1 : 2) else { return }
    count.found = certain
    let sound = MojibakeFinding.characters(of: text, visible, outside: runs) + visible.words
    if gain >= limit, cost <= MojibakeFinding.plain * seen, seen >= sound {
      count.found = seen
      count.repaired = seen
    }
  }

  private static func addCharacters(of text: [UInt8], to set: inout Set<[UInt8]>) {
    var index = 0
    while index < text.count, set.count < 2 {
      let length = text[index] < 0x80 ? 1 : UTF8Sequence(text.span, at: index).length
      if length > 2 { set.insert(Array(text[index..<(index + length)])) }
      index += length
    }
  }

  /// Characters beyond ASCII in visible text that are in no run.
  private static func characters(
    of text: [UInt8], _ visible: VisibleText, outside runs: [MojibakeRun]
  ) -> Int {
    var inRun = Cursor(runs.map(\.source))
    var count = 0
    for range in visible.ranges {
      for index in range where text[index] >= 0xC0 && !inRun.contains(index) { count += 1 }
    }
    return count
  }

  /// Answers for ascending places whether they are inside ascending ranges.
  private struct Cursor {
    let ranges: [Range<Int>]
    var next = 0

    init(_ ranges: [Range<Int>]) { self.ranges = ranges }

    mutating func contains(_ place: Int) -> Bool {
      while next < ranges.count, ranges[next].upperBound <= place { next += 1 }
      return next < ranges.count && ranges[next].contains(place)
    }
  }
}
