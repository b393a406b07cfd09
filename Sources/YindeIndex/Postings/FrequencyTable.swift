/// How often each document of an index has any of several terms, while their lists are added up.
///
/// A byte for each document: places are come to in no order, and a table of a quarter of the size misses the processor's caches
/// less often. Most of the time of a query for one common character is spent here.
@safe
final class FrequencyTable {
  let documentCount: Int
  /// Frequencies that no byte holds.
  private var large: [Int: UInt32] = [:]

  // 0: in no list; 1 to 254: the frequency plus one, since it may be 0; 255: it is in `large`.
  // Invariant: `base` has room for `room` bytes, at least `documentCount` and a multiple of eight, and is freed once.
  private let base: UnsafeMutableRawPointer
  private let room: Int
  private static let isLarge: UInt8 = 255

  init(documentCount: Int) {
    self.documentCount = documentCount
    room = (documentCount + 7) & ~7
    unsafe base = .allocate(byteCount: max(room, 8), alignment: 8)
    unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: room)
  }

  deinit { unsafe base.deallocate() }

  /// Adds the first `count` postings of a decoded block, whose documents ascend. Documents that are out of range, which only damage makes, are passed over.
  ///
  /// Two passes without a branch on what is in memory: the first waits for all places of the block at once, and one that
  /// asked of each place whether it was empty would wait for one after another.
  @inline(__always)
  func add(_ count: Int, documents: PostingBuffer, frequencies: PostingBuffer) {
    let base = unsafe base
    var (last, most): (UInt32, UInt32) = (0, 0)
    for at in 0..<count {
      last = max(last, documents[at])
      most = max(most, frequencies[at])
    }
    guard Int(last) < documentCount else {
      return addOneByOne(count, documents: documents, frequencies: frequencies)
    }
    var present: UInt32 = 0
    for at in 0..<count {
      let old = unsafe base.load(fromByteOffset: Int(documents[at]), as: UInt8.self)
      present = max(present, UInt32(old))
    }
    guard present &+ min(most, 1 << 20) &+ 1 < UInt32(FrequencyTable.isLarge) else {
      return addOneByOne(count, documents: documents, frequencies: frequencies)
    }
    for at in 0..<count {
      let place = Int(documents[at])
      let old = unsafe UInt32(base.load(fromByteOffset: place, as: UInt8.self))
      // One more where there was nothing: 0 - 1 has the high bit.
      let sum = old &+ frequencies[at] &+ (old &- 1) >> 31
      unsafe base.storeBytes(
        of: UInt8(truncatingIfNeeded: sum), toByteOffset: place, as: UInt8.self)
    }
  }

  private func addOneByOne(_ count: Int, documents: PostingBuffer, frequencies: PostingBuffer) {
    for at in 0..<count {
      let place = Int(documents[at])
      guard place < documentCount else { continue }
      let old = unsafe base.load(fromByteOffset: place, as: UInt8.self)
      let sum = UInt64(max(old, 1)) + UInt64(frequencies[at])
      guard old < FrequencyTable.isLarge, sum < FrequencyTable.isLarge else {
        addLarge(frequencies[at], to: place, old)
        continue
      }
      unsafe base.storeBytes(
        of: UInt8(truncatingIfNeeded: sum), toByteOffset: place, as: UInt8.self)
    }
  }

  private func addLarge(_ frequency: UInt32, to place: Int, _ old: UInt8) {
    let before = old == FrequencyTable.isLarge ? large[place] ?? 0 : UInt32(max(old, 1) - 1)
    let (sum, isTooLarge) = before.addingReportingOverflow(frequency)
    large[place] = isTooLarge ? .max : sum
    unsafe base.storeBytes(of: FrequencyTable.isLarge, toByteOffset: place, as: UInt8.self)
  }

  /// The frequency in a document that is in a list; another one has none, or 0.
  @inline(__always)
  subscript(document: Int) -> UInt32 {
    guard document < documentCount else { return 0 }
    let byte = unsafe base.load(fromByteOffset: document, as: UInt8.self)
    return byte == FrequencyTable.isLarge ? large[document] ?? 0 : UInt32(max(byte, 1) &- 1)
  }

  /// Calls `body` with each document that is in a list, ascending.
  ///
  /// - Complexity: O(documents that are + all / 8).
  @inline(__always)
  func forEachDocument(_ body: (Int) -> Void) { forEachDocument(withAtLeast: { 0 }, do: body) }

  /// Calls `body` with the documents whose frequency is as large as asked for at that moment, ascending; with more when more than 126 is asked for.
  ///
  /// - Complexity: O(such documents + all / 8).
  @inline(__always)
  func forEachDocument(withAtLeast least: () -> UInt32, do body: (Int) -> Void) {
    var place = 0
    while place < room {
      let word = unsafe base.load(fromByteOffset: place, as: UInt64.self)
      // A byte is one more than the frequency. The sum reaches the high bit of the bytes that are larger than `least`.
      let missing = UInt64(0x7F &- min(least(), 126)) &* FrequencyTable.ones
      var high =
        ((word & ~FrequencyTable.highBits) &+ missing | word) & FrequencyTable.highBits
      while high != 0 {
        body(place &+ high.trailingZeroBitCount >> 3)
        high &= high &- 1
      }
      place &+= 8
    }
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// How many documents are in a list.
  ///
  /// - Complexity: O(all / 8).
  func count() -> Int {
    var count = 0
    var place = 0
    while place < room {
      let word = unsafe base.load(fromByteOffset: place, as: UInt64.self)
      // The high bit of each byte that is not zero.
      let low = (word & ~FrequencyTable.highBits) &+ ~FrequencyTable.highBits
      count &+= ((low | word) & FrequencyTable.highBits).nonzeroBitCount
      place &+= 8
    }
    return count
  }
}
