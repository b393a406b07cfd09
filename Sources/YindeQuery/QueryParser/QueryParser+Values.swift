/// Values that have a form of their own: dates, languages, orders.
extension QueryParser {
  /// Reads `sort:` and its order.
  mutating func parseSort() throws(QuerySyntaxError) {
    let token = tokens[index]
    let orders = "write sort:date, sort:oldest or sort:score"
    if sort != nil {
      throw failure("sort: stands here a second time: keep one of them", at: token.range)
    }
    index += 1
    guard index < tokens.count, tokens[index].range.lowerBound == token.range.upperBound,
      case .word(let text, _) = tokens[index].kind
    else { throw failure("sort: has no order: \(orders)", at: token.range) }
    guard let order = SortOrder(value: text) else {
      throw failure("there is no such order: \(orders)", at: tokens[index].range)
    }
    sort = order
    index += 1
  }

  /// The value of `date:` or `lang:` in its canonical form.
  func value(
    _ text: String, of field: QueryField, at range: Range<Int>
  ) throws(QuerySyntaxError) -> QueryNode {
    if field == .date {
      if let dates = DateRange(text) { return .word(dates.description) }
      throw failure(DateRange.failure(text) ?? "this is no date", at: range)
    }
    if let tag = LanguageTag.value(text) { return .word(tag) }
    throw failure(
      "this is no language that pages are told apart by: write zh, zh-hans, zh-hant, "
        + "or the two letters of another language: en, ja",
      at: range)
  }
}
