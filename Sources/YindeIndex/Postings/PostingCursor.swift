/// Walks a posting list in document order, and knows what its blocks can score before it decodes them.
///
/// A cursor stands on a posting or at the end. ``document`` of a cursor at the end is ``endOfList``, which is
/// greater than every document, so that loops need no other test; seeking backwards does nothing.
///
/// A list is read from the file or, for one-character queries and prefixes, from a list that was
/// joined in memory (``JoinedList``).
struct PostingCursor {
  static let endOfList = Int.max

  /// The postings' place: encoded, or joined in memory.
  private enum Storage {
    case encoded(ByteView)
    case joined(JoinedList)
  }

  private let storage: Storage
  let documentFrequency: Int
  let scorer: TermScorer
  /// No posting of the list scores more.
  private(set) var maxScore: UInt32
  private let blockCount: Int
  private let documentLimit: Int

  // The block that is decoded, or -1; its postings; the place in it.
  private var block = -1
  private var count = 0
  private var position = 0
  private var hasFrequencies = false
  private var frequencyOffset = 0
  private var documents = PostingBuffer(repeating: 0)
  private var frequencies = PostingBuffer(repeating: 0)

  // The block that ``maxScore(upTo:)`` looked at last, and its bound.
  private var boundBlock = -1
  private var bound: UInt32 = 0

  /// The document that the cursor stands on.
  private(set) var document = PostingCursor.endOfList

  /// A cursor on the first posting of a term.
  init(_ info: TermInfo, index: IndexFile, scorer: TermScorer) {
    self.scorer = scorer
    documentLimit = index.documentCount
    // A damaged dictionary may promise more; the number of blocks to walk must stay in bounds.
    documentFrequency = min(info.documentFrequency, documentLimit)
    maxScore = 0
    if let single = info.single {
      storage = .encoded(.empty)
      blockCount = 1
      block = 0
      if Int(single.document) < documentLimit {
        count = 1
        documents[0] = single.document
        frequencies[0] = single.frequency
        document = Int(single.document)
      }
      hasFrequencies = true
      maxScore = scorer.score(frequency: single.frequency, document: Int(single.document))
    } else {
      let list = index.postings.slice(info.offset, info.length)
      storage = .encoded(list)
      blockCount = PostingList.entryCount(documentFrequency)
      if documentFrequency < PostingBlock.size {
        count = ShortListCodec.decode(
          list, count: documentFrequency, previous: -1, documentCount: documentLimit,
          documents: &documents, frequencies: &frequencies)
        block = 0
        hasFrequencies = true
        for index in 0..<count {
          maxScore = max(
            maxScore,
            scorer.score(frequency: frequencies[index], document: Int(documents[index])))
        }
        if count > 0 { document = Int(documents[0]) }
      } else {
        maxScore = scorer.bound(list.u32(0))
        load(0)
      }
    }
  }

  /// A cursor on the first posting of a joined list.
  init(_ list: JoinedList, index: IndexFile, scorer: TermScorer) {
    self.scorer = scorer
    storage = .joined(list)
    documentFrequency = list.documents.count
    documentLimit = index.documentCount
    blockCount = PostingList.entryCount(list.documents.count)
    maxScore = list.blockBounds(scorer).max() ?? 0
    if blockCount > 0 { load(0) }
  }

  // MARK: Blocks

  @inline(__always)
  private func entry(_ block: Int) -> Int {
    PostingList.listImpactsSize &+ block &* PostingList.entrySize
  }

  /// The last document of a block.
  @inline(__always)
  private func lastDocument(_ number: Int) -> Int {
    switch storage {
    case .encoded(let list):
      if documentFrequency < PostingBlock.size {
        return count > 0 ? Int(documents[count &- 1]) : -1
      }
      return Int(list.u32(entry(number)))
    case .joined(let list):
      return list.lastDocument(number)
    }
  }

  private func blockBound(_ number: Int) -> UInt32 {
    switch storage {
    case .encoded(let list):
      documentFrequency < PostingBlock.size ? maxScore : scorer.bound(list.u32(entry(number) &+ 8))
    case .joined(let list): list.bounds[number]
    }
  }

  /// Decodes a block's documents and stands on its first one.
  private mutating func load(_ number: Int) {
    block = number
    position = 0
    switch storage {
    case .joined(let list):
      count = list.copy(block: number, documents: &documents, frequencies: &frequencies)
      hasFrequencies = true
    case .encoded(let list):
      let blocks = entry(blockCount)
      let start = blocks &+ Int(list.u32(entry(number) &+ 4))
      let bytes = list.suffix(from: start)
      let previous = number == 0 ? -1 : Int(list.u32(entry(number &- 1)))
      let size = min(PostingBlock.size, documentFrequency &- number &* PostingBlock.size)
      if size == PostingBlock.size {
        (frequencyOffset, count) = PostingBlock.decodeDocuments(
          bytes, previous: previous, documentCount: documentLimit, into: &documents)
        frequencyOffset &+= start
        hasFrequencies = false
      } else {
        count = ShortListCodec.decode(
          bytes, count: size, previous: previous, documentCount: documentLimit,
          documents: &documents, frequencies: &frequencies)
        hasFrequencies = true
      }
    }
    // Only damage makes a block empty; the list ends there.
    document = count > 0 ? Int(documents[0]) : PostingCursor.endOfList
    if count == 0 { block = blockCount }
  }

