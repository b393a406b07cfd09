import TestTime
import Testing

@testable import YindeHTML

/// Bytes that mean harm or nothing: every decoder must end, in time, with well-formed UTF-8.
struct HostileBytesTests {
  static let encodings: [PageEncoding] =
    [
      .utf8, .utf16LE, .utf16BE, .gb18030, .big5, .eucTW, .eucJP, .shiftJIS, .iso2022JP, .eucKR,
      .userDefined, .hz,
      .iso2022CN, .iso2022KR,
    ] + SingleByteEncoding.allCases.map { .singleByte($0) }

  private func isWellFormed(_ utf8: [UInt8]) -> Bool {
    String(validating: utf8, as: UTF8.self) != nil
  }

  private func replacements(_ utf8: [UInt8]) -> Int {
    String(decoding: utf8, as: UTF8.self).unicodeScalars.count { $0 == "\u{FFFD}" }
  }

  @Test func everyOneAndTwoBytes() {
    for first in UInt8.min...UInt8.max {
      #expect(isWellFormed(TextDecoder.decode([first]).utf8))
      for encoding in HostileBytesTests.encodings {
        for second in UInt8.min...UInt8.max {
          let (utf8, errors) = encoding.decodeAll([first, second])
          // UTF-16 has a code for U+FFFD itself.
          let isCode = Set([first, second]) == [0xFF, 0xFD] && errors == 0
          if !isWellFormed(utf8) || replacements(utf8) != errors && !isCode {
            Issue.record("\(encoding): \(first) \(second)")
          }
        }
      }
      for second in UInt8.min...UInt8.max
      where !isWellFormed(TextDecoder.decode([first, second]).utf8) {
        Issue.record("\(first) \(second)")
      }
    }
  }

  @Test func validationAgreesWithTheStandardLibrary() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SplitMix(state: seed)
    let parts: [[UInt8]] = [
      Array("a".utf8), Array("plain text ".utf8), Array("é".utf8), Array("中文".utf8),
      Array("𠮷".utf8), [0x80],
      [0xC0], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xE4, 0xB8], [0xF4, 0x90, 0x80, 0x80],
      [0xFF], [0],
    ]
    for _ in 0..<20_000 {
      // Most draws are from the well-formed parts, or next to nothing would be valid.
      let limit = random.below(4) == 0 ? parts.count : 5
      let bytes = (0..<random.below(12)).flatMap { _ in parts[random.below(limit)] }
      let expected = isWellFormed(bytes)
      switch UTF8Validation.scan(bytes.span) {
      case .ascii: #expect(bytes.allSatisfy { $0 < 0x80 }, "seed \(seed): \(bytes)")
      case .valid: #expect(expected && !bytes.allSatisfy { $0 < 0x80 }, "seed \(seed): \(bytes)")
      case .invalid(let offset):
        #expect(!expected && isWellFormed(Array(bytes[..<offset])), "seed \(seed): \(bytes)")
      }
      let decoded = PageEncoding.utf8.decodeAll(bytes)
      #expect(
        decoded.utf8 == Array(String(decoding: bytes, as: UTF8.self).utf8), "seed \(seed): \(bytes)"
      )
    }
  }

  @Test func randomBytes() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SplitMix(state: seed)
    // Bytes that decoders branch on come up more often than others.
    let special: [UInt8] = [
      0x1B, 0x24, 0x28, 0x29, 0x42, 0x49, 0x4A, 0x7E, 0x7B, 0x7D, 0x0E, 0x0F, 0x30, 0x39, 0x7F,
      0x80, 0x81,
      0x8E, 0x8F, 0xA1, 0xD8, 0xDC, 0xFE, 0xFF, 0x3C, 0x0A,
    ]
    for _ in 0..<500 {
      let bytes = (0..<random.below(300)).map { _ in
        random.below(3) == 0 ? special[random.below(special.count)] : UInt8(random.below(256))
      }
      for encoding in HostileBytesTests.encodings {
        let (utf8, errors) = encoding.decodeAll(bytes)
        if !isWellFormed(utf8) || replacements(utf8) < errors {
          Issue.record("seed \(seed), \(encoding): \(bytes)")
        }
      }
      #expect(isWellFormed(TextDecoder.decode(bytes).utf8), "seed \(seed): \(bytes)")
    }
  }

  /// A page cut anywhere keeps its encoding and all of its whole characters.
  @Test(arguments: [
    (PageEncoding.gb18030, "今天的新闻：北京大学图书馆收到了一批新书，欢迎大家前来借阅。"),
    (.big5, "今天的新聞：臺灣大學圖書館收到了一批新書，歡迎大家前來借閱。"),
    (.utf8, "今天的新闻：北京大学图书馆收到了一批新书，欢迎大家前来借阅。"),
  ])
  func cutAnywhere(_ encoding: PageEncoding, _ text: String) {
    let label = "<meta charset=\(encoding.name)>"
    let bytes = Encoder.encode(label + text, as: encoding)
    for end in label.utf8.count...bytes.count {
      let decoded = TextDecoder.decode(Array(bytes[..<end]))
      let whole = String(decoding: decoded.utf8, as: UTF8.self)
      let kept = whole.hasSuffix("\u{FFFD}") ? String(whole.dropLast()) : whole
      #expect((label + text).hasPrefix(kept))
      #expect(decoded.encoding.replacements == (kept == whole ? 0 : 1))
    }
  }

  /// A quarter of a megabyte of each takes milliseconds if the time is linear, and minutes if it is
  /// not.
  @Test(arguments: [
    "<script>", "<!--", "<meta ", "<meta charset=", "<a b=\"", "<style><script>", "</", "<?",
    "charset", "<",
    "<meta content='charset", "~{", "\u{1B}$B", "a='b' ",
  ])
  func repeatedMarkup(_ part: String) {
    for start in ["", "<meta charset=hz-gb-2312>", "<meta content=\"", "<?xml "] {
      let page = start + String(repeating: part, count: (1 << 18) / part.utf8.count)
      let clock = ContinuousClock()
      let time = clock.measure { _ = TextDecoder.decode(Array(page.utf8) + [0xD6, 0xD0]) }
      #expect(time < .seconds(5) * TestTime.slowness)
    }
  }
}

/// The generator of Steele, Lea and Flood (OOPSLA 2014): tests that fail name its seed.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
