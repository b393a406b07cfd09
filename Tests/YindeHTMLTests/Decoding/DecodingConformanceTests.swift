import Testing

@testable import YindeHTML

/// The decoders against the data of the Encoding Standard and of others; see `ConformanceFolder`.
@Suite(.enabled(if: ConformanceFolder.path != nil))
struct DecodingConformanceTests {
  private func string(_ scalar: UInt32) -> String { String(Unicode.Scalar(scalar)!) }

  /// Checks that each of the bytes sequences that `code` makes of a pointer decodes to the index's
  /// scalar.
  private func check(
    _ name: String, _ encoding: PageEncoding, count: Int, _ code: (Int) -> [Int]?
  ) {
    let cells = ConformanceFolder.index(name)
    #expect(cells.count == count)
    var wrong = 0
    for (pointer, scalar) in cells {
      guard let bytes = code(pointer)?.map({ UInt8($0) }) else { continue }
      if encoding.text(bytes) != string(scalar) { wrong += 1 }
    }
    #expect(wrong == 0, "\(name) as \(encoding)")
  }

  @Test func everyIndexEntry() {
    check("gb18030", .gb18030, count: 23940) {
      [$0 / 190 + 0x81, $0 % 190 + ($0 % 190 < 0x3F ? 0x40 : 0x41)]
    }
    check("big5", .big5, count: 18590) {
      [$0 / 157 + 0x81, $0 % 157 + ($0 % 157 < 0x3F ? 0x40 : 0x62)]
    }
    check("euc-kr", .eucKR, count: 17048) { [$0 / 190 + 0x81, $0 % 190 + 0x41] }
    check("jis0208", .eucJP, count: 7724) { $0 < 94 * 94 ? [$0 / 94 + 0xA1, $0 % 94 + 0xA1] : nil }
    check("jis0208", .shiftJIS, count: 7724) { pointer in
      // The private use area lies over the rows after 94.
      if (8836...10715).contains(pointer) { return nil }
      let (row, cell) = (pointer / 188, pointer % 188)
      return [row + (row < 0x1F ? 0x81 : 0xC1), cell + (cell < 0x3F ? 0x40 : 0x41)]
    }
  }

  @Test func everyFourByteCode() {
    let ranges = ConformanceFolder.index("gb18030-ranges")
    #expect(ranges.count > 200)
    var expected = [UInt32?](repeating: nil, count: 126 * 10 * 126 * 10)
    for (place, range) in ranges.enumerated() {
      let next = place + 1 < ranges.count ? ranges[place + 1].pointer : 1_237_576
      for pointer in range.pointer..<next where pointer <= 39419 || pointer >= 189_000 {
        expected[pointer] = range.scalar + UInt32(pointer - range.pointer)
      }
    }
    expected[7457] = 0xE7C7
    var bytes: [UInt8] = []
    for pointer in expected.indices {
      bytes.append(UInt8(pointer / 12600 + 0x81))
      bytes.append(UInt8(pointer / 1260 % 10 + 0x30))
      bytes.append(UInt8(pointer / 10 % 126 + 0x81))
      bytes.append(UInt8(pointer % 10 + 0x30))
    }
    let decoded = PageEncoding.gb18030.decodeAll(bytes)
    let scalars = String(decoding: decoded.utf8, as: UTF8.self).unicodeScalars.map(\.value)
    #expect(scalars.count == expected.count)
    #expect(scalars == expected.map { $0 ?? 0xFFFD })
    #expect(decoded.errors == expected.count { $0 == nil })
  }

  @Test(arguments: [
    ("gb18030_in", PageEncoding.gb18030), ("big5_in", .big5), ("euc_kr_in", .eucKR),
    ("shift_jis_in", .shiftJIS), ("jis0208_in", .eucJP), ("jis0212_in", .eucJP),
    ("iso_2022_jp_in", .iso2022JP),
  ])
  func vectorsOfEncodingRS(_ name: String, _ encoding: PageEncoding) throws {
    let folder = "encoding_rs/tests/test_data"
    let input = try #require(ConformanceFolder.read("\(folder)/\(name).txt"))
    let expected = try #require(ConformanceFolder.read("\(folder)/\(name)_ref.txt"))
    #expect(encoding.decodeAll(input).utf8 == expected)
  }

  /// The other direction: what their encoder writes is read back.
  @Test(arguments: [
    ("gb18030_out", PageEncoding.gb18030), ("big5_out", .big5), ("euc_kr_out", .eucKR),
    ("shift_jis_out", .shiftJIS), ("jis0208_out", .eucJP),
  ])
  func encodersOfEncodingRS(_ name: String, _ encoding: PageEncoding) throws {
    let folder = "encoding_rs/tests/test_data"
    let text = try #require(ConformanceFolder.read("\(folder)/\(name).txt"))
    let coded = try #require(ConformanceFolder.read("\(folder)/\(name)_ref.txt"))
    #expect(encoding.decodeAll(coded).utf8 == text)
  }

  @Test func precedenceOfHTML5Lib() throws {
    var total = 0
    var different: [String] = []
    for file in ["tests1.dat", "tests2.dat", "test-yahoo-jp.dat"] {
      let bytes = try #require(ConformanceFolder.read("html5lib/encoding/\(file)"))
      for (data, expected) in cases(bytes) {
        total += 1
        let marked = data.starts(with: [0xEF, 0xBB, 0xBF])
        let own = DeclaredLabel.find(in: data)?.encoding
        let found = marked ? PageEncoding.utf8 : own ?? .windows1252
        if found != PageEncoding(label: expected) {
          different.append(
            "\(expected), not \(found): \(String(decoding: data, as: UTF8.self).prefix(300))")
        }
      }
    }
    print("html5lib encoding tests: \(total - different.count) of \(total) agree")
    for difference in different { print("  ", difference) }
    #expect(total > 80)
    // Both have a label with a stray quotation mark behind it (`charset=iso8859-2"`), which Yinde
    // forgives.
    #expect(different.count == 2)
  }

  private func cases(_ bytes: [UInt8]) -> [(data: [UInt8], encoding: String)] {
    var cases: [(data: [UInt8], encoding: String)] = []
    var data: [[UInt8]]?
    var takesName = false
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if line.elementsEqual("#data".utf8) {
        data = []
      } else if line.elementsEqual("#encoding".utf8) {
        takesName = true
      } else if takesName {
        let joined = Array((data ?? []).joined(separator: [0x0A]))
        cases.append((joined, String(decoding: line, as: UTF8.self)))
        (data, takesName) = (nil, false)
      } else {
        data?.append(Array(line))
      }
    }
    return cases
  }
}
