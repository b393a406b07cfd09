/// Tells the language of a page by its text, where the text can tell, and believes the page elsewhere.
///
/// Pages say `lang="en"` because their theme did, or nothing. So for the languages that letters give
/// away the text is asked first: kana make Japanese, Hangul Korean, other Han text Chinese, in the
/// script whose own characters it uses; the words the, of, and, to make English. For all others, and
/// for texts too short to tell, what the page says counts.
struct LanguageDetector {
  private(set) var han = 0
  private(set) var kana = 0
  private(set) var hangul = 0
  private(set) var latin = 0
  private(set) var others = 0
  private(set) var simplified = 0
  private(set) var traditional = 0
  private(set) var words = 0
  private(set) var englishWords = 0

  /// Letters that are looked at, and that the article must have not to ask its surroundings too.
  private static let enough = 3_000
  private static let few = 60

  /// The language of a page: a tag of BCP 47, nil when neither text nor page tells it.
  static func language(of outline: Outline, roles: [Role], declared: String?) -> String? {
    var detector = LanguageDetector()
    for wanted in [true, false] where wanted || detector.letters < few {
      for (block, role) in zip(outline.blocks, roles) where (role != .furniture) == wanted {
        detector.read(outline.bytes.span, block.range)
        if detector.letters >= enough { break }
      }
    }
    return detector.verdict(declared: declared)
  }

  private var letters: Int { han + kana + hangul + latin + others }

  // MARK: Reading

  /// Counts the letters of a text. Linear, and stops soon after enough.
  mutating func read(_ text: Span<UInt8>, _ range: Range<Int>) {
    let table = ScriptTable.table
    var index = range.lowerBound
    // Up to four letters of the ASCII word that is being read, in a number, and its length.
    var word: UInt32 = 0
    var length = 0
    while index < range.upperBound, letters < Self.enough {
      let byte = text[index]
      if byte < 0x80 {
        index += 1
        let small = byte | 0x20
        if small &- 0x61 < 26 {
          latin += 1
          word = word << 8 | UInt32(small)
          length += 1
        } else if length > 0 {
          end(word, length)
          (word, length) = (0, 0)
        }
        continue
      }
      if length > 0 {
        end(word, length)
        (word, length) = (0, 0)
      }
      let (scalar, width) = text.decodedScalar(at: index)
      index += max(1, width)
      switch scalar {
      case 0x4E00...0x9FFF:
        han += 1
        switch table[Int(scalar - 0x4E00)] {
        case 1: simplified += 1
        case 2: traditional += 1
        default: break
        }
      case 0x3041...0x3096, 0x30A1...0x30FA: kana += 1
      case 0xAC00...0xD7A3: hangul += 1
      case 0x3400...0x4DBF, 0x2_0000...0x3_FFFF: han += 1
      case 0xC0...0x24F, 0x1E00...0x1EFF: latin += 1
      case 0x370...0x1DFF: others += 1
      default: break
      }
    }
    if length > 0 { end(word, length) }
  }

  private mutating func end(_ word: UInt32, _ length: Int) {
    words += 1
    // the, of, and, to: a sixth of English text, and words of no other language together.
    if length <= 3, word == 0x74_6865 || word == 0x6F66 || word == 0x61_6E64 || word == 0x746F {
      englishWords += 1
    }
  }

  // MARK: Deciding

  /// - Parameter declared: the tag that the page gives, if it gives one.
  func verdict(declared: String?) -> String? {
    let tag = declared.map { String($0.prefix(64)) } ?? ""
    let primary = tag.lowercased().prefix { $0 != "-" && $0 != "_" }
    let kept = primary.isEmpty ? nil : tag
    // Chinese pages quote Japanese; a sixth of kana is far below Japanese and far above a quotation.
    if kana >= 6, kana * 6 >= han + kana, kana * 12 >= latin {
      return primary == "ja" ? kept : "ja"
    }
    if hangul >= 6, hangul * 3 >= han + latin / 4 { return primary == "ko" ? kept : "ko" }
    // A Han character says as much as four Latin letters.
    if han >= 4, han * 4 >= latin + others {
      let isChinese = Self.chinese.contains(String(primary))
      // Short texts of Han characters alone occur in Japanese, Korean and Vietnamese pages.
      if !isChinese, Self.users.contains(String(primary)), han < 40 { return kept }
      return chineseTag == "zh" && isChinese ? kept : chineseTag
    }
    if words >= 40, englishWords * 25 >= words, latin > others, latin > han * 4 {
      return primary == "en" ? kept : "en"
    }
    // Mostly Latin and not English: code, with a few lines of prose around it. `lang="en"` is what
    // themes say by themselves.
    if han >= 20, primary.isEmpty || primary == "en" { return chineseTag }
    return kept
  }

  /// Chinese in the script whose own characters the text uses; plain Chinese when that is not clear.
  private var chineseTag: String {
    guard simplified + traditional >= 2 else { return "zh" }
    if simplified >= 3 * traditional { return "zh-Hans" }
    return traditional >= 3 * simplified ? "zh-Hant" : "zh"
  }

  private static let chinese: Set<String> = ["zh", "cmn", "yue", "wuu", "hak", "nan", "gan", "lzh"]
  private static let users: Set<String> = ["ja", "ko", "vi"]
}
