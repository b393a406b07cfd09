/// Text that somebody read in a wrong encoding and saved again: the page's bytes are sound, what
/// they spell is not.
///
///     引得 as UTF-8, read as windows-1252   å¼•å¾—
///     引得 as UTF-8, read as GBK            寮曞緱
///     引得 as GBK, read as windows-1252     ÒýµÃ
public enum Mojibake: String, Sendable, CaseIterable {
  case utf8AsLatin = "UTF-8 read as windows-1252"
  case gbkAsLatin = "GBK read as windows-1252"
  case big5AsLatin = "Big5 read as windows-1252"
  case utf8AsGBK = "UTF-8 read as GBK"
  case big5AsGBK = "Big5 read as GBK"
  case gbkAsBig5 = "GBK read as Big5"

  /// 锟斤拷: U+FFFD as UTF-8, two and two, read as GBK. What stood there is lost.
  case replacements = "U+FFFD read as GBK"

  /// 烫烫烫 and 屯屯屯: memory that no text was written to, read as GBK.
  case memory = "unwritten memory read as GBK"

  /// How much of one kind is on a page.
  public struct Count: Sendable, Equatable {
    public var kind: Mojibake

    /// Characters found: of the text that was meant, and for the kinds that are lost, as they stand.
    public var found: Int

    /// Of these, the characters that were put right. All or none.
    public var repaired: Int

    public init(kind: Mojibake, found: Int, repaired: Int = 0) {
      self.kind = kind
      self.found = found
      self.repaired = repaired
    }
  }

  /// What the text was read as, and what it is.
  var readings: (wrong: PageEncoding, right: PageEncoding)? {
    switch self {
    case .utf8AsLatin: (.windows1252, .utf8)
    case .gbkAsLatin: (.windows1252, .gb18030)
    case .big5AsLatin: (.windows1252, .big5)
    case .utf8AsGBK: (.gb18030, .utf8)
    case .big5AsGBK: (.gb18030, .big5)
    case .gbkAsBig5: (.big5, .gb18030)
    case .replacements, .memory: nil
    }
  }
}
