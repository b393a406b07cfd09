/// The constants of the index file; `Documentation/IndexFormat.md` is the specification.
enum IndexFormat {
  /// The first eight bytes. As in PNG, the high bit of the first catches transfers that strip it and
  /// the line end at the end catches those that translate line ends.
  static let magic: [UInt8] = [0x89, 0x59, 0x49, 0x4E, 0x44, 0x45, 0x0D, 0x0A]

  /// The version written and the only one read.
  ///
  /// - 1: the first format.
  /// - 2: postings may know documents by places of their own (``DocumentOrder``).
  static let version: UInt16 = 2

  static let headerSize = 64
  static let sectionEntrySize = 24
  /// Sections begin at multiples of this, so that columns of integers are aligned.
  static let alignment = 8
  /// More documents than this are refused: a document is a `UInt32`, with room for sentinels.
  static let maxDocuments = 4_000_000_000
  /// More sections than this are not believed.
  static let maxSections = 64
}

/// The parts of the file, in the order in which they stand in it.
enum SectionID: UInt32, CaseIterable, Sendable {
  case metadata = 1
  case lengths
  case dates
  case languages
  case contentHashes
  case paths
  case pathIndex
  case characters
  case gramRows
  case gramIndex
  case gramBlocks
  case wordBlocks
  case wordIndex
  case postings
  case characterCode
  case textDictionary
  case textIndex
  case text
  case sites
  /// Fingerprints, and groups of near-duplicates.
  case similarity = 20
  /// The files that documents are from.
  case files = 22
  /// What near-duplicates are looked up by.
  case sketches
  /// Where documents stand in postings.
  case order

  /// The name in messages, `inspect` and the specification.
  var name: String { "\(self)" }

  /// Whether a file may do without: columns that no document has anything in.
  var isOptional: Bool {
    switch self {
    case .dates, .languages, .contentHashes, .sites, .similarity, .files, .sketches, .order: true
    default: false
    }
  }
}

/// One entry of the section table.
struct Section: Sendable {
  var id: SectionID
  var offset: Int
  var length: Int
  /// CRC-32 (IEEE 802.3) of the section's bytes.
  var checksum: UInt32
}

/// The fixed start of the file.
///
/// ```
/// offset  size  field
///      0     8  magic 89 59 49 4E 44 45 0D 0A
///      8     2  format version
///     10     2  number of sections
///     12     4  CRC-32 of bytes 0 ..< 12, 16 ..< 64 and the section table
///     16     8  analyser fingerprint
///     24     8  length of the whole file
///     32     8  number of documents
///     40     8  total length: the sum of all document lengths
///     48     8  number of distinct terms
///     56     8  number of postings
///     64  24×n  section table: id u32, CRC-32 u32, offset u64, length u64
/// ```
struct Header: Sendable {
  var fingerprint: UInt64 = 0
  var fileLength = 0
  var documentCount = 0
  var totalLength = 0
  var termCount = 0
  var postingCount = 0
  var sections: [Section] = []

