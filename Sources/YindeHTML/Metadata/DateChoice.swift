/// Chooses the date of publication among the places that may tell one.
///
/// First what is declared, from what is published to what is vaguer: `meta` and JSON-LD of
/// publication, `<time>` near the article, `meta` date, the canonical address. Then what a reader
/// sees: a short line at the top of the article, the line that signs it, and what shows on hovering over
/// 3天前. Then where the file lies.
/// Then months without a day, in the same order; and last, the date of a change.
///
/// Programs write times in UTC, and a page of the Chinese morning then bears the date of the day
/// before: such times are taken to the readers' zone, which Chinese, Japanese and Korean have one of.
///
/// No clock is asked: the same page has the same date whenever it is read. What a page says of the
/// future is believed.
struct DateChoice {
  let head: Head
  let source: [UInt8]
  let marks: Marks
  let reader: ArticleReader
  let path: [UInt8]
  let language: String?

  /// Hours east of Greenwich of those who read the language; 0 where they are in many zones.
  private var hours: Int {
    guard let language else { return 0 }
    return language.hasPrefix("zh") ? 8 : language == "ja" || language == "ko" ? 9 : 0
  }

  func date() -> CalendarDate? {
    let address = head.metas.first { $0.key == .address }?.value ?? []
    let canonical = PathDate.find(in: head.canonical) ?? PathDate.find(in: address)
    let path = PathDate.find(in: path)
    func day(_ date: CalendarDate?) -> CalendarDate? { date?.isMonth == false ? date : nil }
    if let declared = published(months: false) ?? day(canonical) { return declared }
    if let seen = reader.visibleDate() ?? reader.titledDate() ?? day(path) { return seen }
    if let month = published(months: true) ?? canonical { return month }
    return reader.visibleDate(months: true) ?? path ?? meta(.modified) ?? json("dateModified")
  }

  private func published(months: Bool) -> CalendarDate? {
    meta(.published, months: months) ?? json("datePublished", months: months)
      ?? json("pubDate", months: months) ?? time(months: months) ?? meta(.date, months: months)
  }

  private func meta(_ key: MetaKey, months: Bool = false) -> CalendarDate? {
    for (other, value) in head.metas where other == key {
      if let date = DateText.first(in: value, compact: true, months: months, hours: hours) {
        return date
      }
    }
    return nil
  }

  private func json(_ key: String, months: Bool = false) -> CalendarDate? {
    Metadata.json(key, head, source).flatMap {
      DateText.first(in: Array($0.utf8), compact: true, months: months, hours: hours)
    }
  }

  /// The first `<time>` of the article's top; a page of several articles, or a list beside one, has
  /// others. When none is there, the first of the page.
  private func time(months: Bool) -> CalendarDate? {
    var first: CalendarDate?
    for (value, block) in marks.dateTimes {
      guard let date = DateText.first(in: value, compact: true, months: months, hours: hours)
      else { continue }
      if reader.bylineRange.contains(block) { return date }
      if first == nil { first = date }
    }
    return first
  }
}
