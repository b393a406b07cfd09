import YindeHTML

/// Reads the directory of a zip archive.
struct ZipDirectory {
  static let localMark: [UInt8] = [0x50, 0x4B, 3, 4]
  static let localSize = 30
  private static let entryMark: [UInt8] = [0x50, 0x4B, 1, 2]
  private static let endMark: [UInt8] = [0x50, 0x4B, 5, 6]
  private static let end64Mark: [UInt8] = [0x50, 0x4B, 6, 6]
  private static let locatorMark: [UInt8] = [0x50, 0x4B, 6, 7]
  /// A larger directory is none of pages: it has room for two million entries.
  static let limit = 256 << 20

  private let file: InputFile
  private(set) var entries: [ZipArchive.Entry] = []
  private(set) var names: [UInt8] = []
  private(set) var damage: String?
  private(set) var refusal: InputFailure?

  init(_ file: InputFile) { self.file = file }

  mutating func read() throws(YindeError) {
    guard let end = try findEnd() else {
      damage = "is cut: its directory is missing; the entries that are whole are indexed"
      return try readFromFront()
    }
    guard end.size <= ZipDirectory.limit else {
      refusal = InputFailure("has a directory of over \(ZipDirectory.limit >> 20) MB")
      return
    }
    let bytes = try file.read(end.size, at: end.start)
    var at = 0
    while at + 46 <= bytes.count, bytes[at...].starts(with: ZipDirectory.entryMark) {
      let length = bytes.little16(at + 28)
      let extra = bytes.little16(at + 30)
      let next = at + 46 + length + extra + bytes.little16(at + 32)
      guard next <= bytes.count else { break }
      add(bytes, at, length, extra, shift: end.shift)
      at = next
    }
    if entries.count != end.count & (end.is64 ? Int.max : 0xFFFF),
      entries.count & 0xFFFF != end.count
    {
      damage = "has a damaged directory: \(entries.count) of \(end.count) entries were found"
    }
    if entries.isEmpty, damage != nil { try readFromFront() }
  }

  // MARK: The end

  private struct End {
    var start: Int
    var size: Int
    var count: Int
    /// How far places are off because something stands before the archive.
    var shift: Int
    var is64 = false
  }

  private func findEnd() throws(YindeError) -> End? {
    let tailStart = max(0, file.size - 65_557)
    let tail = try file.read(file.size - tailStart, at: tailStart)
    var at = tail.count - 22
    while at >= 0 {
      if tail[at...].starts(with: ZipDirectory.endMark),
        at + 22 + tail.little16(at + 20) <= tail.count
      {
        return try end(tail, at, tailStart)
      }
      at -= 1
    }
    return nil
  }

  private func end(_ tail: [UInt8], _ at: Int, _ tailStart: Int) throws(YindeError) -> End? {
    let place = tailStart + at
    var end = End(
      start: tail.little32(at + 16), size: tail.little32(at + 12), count: tail.little16(at + 10),
      shift: 0)
    var directoryEnd = place
    if at >= 20, tail[(at - 20)...].starts(with: ZipDirectory.locatorMark),
      let where64 = tail.little64(at - 20 + 8)
    {
      // The record stands right before its locator, unless it has an extensible part.
      for start in [where64, place - 20 - 56] {
        let record = try file.read(56, at: start)
        guard record.count == 56, record.starts(with: ZipDirectory.end64Mark),
          let count = record.little64(32), let size = record.little64(40),
          let first = record.little64(48)
        else { continue }
        end = End(start: first, size: size, count: count, shift: 0, is64: true)
        directoryEnd = start
        break
      }
    }
    guard end.size <= directoryEnd else { return nil }
    end.shift = directoryEnd - end.size - end.start
    end.start = directoryEnd - end.size
    return end
  }

  // MARK: Entries

  private mutating func add(_ bytes: [UInt8], _ at: Int, _ length: Int, _ extra: Int, shift: Int) {
    var entry = ZipArchive.Entry(
      name: names.count..<(names.count + length), flags: UInt16(bytes.little16(at + 8)),
      method: UInt16(bytes.little16(at + 10)), checksum: UInt32(bytes.little32(at + 16)),
      compressed: bytes.little32(at + 20), size: bytes.little32(at + 24),
      start: bytes.little32(at + 42))
    names += bytes[(at + 46)..<(at + 46 + length)]
    ZipDirectory.readExtra(bytes, (at + 46 + length)..<(at + 46 + length + extra), &entry)
    entry.start &+= shift
    // A place before the file or behind it is reported when the entry is read.
    if entry.start < 0 || entry.start > file.size { entry.start = file.size }
    entry.compressed = min(entry.compressed, file.size - entry.start)
    entries.append(entry)
  }

