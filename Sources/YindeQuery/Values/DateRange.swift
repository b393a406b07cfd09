/// The days that a `date:` filter takes: a day, a month, a year, or from one of these to another.
///
/// ```swift
/// DateRange("2023-02")?.days                 // 2023-02-01 ... 2023-02-28, as days since 1970-01-01
/// DateRange("2023年1月..2023年6月")?.description  // "2023-01..2023-06"
/// DateRange("..2020")?.days.lowerBound       // Int32.min: whatever came before
/// ```
public struct DateRange: Sendable, Equatable, CustomStringConvertible {
  /// Days since 1970-01-01, the first and the last included. An open end is the end of `Int32`.
  public let days: ClosedRange<Int32>
  /// The canonical form: digits and hyphens, months and days of two digits.
  public let description: String

  /// Reads a value; nil when it is none. Why not is in ``failure(_:)``.
  ///
  /// - Complexity: O(*n*) in the length of the text.
  public init?(_ text: String) {
    guard case .success(let range) = DateRange.read(text) else { return nil }
    self = range
  }

  fileprivate init(days: ClosedRange<Int32>, description: String) {
    self.days = days
    self.description = description
  }

  /// What is wrong with a value that is no range, in words for people; nil when nothing is.
  static func failure(_ text: String) -> String? {
    if case .failure(let problem) = read(text) { problem.message } else { nil }
  }

  private struct Problem: Error { var message: String }

  private static let advice =
    "write a day, a month or a year (2023-05-01, 2023-05, 2023), "
    + "or two with .. between (2023-01..2023-06, 2023.., ..2020)"

  private static func read(_ text: String) -> Result<DateRange, Problem> {
    let scalars = Array(text.unicodeScalars)
    let dots = scalars.indices.dropLast().first { scalars[$0] == "." && scalars[$0 + 1] == "." }
    do throws(Problem) {
      guard let dots else {
        let date = try PartialDate(scalars[...])
        return .success(DateRange(days: date.first...date.last, description: date.description))
      }
      let left = scalars[..<dots]
      let right = scalars[(dots + 2)...]
      if left.isEmpty, right.isEmpty { throw Problem(message: "date:.. has no date: " + advice) }
      let from = left.isEmpty ? nil : try PartialDate(left)
      let to = right.isEmpty ? nil : try PartialDate(right)
      let first = from?.first ?? .min
      let last = to?.last ?? .max
      guard first <= last else {
        throw Problem(message: "the dates end before they begin: put the earlier one first")
      }
      return .success(
        DateRange(
          days: first...last, description: "\(from?.description ?? "")..\(to?.description ?? "")"))
    } catch {
      return .failure(error)
    }
  }

  /// A year, a month or a day of the Gregorian calendar.
  private struct PartialDate: CustomStringConvertible {
    var year: Int
    var month: Int?
    var day: Int?

    /// Four digits of a year, then a month and a day of one or two, parted by `-`, `/` or 年月日.
    init(_ text: ArraySlice<Unicode.Scalar>) throws(Problem) {
      let noDate = Problem(message: "this is no date: \(DateRange.advice)")
      var rest = text
      func number(_ digits: ClosedRange<Int>) throws(Problem) -> Int {
        var value = 0
        var count = 0
        while let digit = rest.first, digit >= "0", digit <= "9", count < digits.upperBound {
          value = value * 10 + Int(digit.value - 0x30)
          count += 1
          rest.removeFirst()
        }
        guard digits.contains(count) else { throw noDate }
        return value
      }
      func takes(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == scalar else { return false }
        rest.removeFirst()
        return true
      }
      year = try number(4...4)
      guard year > 0 else { throw Problem(message: "this is no date: years begin with 0001") }
      let separator = rest.first
      if takes("年") {
        if !rest.isEmpty {
          month = try number(1...2)
          guard takes("月") else { throw noDate }
          if !rest.isEmpty {
            day = try number(1...2)
            guard takes("日") || takes("号") || takes("號") else { throw noDate }
          }
        }
      } else if takes("-") || takes("/") {
        month = try number(1...2)
        if let separator, takes(separator) { day = try number(1...2) }
      }
      guard rest.isEmpty else { throw noDate }
      if let month, !(1...12).contains(month) {
        throw Problem(message: "this is no date: months go from 1 to 12")
      }
      if let month, let day {
        let count = PartialDate.length(year, month)
        guard (1...count).contains(day) else {
          throw Problem(message: "this is no date: that month has the days 1 to \(count)")
        }
      }
    }

    var first: Int32 { PartialDate.days(year, month ?? 1, day ?? 1) }

    var last: Int32 {
      let month = month ?? 12
      return PartialDate.days(year, month, day ?? PartialDate.length(year, month))
    }

    var description: String {
      func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
      }
      var text = padded(year, 4)
      if let month { text += "-" + padded(month, 2) }
      if let day { text += "-" + padded(day, 2) }
      return text
    }

    private static func length(_ year: Int, _ month: Int) -> Int {
      switch month {
      case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
      case 4, 6, 9, 11: 30
      default: 31
      }
    }

    /// Days since 1970-01-01: years and leap days up to the year, then the months of the year.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
      let before = year - 1
      var days = before * 365 + before / 4 - before / 100 + before / 400
      for earlier in 1..<month { days += length(year, earlier) }
      return Int32(days + day - 1 - 719_162)
    }
  }
}
