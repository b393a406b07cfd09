import YindeQuery

/// Checks the columns of documents that are read in place: sizes, order, numbers in range.
struct ColumnCheck {
  let index: IndexFile
  let problems: ProblemList

  func run() {
    languages()
    sites()
    files()
    order()
  }

  private func languages() {
    guard index.offset(.languages) != nil else { return }
    for document in 0..<index.documentCount {
      let number = index.language(document)
      if number != 0, LanguageTag.name(number) == nil {
        problems.add(
          .languages, at: index.offset(.languages, document),
          "document \(document) has the language \(number), which there is not")
        return
      }
    }
  }

  private func files() {
    guard let start = index.offset(.files) else { return }
    let column = FileColumn(index.section(.files))
    guard column.count > 0, column.holds(documents: index.documentCount) else {
      problems.add(
        .files, at: start, "its \(column.count) files do not hold the index's documents")
      return
    }
  }

  /// The order of documents must be one: each at one place, and at that alone.
  private func order() {
    guard let start = index.offset(.order) else { return }
    let order = index.order
    let count = index.documentCount
    guard !order.isByPath else {
      problems.add(.order, at: start, "has no bytes")
      return
    }
    var isByPath = true
    for place in 0..<count {
      let document = order.entry(place)
      guard document < count, order.entry(count + document) == place else {
        problems.add(
          .order, at: start,
          "document \(document) stands at place \(place) and is said to stand elsewhere")
        return
      }
      if document != place { isByPath = false }
    }
    if isByPath {
      problems.add(.order, at: start, "says that documents have the order of their paths")
    }
    if order.hasOtherBits { problems.add(.order, at: start, "does not end with zeros") }
  }

  private func sites() {
    guard let start = index.offset(.sites) else { return }
    let sites = index.sites
    let size = sites.expectedSize(documents: index.documentCount)
    guard sites.count > 0, index.section(.sites).count == size else {
      problems.add(
        .sites, at: start,
        "has \(index.section(.sites).count) bytes and \(sites.count) names instead of \(size) bytes"
      )
      return
    }
    var previous: [UInt8] = []
    for number in 0..<sites.count {
      let name = sites.name(number)
      guard previous.lexicographicallyPrecedes(name), name.count <= Site.maxLength else {
        problems.add(
          .sites, at: start + 8 + number * 8, "name \(number) is empty, too long or out of order")
        return
      }
      previous = name
    }
    var isUsed = [Bool](repeating: false, count: sites.count + 1)
    for document in 0..<index.documentCount {
      let number = sites.number(document)
      guard number <= sites.count else {
        problems.add(
          .sites, at: start + sites.place(document),
          "document \(document) has the site \(number) of \(sites.count)")
        return
      }
      isUsed[number] = true
    }
    if let number = isUsed.dropFirst().firstIndex(of: false) {
      problems.add(.sites, at: start, "no document has the site \(number)")
    }
  }
}
