import YindeAnalysis
import YindeHTML

/// Bytes of pages.
enum PageFuzz {
  /// Any bytes are a page: its text is UTF-8 without control characters, and its blocks lie in the text.
  static func page(_ bytes: [UInt8]) {
    let page = Page(html: bytes)
    expect(String(validating: page.text, as: UTF8.self) != nil, "the text is not UTF-8")
    var end = 0
    for block in page.blocks {
      expect(block.range.lowerBound >= end, "blocks overlap")
      end = block.range.upperBound
    }
    expect(end <= page.text.count, "a block passes the end of the text")
    for byte in page.text {
      expect(byte >= 0x20 || byte == 0x0A || byte == 0x09, "a control character in the text")
    }
  }

  /// Any bytes under any label are text.
  static func decoding(_ bytes: [UInt8]) {
    let labels = ["", "gbk", "big5", "utf-8", "utf-16", "shift_jis", "euc-kr", "iso-2022-jp"]
    let label = labels[Int(bytes.first ?? 0) % labels.count]
    let decoded = TextDecoder.decode(
      Array(bytes.dropFirst()), transportLabel: label.isEmpty ? nil : label)
    expect(String(validating: decoded.utf8, as: UTF8.self) != nil, "what was decoded is not UTF-8")
  }

  /// Any text has terms, and the same ones each time.
  static func analysis(_ bytes: [UInt8]) {
    let text = Array(String(decoding: bytes, as: UTF8.self).utf8)
    var analyzer = Analyzer()
    var first = TermBuffer()
    var second = TermBuffer()
    analyzer.analyze(text.span, into: &first)
    analyzer.analyze(text.span, into: &second)
    expect(first.count == second.count, "terms differ from time to time")
    if let phrase = Phrase(String(decoding: text.prefix(200), as: UTF8.self)) {
      var folded: [UInt32] = []
      Folding.fold(String(decoding: text, as: UTF8.self).unicodeScalars.map(\.value), into: &folded)
      _ = phrase.firstRange(in: folded.span, from: 0)
    }
  }
}
