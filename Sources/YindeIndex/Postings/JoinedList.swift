/// Postings of several terms joined in memory: what a one-character query or a prefix stands for.
final class JoinedList {
  private let table: FrequencyTable
  let count: Int
  /// The documents, ascending. A query for one character alone never needs them.
  private(set) lazy var documents: [UInt32] = {
    var documents: [UInt32] = []
    documents.reserveCapacity(count)
    table.forEachDocument { documents.append(UInt32(truncatingIfNeeded: $0)) }
    return documents
  }()
  private(set) var bounds: [UInt32] = []

  init(_ table: FrequencyTable) {
    self.table = table
    count = table.count()
  }

  /// No postings.
  convenience init() { self.init(FrequencyTable(documentCount: 0)) }

  var blockCount: Int { PostingList.entryCount(count) }

  func lastDocument(_ block: Int) -> Int {
    Int(documents[min((block + 1) * PostingBlock.size, count) - 1])
  }

  /// What no posting of each block exceeds.
  func blockBounds(_ scorer: TermScorer) -> [UInt32] {
    let documents = documents
    bounds = (0..<blockCount).map { block in
      var most = BoundOfBlocks()
      for place in (block * PostingBlock.size)..<min((block + 1) * PostingBlock.size, count) {
        let document = Int(documents[place])
        most.add(frequency: table[document], norm: scorer.norm(document: document))
      }
      return most.bound(scorer)
    }
    return bounds
  }

  func copy(block: Int, documents: inout PostingBuffer, frequencies: inout PostingBuffer) -> Int {
    let start = block * PostingBlock.size
    let count = min(PostingBlock.size, count - start)
    let all = self.documents
    for place in 0..<count {
      let document = all[start + place]
      documents[place] = document
      frequencies[place] = table[Int(document)]
    }
    return count
  }

  /// What each of the documents scores.
  func scores(_ scorer: TermScorer) -> [UInt32] {
    var scores = [UInt32](repeating: 0, count: count)
    var (blockDocuments, blockFrequencies, blockScores) = PostingBuffer.three()
    for block in 0..<blockCount {
      let found = copy(
        block: block, documents: &blockDocuments, frequencies: &blockFrequencies)
      scorer.score(
        found, documents: blockDocuments, frequencies: blockFrequencies, into: blockScores)
      for place in 0..<found { scores[block * PostingBlock.size + place] = blockScores[place] }
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
    func look(_ document: Int) {
      let frequency = table[document]
      guard frequency >= least else { return }
      let score = scorer.score(frequency: frequency, document: document)
      guard Int(score) > best.threshold else { return }
      best.insert(place: document, score: score)
      while best.threshold >= Int(scorer.score(frequency: least, length: 0)), least < 1 << 20 {
        least += 1
      }
    }
    table.forEachDocument(withAtLeast: { least }, do: look)
    return best.sorted()
  }

  /// Joins lists: the documents of any of them, each with the sum of its frequencies.
  ///
  /// - Complexity: O(postings + documents).
  static func join(_ infos: [TermInfo], index: IndexFile) -> JoinedList {
    let table = FrequencyTable(documentCount: index.documentCount)
    var (documentBuffer, frequencyBuffer, _) = PostingBuffer.three()
    let (blockDocuments, blockFrequencies) = (documentBuffer, frequencyBuffer)
    for info in infos {
      if let single = info.single {
        documentBuffer[0] = single.document
        frequencyBuffer[0] = single.frequency
        table.add(1, documents: documentBuffer, frequencies: frequencyBuffer)
        continue
      }
      PostingList.forEachBlock(
        of: index.postings.slice(info.offset, info.length), count: info.documentFrequency,
        documentCount: index.documentCount, documents: &documentBuffer,
        frequencies: &frequencyBuffer
      ) { found in
        table.add(found, documents: blockDocuments, frequencies: blockFrequencies)
      }
    }
    return JoinedList(table)
  }
}
