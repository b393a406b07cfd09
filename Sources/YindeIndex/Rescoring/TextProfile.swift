import YindeAnalysis

/// Where each character and word of a page's main text stands: what the second stage asks a text.
///
/// The text is the first 2,048 units of the title, the headings and the body, folded. A unit is a character of a script without spaces, a
/// word of letters and digits, or a gap (punctuation, a symbol, the edge of a block; several together are one).
///
/// ```
/// 引得：全文检索。Yinde      units   引 得 ␣ 全 文 检 索 ␣ Yinde
///                            places  0  1  2 3  4  5  6  7 8
///
/// table     … | 引, from 0, 1 of them | … | 得, from 1, 1 of them | …   by a hash of the key
/// places    0            1            3 …            of one key after another, each ascending
/// ```
///
/// So what a query asks, about ten characters, takes as many looks into the table, however long the text is. A profile of a page of
/// 500 units takes 4 KB, and none more than 20.
struct TextProfile {
  /// Units after these are not looked at: what a page is about has been said by then, and a query takes no longer for giant pages.
  static let limit = 2_048
  /// The first units of the title, and of what follows it, are the lead: what the page says it is about.
  static let leadLimit = 128

  /// Key << 32 | where its places begin << 16 | how many there are; 0 where there is nothing. Linear probing; a quarter at
  /// least is free.
  fileprivate(set) var table: [UInt64] = [0]
  fileprivate(set) var places: [UInt16] = []
  /// Where what follows the title begins.
  fileprivate(set) var titleEnd = 0
  /// Units, gaps included, and without them.
  fileprivate(set) var count = 0
  fileprivate(set) var filled = 0
  /// Units of the lead that are no gaps.
  fileprivate(set) var leadFilled = 0

  /// In bytes, roughly.
  var size: Int { 96 + table.count * 8 + places.count * 2 }

  /// A unit's place in the title or after it.
  @inline(__always)
  func leadPlace(_ place: Int) -> Int { place < titleEnd ? place : place &- titleEnd }

  /// Multiplicative hashing (Knuth, The Art of Computer Programming, volume 3, 6.4), to a table of any size.
  @inline(__always)
  private static func slot(of key: UInt32, in size: Int) -> Int {
    Int(truncatingIfNeeded: (UInt64(key &* 0x9E37_79B1) &* UInt64(size)) >> 32)
  }

  /// Where in ``places`` those of a key are.
  ///
  /// - Complexity: O(1) expected.
  @inline(__always)
  func range(of key: UInt32) -> Range<Int> {
    let table = table.span
    var slot = TextProfile.slot(of: key, in: table.count)
    while true {
      let entry = table[slot]
      if UInt32(truncatingIfNeeded: entry >> 32) == key {
        let start = Int(UInt16(truncatingIfNeeded: entry >> 16))
        return start..<(start &+ Int(UInt16(truncatingIfNeeded: entry)))
      }
      if entry == 0 { return 0..<0 }
      slot = slot &+ 1 == table.count ? 0 : slot &+ 1
    }
  }

  /// Makes the table of distinct keys, each with where its places begin and how many there are.
  fileprivate mutating func makeTable(_ entries: [UInt64]) {
    table = [UInt64](repeating: 0, count: entries.count * 4 / 3 + 1)
    for entry in entries {
      var slot = TextProfile.slot(of: UInt32(truncatingIfNeeded: entry >> 32), in: table.count)
      while table[slot] != 0 { slot = slot + 1 == table.count ? 0 : slot + 1 }
      table[slot] = entry
    }
  }
}

/// The keys of units.
enum UnitKey {
  /// Every character stands for itself; words come after all characters.
  private static let word: UInt32 = 1 << 31

  static func character(_ scalar: UInt32) -> UInt32 { scalar }

  /// Words are told apart by 31 bits of a hash (FNV-1a over their scalars): of two thousand in a page and ten in a query, two would
  /// have the same once in a hundred thousand pages.
  struct WordHash {
    private var state: UInt32 = 2_166_136_261

    @inline(__always)
    mutating func append(_ scalar: UInt32) { state = (state ^ scalar) &* 16_777_619 }

    @inline(__always)
    var key: UInt32 { state | UnitKey.word }
  }

  /// The key of a word as terms have it; nil when it is not what a text has as one unit: a compound, or a symbol.
  static func word(_ bytes: [UInt8]) -> UInt32? {
    var hash = WordHash()
    var isUnit = true
    UTF8Scalars.forEach(bytes.span) { scalar in
      switch CharacterClass.of(scalar) {
      case .letter, .digit, .mark: hash.append(scalar)
      default: isUnit = false
      }
    }
    return isUnit ? hash.key : nil
  }
}

/// Makes profiles; kept from text to text for its memory.
struct TextProfiler {
  /// How often each character of the basic plane stands in the text at hand; all zero between texts.
  private var counts = [UInt16](repeating: 0, count: 0x10000)
  /// The text's distinct characters of the basic plane, in the order of their first places.
  private var characters: [UInt32] = []
  /// Key << 32 | place of each unit that is no gap, in the order of the text.
  private var units: [UInt64] = []
  /// The same of words, and of characters outside the basic plane.
  private var others: [UInt64] = []
  private var entries: [UInt64] = []

