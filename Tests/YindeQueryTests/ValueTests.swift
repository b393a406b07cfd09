import Testing
import YindeQuery

/// Dates and languages as filters take them.
@Suite struct ValueTests {
  @Test(arguments: [
    ("1970", 0...364), ("1970-01-02", 1...1), ("1970-02", 31...58), ("2024-02", 19_754...19_782),
    ("2023-02", 19_389...19_416), ("0001-01-01", -719_162 ... -719_162),
    ("9999-12-31", 2_932_896...2_932_896), ("1969..1970-01", -365...30),
    ("2000-02-29..2000-02-29", 11_016...11_016), ("1900-03", -25_508 ... -25_478),
  ])
  func days(_ text: String, expected: ClosedRange<Int>) {
    #expect(DateRange(text)?.days == Int32(expected.lowerBound)...Int32(expected.upperBound))
    #expect(DateRange(text)?.description == text)
  }

  @Test func openRanges() {
    #expect(DateRange("2023..")?.days == 19_358 ... .max)
    #expect(DateRange("..1969")?.days == .min ... -1)
  }

  /// Every day of some centuries is the day after the one before.
  @Test func daysFollowOneAnother() {
    var next: Int32?
    for year in 1580...2120 {
      for month in 1...12 {
        let name = "\(year)-\(month)"
        guard let days = DateRange(name)?.days else {
          Issue.record("\(name)")
          return
        }
        if let next { #expect(days.lowerBound == next, "\(name)") }
        next = days.upperBound + 1
      }
    }
  }

  @Test func languages() {
    #expect(LanguageTag.number(of: nil) == 0)
    #expect(LanguageTag.number(of: "zh") == 1)
    #expect(LanguageTag.number(of: "zh-CN") == 2)
    #expect(LanguageTag.number(of: "ZH_hant_HK") == 3)
    #expect(LanguageTag.number(of: "yue-Hant") == 3)
    #expect(LanguageTag.number(of: "en-US") == 4)
    #expect(LanguageTag.number(of: "tlh") == 7)
    #expect(LanguageTag.number(of: "utf-8 ") == 0)
    for number in UInt8(1)..<255 {
      guard let name = LanguageTag.name(number) else { continue }
      #expect(LanguageTag.number(of: name) == number, "\(name)")
      #expect(LanguageTag.value(name) == name)
    }
    #expect(LanguageTag.name(0) == nil)
    #expect(LanguageTag.name(255) == nil)
    #expect(LanguageTag.numbers(matching: "zh") == [1, 2, 3])
    #expect(LanguageTag.numbers(matching: "zh-hant") == [3])
    #expect(LanguageTag.numbers(matching: "und") == [0])
    #expect(LanguageTag.value("zh-TW") == "zh-hant")
    #expect(LanguageTag.value("deutsch") == nil)
  }
}
