/// The date of each document: `i32 × documents`, days since 1970-01-01 times two, plus one when only the month is
/// known and the day stands for it; −2³¹ for no date.
///
/// A month stands for its first day: filters and orders take it for that, and only what is shown differs.
struct DateColumn: Sendable {
  static let none = Int32.min

  private let view: ByteView

  init(_ view: ByteView) { self.view = view }

  /// The column's number for a date; none for days that have no year of four digits.
  static func code(_ day: Int32?, isMonth: Bool) -> Int32 {
    guard let day, abs(Int(day)) < 1 << 29 else { return none }
    return day &* 2 &+ (isMonth ? 1 : 0)
  }

  /// The numbers that dates in a span of days have; an open end is the end of `Int32`.
  static func codes(_ days: ClosedRange<Int32>) -> ClosedRange<Int32> {
    func clamped(_ code: Int) -> Int32 { Int32(min(max(code, Int(none) + 1), Int(Int32.max))) }
    return clamped(Int(days.lowerBound) * 2)...clamped(Int(days.upperBound) * 2 + 1)
  }

  @inline(__always)
  func code(_ document: Int) -> Int32 {
    document &* 4 &+ 4 <= view.count
      ? Int32(bitPattern: view.u32(document &* 4)) : DateColumn.none
  }

  @inline(__always)
  func day(_ document: Int) -> Int32? {
    let code = code(document)
    return code == DateColumn.none ? nil : code >> 1
  }

  func isMonth(_ document: Int) -> Bool {
    let code = code(document)
    return code != DateColumn.none && code & 1 == 1
  }
}
