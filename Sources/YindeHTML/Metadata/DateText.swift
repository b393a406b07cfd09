/// Finds dates in text, in the forms that Chinese pages use.
///
///     2023-05-01  2023/5/1  2023.5.1  20230501      2023年5月1日
///     二〇二三年五月一日  二○二三年五月一日            民國112年5月1日  民国一一二年五月一日
///     2023年5月  二〇二三年五月  民國112年5月            months, when they are asked for
///     民國八十九年十二月廿五日                          May 1, 2023  1 May 2023
enum DateText {
  /// The first date in a range of UTF-8; nil if there is none. Linear in the range.
  ///
  /// - Parameters:
  ///   - compact: takes eight digits in a row for a date too; only for fields that hold nothing
  ///     else.
  ///   - months: takes a month without a day too, in fields that hold nothing else also `2023-05`.
  ///   - hours: where the page's readers are, in hours east of Greenwich: a date with a time in UTC
  ///     (`2023-04-30T16:00:00Z`) becomes their day.
  static func first(
    in text: Span<UInt8>, _ range: Range<Int>, compact: Bool = false, months: Bool = false,
    hours: Int = 0
  ) -> CalendarDate? {
    match(in: text, range, compact: compact, months: months, hours: hours)?.date
  }

  /// The first date and where it stands.
  static func match(
    in text: Span<UInt8>, _ range: Range<Int>, compact: Bool = false, months: Bool = false,
    hours: Int = 0
  ) -> (date: CalendarDate, range: Range<Int>)? {
    var index = range.lowerBound
    var isAfterDigit = false
    while index < range.upperBound {
      var end = index
      if !isAfterDigit,
        var date = date(in: text, at: &end, end: range.upperBound, compact, months)
          ?? EnglishDate.date(
            in: text, at: index, from: range.lowerBound, to: &end, range.upperBound)
      {
        if hours > 0, !date.isMonth, let hour = hourInUTC(text, index, range.upperBound),
          hour + hours >= 24
        {
          date = CalendarDate(daysSince1970: date.daysSince1970 + 1) ?? date
        }
        return (date, index..<max(index, end))
      }
      // A digit in the middle of a number does not begin a year.
      isAfterDigit = numeral(in: text, at: index, end: range.upperBound) != nil
      index += max(1, text.decodedScalar(at: index).count)
    }
    return nil
  }

  static func first(
    in text: [UInt8], compact: Bool = false, months: Bool = false, hours: Int = 0
  ) -> CalendarDate? {
    first(in: text.span, 0..<text.count, compact: compact, months: months, hours: hours)
  }

  /// The hour of a time stamp of ISO 8601 that begins at `start`, if it says that it is in UTC.
  private static func hourInUTC(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    // 2023-05-01T16:00, then seconds, then Z or +00:00 or +0000.
    guard start + 17 <= end, text[start + 10] == UInt8(ascii: "T"),
      text[start + 13] == UInt8(ascii: ":"), text[start + 11].isASCIIDigit,
      text[start + 12].isASCIIDigit
    else { return nil }
    var index = start + 14
    while index < end,
      text[index].isASCIIDigit || text[index] == UInt8(ascii: ":")
        || text[index] == UInt8(ascii: ".")
    {
      index += 1
    }
    guard index < end else { return nil }
    let isZulu = text[index] == UInt8(ascii: "Z") || text[index] == UInt8(ascii: "z")
    let isZero =
      text[index] == UInt8(ascii: "+") && index + 2 < end && text[index + 1] == 0x30
      && text[index + 2] == 0x30
    guard isZulu || isZero else { return nil }
    return Int(text[start + 11] &- 0x30) * 10 + Int(text[start + 12] &- 0x30)
  }

  // MARK: One date

  private static func date(
    in text: Span<UInt8>, at index: inout Int, end: Int, _ compact: Bool, _ months: Bool
  ) -> CalendarDate? {
    var offset = 0
    // 民國 and 民国: year 1 is 1912.
    if skip("民國", in: text, &index, end) || skip("民国", in: text, &index, end) {
      offset = 1911
      skipSpaces(text, &index, end)
      _ = skip("中華", in: text, &index, end)
    }
    let yearStart = index
    guard
      let year = offset > 0
        ? yearOfTheRepublic(in: text, &index, end)
        : digits(in: text, &index, end, limit: compact ? 8 : 4)
    else { return nil }
    if compact, year.count == 8, offset == 0 {
      return CalendarDate(
        year: year.value / 10_000, month: year.value / 100 % 100, day: year.value % 100)
    }
    guard offset > 0 ? (1...3).contains(year.count) : year.count == 4 else { return nil }
    let isArabic = text[yearStart].isASCIIDigit
    skipSpaces(text, &index, end)
    let value = year.value + offset
    if skip("年", in: text, &index, end) {
      skipSpaces(text, &index, end)
      guard let month = smallNumber(in: text, &index, end) else { return nil }
      skipSpaces(text, &index, end)
      guard skip("月", in: text, &index, end) else { return nil }
      skipSpaces(text, &index, end)
      let monthAlone = months ? plausible(value, month) : nil
      guard let day = smallNumber(in: text, &index, end) else { return monthAlone }
      skipSpaces(text, &index, end)
      guard
        skip("日", in: text, &index, end) || skip("号", in: text, &index, end)
          || skip("號", in: text, &index, end)
      else { return monthAlone }
      return plausible(value, month, day)
    }
    guard isArabic, offset == 0, index < end else { return nil }
    let separator = text[index]
    guard
      separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/")
        || separator == UInt8(ascii: ".")
    else { return nil }
    index += 1
    guard let month = digits(in: text, &index, end, limit: 3), month.count <= 2 else { return nil }
    guard index < end, text[index] == separator else {
      let isAlone = months && compact && separator == UInt8(ascii: "-") && index == end
      return isAlone && month.count == 2 ? plausible(value, month.value) : nil
    }
    index += 1
    guard let day = digits(in: text, &index, end, limit: 3), day.count <= 2 else { return nil }
    return plausible(value, month.value, day.value)
  }