  @inline(__always)
  private mutating func needFrequencies() {
    if !hasFrequencies {
      if case .encoded(let list) = storage {
        PostingBlock.decodeFrequencies(list.suffix(from: frequencyOffset), into: &frequencies)
      }
      hasFrequencies = true
    }
  }

  /// The first block from the present one on that may hold `target` or later documents.
  private func blockReaching(_ target: Int) -> Int {
    var low = max(block, 0)
    guard low < blockCount, lastDocument(low) < target else { return low }
    // Gallop, then halve.
    var step = 1
    var high = low &+ 1
    while high < blockCount, lastDocument(high) < target {
      low = high
      high &+= step
      step &*= 2
    }
    high = min(high, blockCount)
    low &+= 1
    while low < high {
      let middle = (low &+ high) >> 1
      if lastDocument(middle) < target { low = middle &+ 1 } else { high = middle }
    }
    return low
  }

  // MARK: Moving

  /// The weighted frequency at the present posting. The cursor must not be at the end.
  var frequency: UInt32 {
    mutating get {
      needFrequencies()
      return frequencies[position]
    }
  }

  /// What the present posting scores. The cursor must not be at the end.
  var score: UInt32 {
    mutating get { scorer.score(frequency: frequency, document: document) }
  }

  /// Moves to the next posting.
  ///
  /// - Complexity: O(1), amortised over a block.
  mutating func advance() {
    guard document != PostingCursor.endOfList else { return }
    position &+= 1
    if position < count {
      document = Int(documents[position])
    } else if block &+ 1 < blockCount {
      load(block &+ 1)
    } else {
      document = PostingCursor.endOfList
      block = blockCount
    }
  }

  /// Moves to the first posting at or after `target`; stays where that is the present one.
  ///
  /// - Complexity: O(log distance in blocks + log 128).
  mutating func seek(_ target: Int) {
    while document < target {
      if target > lastDocument(block) {
        let next = blockReaching(target)
        guard next < blockCount else {
          document = PostingCursor.endOfList
          block = blockCount
          return
        }
        load(next)
        if document >= target { return }
      }
      var low = position
      var high = count
      while low < high {
        let middle = (low &+ high) >> 1
        if Int(documents[middle]) < target { low = middle &+ 1 } else { high = middle }
      }
      position = low
      if low < count {
        document = Int(documents[low])
        return
      }
      // The block's last document is not what its entry says: the bytes are damaged. On to the next.
      guard block &+ 1 < blockCount else {
        document = PostingCursor.endOfList
        block = blockCount
        return
      }
      load(block &+ 1)
    }
  }

  // MARK: Bounds and windows

  /// The last document of the block in which the cursor stands.
  var lastDocumentOfBlock: Int {
    block < blockCount ? max(lastDocument(block), document) : PostingCursor.endOfList - 1
  }

  /// No posting in documents `start ..< end` scores more. `start` must not lie before the cursor's block.
  ///
  /// - Complexity: O(log + blocks in the window).
  mutating func maxScore(from start: Int, to end: Int) -> UInt32 {
    guard document != PostingCursor.endOfList, document < end else { return 0 }
    var number = blockReaching(start)
    var most: UInt32 = 0
    while number < blockCount {
      if number != boundBlock {
        boundBlock = number
        bound = blockBound(number)
      }
      most = max(most, bound)
      if lastDocument(number) >= end &- 1 { break }
      number &+= 1
    }
    return most
  }

  /// Adds the frequencies of all postings that are left to `sums`, by document, and marks them there; moves to the end.
  mutating func accumulate(into sums: inout [UInt32]) {
    while document != PostingCursor.endOfList {
      needFrequencies()
      for at in position..<count {
        JoinedList.add(frequencies[at], to: &sums[Int(documents[at])])
      }
      if block &+ 1 < blockCount {
        load(block &+ 1)
      } else {
        document = PostingCursor.endOfList
        block = blockCount
      }
    }
  }

  /// Adds the scores of all postings in `window` and moves past them.
  mutating func accumulate(into window: inout ScoreWindow) {
    seek(window.start)
    while document < window.end {
      needFrequencies()
      var at = position
      while at < count {
        let place = Int(documents[at]) &- window.start
        if place >= ScoreWindow.size { break }
        window.add(
          scorer.score(frequency: frequencies[at], document: Int(documents[at])), at: place)
        at &+= 1
      }
      position = at
      if at < count {
        document = Int(documents[at])
        return
      }
      guard block &+ 1 < blockCount else {
        document = PostingCursor.endOfList
        block = blockCount
        return
      }
      load(block &+ 1)
    }
  }
}
