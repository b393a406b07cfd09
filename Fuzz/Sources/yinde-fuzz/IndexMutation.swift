import CFuzzLimits

@testable import YindeIndex

/// Changes of index files that keep most of the file readable: bytes inserted anywhere would move all sections after them, and the file
/// would be refused at the door nearly every time.
struct IndexMutation {
  private var bytes: [UInt8]
  private let limit: Int
  private var state: UInt64

  /// A changed copy of `bytes`, at most `limit` bytes long.
  static func changed(_ bytes: [UInt8], limit: Int, seed: UInt32) -> [UInt8] {
    var mutation = IndexMutation(bytes: bytes, limit: limit, state: UInt64(seed) &* 2 &+ 1)
    mutation.change()
    return mutation.bytes
  }

  private init(bytes: [UInt8], limit: Int, state: UInt64) {
    self.bytes = bytes
    self.limit = limit
    self.state = state
  }

  private mutating func change() {
    switch random(16) {
    case 0: bytes = fuzzed(bytes, room: limit)
    case 1: change(within: 0..<min(IndexFormat.headerSize, bytes.count))
    case 2: change(within: table)
    case 3, 4, 5: resize()
    default:
      for _ in 0...random(3) {
        let sections = places
        if !sections.isEmpty { change(within: sections[random(sections.count)]) }
      }
    }
  }

  /// Has a short run of bytes changed, in place.
  private mutating func change(within range: Range<Int>) {
    guard !range.isEmpty else { return }
    let start = range.lowerBound + random(range.count)
    let end = min(range.upperBound, start + 1 + random(random(4) == 0 ? 64 : 8))
    let run = fuzzed(Array(bytes[start..<end]), room: end - start)
    bytes.replaceSubrange(start..<start + run.count, with: run)
  }

  /// Has a section grow or shrink; those after it move, and the table says so.
  private mutating func resize() {
    let sections = places
    let whole = IndexFormat.headerSize + sectionCount * IndexFormat.sectionEntrySize
    guard !sections.isEmpty, sections.count == sectionCount, table.upperBound == whole else {
      return
    }
    let chosen = random(sections.count)
    var out = Array(bytes[..<table.upperBound])
    for (number, place) in sections.enumerated().sorted(by: {
      ($0.element.lowerBound, $0.offset) < ($1.element.lowerBound, $1.offset)
    }) {
      var content = Array(bytes[place])
      if number == chosen {
        content = fuzzed(content, room: min(content.count + 64, max(limit - bytes.count, 1)))
      }
      while out.count % IndexFormat.alignment != 0 { out.append(0) }
      let entry = IndexFormat.headerSize + number * IndexFormat.sectionEntrySize
      for (field, value) in [(8, out.count), (16, content.count)] {
        for byte in 0..<8 {
          out[entry + field + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte))
        }
      }
      out += content
    }
    if out.count <= limit { bytes = out }
  }

  // MARK: The file's parts

  private var sectionCount: Int { bytes.withByteView { Int($0.u16(10)) } }

  private var table: Range<Int> {
    let end = IndexFormat.headerSize + sectionCount * IndexFormat.sectionEntrySize
    return min(IndexFormat.headerSize, bytes.count)..<min(end, bytes.count)
  }

  /// Sections that lie in the file.
  private var places: [Range<Int>] {
    let count = min(sectionCount, IndexFormat.maxSections)
    return bytes.withByteView { view in
      (0..<count).compactMap { number in
        let entry = IndexFormat.headerSize + number * IndexFormat.sectionEntrySize
        let (offset, length) = (view.int(entry + 8), view.int(entry + 16))
        guard offset <= view.count, length <= view.count - offset else { return nil }
        return offset..<offset + length
      }
    }
  }

  /// What libFuzzer makes of some bytes.
  private func fuzzed(_ content: [UInt8], room: Int) -> [UInt8] {
    var buffer = content + [UInt8](repeating: 0, count: max(room - content.count, 0))
    guard !buffer.isEmpty else { return content }
    let size = unsafe buffer.withUnsafeMutableBufferPointer {
      unsafe LLVMFuzzerMutate($0.baseAddress, content.count, $0.count)
    }
    return Array(buffer[..<min(size, buffer.count)])
  }

  /// A number below `bound` (splitmix64).
  private mutating func random(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    return Int(mixed >> 33) % bound
  }
}
