/// A document between the passes of a build.
///
/// ```
/// record --> size:u32 date:i32 hash:u64 language:u8 isRecord:u8 varint(length) path varint(length) site file text
/// file   --> 0 | varint(length + 1) container stamp:u64
/// text   --> (mark block)*        mark: one byte, as in StoredText; the rest UTF-8
/// ```
///
/// `size` counts the whole record.
struct StoredRecord {
  /// As ``DateColumn`` stores it.
  var date: Int32
  var contentHash: UInt64
  var language: UInt8
  /// As ``SourceDocument/isRecord``.
  var isRecord: Bool
  var path: [UInt8]
  /// Empty for none.
  var site: [UInt8]
  var file: SourceDocument.File?
  /// Where the text begins in the bytes that the record was read from, and where it ends.
  var text: Range<Int>

  /// - Returns: bytes of the text that is searched, as it is stored.
  static func append(_ document: SourceDocument, to bytes: inout [UInt8]) -> Int {
    let start = bytes.count
    bytes.reserveCapacity(start + document.text.count + document.blocks.count + 512)
    bytes.append(littleEndian: UInt32(0))
    bytes.append(littleEndian: DateColumn.code(document.date, isMonth: document.isDateMonth))
    bytes.append(littleEndian: document.contentHash)
    bytes.append(document.language)
    bytes.append(document.isRecord ? 1 : 0)
    bytes.append(varint: document.path.count)
    bytes += document.path
    let site = Site.of(document)
    bytes.append(varint: site.count)
    bytes += site
    if let file = document.file {
      bytes.append(varint: file.container.count + 1)
      bytes += file.container
      bytes.append(littleEndian: file.stamp)
    } else {
      bytes.append(0)
    }
    if document.displayTitle.contains(where: { !StoredRole.marks.contains($0) }) {
      bytes.append(StoredRole.display.rawValue)
      append(text: document.displayTitle[...], to: &bytes)
    }
    var searched = 0
    for block in document.blocks {
      bytes.append(block.role.rawValue)
      let before = bytes.count
      append(text: document.text[block.range], to: &bytes)
      if block.role.isSearched { searched += bytes.count - before }
    }
    setSize(&bytes, from: start)
    return searched
  }

  /// Writes the size of the record that begins at `start` and ends with the bytes.
  static func setSize(_ bytes: inout [UInt8], from start: Int = 0) {
    let size = bytes.count - start
    for shift in 0..<4 { bytes[start + shift] = UInt8(truncatingIfNeeded: size >> (8 * shift)) }
  }

  /// Appends text without the characters that serve as marks, which no page can show.
  private static func append(text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    if text.contains(where: StoredRole.marks.contains) {
      bytes += text.filter { !StoredRole.marks.contains($0) }
    } else {
      bytes += text
    }
  }

  /// Where the text begins in a record's bytes.
  static func textOffset(_ record: [UInt8]) -> Int {
    record.withByteView { StoredRecord($0, at: 0).text.lowerBound }
  }

  /// Finds the blocks of a text by their marks. No byte of a character is one.
  ///
  /// - Complexity: O(bytes).
  static func findBlocks(
    _ bytes: Span<UInt8>, _ text: Range<Int>, into blocks: inout [SourceDocument.Block]
  ) {
    var role: StoredRole?
    var start = text.lowerBound
    for at in text where bytes[at] <= StoredRole.lastMark && bytes[at] >= 1 {
      if let role { blocks.append(.init(role: role, range: start..<at)) }
      role = StoredRole(mark: bytes[at])
      start = at + 1
    }
    if let role { blocks.append(.init(role: role, range: start..<text.upperBound)) }
  }

  init(_ view: ByteView, at start: Int) {
    date = Int32(bitPattern: view.u32(start + 4))
    contentHash = view.u64(start + 8)
    language = view.u8(start + 16)
    isRecord = view.u8(start + 17) != 0
    var reader = ByteReader(view, at: start + 18)
    let length = reader.size()
    path = reader.bytes(length).array
    let siteLength = reader.size()
    site = reader.bytes(siteLength).array
    let containerLength = reader.size()
    if containerLength > 0 {
      let container = reader.bytes(containerLength - 1).array
      file = SourceDocument.File(container: container, stamp: reader.bytes(8).u64(0))
    }
    text = reader.offset..<(start + Int(view.u32(start)))
  }
}
