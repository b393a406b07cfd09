import Testing

@testable import YindeIndex

/// Codes of single numbers and characters, and the heap of the best.
@Suite struct CodeTests {
  private static let note = SeededRandom.note

  // MARK: Bits and bytes

  @Test func bitsComeBack() {
    enum Item: Equatable {
      case bits(UInt32, Int)
      case unary(UInt32)
      case gamma(UInt32)
    }
    var random = SeededRandom(stream: 300)
    for _ in 0..<100 * Environment.scale {
      var items: [Item] = []
      for _ in 0..<random.int(0...60) {
        switch random.int(0..<3) {
        case 0:
          let count = random.int(0...32)
          let mask = count == 32 ? UInt32.max : (1 << UInt32(count)) - 1
          items.append(.bits(UInt32.random(in: 0...(.max), using: &random) & mask, count))
        case 1: items.append(.unary(UInt32(random.skewed(300))))
        default:
          let shift = UInt32(random.int(0...31))
          items.append(.gamma(random.pick([1, 2, 3, .max, 1 << shift, (1 << shift) | 1])))
        }
      }
      var writer = BitWriter()
      for item in items {
        switch item {
        case .bits(let value, let count): writer.write(value, bits: count)
        case .unary(let count): writer.writeUnary(count)
        case .gamma(let value): writer.writeGamma(value)
        }
      }
      let bytes = writer.finish()
      bytes.withByteView { view in
        var reader = BitReader(view)
        for item in items {
          switch item {
          case .bits(let value, let count):
            #expect(reader.read(bits: count) == value, CodeTests.note)
          case .unary(let count): #expect(reader.readUnary() == count, CodeTests.note)
          case .gamma(let value): #expect(reader.readGamma() == value, CodeTests.note)
          }
        }
        // Past the end there are zeros, for ever.
        for _ in 0..<20 { _ = reader.read(bits: 31) }
        #expect(reader.read(bits: 32) == 0)
        #expect(reader.readUnary() == 0)
        #expect(reader.readGamma() == 1)
      }
    }
  }

  /// A run of ones without an end is cut at the end of the bytes.
  @Test func unaryRunsEndWithTheBytes() {
    let bytes = [UInt8](repeating: 0xFF, count: 1_000)
    bytes.withByteView { view in
      var reader = BitReader(view)
      #expect(reader.readUnary() >= 7_000)
      #expect(reader.readUnary() < 2_000)
    }
  }

  @Test func variableByteIntegersComeBack() {
    var values: [UInt64] = [0, 1, 127, 128, 16_383, 16_384, .max, 1 << 63]
    var random = SeededRandom(stream: 301)
    for _ in 0..<500 { values.append(random.next() >> UInt64(random.int(0...63))) }
    for value in values {
      var bytes: [UInt8] = []
      bytes.append(varint: value)
      #expect(bytes.count == varintSize(value))
      bytes.withByteView {
        var reader = ByteReader($0)
        #expect(reader.varint() == value, CodeTests.note)
        #expect(reader.isAtEnd)
        #expect(reader.varint() == 0)
      }
    }
    // Too long, unfinished, empty: bounded, and a number.
    for bytes in [[UInt8](repeating: 0xFF, count: 30), [0x80], []] {
      bytes.withByteView {
        var reader = ByteReader($0)
        _ = reader.size()
        #expect(reader.offset <= 10)
      }
    }
  }

  @Test func littleEndianIntegersComeBackAtAnyPlace() {
    var random = SeededRandom(stream: 302)
    for shift in 0..<9 {
      var bytes = [UInt8](repeating: 0xAA, count: shift)
      let value = random.next()
      bytes.append(littleEndian: value)
      bytes.append(littleEndian: UInt32(truncatingIfNeeded: value))
      bytes.append(littleEndian: UInt16(truncatingIfNeeded: value))
      bytes.withByteView { view in
        #expect(view.u64(shift) == value, CodeTests.note)
        #expect(view.u32(shift + 8) == UInt32(truncatingIfNeeded: value), CodeTests.note)
        #expect(view.u16(shift + 12) == UInt16(truncatingIfNeeded: value), CodeTests.note)
        for offset in [view.count, view.count - 1, -1, .min, .max, view.count - 7] {
          #expect(view.u64(offset) == 0)
          #expect(view.slice(offset, 8).count == 0)
          #expect(view.slice(offset, .max).count == 0)
          #expect(view.slice(offset, -1).count == 0)
        }
        #expect(view.suffix(from: 2).count == view.count - 2)
      }
    }
  }

  // MARK: Lengths and bounds

