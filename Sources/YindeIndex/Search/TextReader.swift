import YindeAnalysis

/// Reads stored texts and looks for phrases in them. Belongs to one thread at a time.
///
/// Phrases are looked for in folded text. Most characters fold to one character whatever stands beside them, so
/// a table from the codes of the stored text to folded characters, filled as codes are met, takes a page from
/// its frame to folded text in one pass. A page with a character that depends on its neighbours (a combining mark) is
/// folded by the analyser instead.
final class TextReader {
  private let index: IndexFile
  private let code: CharacterCode
  private let decompressor: TextDecompressor

  private var current = -1
  private var text = StoredText()

  private(set) var foldedDocument = -1
  /// The folded text of all blocks, each after its mark, in the first ``foldedCount`` places.
  private(set) var folded: [UInt32] = []
  private(set) var foldedCount = 0
  private(set) var segments: [(role: StoredRole, start: Int)] = []
  private var table: FoldedCodes
  private var profiler = TextProfiler()

  init(_ index: IndexFile) {
    self.index = index
    code = CharacterCode(index.section(.characterCode))
    decompressor = TextDecompressor(dictionary: index.section(.textDictionary))
    table = FoldedCodes(code)
  }

  /// The text of a document; empty when the stored bytes are damaged.
  ///
  /// - Complexity: O(text); the last document asked for is kept.
  func text(_ document: Int) -> StoredText {
    if document != current {
      text = read(document) ?? StoredText()
      current = document
    }
    return text
  }

  /// The text of a document, or nil when the stored bytes are damaged.
  func read(_ document: Int) -> StoredText? {
    decompressor.decompress(index.texts.frame(document)) { StoredText(scalars: code.decode($0)) }
  }

  /// Whether a block of the document, in the scope, holds the phrase.
  ///
  /// - Complexity: O(text).
  func holds(_ phrase: Phrase, _ scope: QueryPlan.Scope, document: Int) -> Bool {
    if document != foldedDocument { fold(document) }
    var start = 0
    // A phrase holds no mark, so a match lies in one block.
    while let range = phrase.firstRange(in: folded.span.extracting(0..<foldedCount), from: start) {
      let role = role(at: range.lowerBound)
      if role.isSearched, scope == .anywhere || role == .title { return true }
      start = range.lowerBound + 1
    }
    return false
  }

  /// Where the document's characters stand; see ``TextProfile``.
  ///
  /// - Complexity: O(text).
  func profile(_ document: Int) -> TextProfile {
    if document != foldedDocument { fold(document) }
    return profiler.profile(of: folded, count: foldedCount)
  }

  /// Whether a word of the document's title begins with `prefix`, which is folded.
  ///
  /// - Complexity: O(text × prefix).
  func titleHoldsWord(beginningWith prefix: [UInt32], document: Int) -> Bool {
    guard let first = prefix.first else { return false }
    if document != foldedDocument { fold(document) }
    let isDigit = CharacterClass.of(first) == .digit
    for place in 0..<max(foldedCount - prefix.count + 1, 0) where folded[place] == first {
      guard folded[place..<(place + prefix.count)].elementsEqual(prefix),
        role(at: place) == .title
      else { continue }
      // Where letters meet digits a piece of a word begins.
      let before = place == 0 ? .space : CharacterClass.of(folded[place - 1])
      if isDigit ? before != .digit : before != .letter && before != .mark { return true }
    }
    return false
  }

  func fold(_ document: Int) {
    foldedDocument = document
    segments.removeAll(keepingCapacity: true)
    let frame = index.texts.frame(document)
    let count = decompressor.decompress(frame) { bytes in
      table.fold(bytes, into: &folded, segments: &segments)
    }
    if let count = count ?? nil {
      foldedCount = count
      return
    }
    folded.removeAll(keepingCapacity: true)
    segments.removeAll(keepingCapacity: true)
    let text = text(document)
    for block in text.blocks {
      folded.append(UInt32(block.role.rawValue))
      segments.append((block.role, folded.count))
      Folding.fold(Array(text.scalars[block.range]), into: &folded)
    }
    foldedCount = folded.count
  }

