import YindeAnalysis

/// Writes sections one after another, and the header at the end.
struct IndexWriter {
  private let output: OutputFile
  var header = Header()
  private var open: (id: SectionID, offset: Int, checksum: CRC32)?

  init(_ output: OutputFile) throws(IndexError) {
    self.output = output
    header.fingerprint = Analyzer.fingerprint
    // Room for the header; it is known when everything else is written.
    let size = IndexFormat.headerSize + SectionID.allCases.count * IndexFormat.sectionEntrySize
    try output.write([UInt8](repeating: 0, count: size))
  }

  mutating func begin(_ id: SectionID) throws(IndexError) {
    let padding =
      (IndexFormat.alignment - output.count % IndexFormat.alignment) % IndexFormat.alignment
    try output.write([UInt8](repeating: 0, count: padding))
    open = (id, output.count, CRC32())
  }

  mutating func append(_ bytes: [UInt8]) throws(IndexError) {
    bytes.withByteView { open!.checksum.update($0) }
    try output.write(bytes)
  }

  /// Bytes of the section so far.
  var sectionLength: Int { output.count - open!.offset }

  mutating func end() {
    header.sections.append(
      Section(
        id: open!.id, offset: open!.offset, length: sectionLength, checksum: open!.checksum.value))
    open = nil
  }

  /// The error when a part of the index passes what the format can hold.
  func tooLarge(_ part: String) -> IndexError {
    IndexError(
      .tooLarge, path: output.path, message: "would hold \(part)",
      advice: "build several indexes; yinde search takes any number")
  }

  /// Writes a whole section.
  mutating func write(_ id: SectionID, _ bytes: [UInt8]) throws(IndexError) {
    try begin(id)
    try append(bytes)
    end()
  }

  /// Copies a spool as a section.
  mutating func write(_ id: SectionID, _ spool: SpoolFile) throws(IndexError) {
    try begin(id)
    var offset = 0
    while offset < spool.count {
      let piece = try spool.read(offset, 1 << 20)
      try append(piece)
      offset += piece.count
    }
    end()
  }

  /// Writes the header and makes the file visible.
  ///
  /// - Returns: the file's length.
  mutating func finish() throws(IndexError) -> Int {
    header.fileLength = output.count
    // In the order of their numbers, whatever order they were written in.
    header.sections.sort { $0.id.rawValue < $1.id.rawValue }
    try output.overwriteStart(header.encoded())
    try output.commit()
    return output.count
  }
}
