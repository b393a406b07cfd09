/// Finds the date in an address or a path, where publishers put it.
///
///     /2023/05/01/title.html   /2023-05-01-title.html   /2023/0501/c1.html   /202305/01/1.html
///     /20230501.html           /t20230501_123.html      /2023/05/title.html (the month)
///
/// Only years from 1990 to 2099: pages have no earlier addresses, and other numbers have the same
/// form. A date before a segment that reads as a host is a crawl's and not the page's
/// (`2023-05-01/www.example.com/a.html`).
enum PathDate {
  /// The last date that the path tells, of those the most exact. Linear in the path.
  static func find(in path: [UInt8]) -> CalendarDate? {
    var segments = path.prefix(2_048).split(separator: UInt8(ascii: "/"))
    if path.starts(with: "http".utf8), let scheme = segments.first, scheme.last == 0x3A {
      segments.removeFirst(min(2, segments.count))
    }
    if let last = segments.last { segments[segments.count - 1] = withoutQuery(last) }
    if let host = segments.dropLast().lastIndex(where: isHost) {
      segments.removeFirst(host + 1)
    }
    var month: CalendarDate?
    for index in segments.indices.reversed() {
      if let date = day(segments[...index]) { return date }
      if month == nil { month = self.month(segments[...index]) }
    }
    return month
  }

  private static func withoutQuery(_ segment: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    segment.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
  }

  /// `www.example.com` and kin; not `v1.2` or `page.html`.
  private static func isHost(_ segment: ArraySlice<UInt8>) -> Bool {
    guard let dot = segment.lastIndex(of: UInt8(ascii: ".")), dot > segment.startIndex else {
      return false
    }
    let ending = segment[(dot + 1)...]
    return (2...6).contains(ending.count) && ending.allSatisfy { $0 | 0x20 &- 0x61 < 26 }
  }

  // MARK: Dates that end in a segment

  private static func day(_ segments: ArraySlice<ArraySlice<UInt8>>) -> CalendarDate? {
    guard let last = segments.last else { return nil }
    if let date = dayInside(last) { return date }
    let before = segments.dropLast()
    guard let previous = before.last else { return nil }
    let name = number(last)
    if let name, name.count <= 2, let first = before.dropLast().last, let year = year(first),
      let month = number(previous), month.count <= 2
    {
      return CalendarDate(year: year, month: month.value, day: name.value)  // 2023/05/01
    }
    if let name, name.count == 4, let year = year(previous) {
      return CalendarDate(year: year, month: name.value / 100, day: name.value % 100)  // 2023/0501
    }
    if let name, name.count <= 2, let (year, month) = yearAndMonth(previous) {
      return CalendarDate(year: year, month: month, day: name.value)  // 202305/01, 2023-05/01
    }
    return nil
  }

  /// `2023-05-01-title`, `t20230501_12`: three numbers, or eight digits with no digit beside them.
  private static func dayInside(_ segment: ArraySlice<UInt8>) -> CalendarDate? {
    let runs = digitRuns(segment)
    for (place, run) in runs.enumerated() {
      if run.count == 8, let value = number(segment[run])?.value, isYear(value / 10_000),
        let date = CalendarDate(
          year: value / 10_000, month: value / 100 % 100, day: value % 100)
      {
        return date
      }
      guard place + 2 < runs.count, let year = year(segment[run]) else { continue }
      let month = runs[place + 1]
      let day = runs[place + 2]
      guard month.lowerBound == run.upperBound + 1, day.lowerBound == month.upperBound + 1,
        segment[run.upperBound] == segment[month.upperBound], isJoint(segment[run.upperBound]),
        month.count <= 2, day.count <= 2, let month = number(segment[month])?.value,
        let day = number(segment[day])?.value
      else { continue }
      if let date = CalendarDate(year: year, month: month, day: day) { return date }
    }
    return nil
  }

  private static func month(_ segments: ArraySlice<ArraySlice<UInt8>>) -> CalendarDate? {
    guard let last = segments.last else { return nil }
    if let (year, month) = yearAndMonth(last) { return CalendarDate(year: year, month: month) }
    guard let previous = segments.dropLast().last, let year = year(previous),
      let month = number(last), month.count == 2
    else { return nil }
    return CalendarDate(year: year, month: month.value)
  }

  // MARK: Numbers

  /// `202305` or `2023-05`, the whole segment.
  private static func yearAndMonth(_ segment: ArraySlice<UInt8>) -> (Int, Int)? {
    var digits = segment
    if segment.count == 7, isJoint(segment[segment.startIndex + 4]) {
      digits = segment.prefix(4) + segment.suffix(2)
    }
    guard digits.count == 6, let value = number(digits)?.value, isYear(value / 100),
      (1...12).contains(value % 100)
    else { return nil }
    return (value / 100, value % 100)
  }

  private static func isJoint(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
  }

  private static func isYear(_ value: Int) -> Bool { (1990...2099).contains(value) }

  private static func year(_ segment: ArraySlice<UInt8>) -> Int? {
    guard let number = number(segment), number.count == 4, isYear(number.value) else { return nil }
    return number.value
  }

  /// A segment of one to eight digits and nothing else.
  private static func number(_ segment: ArraySlice<UInt8>) -> (value: Int, count: Int)? {
    guard (1...8).contains(segment.count), segment.allSatisfy(\.isASCIIDigit) else { return nil }
    return (segment.reduce(0) { $0 * 10 + Int($1 &- 0x30) }, segment.count)
  }

  private static func digitRuns(_ segment: ArraySlice<UInt8>) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var index = segment.startIndex
    while index < segment.endIndex {
      let start = index
      while index < segment.endIndex, segment[index].isASCIIDigit { index += 1 }
      if index > start { runs.append(start..<index) } else { index += 1 }
    }
    return runs
  }
}
