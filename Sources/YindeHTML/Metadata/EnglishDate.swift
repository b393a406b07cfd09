/// Dates with the English name of the month, which themes of Chinese blogs write too.
///
///     May 1, 2023   Sept. 3rd 2021   1 May 2023   Mon, 01 May 2023 10:00:00 GMT
enum EnglishDate {
  /// The date that begins at `start`.
  ///
  /// - Parameters:
  ///   - lowest: where the text begins: a word is not begun in its middle.
  ///   - stop: is set behind the date.
  static func date(
    in text: Span<UInt8>, at start: Int, from lowest: Int, to stop: inout Int, _ end: Int
  ) -> CalendarDate? {
    if start > lowest, isLetter(text[start - 1]) { return nil }
    var index = start
    var day = number(text, &index, end, digits: 1...2)
    if day != nil { skipBlanks(text, &index, end) }
    guard let month = month(text, &index, end) else { return nil }
    skipBlanks(text, &index, end)
    if day == nil {
      guard let number = number(text, &index, end, digits: 1...2) else { return nil }
      day = number
      // 1st, 2nd, 3rd, 4th
      if index + 1 < end, isLetter(text[index]), isLetter(text[index + 1]) { index += 2 }
      skipBlanks(text, &index, end)
    }
    guard let year = number(text, &index, end, digits: 4...4), (1900...2100).contains(year),
      let date = CalendarDate(year: year, month: month, day: day ?? 0)
    else { return nil }
    stop = index
    return date
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ].map { Array($0.utf8) }

  /// A month's name, or three letters of it and more, with a full stop or none.
  private static func month(_ text: Span<UInt8>, _ index: inout Int, _ end: Int) -> Int? {
    var word: [UInt8] = []
    var at = index
    while at < end, isLetter(text[at]), word.count < 10 {
      word.append(text[at] | 0x20)
      at += 1
    }
    guard word.count >= 3, let month = months.firstIndex(where: { $0.starts(with: word) }) else {
      return nil
    }
    if at < end, text[at] == UInt8(ascii: ".") { at += 1 }
    index = at
    return month + 1
  }

  private static func number(
    _ text: Span<UInt8>, _ index: inout Int, _ end: Int, digits: ClosedRange<Int>
  ) -> Int? {
    var value = 0
    var at = index
    while at < end, text[at].isASCIIDigit, at - index < 5 {
      value = value * 10 + Int(text[at] &- 0x30)
      at += 1
    }
    guard digits.contains(at - index) else { return nil }
    index = at
    return value
  }

  private static func skipBlanks(_ text: Span<UInt8>, _ index: inout Int, _ end: Int) {
    while index < end,
      text[index] == 0x20 || text[index] == UInt8(ascii: ",") || text[index] == UInt8(ascii: "-")
    {
      index += 1
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}
