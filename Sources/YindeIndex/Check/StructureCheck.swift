/// Checksums, and tables that must agree with one another.
struct StructureCheck {
  let index: IndexFile
  let problems: ProblemList

  func run(threads: Int) {
    checksums(threads: threads)
    layout()
    columns()
    ColumnCheck(index: index, problems: problems).run()
    SimilarityCheck(index: index, problems: problems).structure()
    characters()
    // What is built on damaged tables would only repeat the damage.
    guard problems.isEmpty else { return }
    dictionary()
    paths()
    texts()
  }

  /// Checksums, what is between sections, and sizes, for who is about to read everything.
  func runWithoutTerms(threads: Int) {
    checksums(threads: threads)
    layout()
    columns()
    ColumnCheck(index: index, problems: problems).run()
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
      let filling = end..<max(end, section.offset)
      if end > 0, let at = filling.first(where: { index.file.view.u8($0) != 0 }) {
        problems.add(section.id, at: at, "a filling byte before it is not zero")
      }
      end = max(end, section.offset + section.length)
    }
    if end != index.byteCount {
      problems.add(.text, at: end, "the file goes on after the last section")
    }
    let table = IndexFormat.headerSize + Int(index.file.view.u16(10)) * IndexFormat.sectionEntrySize
    let first = index.header.sections.map(\.offset).min() ?? table
    if let at = (table..<max(table, first)).first(where: { index.file.view.u8($0) != 0 }) {
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
      (.sketches, PageSketch.codeSize * count),
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
