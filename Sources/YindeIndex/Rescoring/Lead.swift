import YindeAnalysis

/// How a page begins: the first 128 units of its title, headings and body, folded.
///
/// A unit is a character of a script without spaces, a word of letters and digits, or a gap (punctuation, a symbol, the edge of a
/// block; several together are one). What a page is about stands at its beginning, and 128 units of it
/// ranked as well as whole texts did on the collections of Documentation/Ranking.md.
struct Lead {
  static let limit = 128
  private(set) var units: [UInt16] = []
  /// How many units are no gaps.
  private(set) var count = 0

  static let gap: UInt16 = 0
  static let word: UInt16 = 1
  /// A character outside the basic plane, which stands for itself nowhere.
  static let other: UInt16 = 2

  static let empty = Lead()

  private init() {}

  /// The lead of the first `count` scalars of folded text in which each block follows its mark.
  init(of folded: [UInt32], count scalarCount: Int) {
    units.reserveCapacity(Lead.limit)
    var isCounted = false
    for place in 0..<scalarCount {
      let scalar = folded[place]
      if let role = scalar <= UInt32(StoredRole.lastMark)
        ? StoredRole(mark: UInt8(scalar)) : nil
      {
        isCounted = role == .title || role == .heading || role == .body
        appendGap()
      } else if isCounted {
        append(scalar)
      }
      if units.count >= Lead.limit { break }
    }
    count = units.count { $0 != Lead.gap }
  }

  /// Appends the unit of a folded scalar, if it begins one.
  @inline(__always)
  private mutating func append(_ scalar: UInt32) {
    switch CharacterClass.of(scalar) {
    case .han: units.append(UInt16(exactly: scalar) ?? Lead.other)
    case .letter, .digit, .mark: if units.last != Lead.word { units.append(Lead.word) }
    case .space, .punctuation, .symbol, .ignorable: appendGap()
    }
  }

  private mutating func appendGap() {
    if let last = units.last, last != Lead.gap { units.append(Lead.gap) }
  }
}

/// The leads that were read last, so that a searcher that answers many queries reads each text once.
struct LeadCache {
  /// At 256 bytes a lead this is 2 MB when full.
  static let size = 8_192

  /// The place in ``leads`` of each slot's document; -1 for none. Memory is taken as leads come.
  private var places = [Int16](repeating: -1, count: size)
  private var leads: [(document: Int, lead: Lead)] = []

  /// The lead of a document, from `read` if it is not here.
  @inline(__always)
  mutating func lead(_ document: Int, _ read: () -> Lead) -> Lead {
    let slot = document & (LeadCache.size - 1)
    let place = Int(places[slot])
    if place < 0 {
      places[slot] = Int16(leads.count)
      leads.append((document, read()))
      return leads[leads.count - 1].lead
    }
    if leads[place].document != document { leads[place] = (document, read()) }
    return leads[place].lead
  }
}