  /// The header and the section table as they stand in the file.
  func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes += IndexFormat.magic
    bytes.append(littleEndian: IndexFormat.version)
    bytes.append(littleEndian: UInt16(sections.count))
    bytes.append(littleEndian: UInt32(0))
    bytes.append(littleEndian: fingerprint)
    bytes.append(littleEndian: UInt64(fileLength))
    bytes.append(littleEndian: UInt64(documentCount))
    bytes.append(littleEndian: UInt64(totalLength))
    bytes.append(littleEndian: UInt64(termCount))
    bytes.append(littleEndian: UInt64(postingCount))
    for section in sections {
      bytes.append(littleEndian: section.id.rawValue)
      bytes.append(littleEndian: section.checksum)
      bytes.append(littleEndian: UInt64(section.offset))
      bytes.append(littleEndian: UInt64(section.length))
    }
    let checksum = Header.checksum(of: bytes)
    for shift in 0..<4 { bytes[12 + shift] = UInt8(truncatingIfNeeded: checksum >> (8 * shift)) }
    return bytes
  }

  private static func checksum(of bytes: [UInt8]) -> UInt32 {
    var copy = bytes
    for index in 12..<16 { copy[index] = 0 }
    return copy.withByteView { CRC32.of($0) }
  }

  /// Reads and checks the header: magic, version, checksum, analyser, length, and that every section
  /// lies inside the file.
  ///
  /// - Complexity: O(number of sections), whatever the size of the file.
  init(_ view: ByteView, path: String, fingerprint expected: UInt64) throws(IndexError) {
    let rebuild = "build it again with `yinde index`"
    let start = view.slice(0, min(8, view.count)).array
    guard start == IndexFormat.magic else {
      let cut = start.count < 8 && IndexFormat.magic.starts(with: start)
      throw IndexError(
        cut ? .truncated : .notAnIndex, path: path,
        message: cut ? "is cut short: only \(start.count) bytes are left" : "is not a Yinde index",
        advice: cut ? rebuild : "name a file made by `yinde index`")
    }
    guard view.count >= IndexFormat.headerSize else {
      throw IndexError(
        .truncated, path: path, message: "is cut short: only \(view.count) bytes are left",
        advice: rebuild)
    }
    let version = view.u16(8)
    if version > IndexFormat.version {
      throw IndexError(
        .tooNew, path: path, offset: 8,
        message: "is an index of format \(version); this yinde reads format \(IndexFormat.version)",
        advice: "use a newer yinde, or \(rebuild)")
    }
    if version < IndexFormat.version {
      throw IndexError(
        .tooOld, path: path, offset: 8,
        message: "is an index of format \(version); this yinde reads format \(IndexFormat.version)",
        advice: rebuild)
    }
    let count = Int(view.u16(10))
    let tableEnd = IndexFormat.headerSize + count * IndexFormat.sectionEntrySize
    guard count <= IndexFormat.maxSections, tableEnd <= view.count else {
      throw IndexError(
        .corrupt, path: path, offset: 10, message: "has a section table that cannot be",
        advice: rebuild)
    }
    guard Header.checksum(of: view.slice(0, tableEnd).array) == view.u32(12) else {
      throw IndexError(
        .corrupt, path: path, offset: 12,
        message: "is damaged: its header does not match its checksum", advice: rebuild)
    }
    fingerprint = view.u64(16)
    fileLength = view.int(24)
    documentCount = view.int(32)
    totalLength = view.int(40)
    termCount = view.int(48)
    postingCount = view.int(56)
    guard fileLength == view.count else {
      let cut = view.count < fileLength
      throw IndexError(
        cut ? .truncated : .corrupt, path: path, offset: min(view.count, fileLength),
        message: "is \(cut ? "cut short" : "too long"): \(view.count) of \(fileLength) bytes",
        advice: rebuild)
    }
    guard documentCount <= IndexFormat.maxDocuments else {
      throw IndexError(
        .corrupt, path: path, offset: 32, message: "claims \(documentCount) documents",
        advice: rebuild)
    }
    // A length is a number of 32 bits.
    guard totalLength >> 32 <= documentCount else {
      throw IndexError(
        .corrupt, path: path, offset: 40,
        message: "claims a length of \(totalLength) in \(documentCount) documents",
        advice: rebuild)
    }
    for entry in 0..<count {
      let at = IndexFormat.headerSize + entry * IndexFormat.sectionEntrySize
      // A section that this version does not know is passed over.
      guard let id = SectionID(rawValue: view.u32(at)) else { continue }
      let section = Section(
        id: id, offset: view.int(at + 8), length: view.int(at + 16), checksum: view.u32(at + 4))
      guard section.offset >= tableEnd, section.offset <= view.count,
        section.length <= view.count - section.offset
      else {
        throw IndexError(
          .corrupt, path: path, offset: at, message: "has a \(id.name) section outside the file",
          advice: rebuild)
      }
      sections.append(section)
    }
    guard fingerprint == expected else {
      throw IndexError(
        .otherAnalyzer, path: path, offset: 16,
        message: "was built with other analysis rules than this yinde's",
        advice: rebuild)
    }
  }

  init() {}
}
