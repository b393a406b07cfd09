/// Turns the bytes of a page into UTF-8, and says how they were read.
///
///     let page: [UInt8] = …   // <meta charset=gb2312><title>朱镕基</title>, as GBK
///     let text = TextDecoder.decode(page)
///     String(decoding: text.utf8, as: UTF8.self)  // "<meta charset=gb2312><title>朱镕基</title>"
///     text.encoding.name                          // "gb18030"
///     text.encoding.reason                        // .declared
///
/// The decoders and the labels are those of the [WHATWG Encoding
/// Standard](https://encoding.spec.whatwg.org/). The choice among them begins as browsers' does and
/// then trusts the bytes more than the label:
///
/// 1. a byte-order mark;
/// 2. UTF-16 by its NUL bytes;
/// 3. UTF-8, if all of the bytes are well formed, or nearly all of them and many;
/// 4. the label from outside, then the page's own, if the bytes read well by it;
/// 5. the likeliest of GB18030, Big5, EUC-TW, Shift_JIS, EUC-JP, EUC-KR and windows-1252.
///
/// Parts of a page that are certainly in another encoding are read by that (`MixedPage`).
///
/// Text that was read in a wrong encoding before it was saved is put right where that is certain
/// (`Mojibake`). `Documentation/Encodings.md` has the rules in full.
public enum TextDecoder {
  /// Decodes a page.
  ///
  /// - Parameter bytes: the file.
  /// - Parameter transportLabel: a label from outside (an HTTP header), nil for files.
  /// - Returns: the text, always well-formed UTF-8, and its report. Any bytes at all give a text;
  ///   what stands
  ///   for nothing becomes U+FFFD and is counted.
  /// - Complexity: O(n). A page that is UTF-8 is looked at twice and not copied.
  public static func decode(_ bytes: [UInt8], transportLabel: String? = nil) -> DecodedText {
    let choice = EncodingChoice.choose(bytes, transportLabel: transportLabel)
    var report = EncodingReport(
      name: choice.encoding.name, reason: choice.reason, declared: choice.declared)
    if choice.isValid {
      let text = choice.start == 0 ? bytes : Array(bytes[choice.start...])
      return repaired(text, report)
    }
    let input = bytes.span
    let capacity = choice.encoding.outputBound(input, from: choice.start)
    let pieces = MixedPage.pieces(of: bytes, from: choice.start, choice.encoding)
    let (utf8, errors) = UTF8Writer.write(capacity: capacity) { writer in
      guard let pieces else {
        return choice.encoding.decode(bytes.span, from: choice.start, into: &writer)
      }
      for piece in pieces {
        piece.encoding.decode(bytes.span.extracting(piece.range), from: 0, into: &writer)
      }
    }
    report.replacements = errors
    return repaired(utf8, report)
  }

  /// The text without mojibake, where that is certain.
  private static func repaired(_ text: [UInt8], _ report: EncodingReport) -> DecodedText {
    if report.reason == .ascii { return DecodedText(utf8: text, encoding: report) }
    var report = report
    let result = MojibakeRepair.repair(text)
    report.mojibake = result.counts
    return DecodedText(utf8: result.text ?? text, encoding: report)
  }
}
