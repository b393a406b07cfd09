import Testing
import YindeAnalysis

@testable import YindeIndex

/// Posting lists: what is written is read back, whatever the gaps and frequencies.
@Suite struct PostingCodecTests {
  private static let note = SeededRandom.note

  /// Ascending documents with gaps of very different sizes.
  private static func documents(
    _ count: Int, limit: Int, _ random: inout SeededRandom
  ) -> [UInt32] {
    let bits = random.int(0...31)
    var documents: [UInt32] = []
    var last = -1
    for place in 0..<count {
      // Leave room for those that follow.
      let room = limit - 1 - last - (count - place)
      let largest = min(room, 1 << random.int(0...bits))
      last += 1 + (random.chance(0.3) ? 0 : random.int(0...max(largest, 0)))
      documents.append(UInt32(last))
    }
    return documents
  }

  private static func frequency(_ random: inout SeededRandom) -> UInt32 {
    switch random.int(0..<10) {
    case 0: random.pick([0, 1, 2, 254, 255, 256, 1 << 31, .max])
    case 1: 0
    case 2: UInt32(random.int(2...40))
    default: 1
    }
  }

  // MARK: Short lists

  @Test func shortListsComeBack() {
    var random = SeededRandom(stream: 200)
    var lists: [(documents: [UInt32], frequencies: [UInt32], previous: Int)] = [
      ([0], [1], -1), ([4_294_967_294], [1], -1), ([0, 4_294_967_294], [0, .max], -1),
      ([5], [2], 4), ([4_294_967_294], [0], 4_294_967_293),
      (Array(0..<128), .init(repeating: 0, count: 128), -1),
    ]
    for count in [1, 2, 3, 17, 126, 127] {
      for _ in 0..<40 * Environment.scale {
        let documents = PostingCodecTests.documents(
          count, limit: random.pick([200, 1 << 16, 1 << 32]), &random)
        let frequencies = documents.map { _ in PostingCodecTests.frequency(&random) }
        let previous = random.chance(0.5) ? -1 : Int(documents[0]) - 1
        lists.append((documents, frequencies, previous))
      }
    }
    for (documents, frequencies, previous) in lists {
      let bytes = ShortListCodec.encode(
        documents: documents[...], frequencies: frequencies[...], previous: previous)
      var found = PostingBuffer(repeating: 9)
      var counts = PostingBuffer(repeating: 9)
      let decoded = bytes.withByteView {
        ShortListCodec.decode(
          $0, count: documents.count, previous: previous, documentCount: 1 << 32,
          documents: &found, frequencies: &counts)
      }
      #expect(decoded == documents.count, PostingCodecTests.note)
      #expect((0..<decoded).map { found[$0] } == documents, PostingCodecTests.note)
      #expect((0..<decoded).map { counts[$0] } == frequencies, PostingCodecTests.note)
    }
  }

  /// The example of the codec's doc comment and of `Documentation/IndexFormat.md`.
  @Test func theWorkedExampleOfAShortList() {
    let bytes = ShortListCodec.encode(documents: [3, 4], frequencies: [1, 5], previous: -1)
    #expect(bytes == [0xE0, 0xB8, 0x00])
  }

  /// No parameter makes a list shorter than the one that was chosen.
  @Test func theParameterIsTheBest() {
    var random = SeededRandom(stream: 201)
    for _ in 0..<200 * Environment.scale {
      let gaps = (0..<random.int(1...127)).map { _ in
        UInt32.random(in: 0...(1 << UInt32(random.int(0...24))), using: &random)
      }
      func cost(_ parameter: Int) -> Int {
        gaps.reduce(0) { $0 + Int($1 >> UInt32(parameter)) + 1 + parameter }
      }
      let best = (0...31).map(cost).min()!
      #expect(cost(ShortListCodec.bestParameter(gaps)) == best, PostingCodecTests.note)
    }
  }

  // MARK: Blocks

  @Test func blocksComeBack() {
    var random = SeededRandom(stream: 202)
    for _ in 0..<150 * Environment.scale {
      let limit = random.pick([128, 200, 5_000, 1 << 20, 1 << 32])
      let documents = PostingCodecTests.documents(128, limit: limit, &random)
      let frequencies = documents.map { _ in PostingCodecTests.frequency(&random) }
      var bytes: [UInt8] = [1, 2, 3]
      PostingBlock.encode(
        documents: documents[...], frequencies: frequencies[...], previous: -1, into: &bytes)
      var found = PostingBuffer(repeating: 9)
      var counts = PostingBuffer(repeating: 9)
      let place = bytes.withByteView { view in
        let place = PostingBlock.decodeDocuments(
          view.suffix(from: 3), previous: -1, documentCount: 1 << 32, into: &found)
        PostingBlock.decodeFrequencies(view.suffix(from: 3 + place.end), into: &counts)
        return place
      }
      #expect(place.count == 128, PostingCodecTests.note)
      #expect((0..<128).map { found[$0] } == documents, PostingCodecTests.note)
      #expect((0..<128).map { counts[$0] } == frequencies, PostingCodecTests.note)
    }
  }

