import YindeAnalysis

extension StructureCheck {
  func characters() {
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

  /// Every term in order, every block where its table says, every list inside the postings and directly after the one before it.
  func dictionary() {
    var terms = 0
    var postings = 0
    var place = 0
    func visit(_ info: TermInfo, _ id: SectionID, _ name: @autoclosure () -> String) {
      if info.documentFrequency > index.documentCount {
        problems.add(
          id, at: index.offset(id),
          "\(name()) is in \(info.documentFrequency) of \(index.documentCount) documents")
      }
      terms += 1
      postings += info.documentFrequency
      guard info.single == nil else { return }
      if info.offset != place {
        problems.add(
          id, at: index.offset(id),
          "the list of \(name()) is at \(info.offset) of the postings instead of \(place)")
      }
      place = info.offset &+ info.length
    }
    /// The place that a block's entry of the index names, and whether the block's terms fill it.
    func check(block: Int, _ id: SectionID, _ indexID: SectionID, at offset: Int) {
      let stored = index.section(indexID).int(block * 16 + offset)
      if stored != place {
        problems.add(
          indexID, at: index.offset(indexID, block * 16),
          "the lists of block \(block) are at \(stored) of the postings instead of \(place)")
      }
    }
    func expectEnd(_ isExact: Bool, block: Int, _ id: SectionID) {
      if !isExact {
        problems.add(
          id, at: index.offset(id), "the terms of block \(block) do not end where the block ends")
      }
    }
    var last = -1
    var row = 0
    for block in 0..<index.grams.blockCount where !problems.isFull {
      while row < index.grams.characterCount,
        index.grams.blockRange(row: row).upperBound <= block
      {
        row += 1
      }
      let first = index.grams.character(row)
      check(block: block, .gramBlocks, .gramIndex, at: 8)
      var cursor = GramDictionary.BlockCursor(index.grams, block: block)
      while let (number, info) = cursor.next() {
        let second = number == 0 ? 0 : index.grams.character(number - 1)
        let key = Int(first) << 21 | Int(second)
        if key <= last {
          problems.add(
            .gramBlocks, at: index.offset(.gramBlocks),
            "the grams of \(TermKey.character(first).name) are not in order")
        }
        last = key
        visit(info, .gramBlocks, TermKey.term(.gram(first: first, second: second)).name)
      }
      expectEnd(cursor.endsExactly, block: block, .gramBlocks)
    }
    var previous: [UInt8]?
    for block in 0..<index.words.blockCount where !problems.isFull {
      check(block: block, .wordBlocks, .wordIndex, at: 8)
      var cursor = WordDictionary.BlockCursor(index.words, block: block)
      while let info = cursor.next() {
        let term = cursor.term
        if let previous, !previous.lexicographicallyPrecedes(term) {
          problems.add(
            .wordBlocks, at: index.offset(.wordBlocks),
            "the word \(String(decoding: term, as: UTF8.self)) is not in order")
        }
        previous = term
        visit(info, .wordBlocks, String(decoding: term, as: UTF8.self))
      }
      expectEnd(cursor.endsExactly, block: block, .wordBlocks)
    }
    if index.grams.blockCount > 0, index.section(.gramIndex).u32(4) != 0 {
      problems.add(.gramIndex, at: index.offset(.gramIndex), "the first block is not at the start")
    }
    if index.words.blockCount > 0, index.section(.wordIndex).int(0) != 0 {
      problems.add(.wordIndex, at: index.offset(.wordIndex), "the first block is not at the start")
    }
    if place != index.postings.count {
      problems.add(
        .postings, at: index.offset(.postings, min(place, index.postings.count)),
        "the lists take \(place) bytes of \(index.postings.count)")
    }
    if terms != index.termCount {
      problems.add(
        .gramBlocks, at: index.offset(.gramBlocks),
        "holds \(terms) terms with the words, the header says \(index.termCount)")
    }
    if postings != index.postingCount {
      problems.add(
        .postings, at: index.offset(.postings),
        "has \(postings) postings, the header says \(index.postingCount)")
    }
  }
}