  @Test func lengthsRoundDownAndKeepTheirOrder() {
    var lengths: [UInt32] = Array(0...5_000)
    for shift in 12...31 { lengths += [(1 << UInt32(shift)) - 1, 1 << UInt32(shift)] }
    lengths.append(.max)
    lengths.sort()
    var last: UInt8 = 0
    for length in lengths {
      let code = LengthCode.encode(length)
      let decoded = LengthCode.decode(code)
      #expect(decoded <= length)
      #expect(length < 16 ? decoded == length : UInt64(length) < UInt64(decoded) * 9 / 8 + 1)
      #expect(code >= last)
      #expect(LengthCode.encode(decoded) == code)
      last = code
    }
    for code in UInt8.min...(.max) { _ = LengthCode.decode(code) }
  }

  /// No posting scores more than the pairs of its block say, for any k1 and b.
  @Test func impactsBoundEveryPosting() throws {
    var random = SeededRandom(stream: 303)
    let built = try BuiltIndex([SourceDocument(path: "a", [(.body, "一二三四五六七八九十")])])
    for _ in 0..<200 * Environment.scale {
      let count = random.int(1...128)
      let most = random.int(1...33)
      let frequencies = (0..<count).map { _ in
        random.chance(0.02)
          ? random.pick([0, 255, 256, 1 << 31]) : UInt32(random.skewed(1 << min(most, 12)))
      }
      let lengths = (0..<count).map { _ in
        UInt32.random(in: 0...(1 << UInt32(random.int(0...31))), using: &random)
      }
      let (first, second) = Impact.bounds(frequencies: frequencies[...], lengths: lengths[...])
      let merged = Impact.merge([first, second, Impact(frequency: 1, length: 3)])
      func packed(_ first: Impact, _ second: Impact) -> UInt32 {
        UInt32(first.frequency) | UInt32(first.length) << 8 | UInt32(second.frequency) << 16
          | UInt32(second.length) << 24
      }
      for _ in 0..<6 {
        let k1 = random.pick([0, 0.3, 1.2, 10, 1_000] as [Double])
        let model = BM25(k1: k1, b: Double.random(in: 0...1, using: &random), index: built.index)
        let scorer = TermScorer(
          weight: Float(random.int(0..<1 << 30)), model: model, index: built.index)
        let bound = scorer.bound(packed(first, second))
        for (frequency, length) in zip(frequencies, lengths) {
          #expect(scorer.score(frequency: frequency, length: length) <= bound, CodeTests.note)
        }
        #expect(bound <= scorer.bound(packed(merged.0, merged.1)), CodeTests.note)
      }
    }
  }

  // MARK: Characters

  @Test func charactersComeBack() {
    var random = SeededRandom(stream: 304)
    for distinct in [0, 1, 31, 223, 224, 225, 8_160, 8_161, 60_000, 65_279, 65_280, 65_300, 70_000]
    {
      var counts: [UInt32: Int] = [:]
      var scalar: UInt32 = 6
      for _ in 0..<distinct {
        counts[scalar] = random.int(1...9)
        scalar += scalar == 0xD7FF ? 0x801 : 1
      }
      let code = CharacterCode(counts: counts)
      let read = code.encoded().withByteView { CharacterCode($0) }
      #expect(read.singles == code.singles && read.scalars == code.scalars, CodeTests.note)
      let known = counts.keys.sorted()
      var text: [UInt32] = [0x10FFFF, 1, 0xFFFD, 0x20000]
      for _ in 0..<2_000 {
        text.append(known.isEmpty ? UInt32(random.int(1..<0xD800)) : random.pick(known))
      }
      let encoder = CharacterCode.Encoder(code)
      var bytes: [UInt8] = []
      for scalar in text { encoder.encode(scalar, into: &bytes) }
      #expect(read.decode(bytes.span) == text, "\(distinct) characters, \(CodeTests.note)")
    }
  }

  @Test func anyBytesDecodeToScalars() {
    var random = SeededRandom(stream: 305)
    for _ in 0..<100 {
      let section = (0..<random.int(0...200)).map { _ in UInt8(random.int(0...255)) }
      let bytes = (0..<500).map { _ in UInt8(random.int(0...255)) }
      let code = section.withByteView { CharacterCode($0) }
      #expect(code.decode(bytes.span).allSatisfy { Unicode.Scalar($0) != nil }, CodeTests.note)
    }
  }

  // MARK: The best k

  @Test func theBestAreKept() {
    var random = SeededRandom(stream: 306)
    for capacity in [0, 1, 2, 3, 10, 1_000] {
      for _ in 0..<20 {
        let items = (0..<random.int(0...300)).map {
          ScoredDocument(document: UInt32($0), score: UInt32(random.int(0...40)))
        }
        var best = TopK(capacity)
        for item in items.shuffled(using: &random) { best.insert(item) }
        let expected = items.sorted {
          $0.score != $1.score ? $0.score > $1.score : $0.document < $1.document
        }
        #expect(best.sorted() == Array(expected.prefix(capacity)), CodeTests.note)
        #expect(best.isFull == (items.count >= capacity))
      }
    }
  }
}
