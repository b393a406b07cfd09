import YindeIndex

@testable import Yinde

/// Files that hold pages in another form: each of their pages is text at a path within the folder, and there is an end to them.
enum ContainerFuzz {
  static func run(_ input: [UInt8], name: String) {
    let bytes = name == "x.zip" ? sealed(input) : input
    let folder = MemoryFolder.path
    MemoryFolder.write(bytes, to: name)
    let ledger = InputLedger()
    guard let kind = InputKind(name: Array(name.utf8)) else { return }
    let entry = FolderWalk.Entry(path: Array(name.utf8), size: bytes.count, kind: kind)
    let source = InputSource(
      root: .folder(Array(folder.utf8)), entries: [entry], ledger: ledger, memory: 1 << 28)
    var count = 0
    var size = 0
    do {
      while let batch = try source.next() {
        try source.forEachDocument(in: batch) { _, document in
          check(document, in: name)
          count += 1
          size += document.text.count
        }
      }
    } catch {
      // An input that is refused as a whole says why.
      expect(!"\(error)".isEmpty, "an error without words")
    }
    // A page takes a byte at least, and what is compressed is bounded by its claim.
    expect(count <= bytes.count + 1, "\(count) pages in \(bytes.count) bytes")
    expect(size <= 1 << 26, "\(size) bytes of text in \(bytes.count)")
    for outcome in ledger.totals.skipped {
      guard let skipped = SkippedInput(outcome) else { continue }
      expect(!skipped.reason.isEmpty, "a page is skipped without a reason")
    }
  }

  private static func check(_ document: SourceDocument, in name: String) {
    expect(String(validating: document.text, as: UTF8.self) != nil, "the text is not UTF-8")
    expect(!document.path.isEmpty, "a page without a path")
    if name == "x.zip" {
      let parts = document.path.split(
        separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      for part in parts {
        expect(!part.elementsEqual("..".utf8), "a path out of the folder")
      }
    }
    var end = 0
    for block in document.blocks {
      expect(block.range.lowerBound >= end, "blocks overlap")
      end = block.range.upperBound
    }
    expect(end <= document.text.count, "a block passes the end of the text")
    // The text of a record is kept as it was given.
    for byte in document.text where name != "x.jsonl" {
      expect(byte >= 0x20 || byte == 0x0A || byte == 0x09, "a control character in the text")
    }
  }

  // MARK: Checksums

  /// The checksums of stored entries put right, in the directory and before the data: else few mutations would be read.
  private static func sealed(_ input: [UInt8]) -> [UInt8] {
    var bytes = input
    var at = 0
    while at + 46 <= bytes.count {
      defer { at += 1 }
      guard bytes[at...].starts(with: [0x50, 0x4B, 0x01, 0x02]) else { continue }
      let start = number(bytes, at + 42, 4)
      let size = number(bytes, at + 20, 4)
      guard number(bytes, at + 10, 2) == 0, start + 30 <= bytes.count else { continue }
      let data = start + 30 + number(bytes, start + 26, 2) + number(bytes, start + 28, 2)
      guard data + size <= bytes.count else { continue }
      let checksum = ZipArchive.checksum(Array(bytes[data..<data + size]))
      for place in 0..<4 {
        let byte = UInt8(truncatingIfNeeded: checksum >> UInt32(8 * place))
        bytes[at + 16 + place] = byte
        bytes[start + 14 + place] = byte
      }
    }
    return bytes
  }

  private static func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int {
    (0..<count).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
  }
}
