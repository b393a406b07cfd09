import YindeAnalysis

/// Whether fingerprints and groups of near-duplicates are those of the stored text.
struct SimilarityCheck {
  let index: IndexFile
  let problems: ProblemList

  private var column: SimilarityColumn { index.similarity }

  /// The section must be what its own fingerprints and groups encode to.
  func structure() {
    guard let place = index.offset(.similarity) else { return }
    let count = index.documentCount
    var leaders: [UInt32] = []
    leaders.reserveCapacity(count)
    for document in 0..<count {
      let first = column.group(of: document).flatMap { column.first(of: $0) } ?? document
      guard first <= document else {
        problems.add(.similarity, at: place, "the group of document \(document) begins after it")
        return
      }
      leaders.append(UInt32(first))
    }
    let expected = SimilarityColumn.encoded(
      fingerprints: (0..<count).map { column.fingerprint($0) }, leaders: leaders)
    let section = index.section(.similarity)
    if section.count != expected.count || section.compare(expected) != 0 {
      problems.add(
        .similarity, at: place, "its groups contradict each other, or it is not as long as they say"
      )
    }
  }

  /// Derives fingerprints and groups again.
  func deep(threads: Int) {
    guard index.offset(.similarity) != nil else { return }
    let count = index.documentCount
    let chunk = 256
    let queue = WorkQueue(count: (count + chunk - 1) / chunk)
    let monitor = Monitor()
    let found = Found()
    runOnThreads(threads) { _ in
      let reader = Reader(index)
      let keys = PairSpool(folder: "", memoryLimit: .max)
      while let number = queue.next(), !problems.isFull {
        for document in (number * chunk)..<min((number + 1) * chunk, count) {
          // A record is not compared. A page that has lost its fingerprint has a group, or a wrong checksum.
          if column.fingerprint(document) == 0, column.group(of: document) == nil { continue }
          var sketch = PageSketch()
          reader.forEachBlock(document) { sketch.add($0, $1) }
          if sketch.fingerprint != column.fingerprint(document) {
            problems.add(
              .similarity, at: index.offset(.similarity, document * 8),
              "the fingerprint of document \(document) is not that of its text")
          }
          let code = sketch.code
          let stored = index.section(.sketches).slice(document * code.count, code.count)
          if stored.count > 0, stored.array != code {
            problems.add(
              .sketches, at: index.offset(.sketches, document * code.count),
              "the sketch of document \(document) is not that of its text")
          }
          // A spool that stays in memory cannot fail.
          PageSketch.forEachKey(code) { try? keys.append(key: $0, value: UInt64(document)) }
        }
      }
      monitor.locked { found.keys.append(keys) }
    }
    guard !problems.isFull else { return }
    let reader = Reader(index)
    let finder = try? DuplicateFinder(
      fingerprints: (0..<count).map { column.fingerprint($0) }, keys: found.keys, folder: "",
      memoryLimit: .max
    ) { reader.text($0) }
    for (document, leader) in (finder?.leaders ?? []).enumerated() {
      let stored = index.duplicateOf(document) ?? document
      if stored != Int(leader) {
        problems.add(
          .similarity,
          "document \(document) belongs with document \(leader), and is in the group of \(stored)")
      }
    }
  }

  private final class Found: @unchecked Sendable {
    // Written under the monitor.
    var keys: [PairSpool] = []
  }

  /// Reads stored texts as terms.
  private final class Reader {
    private let texts: TextReader
    private var analyzer = Analyzer()
    private var terms = TermBuffer()
    private var utf8: [UInt8] = []

    init(_ index: IndexFile) { texts = TextReader(index) }

    func text(_ document: Int) -> [UInt8] {
      guard let text = texts.read(document) else { return [] }
      var bytes: [UInt8] = []
      for block in text.blocks where block.role.isCompared {
        bytes.append(block.role.rawValue)
        UTF8Scalars.encode(text.scalars[block.range], into: &bytes)
      }
      return bytes
    }

    func forEachBlock(_ document: Int, _ body: (TermBuffer, StoredRole) -> Void) {
      guard let text = texts.read(document) else { return }
      for block in text.blocks where block.role.isSearched {
        utf8.removeAll(keepingCapacity: true)
        UTF8Scalars.encode(text.scalars[block.range], into: &utf8)
        terms.removeAll()
        analyzer.analyze(utf8.span, into: &terms)
        body(terms, block.role)
      }
    }
  }
}
