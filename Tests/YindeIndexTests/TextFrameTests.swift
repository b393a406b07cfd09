import Testing
import YindeQuery

@testable import YindeIndex

/// What a frame of stored text may hold for its size, which bounds the memory that a hostile index can take.
@Suite struct TextFrameTests {
  /// A frame as Zstandard allows it: `size` bytes that are all `byte`, four bytes of the frame for each 128 KiB.
  static func bomb(_ size: Int, claimed: Int, _ byte: UInt8 = 0x41) -> [UInt8] {
    // A single segment, with eight bytes for the size of the content.
    var frame: [UInt8] = [0xE0]
    frame.append(littleEndian: UInt64(claimed))
    var rest = size
    while rest > 0 {
      let count = min(rest, 128 << 10)
      rest -= count
      let head = count << 3 | 1 << 1 | (rest == 0 ? 1 : 0)
      for shift in [0, 8, 16] { frame.append(UInt8(truncatingIfNeeded: head >> shift)) }
      frame.append(byte)
    }
    return frame
  }

  private func decompress(_ frame: [UInt8], _ dictionary: [UInt8] = []) -> [UInt8]? {
    dictionary.withByteView { dictionary in
      frame.withByteView { view in
        TextDecompressor(dictionary: dictionary).decompress(view) { bytes in
          (0..<bytes.count).map { bytes[$0] }
        }
      }
    }
  }

  /// Texts of all sizes about the limits, that repeat one byte, a few bytes, or nothing, come back from frames long enough.
  @Test func whateverRepeatsItselfComesBack() throws {
    var random = SeededRandom(stream: 1_020)
    let words = (0..<300).map { _ in (0..<9).map { _ in UInt8(random.int(0...255)) } }
    let samples = (0..<400).flatMap { _ in random.pick(words) }
    let dictionary = TextDictionary.train(
      samples: samples, sizes: [Int](repeating: 36, count: samples.count / 36), size: 1024)
    #expect(!dictionary.isEmpty)
    let free = TextFrame.freeSize
    var filled = 0
    for dictionary in [[], dictionary] {
      let compressor = TextCompressor(dictionary: dictionary, level: 3)
      for size in [0, 1, free - 1, free, free + 1, free + 1_000, 2 * free, 1_000_003] {
        for kind in 0..<3 {
          let text = (0..<size).map { place -> UInt8 in
            kind == 0 ? 7 : kind == 1 ? words[place / 9 % 3][place % 9] : UInt8(random.int(0...255))
          }
          var output: [UInt8] = [1, 2, 3]
          let count = compressor.compress(text, into: &output)
          #expect(output.count == 3 + count && output.prefix(3) == [1, 2, 3])
          #expect(size <= free + TextFrame.maxRatio * count)
          if kind < 2, size > free + 500 {
            // Filled up to what is needed, and not beyond.
            #expect(size > free + TextFrame.maxRatio * (count - 6))
            filled += 1
          }
          let isSame = decompress(Array(output.dropFirst(3)), dictionary) == text
          #expect(isSame, "\(size) bytes of kind \(kind), \(SeededRandom.note)")
        }
      }
    }
    #expect(filled > 10)
  }

  @Test func aFrameOfMoreThanItsSizeAllowsIsRefused() {
    for size in [1, 1_000, TextFrame.freeSize] {
      #expect(decompress(TextFrameTests.bomb(size, claimed: size))?.count == size)
    }
    for size in [TextFrame.freeSize + 1_000, 1 << 20, 1 << 30] {
      #expect(decompress(TextFrameTests.bomb(size, claimed: size)) == nil)
      // Whatever it says that it is.
      for claimed in [0, 1, size - 1, size + 1, Int.max] {
        #expect(decompress(TextFrameTests.bomb(size, claimed: claimed)) == nil)
      }
    }
    #expect(decompress(TextFrameTests.bomb(1_000, claimed: TextFrame.freeSize)) == nil)
    #expect(decompress([]) == nil && decompress([0xE0]) == nil)
  }

  /// The page of an index that repeats itself most: found, shown, checked, and taken over into another index.
  @Test func aPageOfOneCharacterIsFound() throws {
    let count = 2_000_000
    let built = try BuiltIndex(
      [
        SourceDocument(path: "a", [(.body, String(repeating: "一", count: count) + "终点")]),
        SourceDocument(path: "b", [(.body, "起点")]),
      ], findsDuplicates: true)
    built.expectSound()
    let frame = built.index.texts.frame(0).count
    #expect(frame >= (count - TextFrame.freeSize) / TextFrame.maxRatio)
    let query = try Query(parsing: "\"一终点\"")
    #expect(built.searcher.search(query, SearchOptions()).hits.map(\.document) == [0])
    let snippet = built.searcher.snippetMaker(for: query).snippet(of: built.searcher.text(0))
    #expect(snippet.text.hasSuffix("一终点"))
  }
}
