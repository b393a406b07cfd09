/// Where each document stands in postings: the section `order`.
///
/// A document has a *number*, in the order of paths, by which everybody outside knows it, and which decides between equal
/// scores; and a *place*, by which postings and lengths know it. In an index that was not reordered both are the same, and there is
/// no section. Else documents with the same terms have places side by side, so that gaps in lists are small
/// (``Bisection``).
///
/// ```
/// order --> document:w × documents  place:w × documents  filling
/// ```
///
/// Numbers of w bits, lowest bit first, w being what the highest number needs: first the document at each place, then the place of each
/// document. Seven bytes of zeros follow, so that eight bytes can be read where any number begins.
struct DocumentOrder: Sendable {
  /// Whether places are numbers.
  let isByPath: Bool
  private let view: ByteView
  private let count: Int
  private let width: Int
  private let mask: UInt64

  private static let filling = 7

  /// - Parameter section: the bytes of the section; none when documents have the places of their numbers.
  init(_ section: ByteView, documents: Int) {
    view = section
    count = documents
    width = DocumentOrder.width(documents)
    mask = (1 << UInt64(width)) - 1
    isByPath = section.count == 0
  }

  /// The document at a place. What is not believed ends at the last document. O(1).
  @inline(__always)
  func document(at place: Int) -> Int { isByPath ? place : min(entry(place), count &- 1) }

  /// The place of a document. O(1).
  @inline(__always)
  func place(of document: Int) -> Int {
    isByPath ? document : min(entry(count &+ document), count &- 1)
  }

  /// A number as it is stored: ``document(at:)`` and ``place(of:)`` of all documents, one after another.
  @inline(__always)
  func entry(_ number: Int) -> Int {
    let bit = number &* width
    // At most 32 bits from the at most seventh bit of a byte: they are in eight bytes.
    return Int(truncatingIfNeeded: view.u64(bit >> 3) &>> UInt64(bit & 7) & mask)
  }

  /// Whether bits after the last number are not zero.
  var hasOtherBits: Bool {
    let bits = 2 * count * width
    if view.u8(bits / 8) >> UInt8(bits % 8) != 0 { return true }
    return (bits / 8 + 1..<max(view.count, bits / 8 + 1)).contains { view.u8($0) != 0 }
  }

  // MARK: Writing

  private static func width(_ documents: Int) -> Int {
    max(1, Int.bitWidth - max(documents - 1, 0).leadingZeroBitCount)
  }

  /// Bytes of the section.
  static func size(documents: Int) -> Int {
    (2 * documents * width(documents) + 7) / 8 + filling
  }

  /// The section, from the place of each document; no bytes when each has the place of its number.
  ///
  /// - Complexity: O(documents).
  static func encoded(places: [UInt32]) -> [UInt8] {
    let count = places.count
    var documents = [UInt32](repeating: 0, count: count)
    var isByPath = true
    for (document, place) in places.enumerated() {
      documents[Int(place)] = UInt32(document)
      if Int(place) != document { isByPath = false }
    }
    guard !isByPath else { return [] }
    let width = width(count)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size(documents: count))
    var pending: UInt64 = 0
    var bits = 0
    func append(_ value: UInt32) {
      pending |= UInt64(value) &<< UInt64(bits)
      bits += width
      while bits >= 8 {
        bytes.append(UInt8(truncatingIfNeeded: pending))
        pending &>>= 8
        bits -= 8
      }
    }
    for document in documents { append(document) }
    for place in places { append(place) }
    if bits > 0 { bytes.append(UInt8(truncatingIfNeeded: pending)) }
    bytes += repeatElement(0, count: filling)
    return bytes
  }
}
