import Testing

@testable import YindeIndex

/// Tables that are filled fast, beside plain ones.
@Suite struct FrequencyTableTests {
  /// Any postings, in any order of lists, small and large frequencies, documents that there are not.
  @Test func sumsAreThoseOfADictionary() {
    var random = SeededRandom(stream: 2_100)
    for _ in 0..<60 * Environment.scale {
      let documentCount = random.pick([0, 1, 7, 8, 9, 500, 5_000])
      let table = FrequencyTable(documentCount: documentCount)
      var expected: [Int: UInt32] = [:]
      let most = random.pick([1, 3, 40, 300, 5_000_000])
      for _ in 0..<random.int(0...40) {
        let (documents, frequencies, _) = PostingBuffer.three()
        // Those of a block ascend. Hardly any is out of range.
        let places = Set(
          (0..<random.int(0...128)).map { _ in
            random.int(0...max(documentCount - (random.chance(0.01) ? 0 : 1), 0))
          })
        let count = places.count
        for (at, document) in places.sorted().enumerated() {
          let frequency = random.int(0...most)
          documents[at] = UInt32(document)
          frequencies[at] = UInt32(frequency)
          guard document < documentCount else { continue }
          expected[document, default: 0] += UInt32(frequency)
        }
        table.add(count, documents: documents, frequencies: frequencies)
      }
      var found: [Int] = []
      table.forEachDocument { found.append($0) }
      #expect(found == expected.keys.sorted(), SeededRandom.note)
      #expect(table.count() == expected.count, SeededRandom.note)
      #expect(found.allSatisfy { table[$0] == expected[$0] }, SeededRandom.note)
      #expect(table[documentCount] == 0)
      let least = UInt32(random.int(0...126))
      var frequent: [Int] = []
      table.forEachDocument(withAtLeast: { least }, do: { frequent.append($0) })
      #expect(frequent == found.filter { expected[$0]! >= least }, SeededRandom.note)
    }
  }

  @Test func aShortMapIsADictionary() {
    var random = SeededRandom(stream: 2_101)
    for _ in 0..<40 {
      var map = ShortMap<Int, Int>()
      var expected: [Int: Int] = [:]
      let keys = random.pick([3, 24, 25, 200])
      for _ in 0..<400 {
        let key = random.int(0..<keys)
        let value = random.chance(0.2) ? nil : random.int(0...9)
        map[key] = value
        expected[key] = value
        let asked = random.int(0..<keys)
        #expect(map[asked] == expected[asked], SeededRandom.note)
      }
    }
  }
}
