/// A day of the Gregorian calendar, without time and time zone; or a month, when no day is known.
///
///     CalendarDate(year: 2023, month: 5, day: 1)?.description      // "2023-05-01"
///     CalendarDate(year: 2023, month: 5)?.description              // "2023-05"
///     CalendarDate(year: 2023, month: 2, day: 30)                  // nil
///
/// An index stores it as days since 1970-01-01; a month counts as its first day. Conversion takes
/// constant time.
public struct CalendarDate: Sendable, Hashable, Comparable, CustomStringConvertible {
  public var year: Int
  public var month: Int
  public var day: Int
  /// Whether only the month is known; ``day`` is then 1.
  public var isMonth = false

  /// A month of the years 1 to 9999.
  public init?(year: Int, month: Int) {
    self.init(year: year, month: month, day: 1)
    isMonth = true
  }

  /// A date that exists, in the years 1 to 9999; nil otherwise.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.days(inMonth: month, year: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date so many days after 1970-01-01; before it if negative. Nil outside the years 1 to 9999.
  public init?(daysSince1970 days: Int32) {
    // Howard Hinnant, "chrono-compatible low-level date algorithms": eras of 400 years that begin
    // on the first of March, so that the leap day is the last of its year.
    let shifted = Int(days) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    self.init(year: year, month: month, day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// The number of days from 1970-01-01 to this date.
  public var daysSince1970: Int32 {
    let year = month <= 2 ? self.year - 1 : self.year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(clamping: era * 146_097 + dayOfEra - 719_468)
  }

  /// ISO 8601: `2023-05-01`, `2023-05`.
  public var description: String {
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let name = "\(padded(year, 4))-\(padded(month, 2))"
    return isMonth ? name : "\(name)-\(padded(day, 2))"
  }

  public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  private static func days(inMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: return 30
    default: return 31
    }
  }
}
