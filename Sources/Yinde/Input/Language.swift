/// The languages that an index tells apart.
enum Language {
  private static let names = ["", "zh", "zh-hans", "zh-hant", "en", "ja", "ko", "other"]

  /// The number of a BCP 47 tag.
  static func code(_ tag: String?) -> UInt8 {
    guard let tag = tag?.lowercased().replacing("_", with: "-"), !tag.isEmpty else { return 0 }
    let parts = tag.split(separator: "-")
    switch parts.first {
    case "zh", "cmn", "yue", "wuu", "lzh":
      if parts.contains("hant") || parts.contains("tw") || parts.contains("hk")
        || parts.contains("mo")
      {
        return 3
      }
      if parts.contains("hans") || parts.contains("cn") || parts.contains("sg") { return 2 }
      return 1
    case "en": return 4
    case "ja": return 5
    case "ko": return 6
    default: return 7
    }
  }

  /// The tag of a number, nil when unknown.
  static func name(_ code: UInt8) -> String? {
    code == 0 || Int(code) >= names.count ? nil : names[Int(code)]
  }
}
