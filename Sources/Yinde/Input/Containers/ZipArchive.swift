import CZlib

/// A zip archive (PKWARE's APPNOTE 6.3), read through its directory: any thread takes any entry.
///
/// Zip64, data descriptors, stored and deflated entries. Names are UTF-8 if they say so or are; else they are
/// decoded all alike, as pages are (Chinese Windows writes GBK).
///
/// An archive whose directory is missing was cut: its entries are then found from the front, by their own headers.
final class ZipArchive: Sendable {
  struct Entry: Sendable {
    /// Bytes of ``names``.
    var name: Range<Int>
    var flags: UInt16
    var method: UInt16
    var checksum: UInt32
    var compressed: Int
    var size: Int
    /// Where the local header begins.
    var start: Int
    /// Its data lies in another entry's too.
    var overlaps = false

    var isEncrypted: Bool { flags & 1 != 0 }
    /// The size stands behind the data.
    var hasDescriptor: Bool { flags & 8 != 0 }
    var hasUTF8Name: Bool { flags & 0x800 != 0 }
  }

  /// In the byte order of the names as they are stored.
  let entries: [Entry]
  /// Why the archive is not whole; nil when it is.
  let damage: String?
  private let names: [UInt8]
  private let file: InputFile
  /// The encoding of names that are not UTF-8.
  private let nameLabel: String?

  init(_ path: [UInt8]) throws(InputFailure) {
    var reader: ZipDirectory
    do throws(YindeError) {
      file = try InputFile(path: path)
      reader = ZipDirectory(file)
      try reader.read()
    } catch {
      throw InputFailure(error.message)
    }
    if let refusal = reader.refusal { throw refusal }
    reader.markOverlaps()
    reader.sort()
    entries = reader.entries
    damage = reader.damage
    names = reader.names
    nameLabel = reader.nameLabel()
  }

  /// The name as it is shown: `/` between its parts, none of them empty, `.` or `..`. Nothing is ever written to where
  /// it points.
  func path(_ entry: Entry) -> [UInt8] {
    var name = ZipName.decoded(Array(names[entry.name]), entry.hasUTF8Name ? "utf-8" : nameLabel)
    if !name.contains(UInt8(ascii: "/")) {
      name = name.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
    }
    let parts = name.split(separator: UInt8(ascii: "/")).filter {
      !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8)
    }
    return Repair.text(Array(parts.joined(separator: [UInt8(ascii: "/")])))
  }

  /// The content of an entry, checked against its size and checksum.
  func content(_ entry: Entry) throws(InputFailure) -> [UInt8] {
    if entry.isEncrypted { throw InputFailure("is encrypted") }
    if entry.overlaps {
      throw InputFailure("shares its data with another entry: a bomb, not a page")
    }
    guard entry.method == 0 || entry.method == 8 else {
      throw InputFailure(
        "is compressed with \(ZipArchive.methodName(entry.method)), which is not read")
    }
    guard entry.size <= InputLimits.page else { throw .tooLarge }
    if entry.size > max(InputLimits.freeExpansion, entry.compressed * InputLimits.expansion) {
      throw .bomb
    }
    let content: [UInt8]
    do throws(YindeError) {
      content = try read(entry)
    } catch {
      throw InputFailure(error.message)
    }
    guard content.count == entry.size else {
      throw InputFailure("is damaged: it has \(content.count) bytes and not \(entry.size)")
    }
    guard ZipArchive.checksum(content) == entry.checksum else {
      throw InputFailure("is damaged: its checksum differs")
    }
    return content
  }

  private func read(_ entry: Entry) throws(YindeError) -> [UInt8] {
    let header = try file.read(ZipDirectory.localSize, at: entry.start)
    guard header.count == ZipDirectory.localSize, header.starts(with: ZipDirectory.localMark)
    else { return [] }
    var at =
      entry.start + header.count + header.little16(26) + header.little16(28)
    let end = at + entry.compressed
    let inflater = entry.method == 8 ? Inflater(.none) : nil
    var content: [UInt8] = []
    content.reserveCapacity(entry.size)
    while at < end, inflater?.isAtEnd != true, content.count <= entry.size {
      let piece = try file.read(min(end - at, 1 << 18), at: at)
      if piece.isEmpty { break }
      at += piece.count
      guard let inflater else {
        content += piece
        continue
      }
      // One byte more than there should be shows that there is too much.
      do throws(Inflater.Failure) {
        try inflater.decode(piece, into: &content, limit: entry.size + 1)
      } catch {
        break
      }
    }
    return content
  }

  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = crc32(0, nil, 0)
    var at = 0
    while at < bytes.count {
      let count = min(bytes.count - at, 1 << 30)
      sum = unsafe bytes.withUnsafeBufferPointer {
        unsafe crc32(sum, $0.baseAddress! + at, UInt32(count))
      }
      at += count
    }
    return UInt32(truncatingIfNeeded: sum)
  }

  private static func methodName(_ method: UInt16) -> String {
    switch method {
    case 9: "Deflate64"
    case 12: "bzip2"
    case 14: "LZMA"
    case 93: "Zstandard"
    case 95: "xz"
    case 98: "PPMd"
    case 99: "AES encryption"
    default: "method \(method)"
    }
  }
}

/// The pages of a zip archive, in the byte order of their names.
final class ZipContainer: InputContainer {
  private let archive: ZipArchive
  private let name: [UInt8]
  private let prefix: [UInt8]
  private let ledger: InputLedger
  private var at = 0
  private var hasToldDamage = false

  init(_ file: [UInt8], name: [UInt8], prefix: [UInt8], ledger: InputLedger) throws(InputFailure) {
    archive = try ZipArchive(file)
    self.name = name
    self.prefix = prefix
    self.ledger = ledger
  }

  func next() -> InputItem? {
    while at < archive.entries.count {
      let entry = archive.entries[at]
      at += 1
      let path = archive.path(entry)
      // A folder, or a name of nothing but dots.
      if path.isEmpty || archive.isFolder(entry) { continue }
      guard let kind = InputKind(name: path) else {
        ledger.addOthers(1)
        continue
      }
      guard !kind.isContainer else {
        return InputItem(
          path: prefix + path, kind: kind, size: 0,
          content: .problem("is a container in a container, which is not opened"))
      }
      return InputItem(
        path: prefix + path, kind: kind, size: entry.size, content: .zipEntry(archive, at - 1))
    }
    guard let damage = archive.damage, !hasToldDamage else { return nil }
    hasToldDamage = true
    return InputItem(path: name, kind: .zip, size: 0, content: .problem(damage))
  }
}

extension ZipArchive {
  func isFolder(_ entry: Entry) -> Bool {
    guard let last = entry.name.last else { return true }
    return names[last] == UInt8(ascii: "/") || names[last] == UInt8(ascii: "\\")
  }
}
