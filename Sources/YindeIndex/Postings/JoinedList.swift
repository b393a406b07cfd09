/// Postings of several terms joined in memory: what a one-character query or a prefix stands for.
final class JoinedList {
  let documents: [UInt32]
  let frequencies: [UInt32]
  private(set) var bounds: [UInt32] = []

  init(documents: [UInt32], frequencies: [UInt32]) {
    self.documents = documents
    self.frequencies = frequencies
  }

  var blockCount: Int { PostingList.entryCount(documents.count) }

  func lastDocument(_ block: Int) -> Int {
    Int(documents[min((block + 1) * PostingBlock.size, documents.count) - 1])
  }

  func blockBounds(_ scorer: TermScorer) -> [UInt32] {
    bounds = (0..<blockCount).map { block in
      let end = min((block + 1) * PostingBlock.size, documents.count)
      var most: UInt32 = 0
      for place in (block * PostingBlock.size)..<end {
        most = max(
          most, scorer.score(frequency: frequencies[place], document: Int(documents[place])))
      }
      return most
    }
    return bounds
  }

  func copy(block: Int, documents: inout PostingBuffer, frequencies: inout PostingBuffer) -> Int {
    let start = block * PostingBlock.size
    let count = min(PostingBlock.size, self.documents.count - start)
    for place in 0..<count {
      documents[place] = self.documents[start + place]
      frequencies[place] = self.frequencies[start + place]
    }
    return count
  }

  /// Joins lists: the documents of any of them, each with the sum of its frequencies.
  ///
  /// Windows of documents are filled list by list, so that the cost does not depend on how many lists there are.
  ///
  /// - Complexity: O(postings + documents / 64).
  static func join(_ infos: [TermInfo], index: IndexFile) -> JoinedList {
    var sums = [UInt32](repeating: 0, count: index.documentCount)
    var present = [UInt64](repeating: 0, count: index.documentCount / 64 + 1)
    var (documentBuffer, frequencyBuffer, _) = PostingBuffer.three()
    let (blockDocuments, blockFrequencies) = (documentBuffer, frequencyBuffer)
    func add(_ document: Int, _ frequency: UInt32) {
      sums[document] = sums[document].addingReportingOverflow(frequency).partialValue
      present[document >> 6] |= 1 << UInt64(document & 63)
    }
    for info in infos {
      if let single = info.single {
        if Int(single.document) < sums.count { add(Int(single.document), single.frequency) }
        continue
      }
      PostingList.forEachBlock(
        of: index.postings.slice(info.offset, info.length), count: info.documentFrequency,
        documentCount: sums.count, documents: &documentBuffer, frequencies: &frequencyBuffer
      ) { found in
        for place in 0..<found { add(Int(blockDocuments[place]), blockFrequencies[place]) }
      }
    }
    var documents: [UInt32] = []
    var frequencies: [UInt32] = []
    for (word, bits) in present.enumerated() {
      var rest = bits
      while rest != 0 {
        let document = word * 64 + rest.trailingZeroBitCount
        rest &= rest - 1
        documents.append(UInt32(document))
        frequencies.append(sums[document])
      }
    }
    return JoinedList(documents: documents, frequencies: frequencies)
  }
}
