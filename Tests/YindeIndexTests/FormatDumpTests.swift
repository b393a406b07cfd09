import Testing
import YindeAnalysis

@testable import YindeIndex

/// The dump in `Documentation/IndexFormat.md` is an index that is built here.
///
/// `YINDE_WRITE_DUMP=1` writes the dump into the document, for a change of the format.
@Suite struct FormatDumpTests {
  static let documents: [SourceDocument] = {
    var first = SourceDocument(path: "a.html", [(.title, "商汤裁员"), (.body, "商汤科技裁员，员工补偿。")])
    first.date = 19_500
    var second = SourceDocument(path: "a/b.html", [(.body, "AI芯片 GPT-4o")], displayTitle: "芯片")
    second.date = 19_478
    second.isDateMonth = true
    second.language = 2
    let third = SourceDocument(path: "c.html", [(.heading, "裁员"), (.furniture, "商汤")])
    // A page in its own file, and two in a web archive.
    var documents = [first, second, third]
    documents[0].file = .init(stamp: 0x1122_3344_5566_7788)
    documents[1].file = .init(container: Array("b.warc".utf8), stamp: 0x99AA_BBCC_DDEE_FF00)
    documents[2].file = documents[1].file
    return documents
  }()

  private static let path: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/") + "/Documentation/IndexFormat.md"
  }()
  private static let begin = "<!-- dump: made by FormatDumpTests -->\n```\n"
  private static let end = "```\n<!-- end of dump -->"

  @Test func theDumpInTheSpecificationIsTrue() throws {
    let built = try BuiltIndex(
      FormatDumpTests.documents, threads: 1, metadata: ["kind": "folder"], findsDuplicates: true)
    built.expectSound()
    let dump = FormatDump(built.bytes).text
    let document = String(decoding: TestFolder.read(FormatDumpTests.path), as: UTF8.self)
    let parts = document.split(separator: FormatDumpTests.begin, omittingEmptySubsequences: false)
    try #require(parts.count == 2, "the document has no place for the dump")
    let tail = parts[1].split(
      separator: FormatDumpTests.end, maxSplits: 1, omittingEmptySubsequences: false)
    try #require(tail.count == 2)
    if Environment.value("YINDE_WRITE_DUMP") == "1" {
      let new = "\(parts[0])\(FormatDumpTests.begin)\(dump)\(FormatDumpTests.end)\(tail[1])"
      TestFolder.write(Array(new.utf8), to: FormatDumpTests.path)
      return
    }
    let shown = tail[0].split(separator: "\n")
    let made = dump.split(separator: "\n")
    for (number, lines) in zip(shown, made).enumerated() {
      #expect(lines.0 == lines.1, "line \(number + 1) of the dump")
    }
    #expect(shown.count == made.count)
  }

  /// The dump leaves out no byte of the file.
  @Test func theDumpHoldsTheWholeFile() throws {
    let built = try BuiltIndex(FormatDumpTests.documents, threads: 1, findsDuplicates: true)
    let expected = built.bytes
    let dump = FormatDump(expected)
    let bytes = dump.text.split(separator: "\n").flatMap { line -> [UInt8] in
      // offset, bytes, two spaces, remark
      guard let first = line.first, first.isHexDigit, line.count >= 8 else { return [] }
      let hex = line.dropFirst(6).prefix(3 * FormatDump.width)
      return hex.split(separator: " ").compactMap { UInt8($0, radix: 16) }
    }
    let different = zip(bytes, expected).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    #expect(
      different == nil && bytes.count == expected.count, "\(bytes.count) of \(expected.count) bytes"
    )
  }
}

