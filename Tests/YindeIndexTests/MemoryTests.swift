import Testing
import YindeAnalysis

@testable import YindeIndex

/// What keeps a build within its memory, and must not be seen in the index.
@Suite struct MemoryTests {
  /// The postings of a page are in several runs, and some pages share none of their terms with others.
  @Test func aRunMayEndWithinAPage() throws {
    var random = SeededRandom(stream: 900)
    let characters = Array("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏abcde 0123")
    func text(_ length: Int) -> String { String((0..<length).map { _ in random.pick(characters) }) }
    let documents = (0..<12).map { number in
      SourceDocument(
        path: "\(number)",
        [(.title, text(40)), (.furniture, text(600)), (.heading, text(90)), (.body, text(3000))])
    }
    let folder = TestFolder()
    func build(_ name: String, _ change: (inout MemoryPlan) -> Void) throws -> BuildReport {
      var plan = MemoryPlan(BuildOptions())
      change(&plan)
      return try IndexBuilder.build(
        from: MemorySource(documents, batchSize: { _ in 5 }), to: folder.file(name), plan: plan,
        metadata: [:])
    }
    let expected = try build("all", { _ in })
    for threads in [1, 2] {
      for step in [1 << 10, 97] {
        let report = try build("some") { plan in
          plan.threads = threads
          plan.inverter = 0
          plan.inverterStep = step
        }
        #expect(report.runs > documents.count, "\(step)")
        #expect(report.postings == expected.postings, "\(step)")
        let isSame = TestFolder.read(folder.file("some")) == TestFolder.read(folder.file("all"))
        #expect(isSame, "\(threads) threads, \(step), \(SeededRandom.note)")
      }
    }
    #expect(try IndexFile(path: folder.file("all")).check(deep: true, threads: 2).isSound)
  }

  /// Whatever comes in what sizes is there, in its place.
  @Test func spoolsKeepWhatTheyTake() throws {
    var random = SeededRandom(stream: 901)
    let folder = TestFolder()
    for limit in [0, 1 << 16, 3 << 20, 1 << 30] {
      let spool = SpoolFile(folder: folder.path, memoryLimit: limit)
      var expected: [UInt8] = []
      for number in 0..<60 {
        let size = random.chance(0.1) ? random.int(0..<(3 << 20)) : random.int(0..<5000)
        let piece = [UInt8](repeating: UInt8(number), count: size)
        expected += piece
        try spool.append(piece)
        #expect(spool.count == expected.count)
      }
      for _ in 0..<200 {
        let start = random.int(0..<expected.count)
        let length = random.int(0..<10_000)
        let isSame =
          try spool.read(start, length)
          == Array(expected[start..<min(start + length, expected.count)])
        #expect(isSame, "\(limit) \(start) \(length), \(SeededRandom.note)")
      }
    }
  }

  /// Never more than the budget at a time, but for what is larger than all of it, which is alone.
  @Test func budgetsHold() {
    final class Use: @unchecked Sendable {
      let monitor = Monitor()
      var bytes = 0
      var users = 0
      var isKept = true
      var done = 0
    }
    let use = Use()
    let budget = ByteBudget(100)
    runOnThreads(6) { thread in
      for turn in 0..<200 {
        let wanted = 1 + (thread * 37 + turn * 61) % 130
        budget.with(wanted) {
          use.monitor.locked {
            use.bytes += wanted
            use.users += 1
            if use.bytes > 100, use.users > 1 { use.isKept = false }
          }
          use.monitor.locked {
            use.bytes -= wanted
            use.users -= 1
            use.done += 1
          }
        }
      }
    }
    #expect(use.isKept && use.done == 1200 && use.bytes == 0)
  }

  /// Of long texts a sample is compared, which says nearly what all of them would.
  @Test func longTextsAreSampled() {
    var random = SeededRandom(stream: 902)
    let grams = (0..<300_000).map { _ in random.next() >> 22 }
    func compared(_ grams: [UInt64]) -> (text: PageText, all: Set<UInt64>) {
      var text = PageText()
      var shingles = PageShingles()
      var all: Set<UInt64> = []
      for start in stride(from: 0, to: grams.count, by: 10_000) {
        var terms = TermBuffer()
        terms.grams = Array(grams[start..<min(start + 10_000, grams.count)])
        text.add(terms, .body)
        shingles.add(terms) { all.insert($0) }
      }
      text.finish()
      return (text, all)
    }
    // Lengths, and one gram in so many is another one; each is in two shingles. The samples of the last two pairs differ in
    // density.
    let pairs = [
      (300_000, 300_000, 400), (300_000, 300_000, 60), (300_000, 300_000, 20),
      (300_000, 120_000, 100), (134_500, 130_000, 1_000_000),
    ]
    for (length, otherLength, rate) in pairs {
      let first = compared(Array(grams.prefix(length)))
      let second = compared(
        grams.prefix(otherLength).enumerated().map {
          $0.offset % rate == 7 ? $0.element ^ 1 : $0.element
        })
      for text in [first.text, second.text] {
        #expect(text.shingles.count <= PageText.maxShingles)
        #expect(text.shingles.count > PageText.maxShingles / 3)
      }
      let shared = first.all.intersection(second.all).count
      let resemblance = Double(shared) / Double(first.all.count + second.all.count - shared)
      // No case is near the threshold, where a sample may err.
      #expect(abs(resemblance - 0.95) > 0.01, "\(resemblance)")
      let isNear = resemblance > 0.95
      #expect(first.text.isNearDuplicate(of: second.text) == isNear, "\(resemblance)")
      #expect(second.text.isNearDuplicate(of: first.text) == isNear, "\(resemblance)")
    }
  }
}
