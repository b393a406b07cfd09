/// What a page was read as, and why.
///
///     let text = TextDecoder.decode(bytes)
///     print(text.encoding)   // gb18030 (declared "gb2312"), 0 replacements
public struct EncodingReport: Sendable, Equatable {
  /// What decided the encoding.
  public enum Reason: String, Sendable, CaseIterable {
    /// The page begins with a byte-order mark.
    case byteOrderMark = "byte-order mark"

    /// Every byte is below 0x80, so every label but a few of seven bits means the same.
    case ascii

    /// The bytes are UTF-8, and no label says so.
    case validUTF8 = "valid UTF-8"

    /// The label from outside (an HTTP header) names it, and the bytes bear it out.
    case transport

    /// The page's own label names it, and the bytes bear it out.
    case declared

    /// No label, or one that the bytes contradict: the likeliest reading was taken.
    case detected

    /// Nothing fits: the bytes are read as UTF-8 or windows-1252 for want of better.
    case fallback
  }

  /// The encoding's name in the WHATWG Encoding Standard: "UTF-8", "gb18030" (also for GBK and
  /// gb2312, which it contains), "Big5", "UTF-16LE" and so on; "HZ-GB-2312", "ISO-2022-CN",
  /// "ISO-2022-KR" and "EUC-TW" for encodings that the standard does not decode and Yinde reads.
  public var name: String

  /// What decided for this encoding.
  public var reason: Reason

  /// The label as the page gave it (or as the caller did, from an HTTP header), if any: "gb2312".
  public var declared: String?

  /// How many times the decoder wrote U+FFFD for bytes that stand for nothing.
  public var replacements: Int

  /// Text on the page that somebody had read in a wrong encoding before it was saved: what kinds,
  /// and how much of it was put right.
  public var mojibake: [Mojibake.Count]

  public init(
    name: String, reason: Reason, declared: String? = nil, replacements: Int = 0,
    mojibake: [Mojibake.Count] = []
  ) {
    self.name = name
    self.reason = reason
    self.declared = declared
    self.replacements = replacements
    self.mojibake = mojibake
  }
}

extension EncodingReport {
  /// Whether the page's label names another encoding than its bytes are in, or none that is known.
  public var isLabelWrong: Bool {
    guard let declared, reason != .ascii, reason != .declared, reason != .transport else {
      return false
    }
    return PageEncoding(label: declared)?.name != name
  }
}

extension EncodingReport: CustomStringConvertible {
  public var description: String {
    var text = "\(name) (\(reason.rawValue)"
    if let declared { text += " \"\(declared)\"" }
    text += ")"
    return text + ", \(replacements) replacement\(replacements == 1 ? "" : "s")"
  }
}

/// A page's text in UTF-8, always well formed, and how it was found.
public struct DecodedText: Sendable {
  /// The text, without a byte-order mark.
  public var utf8: [UInt8]

  /// Its encoding in the file.
  public var encoding: EncodingReport

  public init(utf8: [UInt8], encoding: EncodingReport) {
    self.utf8 = utf8
    self.encoding = encoding
  }
}
