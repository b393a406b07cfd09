/// Takes a site's template out of one page's main text.
///
/// A block that recurs (``RecurringBlocks``) is not yet furniture: 参见, 语法 and 例如 head sections of every page of a manual,
/// verses have refrains, statutes phrases. A template is contiguous, and at an edge or long:
///
/// ```
/// main text   r r . . . r . . r r r . . r      r recurs, . does not
/// furniture   ▲ ▲             ▲ ▲ ▲            a run at an edge, and one of length; not a lone r
/// ```
///
/// At an edge it is enough that blocks recur often. In the middle they must recur mostly: manuals repeat paragraphs.
///
/// Nothing is taken when what would remain is not a text of its own: a copy, a print version or a page of lists keeps its body.
struct SiteFurniture {
  /// Bytes of UTF-8, three for a Chinese character. A lone block at an edge must be this long,
  static let loneAtEdge = 90
  /// or several together this,
  static let runAtEdge = 36
  /// and what stands in the middle this.
  static let runInside = 120
  /// So much of the body must remain, and an eighth.
  static let leastBody = 60
  static let leastShare = 8

  private let blocks: [SourceDocument.Block]
  /// The places of main text in `blocks`, and how each recurs.
  private var main: [(block: Int, recurrence: RecurringBlocks.Recurrence)] = []

  /// The places in `blocks` that are template, ascending.
  ///
  /// - Complexity: O(blocks).
  static func template(
    _ blocks: [SourceDocument.Block], recurrence: (Int) -> RecurringBlocks.Recurrence
  ) -> [Int] {
    var page = SiteFurniture(blocks: blocks)
    for (number, block) in blocks.enumerated() where block.role.isMain {
      page.main.append((number, recurrence(number)))
    }
    return page.template()
  }

  private init(blocks: [SourceDocument.Block]) { self.blocks = blocks }

  private func template() -> [Int] {
    guard main.contains(where: { $0.recurrence > .none }) else { return [] }
    let start = main.prefix { $0.recurrence > .none }.count
    let end = main.count - main.reversed().prefix { $0.recurrence > .none }.count
    // All of it recurs.
    guard start < end else { return [] }
    var taken: [Int] = []
    if isTemplate(0..<start, atEdge: true) { taken += main[..<start].map(\.block) }
    var at = start
    while at < end {
      var next = at + 1
      if main[at].recurrence == .mostly {
        while next < end, main[next].recurrence == .mostly { next += 1 }
        if isTemplate(at..<next, atEdge: false) { taken += main[at..<next].map(\.block) }
      }
      at = next
    }
    if isTemplate(end..<main.count, atEdge: true) { taken += main[end...].map(\.block) }
    let all = bodyLength(main.map(\.block))
    let remaining = all - bodyLength(taken)
    guard remaining >= SiteFurniture.leastBody, remaining * SiteFurniture.leastShare >= all
    else { return [] }
    return taken
  }

  private func isTemplate(_ run: Range<Int>, atEdge: Bool) -> Bool {
    let length = run.reduce(0) { $0 + blocks[main[$1].block].range.count }
    let least =
      !atEdge
      ? SiteFurniture.runInside
      : run.count == 1 ? SiteFurniture.loneAtEdge : SiteFurniture.runAtEdge
    return !run.isEmpty && length >= least
  }

  private func bodyLength(_ places: [Int]) -> Int {
    places.reduce(0) { $0 + (blocks[$1].role == .body ? blocks[$1].range.count : 0) }
  }
}