/// An index as an annotated dump, for people.
struct FormatDump {
  static let width = 16
  private(set) var text = ""
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    bytes.withByteView { write($0) }
  }

  private static func hex(_ value: Int, _ width: Int) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(width - digits.count, 0)) + digits
  }

  /// A row, or several, of bytes with a remark.
  private mutating func row(_ range: Range<Int>, _ remark: String) {
    var start = range.lowerBound
    repeat {
      let end = min(start + FormatDump.width, range.upperBound)
      var line = FormatDump.hex(start, 4) + "  "
      for at in start..<end { line += FormatDump.hex(Int(bytes[at]), 2) + " " }
      if start == range.lowerBound, !remark.isEmpty {
        line +=
          String(repeating: " ", count: max(6 + 3 * FormatDump.width - line.count, 0)) + " "
          + remark
      }
      while line.last == " " { line.removeLast() }
      text += line + "\n"
      start = end
    } while start < range.upperBound
  }

  private mutating func write(_ view: ByteView) {
    text += "header\n"
    let fields: [(Int, String)] = [
      (8, "magic"), (2, "version \(view.u16(8))"), (2, "\(view.u16(10)) sections"),
      (4, "checksum of header and table"),
      (8, "analyser fingerprint"), (8, "file length \(view.int(24))"),
      (8, "\(view.int(32)) documents"),
      (8, "total length \(view.int(40))"), (8, "\(view.int(48)) terms"),
      (8, "\(view.int(56)) postings"),
    ]
    var at = 0
    for (size, remark) in fields {
      row(at..<(at + size), remark)
      at += size
    }
    var sections: [(id: SectionID, offset: Int, length: Int)] = []
    text += "section table: number, checksum, offset, length\n"
    for _ in 0..<Int(view.u16(10)) {
      guard let id = SectionID(rawValue: view.u32(at)) else { return }
      let section = (id: id, offset: view.int(at + 8), length: view.int(at + 16))
      sections.append(section)
      row(at..<(at + 8), "\(id.rawValue) \(id.name)")
      row((at + 8)..<(at + 24), "at \(FormatDump.hex(section.offset, 4)), \(section.length) bytes")
      at += 24
    }
    for section in sections.sorted(by: { ($0.offset, $0.length) < ($1.offset, $1.length) }) {
      if section.offset > at { row(at..<section.offset, "filling") }
      text += "\(section.id.name)\n"
      let end = section.offset + section.length
      write(section.id, view.slice(section.offset, section.length), at: section.offset)
      at = end
    }
    if at < view.count { row(at..<view.count, "filling") }
  }

  private mutating func write(_ id: SectionID, _ view: ByteView, at start: Int) {
    switch id {
    case .characters:
      column(view, start, 4) { "\(FormatDump.character(view.u32($0)))" }
    case .gramRows: column(view, start, 4) { "block \(view.u32($0))" }
    case .lengths: column(view, start, 4) { "\(view.u32($0))" }
    case .dates:
      column(view, start, 4) { at in
        let code = view.u32(at)
        return code == 0x8000_0000 ? "none" : "day \(code / 2)\(code % 2 == 1 ? ", the month" : "")"
      }
    case .sites: sites(view, start)
    case .characterCode:
      column(view, start, 4) { at in
        at == 0
          ? "\(view.u32(0)) one-byte codes"
          : "\((at - 4) / 4): \(FormatDump.character(view.u32(at)))"
      }
    case .gramIndex:
      column(view, start, 16) {
        "second \(view.u32($0)), terms at \(view.u32($0 + 4)), lists at \(view.int($0 + 8))"
      }
    case .wordIndex:
      column(view, start, 16) { "block at \(view.int($0)), lists at \(view.int($0 + 8))" }
    case .pathIndex, .textIndex: column(view, start, 8) { "group at \(view.int($0))" }
    case .similarity: similarity(view, start)
    case .files: files(view, start)
    case .paths: paths(view, start)
    case .wordBlocks: words(view, start)
    case .text: frames(view, start)
    default: if view.count > 0 { row(start..<(start + view.count), "") }
    }
  }

  private mutating func column(
    _ view: ByteView, _ start: Int, _ size: Int, _ remark: (Int) -> String
  ) {
    for at in stride(from: 0, to: view.count, by: size) {
      row((start + at)..<(start + min(at + size, view.count)), remark(at))
    }
  }

  private static func character(_ scalar: UInt32) -> String {
    guard scalar > 0x20, let found = Unicode.Scalar(scalar) else {
      return "U+" + hex(Int(scalar), 4)
    }
    return String(Character(found))
  }

  private mutating func similarity(_ view: ByteView, _ start: Int) {
    let count = FormatDumpTests.documents.count
    for document in 0..<count {
      row((start + 8 * document)..<(start + 8 * document + 8), "fingerprint of \(document)")
    }
    let at = start + 8 * count
    row(at..<(at + 8), "\(view.u32(8 * count)) documents in \(view.u32(8 * count + 4)) groups")
    row((at + 8)..<(start + view.count), "end of the groups")
  }

  private mutating func files(_ view: ByteView, _ start: Int) {
    let column = FileColumn(view)
    row(start..<(start + 8), "\(column.count) files")
    for file in 0..<column.count {
      row((start + 8 + file * 8)..<(start + 16 + file * 8), "stamp")
    }
    var reader = ByteReader(view, at: 8 + column.count * 8)
    while !reader.isAtEnd {
      let from = reader.offset
      let documents = reader.size()
      let name = documents > 0 ? reader.bytes(reader.size()).string : ""
      row(
        (start + from)..<(start + reader.offset),
        documents > 0 ? "\(documents) documents in \(name)" : "a page")
    }
  }

  private mutating func sites(_ view: ByteView, _ start: Int) {
    let column = SiteColumn(view)
    row(start..<(start + 8), "\(column.count) site")
    for site in 0..<column.count {
      row((start + 8 + site * 8)..<(start + 16 + site * 8), "its end")
    }
    var at = start + 8 + column.count * 8
    for site in 0..<column.count {
      let name = column.name(site)
      row(at..<(at + name.count), String(decoding: name, as: UTF8.self))
      at += name.count
    }
    for document in 0..<FormatDumpTests.documents.count {
      let place = start + column.place(document)
      row(place..<(place + column.width), "document \(document)")
    }
  }

  private mutating func paths(_ view: ByteView, _ start: Int) {
    var reader = ByteReader(view)
    var isFirst = true
    while !reader.isAtEnd {
      let from = reader.offset
      let shared = isFirst ? nil : reader.size()
      let rest = reader.bytes(reader.size()).string
      row((start + from)..<(start + reader.offset), (shared.map { "\($0) shared, " } ?? "") + rest)
      isFirst = false
    }
  }

  /// One block, as the example has.
  private mutating func words(_ view: ByteView, _ start: Int) {
    var reader = ByteReader(view)
    var place = 0
    var isFirst = true
    while !reader.isAtEnd {
      let from = reader.offset
      let shared = isFirst ? nil : reader.size()
      let rest = reader.bytes(reader.size()).string
      let info = TermEntry.read(&reader, place: &place)
      let what =
        info.single.map { "document \($0.document)" } ?? "\(info.documentFrequency) documents"
      row(
        (start + from)..<(start + reader.offset),
        (shared.map { "\($0) shared, " } ?? "") + rest + ": " + what)
      isFirst = false
    }
  }

  /// One group, as the example has.
  private mutating func frames(_ view: ByteView, _ start: Int) {
    var reader = ByteReader(view)
    var sizes: [Int] = []
    for _ in FormatDumpTests.documents { sizes.append(reader.size()) }
    row(
      start..<(start + reader.offset),
      "frame sizes \(sizes.map(String.init).joined(separator: ", "))")
    var at = start + reader.offset
    for (number, size) in sizes.enumerated() {
      row(at..<(at + size), "document \(number)")
      at += size
    }
  }
}
