import YindeQuery

/// The test behind `date:`, `lang:` and `site:`: a look at a column, exact and without the page's text or path.
struct ColumnFilter: Sendable {
  private enum Test {
    /// The column's numbers from the first day to the last, months included; above that of no date.
    case dates(ClosedRange<Int32>)
    /// For each number of a language, whether it is wanted.
    case languages([Bool])
    /// For each site's number plus one, whether it is wanted; 0 is no site.
    case sites([Bool])
  }

  private let test: Test
  private let index: IndexFile

  /// Nil for fields that are no columns.
  ///
  /// - Complexity: O(distinct sites) for `site:`, else O(1).
  init?(_ field: QueryField, _ text: String, index: IndexFile) {
    self.index = index
    switch field {
    case .date:
      // A value that the parser has not seen, in a tree made by hand, may be none.
      guard let range = DateRange(text) else { return nil }
      test = .dates(DateColumn.codes(range.days))
    case .lang:
      var wanted = [Bool](repeating: false, count: 256)
      for number in LanguageTag.numbers(matching: text) { wanted[Int(number)] = true }
      test = .languages(wanted)
    case .site:
      let name = text.utf8.map(Site.lowercased)
      let isPattern = name.contains(UInt8(ascii: "*")) || name.contains(UInt8(ascii: "?"))
      var wanted = [false]
      for number in 0..<index.sites.count {
        let site = index.sites.name(number)
        wanted.append(isPattern ? PathFilter.fits(site, name) : Site.isName(site, under: name))
      }
      test = .sites(wanted)
    case .title, .path: return nil
    }
  }

  /// Whether the page passes. O(1).
  func accepts(_ document: Int) -> Bool {
    switch test {
    case .dates(let range):
      let code = index.dates.code(document)
      return code >= range.lowerBound && code <= range.upperBound
    case .languages(let wanted): return wanted[Int(index.language(document))]
    case .sites(let wanted):
      let number = index.sites.number(document)
      return number < wanted.count && wanted[number]
    }
  }
}

extension QueryPlan {
  typealias DocumentTest = (Int) -> Bool

  /// The test that a part of the query is when it looks at columns only; nil otherwise.
  func columnTest(_ node: Node) -> DocumentTest? {
    switch node {
    case .leaf(let number):
      guard case .column(let filter) = leaves[number].kind else { return nil }
      return { filter.accepts($0) }
    case .nothing: return nil
    case .all(let nodes): return columnTest(all: nodes)
    case .any(let nodes):
      var tests: [DocumentTest] = []
      for node in nodes {
        guard let test = columnTest(node) else { return nil }
        tests.append(test)
      }
      return { document in tests.contains { $0(document) } }
    case .group(let must, let should, let mustNot):
      // What may match beside what must changes no answer and, in columns, no score.
      guard let wanted = must.isEmpty ? columnTest(.any(should)) : columnTest(all: must) else {
        return nil
      }
      if must.isEmpty == false, !should.isEmpty, columnTest(.any(should)) == nil { return nil }
      return columnTest(wanted, without: mustNot)
    }
  }

  private func columnTest(all nodes: [Node]) -> DocumentTest? {
    var tests: [DocumentTest] = []
    for node in nodes {
      guard let test = columnTest(node) else { return nil }
      tests.append(test)
    }
    return { document in tests.allSatisfy { $0(document) } }
  }

  private func columnTest(_ wanted: DocumentTest?, without mustNot: [Node]) -> DocumentTest? {
    var unwanted: [DocumentTest] = []
    for node in mustNot {
      guard let test = columnTest(node) else { return nil }
      unwanted.append(test)
    }
    if unwanted.isEmpty { return wanted }
    return { document in wanted?(document) ?? true && !unwanted.contains { $0(document) } }
  }

  /// Any of some terms, within what columns tell: what ``Disjunction`` answers with a test.
  ///
  /// The test is nil when nothing but terms is asked for.
  var filteredDisjunction: (terms: [WeightedTerm], test: DocumentTest?)? {
    if let terms = disjunction { return (terms, nil) }
    guard case .group(let must, let should, let mustNot) = root else { return nil }
    var tests: [DocumentTest] = []
    var words: [Node] = []
    for node in must {
      if let test = columnTest(node) { tests.append(test) } else { words.append(node) }
    }
    if must.isEmpty {
      words = [.any(should)]
    } else if !should.isEmpty {
      return nil
    }
    guard words.count == 1, case .any(let nodes) = words[0] else { return nil }
    var terms: [WeightedTerm] = []
    guard collect(nodes, into: &terms) else { return nil }
    let all: DocumentTest? =
      tests.isEmpty ? nil : { document in tests.allSatisfy { $0(document) } }
    guard mustNot.isEmpty || columnTest({ _ in true }, without: mustNot) != nil else { return nil }
    return (terms, columnTest(all, without: mustNot))
  }
}