  /// 112, 一一二, 八十九, 一百一十二.
  private static func yearOfTheRepublic(
    in text: Span<UInt8>, _ index: inout Int, _ end: Int
  ) -> (value: Int, count: Int)? {
    var at = index
    var hundreds = 0
    if let (digit, width) = numeral(in: text, at: at, end: end), (1...9).contains(digit) {
      at += width
      if skip("百", in: text, &at, end) {
        hundreds = digit * 100
        _ = skip("零", in: text, &at, end) || skip("〇", in: text, &at, end)
      } else {
        at = index
      }
    }
    let rest = smallNumber(in: text, &at, end)
    if let rest, at == end || text[at] >= 0x80 || text[at] == 0x20 {
      index = at
      return (hundreds + rest, 2)
    }
    if hundreds > 0 {
      index = at
      return (hundreds, 3)
    }
    return digits(in: text, &index, end, limit: 4)
  }

  /// Years in which pages, and what they reproduce, were written.
  private static func plausible(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate? {
    (1900...2100).contains(year) ? CalendarDate(year: year, month: month, day: day) : nil
  }

  private static func plausible(_ year: Int, _ month: Int) -> CalendarDate? {
    (1900...2100).contains(year) ? CalendarDate(year: year, month: month) : nil
  }

  // MARK: Numbers

  /// Digits in a row, ASCII's or Chinese (〇一二…); nil if there are none or more than the limit.
  private static func digits(
    in text: Span<UInt8>, _ index: inout Int, _ end: Int, limit: Int
  ) -> (value: Int, count: Int)? {
    var value = 0
    var count = 0
    while let (digit, width) = numeral(in: text, at: index, end: end), digit < 10 {
      value = value * 10 + digit
      count += 1
      index += width
      if count > limit { return nil }
    }
    return count > 0 ? (value, count) : nil
  }

  /// A number below 100: 5, 05, 五, 十, 十五, 二十, 二十五, 廿五, 卅.
  private static func smallNumber(
    in text: Span<UInt8>, _ index: inout Int, _ end: Int
  ) -> Int? {
    var tens: Int?
    var units: Int?
    for _ in 0..<3 {
      guard let (digit, width) = numeral(in: text, at: index, end: end) else { break }
      index += width
      if digit >= 10 {
        guard tens == nil else { return nil }
        tens = (digit == 10 ? units ?? 1 : digit / 10)
        units = nil
      } else if let before = units {
        guard tens == nil else { return nil }
        tens = before
        units = digit
      } else {
        units = digit
      }
    }
    guard tens != nil || units != nil else { return nil }
    return (tens ?? 0) * 10 + (units ?? 0)
  }

  /// The numeral at `index`: 0 to 9, 10 for 十, 20 for 廿, 30 for 卅.
  private static func numeral(
    in text: Span<UInt8>, at index: Int, end: Int
  ) -> (value: Int, width: Int)? {
    guard index < end else { return nil }
    let first = text[index]
    if first < 0x80 { return first.isASCIIDigit ? (Int(first &- 0x30), 1) : nil }
    guard index + 2 < end else { return nil }
    let value: Int
    switch text.scalar(at: index) {
    case 0x3007, 0x25CB, 0x96F6, 0x25EF: value = 0  // 〇 ○ 零 ◯
    case 0x4E00, 0x5143: value = 1  // 一 元
    case 0x4E8C: value = 2
    case 0x4E09: value = 3
    case 0x56DB: value = 4
    case 0x4E94: value = 5
    case 0x516D: value = 6
    case 0x4E03: value = 7
    case 0x516B: value = 8
    case 0x4E5D: value = 9
    case 0x5341: value = 10
    case 0x5EFF: value = 20
    case 0x5345: value = 30
    case let wide where (0xFF10...0xFF19).contains(wide): value = Int(wide) - 0xFF10
    default: return nil
    }
    return (value, 3)
  }

  private static func skipSpaces(_ text: Span<UInt8>, _ index: inout Int, _ end: Int) {
    while index < end, text[index] == 0x20 { index += 1 }
  }

  private static func skip(
    _ word: StaticString, in text: Span<UInt8>, _ index: inout Int, _ end: Int
  ) -> Bool {
    let count = word.utf8CodeUnitCount
    guard index + count <= end else { return false }
    let start = index
    let equal = word.withUTF8Buffer { wanted in
      for offset in 0..<count where unsafe wanted[offset] != text[start + offset] { return false }
      return true
    }
    if equal { index += count }
    return equal
  }
}
