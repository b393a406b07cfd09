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

  /// What each of the documents scores.
  func scores(_ scorer: TermScorer) -> [UInt32] {
    var scores = [UInt32](repeating: 0, count: documents.count)
    for place in documents.indices {
      scores[place] = scorer.score(frequency: frequencies[place], document: Int(documents[place]))
    }
    return scores
  }

  /// The best k documents.
  ///
  /// A frequency that could not get in with a document of no length is passed over without a look at the length: most of the documents
  /// have a common character once or twice, and the best many times.
  ///
  /// - Complexity: O(n) and O(log k) for each document that gets in.
  func topK(_ k: Int, _ scorer: TermScorer, order: DocumentOrder) -> [ScoredDocument] {
    var best = TopK(k, order)
    guard k > 0 else { return [] }
    var least: UInt32 = 0
    for place in documents.indices where frequencies[place] >= least {
      let document = Int(documents[place])
      let score = scorer.score(frequency: frequencies[place], document: document)
      guard Int(score) > best.threshold else { continue }
      best.insert(place: document, score: score)
      while best.threshold >= Int(scorer.score(frequency: least, length: 0)), least < 1 << 20 {
        least += 1
      }
    }
    return best.sorted()
  }

  /// Joins lists: the documents of any of them, each with the sum of its frequencies.
  ///
  /// - Complexity: O(postings + documents).
  static func join(_ infos: [TermInfo], index: IndexFile) -> JoinedList {
    var sums = [UInt32](repeating: 0, count: index.documentCount)
    var (documentBuffer, frequencyBuffer, _) = PostingBuffer.three()
    let (blockDocuments, blockFrequencies) = (documentBuffer, frequencyBuffer)
    for info in infos {
      if let single = info.single {
        guard Int(single.document) < sums.count else { continue }
        add(single.frequency, to: &sums[Int(single.document)])
        continue
      }
      PostingList.forEachBlock(
        of: index.postings.slice(info.offset, info.length), count: info.documentFrequency,
        documentCount: sums.count, documents: &documentBuffer, frequencies: &frequencyBuffer
      ) { found in
        for at in 0..<found { add(blockFrequencies[at], to: &sums[Int(blockDocuments[at])]) }
      }
    }
    let count = sums.reduce(0) { $0 + Int($1 >> 31) }
    var found = [UInt32](repeating: 0, count: count)
    var totals = found
    var place = 0
    for (document, sum) in sums.enumerated() where sum & present != 0 {
      found[place] = UInt32(truncatingIfNeeded: document)
      totals[place] = sum & ~present
      place &+= 1
    }
    return JoinedList(documents: found, frequencies: totals)
  }

  /// Marks a document that is in a list, since its frequency there may be 0. A page has fewer characters than that.
  private static let present: UInt32 = 1 << 31

  @inline(__always)
  static func add(_ frequency: UInt32, to sum: inout UInt32) {
    sum = ((sum & ~present) &+ frequency) | present
  }
}
