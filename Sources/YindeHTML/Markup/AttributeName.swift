/// The attributes that matter to the text of a page. All others are skipped.
enum AttributeName: UInt8, CaseIterable {
  case `class`, id, role, style, hidden, alt, value, type, name, property, itemprop, content
  case rel, href, lang, datetime, open, shadowrootmode, title

  private static let table: NameTable = {
    var table = NameTable(capacity: 64)
    for attribute in allCases {
      table.insert("\(attribute)".utf8, value: UInt32(attribute.rawValue))
    }
    return table
  }()

  @inline(__always)
  static func named(_ hash: NameHash) -> AttributeName? {
    table[hash].flatMap { AttributeName(rawValue: UInt8(truncatingIfNeeded: $0)) }
  }
}

/// The attributes of one tag: where in the source each value stands. The first of a name counts.
struct Attributes {
  private var ranges: InlineArray<19, Range<Int>> = .init(repeating: 0..<0)
  private(set) var present: UInt32 = 0
  var isSelfClosing = false

  @inline(__always)
  func has(_ name: AttributeName) -> Bool { present & 1 << UInt32(name.rawValue) != 0 }

  /// The value's place in the source; empty if there is no such attribute.
  subscript(name: AttributeName) -> Range<Int> { ranges[Int(name.rawValue)] }

  @inline(__always)
  mutating func set(_ name: AttributeName, _ range: Range<Int>) {
    guard !has(name) else { return }
    present |= 1 << UInt32(name.rawValue)
    ranges[Int(name.rawValue)] = range
  }

  @inline(__always)
  mutating func removeAll() {
    // The ranges of absent attributes are cleared too: a reader sees them as empty.
    if present != 0 { ranges = .init(repeating: 0..<0) }
    present = 0
    isSelfClosing = false
  }
}
