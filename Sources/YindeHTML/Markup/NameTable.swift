/// A 64-bit FNV-1a hash of a name, built byte by byte while the name is read, so that a name
/// is looked up without being copied or read twice.
///
/// Two of the few thousand names in the tables never share a hash (a test makes sure); that a
/// page's unknown name meets one by chance has a probability of about 2⁻⁵⁰, and costs nothing
/// but a wrong tag or class.
struct NameHash: Equatable, Sendable {
  var value: UInt64 = 0xCBF2_9CE4_8422_2325

  @inline(__always)
  mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  /// Adds a byte of ASCII without regard to case.
  @inline(__always)
  mutating func addFolded(_ byte: UInt8) {
    add(byte &- 0x41 < 26 ? byte | 0x20 : byte)
  }

  init() {}

  init(_ name: some Sequence<UInt8>) {
    for byte in name { addFolded(byte) }
  }
}

/// A hash table from names to small numbers: open addressing, linear probing, built once.
struct NameTable: Sendable {
  private var hashes: [UInt64]
  private var values: [UInt32]
  private let mask: Int

  /// `capacity` is a power of two, at least twice the number of names.
  init(capacity: Int) {
    hashes = Array(repeating: 0, count: capacity)
    values = Array(repeating: 0, count: capacity)
    mask = capacity - 1
  }

  mutating func insert(_ name: some Sequence<UInt8>, value: UInt32) {
    insert(NameHash(name), value: value)
  }

  mutating func insert(_ name: NameHash, value: UInt32) {
    let hash = name.value
    var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & mask
    while hashes[slot] != 0 && hashes[slot] != hash { slot = (slot + 1) & mask }
    hashes[slot] = hash
    values[slot] = value
  }

  @inline(__always)
  subscript(name: NameHash) -> UInt32? {
    let hash = name.value
    var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & mask
    while hashes[slot] != 0 {
      if hashes[slot] == hash { return values[slot] }
      slot = (slot + 1) & mask
    }
    return nil
  }
}
