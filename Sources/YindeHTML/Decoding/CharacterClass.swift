/// How likely a character is in running text, roughly: what the detector knows of languages.
enum CharacterClass: UInt8, CaseIterable {
  /// Unassigned, private, or a control.
  case improbable

  /// Symbols and scripts of no language that is told apart here.
  case other

  /// Letters and signs of the Latin script beyond ASCII.
  case latin

  /// Blanks, full stops, commas, quotation marks and brackets of Chinese and Japanese.
  case punctuation

  /// Letters, digits and signs in full width.
  case fullWidth

  // Han, from the rarest: beyond the national standards, in their second level, in their first,
  // among the 1,200 commonest and among the 200 commonest; and the first level of Japan's that
  // China's has not.
  case rareHan, secondLevelHan, firstLevelHan, commonHan, commonestHan, japaneseHan

  case kana, halfWidthKana

  // Hangul, from the rarest: beyond the national standard, inside, among the commonest.
  case rareHangul, hangul, commonHangul

  /// The class of a packed character. O(1).
  @inline(__always)
  static func of(_ packed: UInt32, in table: Span<UInt8>) -> UInt8 {
    let scalar = PackedUTF8.scalar(packed)
    if scalar > 0xFFFF { return CharacterClass.rareHan.rawValue }
    return table[Int(scalar)]
  }

  /// The class of each scalar of the Basic Multilingual Plane; made once, on the first page that is
  /// not UTF-8.
  static let table: [UInt8] = {
    var table = [UInt8](repeating: other.rawValue, count: 0x10000)
    func set(_ range: ClosedRange<Int>, _ value: CharacterClass) {
      for scalar in range { table[scalar] = value.rawValue }
    }
    func set(_ packed: some Sequence<UInt32>, _ value: CharacterClass) {
      for character in packed where character != 0 && character != 0x0A {
        let scalar = Int(PackedUTF8.scalar(character))
        if scalar < table.count { table[scalar] = value.rawValue }
      }
    }
    set(0x00...0x1F, .improbable)
    set(0x7F...0x9F, .improbable)
    set(0xA0...0x24F, .latin)
    set(0x3040...0x30FF, .kana)
    set(0x3400...0x9FFF, .rareHan)
    set(0xAC00...0xD7A3, .rareHangul)
    set(0xE000...0xF8FF, .improbable)
    set(0xF900...0xFAFF, .rareHan)
    set(0xFF00...0xFF60, .fullWidth)
    set(0xFF61...0xFF9F, .halfWidthKana)
    set(0xFFF0...0xFFFF, .improbable)

    // GB 2312 has its first level by sound in rows 16 to 55, Big5 by strokes in A440 to C67E, JIS
    // in rows 16 to 47; the second level of each follows. Rows of 94 begin at cell 96 of a row of
    // gb18030's 190.
    let gb = EncodingTables.gb18030
    func gbRows(_ rows: ClosedRange<Int>) -> [UInt32] {
      rows.flatMap { row in gb[((row + 0x1F) * 190 + 96)..<((row + 0x20) * 190)] }
    }
    let jis = EncodingTables.jis0208
    let big5 = EncodingTables.big5
    func isHan(_ packed: UInt32) -> Bool { (0x4E00...0x9FFF).contains(PackedUTF8.scalar(packed)) }
    let secondBig5 = big5[((0xC9 - 0x81) * 157)..<((0xFA - 0x81) * 157)]
    set(gbRows(56...87).filter(isHan), .secondLevelHan)
    set(secondBig5.filter(isHan), .secondLevelHan)
    set(jis[(47 * 94)..<(84 * 94)].filter(isHan), .secondLevelHan)
    set(jis[(15 * 94)..<(47 * 94)].filter(isHan), .japaneseHan)
    set(gbRows(16...55).filter(isHan), .firstLevelHan)
    set(big5[((0xA4 - 0x81) * 157)..<((0xC6 - 0x81) * 157 + 63)].filter(isHan), .firstLevelHan)
    for common in [CommonHan.simplified, CommonHan.traditional] {
      let ranked = common.packedCharacters.filter { $0 != 0x0A }
      set(
        ranked.dropFirst(200).filter { table[Int(PackedUTF8.scalar($0))] != commonestHan.rawValue },
        .commonHan)
      set(ranked.prefix(200), .commonestHan)
    }

    let hangul = EncodingTables.eucKR
    for row in 0xB0...0xC8 {
      set(hangul[((row - 0x81) * 190 + 96)..<((row - 0x80) * 190)], .hangul)
    }
    set(commonSyllables.packedCharacters, .commonHangul)
    set(punctuationMarks.packedCharacters, .punctuation)
    return table
  }()

  private static let punctuationMarks: StaticString =
    "\u{3000}、。，．：；？！“”‘’（）《》〈〉「」『』【】〔〕…—·～•‧﹐﹑﹒﹔﹕﹖﹗"

  private static let commonSyllables: StaticString = """
    이다는에의을가고하지로한서은도를사인기대어나일있리정자시아그보수게라해장전부제과으여상들니만
    주면동구적스공성오늘날좋습했었없것말생각때문우안녕입월년원물건화명번호현체계표준법무교학국민
    당신않못같더큼함께후위내외및등중째개많작높실집길음악치비용감드려요네까처럼녀김박최터넷뉴
    """
}
