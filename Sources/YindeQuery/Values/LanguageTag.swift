/// The languages that pages and `lang:` filters are told apart by: tags of BCP 47, in lower case.
///
/// ```swift
/// LanguageTag.number(of: "zh-TW")      // 3
/// LanguageTag.name(3)                  // "zh-hant"
/// LanguageTag.value("zh_CN")           // "zh-hans"
/// ```
///
/// An index stores a tag as its number. Of regions and scripts only those are kept that tell which
/// Chinese characters a page is written in.
public enum LanguageTag {
  /// The first tags; the place of each is its number in an index.
  private static let first = ["und", "zh", "zh-hans", "zh-hant", "en", "ja", "ko", "other"]

  /// The tags from number 8 on, two letters each. New ones go to the end. One string, so that a
  /// command that prints ten tags does not make two hundred.
  private static let pairs = """
    aaabaeafakamanarasavayazbabebgbhbibmbnbobrbscacechcocrcscucvcydadedvdzeeeleoeseteufafffi\
    fjfofrfygagdglgngugvhahehihohrhthuhyhziaidieigiiikioisitiujvkakgkikjkkklkmknkrkskukvkwky\
    lalblglilnloltlulvmgmhmimkmlmnmrmsmtmynanbndnengnlnnnonrnvnyocojomorospapiplpsptqurmrnro\
    rurwsascsdsesgsiskslsmsnsosqsrssstsusvswtatetgthtitktltntotrtstttwtyugukuruzvevivowawoxh\
    yiyozazu
    """

  /// The tags by their numbers.
  private static var names: [String] {
    (0..<(first.count + pairs.utf8.count / 2)).map { name(UInt8($0)) ?? first[0] }
  }

  private static func number(ofPair tag: Substring) -> UInt8? {
    let wanted = Array(tag.utf8)
    let bytes = Array(pairs.utf8)
    if let place = first.firstIndex(of: String(tag)) { return UInt8(place) }
    guard wanted.count == 2 else { return nil }
    for at in stride(from: 0, to: bytes.count, by: 2)
    where bytes[at] == wanted[0] && bytes[at + 1] == wanted[1] {
      return UInt8(first.count + at / 2)
    }
    return nil
  }

  /// The number of a page's tag: 0 when there is none, 7 for a language without a two-letter code.
  public static func number(of tag: String?) -> UInt8 {
    let parts = subtags(tag ?? "")
    guard let language = parts.first else { return 0 }
    if isChinese(language) { return chinese(parts) }
    return number(ofPair: language) ?? 7
  }

  /// The tag of a number; nil when it is 0, the language is not known, or no tag.
  public static func name(_ number: UInt8) -> String? {
    if number < first.count { return number == 0 ? nil : first[Int(number)] }
    let at = (Int(number) - first.count) * 2
    guard at < pairs.utf8.count else { return nil }
    let start = pairs.utf8.index(pairs.startIndex, offsetBy: at)
    return String(pairs[start..<pairs.utf8.index(start, offsetBy: 2)])
  }

  /// The canonical form of what was typed after `lang:`; nil when no page can be stored so.
  public static func value(_ text: String) -> String? {
    let parts = subtags(text)
    guard let language = parts.first else { return nil }
    if isChinese(language) { return first[Int(chinese(parts))] }
    return parts.count == 1 && number(ofPair: language) != nil ? String(language) : nil
  }

  /// The numbers of the pages that a canonical value takes: of the language with all its scripts.
  public static func numbers(matching value: String) -> [UInt8] {
    let names = names
    return names.indices.filter { names[$0] == value || names[$0].hasPrefix(value + "-") }
      .map { UInt8($0) }
  }

  /// Chinese by name: the macrolanguage and the languages that pages are marked with.
  private static func isChinese(_ language: Substring) -> Bool {
    ["zh", "cmn", "yue", "wuu", "hak", "nan", "gan", "lzh"].contains(language)
  }

  private static func chinese(_ parts: [Substring]) -> UInt8 {
    if parts.contains("hans") { return 2 }
    if parts.contains("hant") { return 3 }
    if parts.contains(where: { ["tw", "hk", "mo"].contains($0) }) { return 3 }
    if parts.contains(where: { ["cn", "sg", "my"].contains($0) }) { return 2 }
    return 1
  }

  /// The parts between hyphens, or underscores as some write, of letters and digits only.
  private static func subtags(_ tag: String) -> [Substring] {
    let parts = tag.lowercased().split(omittingEmptySubsequences: false) {
      $0 == "-" || $0 == "_"
    }
    let isTag = parts.allSatisfy { part in
      (1...8).contains(part.utf8.count)
        && part.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) }
    }
    return isTag ? parts : []
  }
}
