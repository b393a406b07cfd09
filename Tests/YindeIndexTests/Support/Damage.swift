@testable import YindeIndex

/// An index file whose parts are altered by somebody who knows the format, and whose checksums are right again.
struct Damage {
  private(set) var bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The file with right checksums.
  var sealed: [UInt8] {
    var sealed = bytes
    HostileFile.seal(&sealed)
    return sealed
  }

  /// Where the section's entry of the table and its bytes are.
  func place(_ id: SectionID) -> (entry: Int, offset: Int, length: Int) {
    for number in 0..<HostileFile.sectionCount(bytes) {
      let place = HostileFile.section(bytes, number)
      if bytes.withByteView({ $0.u32(place.entry) }) == id.rawValue { return place }
    }
    preconditionFailure("no section \(id.name)")
  }

  func read(_ size: Int, _ id: SectionID, _ offset: Int) -> UInt64 {
    let at = place(id).offset + offset
    return bytes.withByteView {
      size == 8 ? $0.u64(at) : size == 4 ? UInt64($0.u32(at)) : UInt64($0.u8(at))
    }
  }

  mutating func write(_ value: UInt64, _ size: Int, _ id: SectionID, _ offset: Int) {
    HostileFile.put(value, size, at: place(id).offset + offset, in: &bytes)
  }

  mutating func add(_ delta: Int64, _ size: Int, _ id: SectionID, _ offset: Int) {
    write(read(size, id, offset) &+ UInt64(bitPattern: delta), size, id, offset)
  }

  mutating func swap(_ size: Int, _ id: SectionID, _ first: Int, _ second: Int) {
    let (one, other) = (read(size, id, first), read(size, id, second))
    write(other, size, id, first)
    write(one, size, id, second)
  }

  /// An integer of the header.
  mutating func addToHeader(_ delta: Int64, at offset: Int) {
    let value = bytes.withByteView { $0.u64(offset) } &+ UInt64(bitPattern: delta)
    HostileFile.put(value, 8, at: offset, in: &bytes)
  }

  mutating func setEntry(_ id: SectionID, field: Int, size: Int, _ value: UInt64) {
    HostileFile.put(value, size, at: place(id).entry + field, in: &bytes)
  }

  /// Puts a list in place of a term's, cut or filled up with zeros to its size.
  mutating func replaceList(_ info: TermInfo, with list: [UInt8]) {
    let at = place(.postings).offset + info.offset
    for place in 0..<info.length { bytes[at + place] = place < list.count ? list[place] : 0 }
  }
}
