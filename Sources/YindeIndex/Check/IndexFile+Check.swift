import YindeAnalysis

extension IndexFile {
  /// Checks the file.
  ///
  /// The fast check reads every byte: checksums of all sections, that the sections do not overlap, and that
  /// tables agree with one another. The deep check also decodes every text, analyses it again, and compares
  /// every posting, frequency, length and count with what it finds; and encodes every list again, so that
  /// block entries and maxima are compared to the bit.
  ///
  /// - Complexity: fast O(bytes); deep about the cost of a build.
  public func check(deep: Bool, threads: Int) -> CheckReport {
    let start = ContinuousClock.now
    let threads = max(threads, 1)
    let problems = ProblemList()
    StructureCheck(index: self, problems: problems).run(threads: threads)
    // What is built on damaged tables would only repeat the damage.
    if deep, problems.isEmpty {
      DeepCheck(index: self, problems: problems).run(threads: threads)
      SimilarityCheck(index: self, problems: problems).deep(threads: threads)
    }
    var report = problems.report()
    let took = (ContinuousClock.now - start).components
    report.seconds = Double(took.seconds) + Double(took.attoseconds) * 1e-18
    report.bytes = byteCount
    return report
  }

  /// Where a section's byte stands in the file.
  func offset(_ id: SectionID, _ offset: Int = 0) -> Int? {
    header.sections.first { $0.id == id }.map { $0.offset + offset }
  }
}

/// Checksums, and tables that must agree with one another.
struct StructureCheck {
  let index: IndexFile
  let problems: ProblemList

  func run(threads: Int) {
    checksums(threads: threads)
    layout()
    guard problems.isEmpty else { return }
    columns()
    SimilarityCheck(index: index, problems: problems).structure()
    characters()
    dictionary()
  }

  private func checksums(threads: Int) {
    let sections = index.header.sections.sorted { $0.length > $1.length }
    let queue = WorkQueue(count: sections.count)
    runOnThreads(threads) { _ in
      while let number = queue.next() {
        let section = sections[number]
        if CRC32.of(index.file.view.slice(section.offset, section.length)) != section.checksum {
          problems.add(
            section.id, at: section.offset,
            "its \(section.length) bytes do not match their checksum")
        }
      }
    }
  }

  private func layout() {
    var seen: Set<SectionID> = []
    var end = 0
    for section in index.header.sections.sorted(by: {
      ($0.offset, $0.length) < ($1.offset, $1.length)
    }) {
      if !seen.insert(section.id).inserted {
        problems.add(section.id, at: section.offset, "stands in the table twice")
      }
      if section.offset % IndexFormat.alignment != 0 {
        problems.add(section.id, at: section.offset, "does not begin at a multiple of 8")
      }
      if section.offset < end {
        problems.add(section.id, at: section.offset, "overlaps the section before it")
      }
      // What lies between sections is filling, and zero, so that no byte goes unchecked.
      for at in end..<max(end, section.offset) where end > 0 && index.file.view.u8(at) != 0 {
        problems.add(section.id, at: at, "a filling byte before it is not zero")
      }
      end = max(end, section.offset + section.length)
    }
    if end != index.byteCount {
      problems.add(.text, at: end, "the file goes on after the last section")
    }
    let table = IndexFormat.headerSize + Int(index.file.view.u16(10)) * IndexFormat.sectionEntrySize
    let first = index.header.sections.map(\.offset).min() ?? table
    for at in table..<max(table, first) where index.file.view.u8(at) != 0 {
      problems.add(.metadata, at: at, "a filling byte after the section table is not zero")
    }
    for id in SectionID.allCases where !seen.contains(id) && !id.isOptional {
      problems.add(id, "is missing")
    }
  }

  private func columns() {
    let count = index.documentCount
    let sizes: [(SectionID, Int)] = [
      (.lengths, 4 * count), (.dates, 4 * count), (.languages, count), (.contentHashes, 8 * count),
      (.textIndex, 8 * ((count + TextSection.groupSize - 1) / TextSection.groupSize)),
      (.pathIndex, 8 * ((count + PathColumn.groupSize - 1) / PathColumn.groupSize)),
      (.gramRows, 4 * (index.grams.characterCount + 1)),
    ]
    for (id, size) in sizes where index.section(id).count != size {
      if id.isOptional, index.offset(id) == nil { continue }
      problems.add(
        id, at: index.offset(id), "has \(index.section(id).count) bytes instead of \(size)")
    }
    var total = 0
    for document in 0..<count { total += index.documentLength(document) }
    if total != index.header.totalLength {
      problems.add(
        .lengths, at: index.offset(.lengths),
        "the lengths add up to \(total), the header says \(index.header.totalLength)")
    }
  }

  private func characters() {
    for number in 1..<max(index.grams.characterCount, 1)
    where index.grams.character(number) <= index.grams.character(number - 1) {
      problems.add(
        .characters, at: index.offset(.characters, number * 4), "is not in ascending order")
      return
    }
    // Every block belongs to exactly one row.
    let rows = index.section(.gramRows)
    var last: UInt32 = 0
    for number in 0...index.grams.characterCount {
      let row = rows.u32(number * 4)
      guard row >= last, number > 0 || row == 0 else {
        problems.add(
          .gramRows, at: index.offset(.gramRows, number * 4), "is not in ascending order")
        return
      }
      last = row
    }
    if Int(last) != index.grams.blockCount {
      problems.add(
        .gramRows, at: index.offset(.gramRows),
        "ends at block \(last) of \(index.grams.blockCount)")
    }
  }

  /// Every term in order, every list inside the postings and directly after the one before it.
  private func dictionary() {
    var terms = 0
    var postings = 0
    var place = 0
    func visit(_ info: TermInfo, _ id: SectionID, _ name: @autoclosure () -> String) {
      terms += 1
      postings += info.documentFrequency
      guard info.single == nil else { return }
      if info.offset != place {
        problems.add(id, "the list of \(name()) is at \(info.offset) instead of \(place)")
      }
      place = info.offset &+ info.length
    }
    var last = -1
    index.forEachGram { first, second, info in
      let key = Int(first) << 21 | Int(second)
      if key <= last {
        problems.add(.gramBlocks, "the grams of \(TermKey.character(first).name) are not in order")
      }
      last = key
      visit(info, .gramBlocks, TermKey.term(.gram(first: first, second: second)).name)
      return !problems.isFull
    }
    var previous: [UInt8]?
    index.words.forEach(prefix: []) { term, info in
      if let previous, !previous.lexicographicallyPrecedes(term) {
        problems.add(
          .wordBlocks, "the word \(String(decoding: term, as: UTF8.self)) is not in order")
      }
      previous = term
      visit(info, .wordBlocks, String(decoding: term, as: UTF8.self))
      return !problems.isFull
    }
    if place != index.postings.count {
      problems.add(
        .postings, at: index.offset(.postings, min(place, index.postings.count)),
        "the lists take \(place) bytes of \(index.postings.count)")
    }
    if terms != index.termCount {
      problems.add(
        .gramBlocks, "holds \(terms) terms with the words, the header says \(index.termCount)")
    }
    if postings != index.postingCount {
      problems.add(.postings, "has \(postings) postings, the header says \(index.postingCount)")
    }
  }
}

/// Numbers 0 ..< count, each given out once.
final class WorkQueue: @unchecked Sendable {
  private let monitor = Monitor()
  private let count: Int
  private var taken = 0

  init(count: Int) { self.count = count }

  func next() -> Int? {
    monitor.locked {
      guard taken < count else { return nil }
      taken += 1
      return taken - 1
    }
  }
}
