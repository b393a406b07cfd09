import YindeAnalysis

/// Derives the index again from the stored text and compares.
struct DeepCheck {
  let index: IndexFile
  let problems: ProblemList

  /// Postings of the documents that are inverted together: bounds the memory.
  private static let postingsAtOnce = 16_000_000

  func run(threads: Int) {
    lists(threads: threads)
    documents(threads: threads)
  }

  // MARK: Lists

  /// Decodes every list, and encodes it again: documents must ascend and exist, and entries, maxima and bits must
  /// be those that the builder would write.
  private func lists(threads: Int) {
    let rows = WorkQueue(count: index.grams.characterCount)
    let blocks = WorkQueue(count: index.words.blockCount)
    runOnThreads(threads) { _ in
      while let row = rows.next(), !problems.isFull {
        let first = index.grams.character(row)
        index.grams.forEach(rowNumber: row) { second, info in
          check(info) {
            let character = second == 0 ? 0 : index.grams.character(second - 1)
            return TermKey.term(.gram(first: first, second: character)).name
          }
        }
      }
      while let block = blocks.next(), !problems.isFull {
        var cursor = WordDictionary.BlockCursor(index.words, block: block)
        while let info = cursor.next() {
          check(info) { String(decoding: cursor.term, as: UTF8.self) }
        }
      }
    }
  }

  private func check(_ info: TermInfo, _ name: () -> String) {
    if let single = info.single {
      if Int(single.document) >= index.documentCount {
        problems.add(
          .gramBlocks, at: index.offset(.gramBlocks),
          "\(name()) is in document \(single.document), which there is not")
      }
      return
    }
    var documents: [UInt32] = []
    var frequencies: [UInt32] = []
    forEachPosting(info) { document, frequency in
      documents.append(UInt32(document))
      frequencies.append(frequency)
    }
    let place = index.offset(.postings, info.offset)
    guard documents.count == info.documentFrequency else {
      problems.add(
        .postings, at: place,
        "the list of \(name()) has \(documents.count) documents instead of \(info.documentFrequency)"
      )
      return
    }
    for at in 1..<documents.count where documents[at] <= documents[at - 1] {
      problems.add(.postings, at: place, "the list of \(name()) is not in ascending order")
      return
    }
    let lengths = documents.map { index.length(at: Int($0)) }
    let encoded = PostingList.encode(
      documents: documents, frequencies: frequencies, lengths: lengths)
    let stored = index.postings.slice(info.offset, info.length)
    if stored.count != encoded.count || stored.compare(encoded) != 0 {
      problems.add(
        .postings, at: place,
        "the list of \(name()) is not encoded as its postings are: an entry or a block maximum is wrong"
      )
    }
  }

  private func forEachPosting(_ info: TermInfo, from start: Int = 0, _ body: (Int, UInt32) -> Void)
  {
    let scorer = TermScorer(weight: 0, model: BM25(k1: 1, b: 0, index: index), index: index)
    var cursor = PostingCursor(info, index: index, scorer: scorer)
    cursor.seek(start)
    while cursor.document != PostingCursor.endOfList {
      body(cursor.document, cursor.frequency)
      cursor.advance()
    }
  }

  // MARK: Documents

  private func documents(threads: Int) {
    let perDocument = max(index.postingCount / max(index.documentCount, 1), 1)
    let chunk = max(
      1,
      min(
        DeepCheck.postingsAtOnce / perDocument / threads,
        (index.documentCount + threads - 1) / threads))
    let count = (index.documentCount + chunk - 1) / chunk
    let queue = WorkQueue(count: count)
    runOnThreads(threads) { _ in
      let reader = TextReader(index)
      while let number = queue.next(), !problems.isFull {
        let start = number * chunk
        check(start..<min(start + chunk, index.documentCount), reader)
      }
    }
  }

  /// Where the group of a document's text stands in the file.
  private func textOffset(_ document: Int) -> Int? {
    index.offset(.text, index.section(.textIndex).int(document / TextSection.groupSize * 8))
  }

  /// Inverts the documents at a range of places and compares with the index's postings of that range.
  private func check(_ range: Range<Int>, _ reader: TextReader) {
    var inverter = Inverter()
    var analyzer = Analyzer()
    var terms = TermBuffer()
    var utf8: [UInt8] = []
    for place in range {
      let document = index.order.document(at: place)
      guard let text = reader.read(document) else {
        problems.add(
          .text, at: textOffset(document),
          "the text of \(index.path(document)) (document \(document)) cannot be decoded")
        continue
      }
      var length = 0
      for block in text.blocks where block.role.isSearched {
        utf8.removeAll(keepingCapacity: true)
        UTF8Scalars.encode(text.scalars[block.range], into: &utf8)
        terms.removeAll()
        analyzer.analyze(utf8.span, into: &terms)
        let weight = RoleWeights.weight(block.role)
        length += terms.count * Int(weight)
        inverter.add(terms, document: UInt32(place), weight: weight)
      }
      if UInt32(min(length, Int(UInt32.max) - 1)) != index.length(document) {
        problems.add(
          .lengths, at: index.offset(.lengths, place * 4),
          "\(index.path(document)) (document \(document)) has length \(index.length(document)), its text gives \(length)"
        )
      }
    }
    compare(inverter, range)
  }

  private func compare(_ inverter: Inverter, _ range: Range<Int>) {
    var matched = 0
    func visit(
      _ info: TermInfo, _ expected: (documents: [UInt32], frequencies: [UInt32])?,
      _ name: () -> String
    ) {
      var at = 0
      var isSame = true
      var cursor = PostingCursor(
        info, index: index,
        scorer: TermScorer(weight: 0, model: BM25(k1: 1, b: 0, index: index), index: index))
      cursor.seek(range.lowerBound)
      while cursor.document < range.upperBound {
        if let expected, at < expected.documents.count,
          expected.documents[at] == UInt32(cursor.document),
          expected.frequencies[at] == cursor.frequency
        {
          at += 1
        } else {
          isSame = false
          break
        }
        cursor.advance()
      }
      matched += at
      if !isSame || at != expected?.documents.count ?? 0 {
        problems.add(
          .postings, at: index.offset(.postings, info.offset),
          "the postings of \(name()) in documents \(range.lowerBound) to \(range.upperBound - 1) are not those of the text"
        )
      }
    }
    index.forEachGram { first, second, info in
      visit(info, inverter.postings(gram: UInt64(first) << 21 | UInt64(second))) {
        TermKey.term(.gram(first: first, second: second)).name
      }
      return !problems.isFull
    }
    index.words.forEach(prefix: []) { word, info in
      visit(info, inverter.postings(word: word)) { String(decoding: word, as: UTF8.self) }
      return !problems.isFull
    }
    if matched != inverter.postingCount, !problems.isFull {
      problems.add(
        .postings, at: index.offset(.postings),
        "documents \(range.lowerBound) to \(range.upperBound - 1) hold \(inverter.postingCount) postings, the index has \(matched) of them: terms are missing from the dictionary"
      )
    }
  }
}
