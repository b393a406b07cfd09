import Testing
import YindeAnalysis

@testable import YindeIndex

/// Damaged, cut and foreign files: an error or an answer, never a trap, in bounded time.
///
/// `YINDE_FULL=1` tries every byte and every length.
@Suite(.serialized) struct HostileFileTests {
  private static let isFull = Environment.value("YINDE_FULL") == "1"
  private static let patterns: [UInt8] = [0x01, 0x80, 0xFF]

  /// The fast check reads every byte, so it sees every change.
  @Test(arguments: [false, true]) func everyFlippedByteIsFoundByTheFastCheck(_ isReordered: Bool)
    throws
  {
    var random = SeededRandom(stream: 500)
    let hostile = try HostileFile(&random, isReordered: isReordered)
    #expect(hostile.check(hostile.sound) == .opened(isSound: true))
    var bytes = hostile.sound
    for at in bytes.indices {
      // The header and the table whole; of the rest one byte in eight.
      guard HostileFileTests.isFull || at < 512 || random.chance(0.125) else { continue }
      for pattern in HostileFileTests.isFull
        ? HostileFileTests.patterns : [random.pick(HostileFileTests.patterns)]
      {
        bytes[at] ^= pattern
        let outcome = hostile.check(bytes)
        #expect(outcome != .opened(isSound: true), "byte \(at) ^ \(pattern), \(SeededRandom.note)")
        bytes[at] ^= pattern
      }
    }
  }

  @Test(arguments: [false, true]) func flippedBytesHarmNobody(_ isReordered: Bool) throws {
    var random = SeededRandom(stream: 501)
    let hostile = try HostileFile(&random, isReordered: isReordered)
    var bytes = hostile.sound
    let share = HostileFileTests.isFull ? 1 : 150 / Double(bytes.count) * Double(Environment.scale)
    for at in bytes.indices where random.chance(share) {
      let pattern = random.pick(HostileFileTests.patterns)
      bytes[at] ^= pattern
      hostile.ask(bytes, "byte \(at) ^ \(pattern), \(SeededRandom.note)")
      bytes[at] ^= pattern
    }
  }

  @Test func everyCutIsRefused() throws {
    var random = SeededRandom(stream: 502)
    let hostile = try HostileFile(&random)
    for length in hostile.sound.indices {
      guard HostileFileTests.isFull || length < 600 || random.chance(0.1) else { continue }
      let outcome = hostile.check(Array(hostile.sound[0..<length]))
      let isRefused: Bool
      switch outcome {
      case .refused(.truncated): isRefused = length > 0
      case .refused(.notAnIndex): isRefused = length == 0
      // A table that is cut is taken for damage.
      case .refused(.corrupt):
        isRefused =
          length < IndexFormat.headerSize + SectionID.allCases.count * IndexFormat.sectionEntrySize
      default: isRefused = false
      }
      #expect(isRefused, "\(length) bytes: \(outcome), \(SeededRandom.note)")
    }
    #expect(hostile.check(hostile.sound + [0]) == .refused(.corrupt))
  }

  /// Damage that comes with right checksums, as a hostile author would write it.
  @Test(arguments: [false, true]) func mutatedSectionsHarmNobody(_ isReordered: Bool) throws {
    var random = SeededRandom(stream: 503)
    let hostile = try HostileFile(&random, isReordered: isReordered)
    let rounds = Environment.number("YINDE_MUTATIONS") ?? 250
    for round in 0..<rounds {
      var bytes = hostile.sound
      for _ in 0..<random.int(1...4) { HostileFile.mutate(&bytes, &random) }
      HostileFile.seal(&bytes)
      hostile.ask(bytes, "round \(round), \(SeededRandom.note)")
    }
  }

  /// An order of documents that is none: numbers that there are not, and the same one everywhere.
  @Test func anOrderThatIsNoneHarmsNobody() throws {
    var random = SeededRandom(stream: 505)
    let hostile = try HostileFile(&random, isReordered: true)
    let place = Damage(hostile.sound).place(.order)
    for fill in [UInt8(0), 0xFF, 0x55] {
      var bytes = hostile.sound
      for at in 0..<place.length { bytes[place.offset + at] = fill }
      HostileFile.seal(&bytes)
      #expect(hostile.ask(bytes, "filled with \(fill)") == .opened(isSound: false))
    }
    var bytes = hostile.sound
    HostileFile.put(UInt64(place.length - 1), 8, at: place.entry + 16, in: &bytes)
    HostileFile.seal(&bytes)
    #expect(hostile.ask(bytes, "a byte less") == .refused(.corrupt))
  }

  /// A length in the header that no documents can have would add up to nonsense over several indexes.
  @Test(arguments: [UInt64(1) << 63 - 1, 1 << 62, 1 << 48]) func impossibleLengths(_ length: UInt64)
    throws
  {
    var random = SeededRandom(stream: 504)
    let hostile = try HostileFile(&random)
    var bytes = hostile.sound
    HostileFile.put(length, 8, at: 40, in: &bytes)
    HostileFile.seal(&bytes)
    #expect(hostile.ask(bytes, "length \(length)") == .refused(.corrupt))
  }

  @Test func foreignFilesAreToldApart() throws {
    var random = SeededRandom(stream: 504)
    let hostile = try HostileFile(&random)
    func altered(_ size: Int, _ value: UInt64, at offset: Int) -> [UInt8] {
      var bytes = hostile.sound
      HostileFile.put(value, size, at: offset, in: &bytes)
      HostileFile.seal(&bytes)
      return bytes
    }
    let files: [(String, [UInt8], IndexError.Code)] = [
      ("empty", [], .notAnIndex),
      ("five bytes of text", Array("hello".utf8), .notAnIndex),
      ("five bytes of an index", Array(hostile.sound[0..<5]), .truncated),
      ("a PNG", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13], .notAnIndex),
      ("line ends translated", hostile.sound.filter { $0 != 0x0D }, .notAnIndex),
      ("high bits stripped", hostile.sound.map { $0 & 0x7F }, .notAnIndex),
      ("an older format", altered(2, UInt64(IndexFormat.version - 1), at: 8), .tooOld),
      ("a newer format", altered(2, UInt64(IndexFormat.version + 1), at: 8), .tooNew),
      ("another analyser", altered(8, Analyzer.fingerprint ^ 1, at: 16), .otherAnalyzer),
      ("no documents in the columns", altered(8, 7, at: 32), .corrupt),
    ]
    for (name, bytes, code) in files {
      #expect(hostile.ask(bytes, "\(name)") == .refused(code), "\(name)")
    }
    for path in ["/nowhere/at/all", hostile.folder.file("none")] {
      let error = #expect(throws: IndexError.self) { try IndexFile(path: path) }
      #expect(error?.code == .unreadable)
    }
    let error = #expect(throws: IndexError.self) { try IndexFile(path: hostile.folder.path) }
    #expect(error?.code == .notAnIndex)
  }
}
