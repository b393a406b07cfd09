import Testing
import YindeAnalysis

@testable import YindeIndex

/// What is between the pages and the merged postings: sorted occurrences, runs, stretches.
@Suite struct RunTests {
  private static let note = SeededRandom.note

  /// Sorting gives the run, byte for byte, that a table of terms gives.
  @Test func sortedGramsAreThoseOfATable() throws {
    var random = SeededRandom(stream: 950)
    // Of the basic plane and others, few and many, and the end of a run.
    let scalars: [UInt32] =
      (0..<60).map { _ in UInt32(random.int(0x4E00...0x9FFF)) } + [
        0x3042, 0xFFFD, 0x20000, 0x3FFFD,
      ]
    for _ in 0..<20 * Environment.scale {
      var sorter = GramSorter()
      var words = Inverter()
      var twin = Inverter()
      var firsts: Set<UInt32> = []
      let step = random.pick([1, 5, 1000, 1 << 24])
      var document = random.int(0...4_000_000_000 - 70 * (1 << 24))
      for _ in 0..<random.int(0...60) {
        for _ in 0..<random.int(0...4) {
          var terms = TermBuffer()
          for _ in 0..<random.int(0...80) {
            let first = scalars[random.skewed(scalars.count)]
            let second = random.chance(0.1) ? 0 : scalars[random.skewed(scalars.count)]
            terms.grams.append(UInt64(first) << 21 | UInt64(second))
            firsts.insert(first)
          }
          for _ in 0..<random.int(0...5) {
            terms.wordBytes += Array("w\(random.int(0...30))".utf8)
            terms.wordEnds.append(terms.wordBytes.count)
          }
          let weight = UInt32(random.int(0...3))
          #expect(sorter.accepts(UInt32(document)))
          sorter.add(terms.grams[...], document: UInt32(document), weight: weight)
          words.add(
            terms, grams: 0..<0, words: 0..<terms.wordEnds.count, document: UInt32(document),
            weight: weight)
          twin.add(terms, document: UInt32(document), weight: weight)
        }
        document += random.int(1...step)
      }
      let found = SpoolFile(folder: "", memoryLimit: .max)
      var run = RunWriter(found)
      var characters: Set<UInt32> = []
      try sorter.write(to: &run, characters: &characters)
      run.endGrams()
      try words.writeWords(to: &run)
      _ = try run.finish()
      let expected = SpoolFile(folder: "", memoryLimit: .max)
      _ = try twin.writeRun(to: expected)
      let isSame = try found.read(0, found.count) == expected.read(0, expected.count)
      #expect(isSame, RunTests.note)
      #expect(characters == firsts, RunTests.note)
      #expect(sorter.isEmpty && words.isEmpty)
    }
  }

  /// A run takes documents that are less than 2³⁰ apart.
  @Test func distantDocumentsAreInAnotherRun() throws {
    var sorter = GramSorter()
    sorter.add([1 << 21], document: 3_000_000_000, weight: 3)
    #expect(sorter.accepts(3_000_000_000 + 1 << 30 - 1))
    #expect(!sorter.accepts(3_000_000_000 + 1 << 30))
    var run = RunWriter(SpoolFile(folder: "", memoryLimit: .max))
    var characters: Set<UInt32> = []
    try sorter.write(to: &run, characters: &characters)
    #expect(sorter.accepts(0))
  }

  /// As sorting all of them does.
  @Test func stretchesAreMerged() {
    var random = SeededRandom(stream: 951)
    for _ in 0..<300 * Environment.scale {
      var documents: [UInt32] = [7]
      var frequencies: [UInt32] = [1]
      var starts: [Int] = []
      var sums: [UInt32: UInt32] = [:]
      for _ in 0..<random.int(1...9) {
        starts.append(documents.count)
        let limit = random.pick([5, 100, 4_000_000_000])
        let own = Set((0..<random.int(1...40)).map { _ in UInt32(random.int(0...limit)) }).sorted()
        for document in own {
          let frequency = random.pick([0, 1, 2, .max] as [UInt32])
          documents.append(document)
          frequencies.append(frequency)
          sums[document, default: 0] &+= frequency
        }
      }
      SortedStretches.merge(starts, documents: &documents, frequencies: &frequencies)
      let order = sums.keys.sorted()
      #expect(documents == [7] + order, RunTests.note)
      #expect(frequencies == [1] + order.map { sums[$0]! }, RunTests.note)
    }
  }
}