  private func role(at place: Int) -> StoredRole {
    var low = 0
    var high = segments.count
    while low < high {
      let middle = (low + high) / 2
      if segments[middle].start <= place { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? .display : segments[low - 1].role
  }
}

/// What each code of the stored text folds to.
struct FoldedCodes {
  private let code: CharacterCode
  /// A folded scalar, or one of the values below, or with the high bit the place of an expansion.
  private var entries: [UInt32]
  private var expansions: [[UInt32]] = []

  private static let unknown = UInt32.max
  private static let dropped = UInt32.max - 1
  private static let dependent = UInt32.max - 2
  private static let expansionBit: UInt32 = 1 << 31

  init(_ code: CharacterCode) {
    self.code = code
    entries = [UInt32](repeating: FoldedCodes.unknown, count: code.scalars.count)
  }

  /// Folds coded text into `folded`, from its start on; marks are kept, and noted in `segments`.
  ///
  /// - Returns: the number of folded scalars; nil when a character depends on its neighbours.
  mutating func fold(
    _ bytes: Span<UInt8>, into folded: inout [UInt32],
    segments: inout [(role: StoredRole, start: Int)]
  ) -> Int? {
    let end = bytes.count
    // Room for one scalar a byte; expansions, which are rare, take the slow way out when it is used up.
    let room = end + 64
    if folded.count < room { folded = [UInt32](repeating: 0, count: room + room / 2) }
    let singles = code.singles
    var output = folded.mutableSpan
    var count = 0
    var last: UInt32 = 0
    var at = 0
    while at < end {
      let byte = Int(bytes[at])
      at &+= 1
      var number = byte
      if byte >= singles {
        if byte == CharacterCode.escape {
          // Marks of template blocks are rare, and have no code where the code was learned without them.
          guard at &+ 3 <= end, bytes[at] <= StoredRole.lastMark, bytes[at &+ 1] == 0,
            bytes[at &+ 2] == 0, let role = StoredRole(mark: bytes[at]), count < output.count
          else { return nil }
          last = UInt32(bytes[at])
          output[count] = last
          count &+= 1
          at &+= 3
          segments.append((role, count))
          continue
        }
        guard at < end else { return nil }
        number = singles &+ (byte &- singles) &* 256 &+ Int(bytes[at])
        at &+= 1
      }
      guard number < entries.count else { return nil }
      var entry = entries[number]
      if entry == FoldedCodes.unknown {
        entry = makeEntry(code.scalars[number])
        entries[number] = entry
      }
      if entry & FoldedCodes.expansionBit == 0 {
        // White space that follows white space is one run.
        if entry == 0x20, last == 0x20 { continue }
        guard count < output.count else { return nil }
        output[count] = entry
        count &+= 1
        last = entry
        if entry <= UInt32(StoredRole.lastMark), let role = StoredRole(mark: UInt8(entry)) {
          segments.append((role, count))
        }
      } else if entry == FoldedCodes.dependent {
        return nil
      } else if entry != FoldedCodes.dropped {
        for scalar in expansions[Int(entry & ~FoldedCodes.expansionBit)] {
          guard count < output.count else { return nil }
          output[count] = scalar
          count &+= 1
          last = scalar
        }
      }
    }
    return count
  }

  private mutating func makeEntry(_ scalar: UInt32) -> UInt32 {
    if scalar >= 1, scalar <= UInt32(StoredRole.lastMark) { return scalar }
    // Most that a page has; the rest of this function takes a while.
    if isAlone(scalar), let folded = Folding.simple(scalar) { return folded }
    var result: [UInt32] = []
    Folding.fold([scalar], into: &result)
    // Marks, and jamo and voicing marks, which compose with what stands before them.
    let isDependent =
      (scalar >= 0x1100 && scalar < 0x1200) || (scalar >= 0xA960 && scalar < 0xA980)
      || (scalar >= 0xD7B0 && scalar < 0xD800) || (scalar >= 0x3099 && scalar <= 0x309C)
      || (scalar >= 0xFF9E && scalar <= 0xFFDC) || (scalar >= 0x0300 && scalar < 0x0370)
      || result.contains { CharacterClass.of($0) == .mark }
      || (Unicode.Scalar(scalar)?.properties.canonicalCombiningClass ?? .notReordered)
        != .notReordered
    if isDependent { return FoldedCodes.dependent }
    switch result.count {
    case 0: return FoldedCodes.dropped
    case 1: return result[0]
    default:
      if result.contains(0x20) { return FoldedCodes.dependent }
      expansions.append(result)
      return FoldedCodes.expansionBit | UInt32(expansions.count - 1)
    }
  }

  /// Ideographs, punctuation and letters of full width, and ASCII, which no neighbour changes.
  private func isAlone(_ scalar: UInt32) -> Bool {
    scalar < 0x80 || (scalar >= 0x3400 && scalar < 0xA000) || (scalar >= 0xFF01 && scalar < 0xFF60)
  }
}
