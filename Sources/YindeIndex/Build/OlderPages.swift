/// The pages of an older index that a new one takes over: their postings, lengths and compressed texts as they are.
///
/// A page is taken over whole when the rules for sites say of its blocks what they said before; else its text is inverted and
/// stored anew.
///
/// ```
/// older index ─► text ─► fingerprints of blocks ─► RecurringBlocks ─► the same template? ─┬─ yes ─► postings, frame, sketch
///                                                                                        └─ no  ─► text ─► inverted, stored
/// ```
package final class OlderPages: Sendable {
  package let index: IndexFile
  let code: CharacterCode
  let sketches: ByteView

  /// - Returns: nil when the index has no sketches: it was not made to find near-duplicates.
  package init?(_ index: IndexFile) {
    sketches = index.section(.sketches)
    guard sketches.count == PageSketch.codeSize * index.documentCount else { return nil }
    self.index = index
    code = CharacterCode(index.section(.characterCode))
  }

  func sketch(_ document: Int) -> [UInt8] {
    sketches.slice(document * PageSketch.codeSize, PageSketch.codeSize).array
  }

  /// Reads texts for one thread.
  final class Reader {
    private let index: IndexFile
    private let decompressor: TextDecompressor
    private let codes: UTF8Codes

    init(_ older: OlderPages) {
      index = older.index
      decompressor = TextDecompressor(dictionary: index.section(.textDictionary))
      codes = UTF8Codes(older.code)
    }

    private var buffer: [UInt8] = []

    /// The text of a document as it stands in a ``StoredRecord``, each block after its mark.
    func text(_ document: Int) throws(IndexError) -> [UInt8] {
      let frame = index.texts.frame(document)
      if let count = decompressor.decompress(frame, { codes.decode($0, into: &buffer) }) {
        return Array(buffer[..<count])
      }
      throw IndexError(
        .corrupt, path: index.path, message: "is damaged: the text of document \(document) is lost",
        advice: "build it again with `yinde index`")
    }
  }
}

/// The blocks of a page that is taken over, without their text.
///
/// ```
/// blocks --> (mark:u8 varint(bytes))*
/// ```
enum BlockList {
  /// The list of a text in which blocks follow their marks.
  static func append(_ blocks: [SourceDocument.Block], of text: [UInt8], to list: inout [UInt8]) {
    for block in blocks {
      list.append(text[block.range.lowerBound - 1])
      list.append(varint: block.range.count)
    }
  }

  /// The marks, and blocks with the roles that they have on the page; their ranges are as long as the blocks.
  static func read(
    _ view: ByteView, marks: inout [UInt8], blocks: inout [SourceDocument.Block]
  ) {
    marks.removeAll(keepingCapacity: true)
    blocks.removeAll(keepingCapacity: true)
    var reader = ByteReader(view)
    var at = 0
    while !reader.isAtEnd {
      let mark = reader.byte()
      let length = reader.size()
      marks.append(mark)
      blocks.append(
        .init(role: StoredRole.onPage(mark: mark) ?? .display, range: at..<(at + length)))
      at += length
    }
  }
}

/// The UTF-8 of each code of stored text.
struct UTF8Codes {
  private let singles: Int
  /// The bytes from the lowest on, and their number in the highest byte.
  private let table: [UInt64]

  init(_ code: CharacterCode) {
    singles = code.singles
    table = code.scalars.map(UTF8Codes.packed)
  }

  /// Writes coded text as UTF-8 to the beginning of a buffer, which grows as it must; what is no code becomes U+FFFD, as
  /// ``CharacterCode/decode(_:)`` has it.
  ///
  /// - Returns: the number of bytes.
  /// - Complexity: O(n).
  func decode(_ bytes: Span<UInt8>, into text: inout [UInt8]) -> Int {
    let end = bytes.count
    // No code is longer in UTF-8 than four bytes for each of its own, and each is written as four.
    if text.count < end * 4 + 4 { text = [UInt8](repeating: 0, count: end * 6 + 4) }
    var output = text.mutableSpan
    let table = table.span
    let replacement: UInt64 = 3 << 56 | 0xBD_BFEF
    var place = 0
    var at = 0
    while at < end {
      var number = Int(bytes[at])
      at &+= 1
      var packed = replacement
      if number >= singles {
        if number == CharacterCode.escape {
          guard end &- at >= 3 else { break }
          let scalar =
            UInt32(bytes[at]) | UInt32(bytes[at &+ 1]) &<< 8 | UInt32(bytes[at &+ 2]) &<< 16
          at &+= 3
          packed = UTF8Codes.packed(scalar)
          number = -1
        } else {
          guard at < end else { break }
          number = singles &+ (number &- singles) &* 256 &+ Int(bytes[at])
          at &+= 1
        }
      }
      if number >= 0, number < table.count { packed = table[number] }
      output[place] = UInt8(truncatingIfNeeded: packed)
      output[place &+ 1] = UInt8(truncatingIfNeeded: packed &>> 8)
      output[place &+ 2] = UInt8(truncatingIfNeeded: packed &>> 16)
      output[place &+ 3] = UInt8(truncatingIfNeeded: packed &>> 24)
      place &+= Int(packed &>> 56)
    }
    return place
  }

  /// The UTF-8 of a scalar, and its length in the highest byte.
  private static func packed(_ scalar: UInt32) -> UInt64 {
    var bytes: [UInt8] = []
    UTF8Scalars.encode([scalar], into: &bytes)
    var packed = UInt64(bytes.count) << 56
    for (place, byte) in bytes.enumerated() { packed |= UInt64(byte) << UInt64(8 * place) }
    return packed
  }
}
