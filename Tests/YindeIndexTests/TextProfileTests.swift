import Testing

@testable import YindeAnalysis
@testable import YindeIndex

/// Profiles beside a scan of the text.
@Suite struct TextProfileTests {
  /// Folded text with its marks, as ``TextReader`` has it.
  private func folded(_ blocks: [(StoredRole, String)]) -> [UInt32] {
    blocks.flatMap { [UInt32($0.rawValue)] + $1.unicodeScalars.map(\.value) }
  }

  @Test func placesAreThoseOfUnits() {
    let text = folded([(.title, "引得"), (.furniture, "首页"), (.body, "引得：全文检索。abc引1")])
    var profiler = TextProfiler()
    for _ in 0..<2 {
      let profile = profiler.profile(of: text, count: text.count)
      func places(_ key: UInt32) -> [UInt16] { Array(profile.places[profile.range(of: key)]) }
      #expect(places(UnitKey.character(0x5F15)) == [0, 3, 12])
      #expect(places(UnitKey.character(0x9996)) == [])
      #expect(places(UnitKey.word(Array("abc".utf8))!) == [11])
      #expect(places(UnitKey.word(Array("1".utf8))!) == [13])
      #expect(places(UnitKey.word(Array("2".utf8))!) == [])
      #expect(profile.titleEnd == 3 && profile.count == 14 && profile.filled == 11)
      #expect(profile.leadFilled == 11)
    }
    #expect(UnitKey.word(Array("gpt-4o".utf8)) == nil)
    #expect(profiler.profile(of: [], count: 0).range(of: UnitKey.character(0x5F15)).isEmpty)
  }

  @Test func everyUnitIsFound() {
    var random = SeededRandom(stream: 303)
    var profiler = TextProfiler()
    for _ in 0..<100 * Environment.scale {
      let pool = (0..<random.int(1...400)).map { _ in
        UInt32(random.chance(0.1) ? random.int(0x20000...0x2A000) : random.int(0x4E00...0x5100))
      }
      let text = [3] + (0..<random.int(0...3_000)).map { _ in random.pick(pool) }
      let profile = profiler.profile(of: text, count: text.count)
      var expected: [UInt32: [UInt16]] = [:]
      var place = 0
      var isGap = true
      for scalar in text.dropFirst() {
        if CharacterClass.of(scalar) == .han {
          expected[scalar, default: []].append(UInt16(place))
          place += 1
          isGap = false
        } else if !isGap {
          place += 1
          isGap = true
        }
      }
      #expect(profile.count == min(place, TextProfile.limit), "\(SeededRandom.note)")
      for scalar in Set(pool) where CharacterClass.of(scalar) == .han {
        let range = profile.range(of: UnitKey.character(scalar))
        let places = (expected[scalar] ?? []).filter { $0 < TextProfile.limit }
        #expect(Array(profile.places[range]) == places, "\(SeededRandom.note)")
      }
    }
  }

  /// Longer texts than there are places for.
  @Test func longTextsAreCut() {
    var profiler = TextProfiler()
    for count in 2_040..<2_060 {
      for rest in ["", "a", "a丁", "。丁", "a。丁b", "丁。a"] {
        let text =
          [3] + [UInt32](repeating: 0x4E00, count: count) + rest.unicodeScalars.map(\.value)
        let profile = profiler.profile(of: text, count: text.count)
        #expect(profile.count == min(count + rest.unicodeScalars.count, TextProfile.limit))
        #expect(profile.range(of: 0x4E00).count == min(count, TextProfile.limit))
      }
    }
  }

  /// When there is no more room; and documents that share a slot.
  @Test func theCacheBeginsAnew() {
    var cache = ProfileCache(room: 10_000)
    var profiler = TextProfiler()
    var made = 0
    func count(_ document: Int) -> Int {
      let number = cache.number(of: document) {
        made += 1
        let text: [UInt32] = [3] + [UInt32](repeating: 0x4E00, count: document % 1_000 + 1)
        return profiler.profile(of: text, count: text.count)
      }
      return cache[number].count
    }
    for document in [1, 1, 1 + ProfileCache.slots, 1] {
      #expect(count(document) == document % 1_000 + 1)
    }
    #expect(made == 3)
    for document in 0..<200 { #expect(count(document) == document + 1) }
    #expect(count(199) == 200 && made == 202)
  }
}
