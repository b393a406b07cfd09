import YindeIndex
import YindeQuery

/// Filters and orders by the letter: dates as text, sites as strings, everything sorted whole.
extension Twin {
  /// A query's documents with their scores, in the order that it asks for.
  func sorted(_ found: [Int: Double], _ sort: SortOrder) -> [Int] {
    func date(_ document: Int) -> Int? {
      documents[document].date.map { sort == .oldest ? -Int($0) : Int($0) }
    }
    return found.keys.sorted { left, right in
      if sort != .score {
        switch (date(left), date(right)) {
        case (let a?, let b?) where a != b: return a > b
        case (.some, nil): return true
        case (nil, .some): return false
        default: break
        }
      }
      return (found[left]!, right) > (found[right]!, left)
    }
  }

  func accepts(_ field: QueryField, _ node: QueryNode, _ document: Document) -> Bool {
    switch node {
    case .word(let text), .phrase(let text): return accepts(field, text, document)
    case .prefix(let text): return accepts(field, text + "*", document)
    case .wildcard, .expression: return false
    case .field(_, let inner): return accepts(field, inner, document)
    case .all(let nodes): return nodes.allSatisfy { accepts(field, $0, document) }
    case .any(let nodes): return nodes.contains { accepts(field, $0, document) }
    case .group(let clauses):
      let must = clauses.filter { $0.occur == .must }
      let should = clauses.filter { $0.occur == .should }
      let mustNot = clauses.filter { $0.occur == .mustNot }
      guard must.allSatisfy({ accepts(field, $0.node, document) }),
        !mustNot.contains(where: { accepts(field, $0.node, document) })
      else { return false }
      return !must.isEmpty || should.contains { accepts(field, $0.node, document) }
    }
  }

  private func accepts(_ field: QueryField, _ text: String, _ document: Document) -> Bool {
    switch field {
    case .date: return document.date.map { Twin.holds(text, day: $0) } ?? false
    case .lang: return Twin.holds(text, language: document.language)
    case .site:
      let name = Twin.lowered(text)
      let site = Twin.lowered(document.site)
      if name.contains("*") || name.contains("?") { return Twin.fits(site[...], name[...]) }
      return site == name
        || (site.count > name.count && site.suffix(name.count + 1) == ["."] + name)
    case .path, .title:
      // Characters here, where the index works on bytes.
      let path = Twin.lowered(String(decoding: document.path, as: UTF8.self))
      let text = Twin.lowered(text)
      if text.contains("*") || text.contains("?") { return Twin.fits(path[...], text[...]) }
      return text.isEmpty || path.indices.contains { path[$0...].starts(with: text) }
    }
  }

  private static func lowered(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.map { $0.isASCII ? Unicode.Scalar($0.properties.lowercaseMapping)! : $0 }
  }

  /// The site that a path tells.
  static func site(_ path: String) -> String {
    var rest = String(String.UnicodeScalarView(lowered(path)))[...]
    var isURL = false
    for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) {
      rest.removeFirst(scheme.count)
      isURL = true
      break
    }
    let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
    let name = parts.count > 1 || isURL ? String(parts[0]) : ""
    return name.utf8.count > 255 ? "" : name
  }

  // MARK: Dates and languages

  /// Whether a canonical value of `date:` takes a day, by comparing dates as text.
  private static func holds(_ text: String, day: Int32) -> Bool {
    let date = gregorian(day)
    guard let dots = text.firstRange(of: "..") else { return date.hasPrefix(text) }
    let from = text[..<dots.lowerBound]
    let to = text[dots.upperBound...]
    return (from.isEmpty || date >= from) && (to.isEmpty || date.prefix(to.count) <= to)
  }

  /// `yyyy-mm-dd`, by counting the days of every year and month from 1800 on.
  private static func gregorian(_ day: Int32) -> String {
    var left = Int(day) + 62_091
    var year = 1800
    func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
    while left >= (isLeap(year) ? 366 : 365) {
      left -= isLeap(year) ? 366 : 365
      year += 1
    }
    var month = 0
    let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    while left >= lengths[month] {
      left -= lengths[month]
      month += 1
    }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month + 1))-\(two(left + 1))"
  }

  private static func holds(_ text: String, language: UInt8) -> Bool {
    let tags = ["und", "zh", "zh-hans", "zh-hant", "en", "ja", "ko", "other"]
    return tags[Int(language)] == text || tags[Int(language)].hasPrefix(text + "-")
  }

  // MARK: Patterns

  private static func fits(
    _ path: ArraySlice<Unicode.Scalar>, _ pattern: ArraySlice<Unicode.Scalar>
  ) -> Bool {
    // reached[i]: the pattern so far fits the first i characters.
    var reached = [Bool](repeating: false, count: path.count + 1)
    reached[0] = true
    for part in pattern {
      var next = [Bool](repeating: false, count: path.count + 1)
      for at in 0...path.count {
        if part == "*" {
          next[at] = reached[at] || (at > 0 && next[at - 1])
        } else if at > 0, reached[at - 1] {
          next[at] = part == "?" || part == path[path.startIndex + at - 1]
        }
      }
      reached = next
    }
    return reached[path.count]
  }
}
