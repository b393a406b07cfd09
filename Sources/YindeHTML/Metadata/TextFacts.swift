/// What single values and plain texts tell, for records that are no pages.
extension CalendarDate {
  /// Reads a field that holds a date: the first one in it, in any form that pages use, also `20230501`
  /// and months alone; nil when there is none.
  ///
  /// - Complexity: O(length).
  public init?(field: [UInt8]) {
    guard
      let date = DateText.first(in: field, compact: true)
        ?? DateText.first(in: field, compact: true, months: true)
    else { return nil }
    self = date
  }

  /// The date that an address or a path tells (`/2023/05/01/`); nil when it tells none.
  ///
  /// - Complexity: O(length).
  public init?(path: [UInt8]) {
    guard let date = PathDate.find(in: path) else { return nil }
    self = date
  }
}

/// The language of plain texts.
public enum TextLanguage {
  /// A tag of BCP 47, by the first 3,000 letters; what is declared where the text does not tell, nil when neither does.
  ///
  /// - Parameters:
  ///   - text: UTF-8, well-formed.
  ///   - declared: the tag that came with the text.
  public static func tag(of text: [UInt8], declared: String? = nil) -> String? {
    var detector = LanguageDetector()
    detector.read(text.span, 0..<text.count)
    return detector.verdict(declared: declared)
  }
}