  /// Any number of frequencies that are not 1 comes back, and where few are, a block takes little more than its gaps.
  @Test func frequenciesThatAreNotOne() {
    var random = SeededRandom(stream: 205)
    let documents = (0..<128).map { UInt32($0) }
    for exceptions in 0...128 {
      var frequencies = [UInt32](repeating: 1, count: 128)
      for place in (0..<128).shuffled(using: &random).prefix(exceptions) {
        frequencies[place] = random.chance(0.7) ? 2 : random.pick([0, 3, 4, 100, .max])
      }
      var bytes: [UInt8] = []
      PostingBlock.encode(
        documents: documents[...], frequencies: frequencies[...], previous: -1, into: &bytes)
      // The gaps are zeros: two bytes.
      if exceptions == 0 { #expect(bytes == [0, 0, 0]) }
      if exceptions == 1 { #expect(bytes.count <= 2 + 1 + 11, PostingCodecTests.note) }
      var counts = PostingBuffer(repeating: 9)
      bytes.withByteView { PostingBlock.decodeFrequencies($0.suffix(from: 2), into: &counts) }
      #expect((0..<128).map { counts[$0] } == frequencies, PostingCodecTests.note)
    }
  }

  /// Bytes that no encoder writes fill a block with some frequencies and stay inside it.
  @Test func damagedFrequenciesStayInTheBlock() {
    var random = SeededRandom(stream: 206)
    for _ in 0..<500 * Environment.scale {
      let bytes = (0..<random.int(0...40)).map { _ in UInt8(random.int(0...255)) }
      let mark: UInt32 = 0xABCD_EF01
      var counts = PostingBuffer(repeating: mark)
      bytes.withByteView { PostingBlock.decodeFrequencies($0, into: &counts) }
      #expect((0..<128).allSatisfy { counts[$0] != mark }, PostingCodecTests.note)
    }
  }

  /// Documents at or past the limit end a list instead of reaching its reader.
  @Test func documentsPastTheLimitEndTheList() {
    var random = SeededRandom(stream: 203)
    for _ in 0..<50 {
      let documents = PostingCodecTests.documents(128, limit: 1 << 20, &random)
      let ones = [UInt32](repeating: 1, count: 128)
      let limit = Int(documents[random.int(0..<128)])
      let expected = documents.count { Int($0) < limit }
      var found = PostingBuffer(repeating: 0)
      var counts = PostingBuffer(repeating: 0)
      var block: [UInt8] = []
      PostingBlock.encode(
        documents: documents[...], frequencies: ones[...], previous: -1, into: &block)
      let inBlock = block.withByteView {
        PostingBlock.decodeDocuments($0, previous: -1, documentCount: limit, into: &found).count
      }
      let short = ShortListCodec.encode(
        documents: documents[...], frequencies: ones[...], previous: -1)
      let inList = short.withByteView {
        ShortListCodec.decode(
          $0, count: 128, previous: -1, documentCount: limit, documents: &found,
          frequencies: &counts)
      }
      #expect(inBlock == expected, PostingCodecTests.note)
      #expect(inList == expected, PostingCodecTests.note)
    }
  }

  // MARK: Whole lists

  /// Lists of every interesting size through an index's cursor: walking, seeking, windows.
  @Test(arguments: [1, 2, 127, 128, 129, 255, 256, 257, 10_000])
  func listsAreWalkedAndSought(_ size: Int) throws {
    var random = SeededRandom(stream: 210 + UInt64(size))
    let count = size * random.int(1...3) + random.int(0...9)
    var isChosen = [Bool](repeating: false, count: count)
    for place in 0..<size { isChosen[place] = true }
    isChosen.shuffle(using: &random)
    var expected: [(document: Int, frequency: UInt32)] = []
    let roles: [(StoredRole, UInt32)] = [(.title, 3), (.heading, 2), (.body, 1), (.furniture, 0)]
    let places: [SourceDocument] = isChosen.enumerated().map { number, isChosen in
      guard isChosen else { return SourceDocument(path: "", [(.body, "人")]) }
      let (role, weight) = random.pick(roles)
      let times = random.chance(0.02) ? 300 : random.int(1...3)
      expected.append((number, weight * UInt32(times)))
      return SourceDocument(
        path: "", [(role, Array(repeating: "word", count: times).joined(separator: " "))])
    }
    let built = try BuiltIndex(places, batchSize: { _ in 500 })
    let index = built.index
    let info = try #require(index.lookup(.word(Array("word".utf8))))
    #expect(info.documentFrequency == size)
    let model = BM25(k1: 1.1, b: 0.6, index: index)
    let scorer = TermScorer(weight: 1_048_576, model: model, index: index)
    func cursor() -> PostingCursor { PostingCursor(info, index: index, scorer: scorer) }

    var walker = cursor()
    for (document, frequency) in expected {
      #expect(walker.document == document, PostingCodecTests.note)
      #expect(walker.frequency == frequency, PostingCodecTests.note)
      walker.advance()
    }
    #expect(walker.document == PostingCursor.endOfList)
    walker.advance()
    walker.seek(0)
    #expect(walker.document == PostingCursor.endOfList)

    for _ in 0..<60 {
      var seeker = cursor()
      var target = 0
      while target <= count {
        seeker.seek(target)
        let next = expected.first { $0.document >= target }
        #expect(
          seeker.document == next?.document ?? PostingCursor.endOfList, PostingCodecTests.note)
        guard let next else { break }
        #expect(seeker.frequency == next.frequency, PostingCodecTests.note)
        // Backwards nothing happens.
        if random.chance(0.2) {
          seeker.seek(random.int(0...target))
          #expect(seeker.document == next.document, PostingCodecTests.note)
        }
        target = next.document + 1 + random.skewed(count / 2 + 1)
      }
      // Bounds over windows hold, whatever lies in them.
      var bounder = cursor()
      let start = random.int(0..<count)
      let end = start + 1 + random.int(0...count)
      bounder.seek(start)
      let bound = bounder.maxScore(from: start, to: end)
      for (document, frequency) in expected where document >= start && document < end {
        #expect(
          scorer.score(frequency: frequency, document: document) <= bound, PostingCodecTests.note)
      }
      #expect(bound <= cursor().maxScore, PostingCodecTests.note)
    }
    built.expectSound()
  }
}
