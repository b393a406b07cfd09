/// Postings of many terms while pages are inverted: growing chains of slices in one pool of bytes.
///
/// Every term has a state of fixed size; its postings follow as variable bytes in slices that grow as
/// the list does (Büttcher, Clarke and Cormack, "Information Retrieval", 4.5.1), so that neither rare nor
/// common terms waste much. The last posting waits in the state until the next document comes, so that a term of
/// one document takes no slice at all.
///
/// ```
/// posting --> varint(gap << 1 | 1)                 frequency 1
///           | varint(gap << 1) varint(frequency)   gap = document - previous document, previous starts at -1
/// slice   --> size:u16 payload place of the next slice:u32      size (8, 16 … 1024) counts itself and the payload
/// ```
struct PostingPool {
  /// What is known of a term. 28 bytes.
  struct Term {
    /// The last document, not yet in a slice.
    var document: UInt32
    /// The weighted frequency in it so far.
    var frequency: UInt32
    /// The document before it plus one, 0 when there is none.
    var previous: UInt32
    /// Documents so far, the waiting one included.
    var documentFrequency: UInt32
    var firstSlice: UInt32
    /// Where the next byte goes, and where the slice's payload ends; both 0 before the first slice.
    var tail: UInt32
    var tailEnd: UInt32
  }

  private(set) var terms: [Term] = []
  private var pool: [UInt8] = []

  private static let firstSliceSize = 8
  private static let maxSliceSize = 1024

  /// Roughly the bytes in use, for the memory bound.
  var memory: Int { pool.count + terms.count * MemoryLayout<Term>.stride }

  mutating func reserve(poolSize: Int) { pool.reserveCapacity(poolSize) }

  mutating func removeAll() {
    terms.removeAll(keepingCapacity: true)
    pool.removeAll(keepingCapacity: true)
  }

  /// A new term that occurs in `document` with `weight`.
  @inline(__always)
  mutating func addTerm(document: UInt32, weight: UInt32) -> Int {
    terms.append(
      Term(
        document: document, frequency: weight, previous: 0, documentFrequency: 1, firstSlice: 0,
        tail: 0, tailEnd: 0))
    return terms.count &- 1
  }

  /// Another occurrence of a known term. Documents come in ascending order.
  @inline(__always)
  mutating func addOccurrence(_ index: Int, document: UInt32, weight: UInt32) {
    if terms[index].document == document {
      terms[index].frequency = terms[index].frequency.addingReportingOverflow(weight).partialValue
    } else {
      flushWaiting(index)
      terms[index].previous = terms[index].document + 1
      terms[index].document = document
      terms[index].frequency = weight
      terms[index].documentFrequency += 1
    }
  }

  private mutating func flushWaiting(_ index: Int) {
    let term = terms[index]
    let gap = UInt64(term.document + 1 - term.previous)
    if term.frequency == 1 {
      write(gap << 1 | 1, to: index)
    } else {
      write(gap << 1, to: index)
      write(UInt64(term.frequency), to: index)
    }
  }

  private mutating func write(_ value: UInt64, to index: Int) {
    var rest = value
    while rest >= 0x80 {
      write(UInt8(truncatingIfNeeded: rest) | 0x80, to: index)
      rest >>= 7
    }
    write(UInt8(truncatingIfNeeded: rest), to: index)
  }

  @inline(__always)
  private mutating func write(_ byte: UInt8, to index: Int) {
    if terms[index].tail == terms[index].tailEnd { addSlice(to: index) }
    pool[Int(terms[index].tail)] = byte
    terms[index].tail &+= 1
  }

  private mutating func addSlice(to index: Int) {
    let start = pool.count
    var size = PostingPool.firstSliceSize
    if terms[index].tailEnd == 0 {
      terms[index].firstSlice = UInt32(start)
    } else {
      let end = Int(terms[index].tailEnd)
      for shift in 0..<4 { pool[end + shift] = UInt8(truncatingIfNeeded: start >> (8 * shift)) }
      size = PostingPool.sizeAfter(written: Int(terms[index].documentFrequency))
    }
    pool.append(contentsOf: repeatElement(0, count: size + 4))
    terms[index].tail = UInt32(start + 2)
    pool[start] = UInt8(truncatingIfNeeded: size)
    pool[start + 1] = UInt8(truncatingIfNeeded: size >> 8)
    terms[index].tailEnd = UInt32(start + size)
  }

  /// Slices grow with the list: about as many bytes again as are there.
  private static func sizeAfter(written documents: Int) -> Int {
    var size = firstSliceSize
    while size < documents, size < maxSliceSize { size *= 2 }
    return size
  }

  /// Appends a term's postings, the waiting one included, to `bytes`.
  func append(_ index: Int, to bytes: inout [UInt8]) {
    let term = terms[index]
    if term.tailEnd != 0 {
      var start = Int(term.firstSlice)
      while true {
        let end = start + Int(pool[start]) + Int(pool[start + 1]) << 8
        if end == Int(term.tailEnd) {
          bytes += pool[(start + 2)..<Int(term.tail)]
          break
        }
        bytes += pool[(start + 2)..<end]
        start = 0
        for shift in 0..<4 { start |= Int(pool[end + shift]) << (8 * shift) }
      }
    }
    let gap = UInt64(term.document + 1 - term.previous)
    if term.frequency == 1 {
      bytes.append(varint: gap << 1 | 1)
    } else {
      bytes.append(varint: gap << 1)
      bytes.append(varint: UInt64(term.frequency))
    }
  }

  /// Decodes what ``append(_:to:)`` wrote onto the ends of two arrays.
  static func decode(
    _ bytes: ByteView, count: Int, documents: inout [UInt32], frequencies: inout [UInt32]
  ) {
    var reader = ByteReader(bytes)
    var next: UInt64 = 0
    for _ in 0..<count {
      let value = reader.varint()
      next += value >> 1
      documents.append(UInt32(next - 1))
      frequencies.append(value & 1 == 1 ? 1 : UInt32(truncatingIfNeeded: reader.varint()))
    }
  }
}