  /// The profile of the first `scalarCount` scalars of folded text in which each block follows its mark.
  ///
  /// - Complexity: O(n), and O(m log m) for m words.
  mutating func profile(of folded: [UInt32], count scalarCount: Int) -> TextProfile {
    var profile = TextProfile()
    units.removeAll(keepingCapacity: true)
    others.removeAll(keepingCapacity: true)
    characters.removeAll(keepingCapacity: true)
    var place = 0
    var isCounted = false
    var isGap = true
    var isInTitle = true
    var word: UnitKey.WordHash?
    for at in 0..<scalarCount {
      let scalar = folded[at]
      let isMark = scalar <= UInt32(StoredRole.lastMark)
      let kind: CharacterClass = isMark ? .space : isCounted ? CharacterClass.of(scalar) : .space
      switch kind {
      case .letter, .digit, .mark:
        if word == nil { word = UnitKey.WordHash() }
        word?.append(scalar)
        continue
      default: break
      }
      if let hash = word {
        add(hash.key, &place)
        isGap = false
        word = nil
      }
      if kind == .han {
        add(UnitKey.character(scalar), &place)
        isGap = false
      } else if !isGap, place < TextProfile.limit {
        place += 1
        isGap = true
      }
      if isMark {
        let role = StoredRole(mark: UInt8(scalar))
        isCounted = role == .title || role == .heading || role == .body
        if isCounted, role != .title, isInTitle {
          profile.titleEnd = place
          isInTitle = false
        }
      }
      if place >= TextProfile.limit { break }
    }
    if let hash = word { add(hash.key, &place) }
    if isInTitle { profile.titleEnd = place }
    profile.count = place
    finish(&profile)
    return profile
  }

  @inline(__always)
  private mutating func add(_ key: UInt32, _ place: inout Int) {
    guard place < TextProfile.limit else { return }
    let unit = UInt64(key) << 32 | UInt64(place)
    place += 1
    units.append(unit)
    if key < 0x10000 {
      if counts[Int(key)] == 0 { characters.append(key) }
      counts[Int(key)] += 1
    } else {
      others.append(unit)
    }
  }

  private mutating func finish(_ profile: inout TextProfile) {
    profile.filled = units.count
    for unit in units {
      let place = Int(UInt32(truncatingIfNeeded: unit))
      if profile.leadPlace(place) < TextProfile.leadLimit {
        profile.leadFilled += 1
      } else if place > profile.titleEnd {
        break
      }
    }
    entries.removeAll(keepingCapacity: true)
    // Characters: where those of each begin, then each unit to its own.
    var start = 0
    for character in characters {
      let count = Int(counts[Int(character)])
      entries.append(UInt64(character) << 32 | UInt64(start << 16 | count))
      counts[Int(character)] = UInt16(truncatingIfNeeded: start)
      start += count
    }
    profile.places = [UInt16](repeating: 0, count: units.count)
    for unit in units where unit >> 32 < 0x10000 {
      let key = Int(unit >> 32)
      profile.places[Int(counts[key])] = UInt16(truncatingIfNeeded: unit)
      counts[key] &+= 1
    }
    for character in characters { counts[Int(character)] = 0 }
    others.sort()
    var at = 0
    while at < others.count {
      let key = others[at] >> 32
      let first = start
      while at < others.count, others[at] >> 32 == key {
        profile.places[start] = UInt16(truncatingIfNeeded: others[at])
        start += 1
        at += 1
      }
      entries.append(key << 32 | UInt64(first << 16 | (start - first)))
    }
    profile.makeTable(entries)
  }
}

/// The profiles that were made last, so that a searcher that answers many queries reads each text once.
struct ProfileCache {
  static let slots = 8_192
  /// In bytes. When there are more the cache begins anew.
  static let room = 48 << 20
  private let room: Int

  /// The place in ``profiles`` of each slot's document; -1 for none. Memory is taken as profiles come.
  private var numbers = [Int16](repeating: -1, count: slots)
  private var profiles: [(document: Int, profile: TextProfile)] = []
  private var size = 0

  init(room: Int = ProfileCache.room) { self.room = room }

  /// The place of a document's profile in the cache, for ``subscript(_:)`` until the next call; made by `make` if it is not here.
  mutating func number(of document: Int, _ make: () -> TextProfile) -> Int {
    let slot = document & (ProfileCache.slots - 1)
    let number = Int(numbers[slot])
    if number >= 0, profiles[number].document == document { return number }
    let profile = make()
    if size + profile.size > room {
      for slot in numbers.indices { numbers[slot] = -1 }
      profiles.removeAll(keepingCapacity: true)
      size = 0
    } else if number >= 0 {
      size += profile.size - profiles[number].profile.size
      profiles[number] = (document, profile)
      return number
    }
    size += profile.size
    numbers[slot] = Int16(profiles.count)
    profiles.append((document, profile))
    return profiles.count - 1
  }

  subscript(number: Int) -> TextProfile {
    @inline(__always) _read { yield profiles[number].profile }
  }
}
