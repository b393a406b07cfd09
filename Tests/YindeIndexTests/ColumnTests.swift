import Testing
import YindeAnalysis

@testable import YindeIndex

/// Dictionaries and the column of paths: written, read, sought.
@Suite struct ColumnTests {
  private static let note = SeededRandom.note

  @Test func pathsComeBack() {
    var random = SeededRandom(stream: 400)
    for count in [1, 15, 16, 17, 31, 32, 33, 500] {
      var paths: [[UInt8]] = []
      for _ in 0..<count {
        let shared = paths.last.map { Array($0.prefix(random.int(0...($0.count)))) } ?? []
        let size = random.chance(0.02) ? 70_000 : random.skewed(300)
        paths.append(shared + (0..<size).map { _ in UInt8(random.int(0...255)) })
      }
      var writer = PathColumnWriter()
      for path in paths { writer.add(path) }
      writer.index.withByteView { index in
        writer.paths.withByteView { bytes in
          let column = PathColumn(index: index, paths: bytes)
          for (number, path) in paths.enumerated() {
            let isSame = column.path(number) == path
            #expect(isSame, "path \(number), \(ColumnTests.note)")
          }
          var walked: [[UInt8]] = []
          column.forEach(count: count) { _, path in
            walked.append(path)
            return true
          }
          let isSame = walked == paths
          #expect(isSame, ColumnTests.note)
        }
      }
    }
  }

  /// Infos as a builder makes them: single postings, and lists one after another.
  private func infos(_ count: Int, _ random: inout SeededRandom) -> [(info: TermInfo, place: Int)] {
    var place = 0
    return (0..<count).map { _ in
      defer { place += 0 }
      if random.chance(0.4) {
        let frequency = random.pick([0, 1, 1, 2, 300, .max] as [UInt32])
        let document = UInt32(random.int(0...4_294_967_294))
        return (TermInfo(documentFrequency: 1, single: (document, frequency)), place)
      }
      let info = TermInfo(
        documentFrequency: random.int(2...100_000), offset: place, length: random.int(1...70_000))
      place += info.length
      return (info, info.offset)
    }
  }

  @Test func gramsAreFound() {
    var random = SeededRandom(stream: 401)
    for size in [0, 1, 2, 31, 32, 33, 64, 65, 3_000] {
      var characters: Set<UInt32> = []
      while characters.count < max(2, size / 3) {
        characters.insert(UInt32(random.int(0x4E00...0x2FFFF)))
      }
      let ordered = characters.sorted()
      var keys: Set<[UInt32]> = []
      while keys.count < size {
        // Every character begins a gram in an index; here it may not, and rows are empty.
        let second = random.chance(0.1) ? 0 : ordered[random.skewed(ordered.count)]
        keys.insert([ordered[random.skewed(ordered.count)], second])
      }
      let grams = keys.sorted { $0.lexicographicallyPrecedes($1) }
      let infos = infos(grams.count, &random)
      var writer = GramDictionaryWriter(characters: ordered)
      for (gram, entry) in zip(grams, infos) {
        writer.add(first: gram[0], second: gram[1], entry.info, place: entry.place)
      }
      let sections = writer.finish()
      sections.characters.withByteView { characters in
        sections.rows.withByteView { rows in
          sections.index.withByteView { index in
            sections.blocks.withByteView { blocks in
              let dictionary = GramDictionary(
                characters: characters, rows: rows, index: index, blocks: blocks)
              for (gram, entry) in zip(grams, infos) {
                #expect(
                  dictionary.lookup(first: gram[0], second: gram[1]) == entry.info, ColumnTests.note
                )
              }
              for _ in 0..<200 {
                let first = random.pick(ordered)
                let second = random.chance(0.2) ? 0 : random.pick(ordered)
                let found = dictionary.lookup(first: first, second: second) != nil
                #expect(found == keys.contains([first, second]), ColumnTests.note)
                #expect(dictionary.lookup(first: first, second: 3) == nil)
                #expect(dictionary.lookup(first: 3, second: second) == nil)
              }
              for first in ordered {
                var row: [TermInfo] = []
                dictionary.forEach(row: first) { row.append($1) }
                #expect(
                  row == zip(grams, infos).filter { $0.0[0] == first }.map(\.1.info),
                  ColumnTests.note)
              }
            }
          }
        }
      }
    }
  }

  @Test func wordsAndPrefixesAreFound() {
    var random = SeededRandom(stream: 402)
    for size in [0, 1, 2, 15, 16, 17, 32, 33, 1_000] {
      var set: Set<[UInt8]> = []
      while set.count < size {
        let length = random.chance(0.1) ? 64 : random.int(1...8)
        set.insert(
          (0..<length).map { _ in UInt8(ascii: "a") + UInt8(random.skewed(size < 3 ? 26 : 9)) })
      }
      let words = set.sorted { $0.lexicographicallyPrecedes($1) }
      let infos = infos(words.count, &random)
      var writer = WordDictionaryWriter()
      for (word, entry) in zip(words, infos) { writer.add(word, entry.info, place: entry.place) }
      let sections = writer.finish()
      sections.blocks.withByteView { blocks in
        sections.index.withByteView { index in
          let dictionary = WordDictionary(blocks: blocks, index: index)
          for (word, entry) in zip(words, infos) {
            #expect(dictionary.lookup(word) == entry.info, ColumnTests.note)
          }
          for _ in 0..<200 {
            let word = (0..<random.int(0...4)).map { _ in
              UInt8(ascii: "a") + UInt8(random.int(0..<9))
            }
            #expect((dictionary.lookup(word) != nil) == set.contains(word), ColumnTests.note)
            var found: [[UInt8]] = []
            dictionary.forEach(prefix: word) { term, _ in
              found.append(term)
              return true
            }
            #expect(found == words.filter { $0.starts(with: word) }, ColumnTests.note)
          }
        }
      }
    }
  }

  @Test func storedTextSplitsAtItsMarks() {
    let text = StoredText(scalars: [0x78, 1, 0x4E2D, 3, 3, 0x61, 0x62, 5])
    #expect(text.blocks.map(\.role) == [.title, .body, .body, .display])
    #expect(text.blocks.map(\.range) == [2..<3, 4..<4, 5..<7, 8..<8])
    #expect(text.title == "中")
    #expect(StoredText(scalars: []).title == "")
  }
}
