import Synchronization
import YindeHTML
import YindeIndex

/// The pages below a folder, in the byte order of their paths.
final class FolderSource: DocumentSource {
  /// Pages that are read and parsed together: this many bytes, or this many pages.
  private static let batchBytes = 1 << 20
  private static let batchFiles = 256
  /// A page larger than this is no page for readers.
  static let maxPage = 256 << 20

  private let root: [UInt8]
  private let files: [FolderWalk.File]
  let log: SkipLog
  private let nextFile = Mutex(0)
  private let read = Mutex(Totals())

  /// What was read, for the report.
  struct Totals: Sendable {
    var pages = 0
    var bytes = 0
    var replacements = 0
    var pagesWithReplacements = 0
    var encodings: [String: Int] = [:]
  }

  init(root: [UInt8], files: [FolderWalk.File], log: SkipLog) {
    self.root = root
    self.files = files
    self.log = log
  }

  var totals: Totals { read.withLock { $0 } }

  func next() -> Range<Int>? {
    nextFile.withLock { next in
      guard next < files.count else { return nil }
      var end = next
      var bytes = 0
      repeat {
        bytes += files[end].size
        end += 1
      } while end < files.count && bytes < FolderSource.batchBytes
        && end - next < FolderSource.batchFiles
      defer { next = end }
      return next..<end
    }
  }

  func count(of batch: Range<Int>) -> Int { batch.count }

  func forEachDocument(in batch: Range<Int>, _ body: (Int, SourceDocument) throws -> Void) throws {
    var totals = Totals()
    for number in batch {
      let path = files[number].path
      let page: (bytes: [UInt8], content: [UInt8])
      do throws(PageFile.Failure) {
        page = try PageFile.read(root + [UInt8(ascii: "/")] + path)
      } catch {
        log.add(path, reason: error.reason)
        continue
      }
      let parsed = Page(html: page.content)
      totals.pages += 1
      totals.bytes += page.content.count
      totals.replacements += parsed.encoding.replacements
      if parsed.encoding.replacements > 0 { totals.pagesWithReplacements += 1 }
      totals.encodings[parsed.encoding.name, default: 0] += 1
      try body(
        number - batch.lowerBound,
        SourceDocument(parsed, path: path, contentHash: ContentHash.of(page.bytes)))
    }
    read.withLock { all in
      all.pages += totals.pages
      all.bytes += totals.bytes
      all.replacements += totals.replacements
      all.pagesWithReplacements += totals.pagesWithReplacements
      all.encodings.merge(totals.encodings, uniquingKeysWith: +)
    }
  }
}

/// Reads the file of a page.
enum PageFile {
  struct Failure: Error { var reason: String }

  /// The file's bytes, and the page in them (the same, unless the file is gzip).
  static func read(_ path: [UInt8]) throws(Failure) -> (bytes: [UInt8], content: [UInt8]) {
    let bytes: [UInt8]?
    do throws(YindeError) {
      bytes = try InputFile(path: path).readAll(limit: FolderSource.maxPage)
    } catch {
      throw Failure(reason: error.message)
    }
    guard let bytes else {
      throw Failure(reason: "is larger than \(FolderSource.maxPage >> 20) MB")
    }
    var content = bytes
    if bytes.starts(with: [0x1F, 0x8B]) {
      guard let page = GzipDecoder.decode(bytes, limit: FolderSource.maxPage) else {
        throw Failure(
          reason: "is not a whole gzip file, or larger than \(FolderSource.maxPage >> 20) MB inside"
        )
      }
      content = page
    }
    if content.isEmpty { throw Failure(reason: "is empty") }
    if let kind = kindOfBinary(content) { throw Failure(reason: "is not a page but \(kind)") }
    return (bytes, content)
  }

  /// What the first bytes say of a file that is no text.
  static func kindOfBinary(_ bytes: [UInt8]) -> String? {
    let kinds: [([UInt8], String)] = [
      ([0x89, 0x50, 0x4E, 0x47], "a PNG image"), ([0xFF, 0xD8, 0xFF], "a JPEG image"),
      (Array("GIF8".utf8), "a GIF image"), (Array("%PDF-".utf8), "a PDF"),
      (Array("PK\u{3}\u{4}".utf8), "a zip archive"), ([0x7F, 0x45, 0x4C, 0x46], "a program"),
      (Array("RIFF".utf8), "a RIFF file"), ([0xD0, 0xCF, 0x11, 0xE0], "an Office document"),
      (Array("BZh".utf8), "bzip2 data"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz data"),
      ([0x28, 0xB5, 0x2F, 0xFD], "Zstandard data"), ([0x1F, 0x8B], "gzip data in gzip data"),
      (Array("SQLite format 3".utf8), "a database"), ([0x89, 0x59, 0x49, 0x4E], "a Yinde index"),
    ]
    return kinds.first { bytes.starts(with: $0.0) }?.1
  }
}

extension SourceDocument {
  /// A page as the index takes it.
  init(_ page: Page, path: [UInt8], contentHash: UInt64) {
    self.init(path: path, text: page.text, contentHash: contentHash)
    blocks.reserveCapacity(page.blocks.count)
    var titleBlock: Range<Int>?
    for block in page.blocks {
      let role: StoredRole =
        switch block.role {
        case .title: .title
        case .heading: .heading
        case .body: .body
        case .furniture: .furniture
        }
      if role == .title, titleBlock == nil { titleBlock = block.range }
      blocks.append(.init(role: role, range: block.range))
    }
    let title = Array(page.title.utf8)
    if let titleBlock, page.text[titleBlock].elementsEqual(title) {
      displayTitle = []
    } else {
      displayTitle = title
    }
    date = page.date?.daysSince1970
    language = Language.code(page.language)
  }
}

/// A hash of a file's bytes that tells whether it changed: eight bytes at a time, multiplied and folded
/// as in Wang Yi's wyhash. Not for security.
enum ContentHash {
  static func of(_ bytes: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
    var at = 0
    while at + 8 <= bytes.count {
      var word: UInt64 = 0
      for place in 0..<8 { word |= UInt64(bytes[at &+ place]) << UInt64(8 * place) }
      hash = mix(hash ^ word)
      at += 8
    }
    var rest: UInt64 = 0
    while at < bytes.count {
      rest = rest << 8 | UInt64(bytes[at])
      at += 1
    }
    hash = mix(hash ^ rest)
    // Zero means "no hash".
    return hash == 0 ? 1 : hash
  }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return product.high ^ product.low
  }
}

/// The languages that an index tells apart.
enum Language {
  private static let names = ["", "zh", "zh-hans", "zh-hant", "en", "ja", "ko", "other"]

  /// The number of a BCP 47 tag.
  static func code(_ tag: String?) -> UInt8 {
    guard let tag = tag?.lowercased().replacing("_", with: "-"), !tag.isEmpty else { return 0 }
    let parts = tag.split(separator: "-")
    switch parts.first {
    case "zh", "cmn", "yue", "wuu", "lzh":
      if parts.contains("hant") || parts.contains("tw") || parts.contains("hk")
        || parts.contains("mo")
      {
        return 3
      }
      if parts.contains("hans") || parts.contains("cn") || parts.contains("sg") { return 2 }
      return 1
    case "en": return 4
    case "ja": return 5
    case "ko": return 6
    default: return 7
    }
  }

  /// The tag of a number, nil when unknown.
  static func name(_ code: UInt8) -> String? {
    code == 0 || Int(code) >= names.count ? nil : names[Int(code)]
  }
}