  /// Sizes of over 4 GB stand in the extra field 1.
  private static func readExtra(
    _ bytes: [UInt8], _ range: Range<Int>, _ entry: inout ZipArchive.Entry
  ) {
    var at = range.lowerBound
    while at + 4 <= range.upperBound {
      let end = at + 4 + bytes.little16(at + 2)
      guard end <= range.upperBound else { return }
      if bytes.little16(at) == 1 {
        var field = at + 4
        func next() -> Int {
          defer { field += 8 }
          return field + 8 <= end ? bytes.little64(field) ?? .max : .max
        }
        if entry.size == 0xFFFF_FFFF { entry.size = next() }
        if entry.compressed == 0xFFFF_FFFF { entry.compressed = next() }
        if entry.start == 0xFFFF_FFFF { entry.start = next() }
      }
      at = end
    }
  }

  /// Finds entries by their own headers.
  private mutating func readFromFront() throws(YindeError) {
    var at = 0
    while at < file.size {
      let header = try file.read(ZipDirectory.localSize, at: at)
      guard header.count == ZipDirectory.localSize, header.starts(with: ZipDirectory.localMark)
      else { break }
      let length = header.little16(26)
      let extra = header.little16(28)
      let rest = try file.read(length + extra, at: at + header.count)
      guard rest.count == length + extra else { break }
      var entry = ZipArchive.Entry(
        name: names.count..<(names.count + length), flags: UInt16(header.little16(6)),
        method: UInt16(header.little16(8)), checksum: UInt32(header.little32(14)),
        compressed: header.little32(18), size: header.little32(22), start: at)
      ZipDirectory.readExtra(rest, length..<rest.count, &entry)
      let data = at + header.count + rest.count
      // Without its size an entry is found again by inflating it, which says where it ends.
      if entry.hasDescriptor, !(try measure(&entry, data)) { break }
      guard entry.compressed <= file.size - data else { break }
      names += rest[..<length]
      entries.append(entry)
      at = data + entry.compressed
      if entry.hasDescriptor { at += try descriptorSize(at) }
    }
    if entries.isEmpty { refusal = InputFailure("is not a zip archive, or cut in its first entry") }
  }

  private func descriptorSize(_ at: Int) throws(YindeError) -> Int {
    let bytes = try file.read(28, at: at)
    for size in [16, 12, 24, 20]
    where bytes.count == size
      || (bytes.count > size + 3
        && bytes[size] == 0x50 && bytes[size + 1] == 0x4B)
    {
      return size
    }
    return 16
  }

  private func measure(_ entry: inout ZipArchive.Entry, _ data: Int) throws(YindeError) -> Bool {
    guard entry.method == 8, !entry.isEncrypted else { return false }
    let inflater = Inflater(.none)
    var content: [UInt8] = []
    var at = data
    while !inflater.isAtEnd, content.count <= InputLimits.page {
      let piece = try file.read(1 << 16, at: at)
      guard !piece.isEmpty,
        let used = try? inflater.decode(piece, into: &content, limit: InputLimits.page + 1)
      else { return false }
      at += used
    }
    entry.compressed = at - data
    entry.size = content.count
    entry.checksum = ZipArchive.checksum(content)
    return inflater.isAtEnd
  }

  // MARK: Order

  /// Marks entries whose data lies in one that begins before: nobody packs pages so, but bombs are made of it (Fifield,
  /// "A better zip bomb", WOOT 2019).
  mutating func markOverlaps() {
    let order = entries.indices.sorted { entries[$0].start < entries[$1].start }
    var end = 0
    for place in order where !entries[place].name.isEmpty {
      if entries[place].start < end { entries[place].overlaps = true }
      end = max(
        end, entries[place].start + ZipDirectory.localSize + entries[place].compressed)
    }
  }

  mutating func sort() {
    let names = names
    entries.sort { names[$0.name].lexicographicallyPrecedes(names[$1.name]) }
  }

  /// What the names that are not UTF-8 are written in, by the first of them together; nil when all are UTF-8.
  func nameLabel() -> String? {
    var sample: [UInt8] = []
    for entry in entries where !entry.hasUTF8Name && !ZipName.isUTF8(names[entry.name]) {
      sample += names[entry.name]
      sample.append(0x0A)
      if sample.count > 1 << 14 { break }
    }
    return sample.isEmpty ? nil : TextDecoder.decode(sample).encoding.name
  }
}

/// Names of entries.
enum ZipName {
  static func isUTF8(_ name: ArraySlice<UInt8>) -> Bool {
    (try? UTF8Span(validating: Array(name).span)) != nil
  }

  /// A name as UTF-8.
  static func decoded(_ name: [UInt8], _ label: String?) -> [UInt8] {
    if isUTF8(name[...]) { return name }
    return TextDecoder.decode(name, transportLabel: label).utf8
  }
}

extension [UInt8] {
  func little16(_ at: Int) -> Int { Int(self[at]) | Int(self[at + 1]) << 8 }
  func little32(_ at: Int) -> Int { little16(at) | little16(at + 2) << 16 }
  /// Nil when it is no place in a file.
  func little64(_ at: Int) -> Int? {
    let high = little32(at + 4)
    return high < 1 << 30 ? little32(at) | high << 32 : nil
  }
}
