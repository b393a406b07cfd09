/// The site of each document: a host, or the first folder of a path.
///
/// ```
/// sites  --> count:u64  end:u64 × count  names  number × documents
/// ```
///
/// Names stand in byte order, without ends of their own; `end` is where each ends in `names`. A document's number is
/// that of its name plus one, 0 for no site, in one byte when there are at most 255 names, in two up to 65,535, else in
/// four. So `site:` looks at each name once, and then at a byte or two of a document.
struct SiteColumn: Sendable {
  private let view: ByteView
  let count: Int
  private let namesStart: Int
  private let numbersStart: Int
  let width: Int

  init(_ view: ByteView) {
    self.view = view
    // What does not fit is not believed: the names are then none.
    let claimed = view.int(0)
    count = claimed <= max(view.count - 8, 0) / 8 ? claimed : 0
    namesStart = 8 + count * 8
    let names = count == 0 ? 0 : view.int(count * 8)
    numbersStart = names <= view.count ? namesStart + names : view.count
    width = SiteColumn.width(count)
  }

  static func width(_ count: Int) -> Int { count <= 0xFF ? 1 : count <= 0xFFFF ? 2 : 4 }

  /// Bytes that the section has for so many documents.
  func expectedSize(documents: Int) -> Int { numbersStart + width * documents }

  /// The place in the section of a document's number.
  func place(_ document: Int) -> Int { numbersStart &+ document &* width }

  /// The number of a document's site plus one; 0 for none.
  @inline(__always)
  func number(_ document: Int) -> Int {
    let at = place(document)
    return switch width {
    case 1: Int(view.u8(at))
    case 2: Int(view.u16(at))
    default: Int(view.u32(at))
    }
  }

  /// The name of a site by its number, from 0.
  func name(_ site: Int) -> [UInt8] {
    guard site >= 0, site < count else { return [] }
    let start = site == 0 ? 0 : view.int(site * 8)
    let end = view.int(8 + site * 8)
    guard start <= end, end <= view.count else { return [] }
    return view.slice(namesStart + start, end - start).array
  }
}

/// Gathers the sites of documents in their order.
struct SiteColumnWriter {
  private var numbers: [UInt32] = []
  private var sites: [[UInt8]: UInt32] = [:]
  private var previous: (site: [UInt8], number: UInt32) = ([], 0)

  mutating func add(_ site: [UInt8]) {
    if site != previous.site {
      var number: UInt32 = 0
      if !site.isEmpty {
        number = sites[site] ?? UInt32(sites.count + 1)
        sites[site] = number
      }
      previous = (site, number)
    }
    numbers.append(previous.number)
  }

  /// The section; nothing when no document has a site.
  ///
  /// - Complexity: O(documents + sites × log).
  func encoded() -> [UInt8] {
    guard !sites.isEmpty else { return [] }
    let ordered = sites.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    var places = [UInt32](repeating: 0, count: sites.count + 1)
    var bytes: [UInt8] = []
    var names: [UInt8] = []
    bytes.append(littleEndian: UInt64(sites.count))
    for (place, entry) in ordered.enumerated() {
      places[Int(entry.value)] = UInt32(place + 1)
      names += entry.key
      bytes.append(littleEndian: UInt64(names.count))
    }
    bytes += names
    let width = SiteColumn.width(sites.count)
    bytes.reserveCapacity(bytes.count + width * numbers.count)
    for number in numbers {
      let place = places[Int(number)]
      for shift in 0..<width {
        bytes.append(UInt8(truncatingIfNeeded: place >> (8 * UInt32(shift))))
      }
    }
    return bytes
  }
}
