/// Walks a posting list in document order, and knows what its blocks can score before it decodes them.
///
/// A cursor stands on a posting or at the end. ``document`` of a cursor at the end is ``endOfList``, which is
/// greater than every document, so that loops need no other test; seeking backwards does nothing.
///
/// A list is read from the file or, for one-character queries and prefixes, from a list that was
/// joined in memory (``JoinedList``). A copy of a cursor shares its buffers: only one of them may be used.
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
  private var (documents, frequencies, scores) = PostingBuffer.three()
  private var hasScores = false

  // The block whose bound was asked for last, and the bound.
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
        needScores()
        for index in 0..<count { maxScore = max(maxScore, scores[index]) }
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
    documentFrequency = list.count
    documentLimit = index.documentCount
    blockCount = list.blockCount
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
    hasScores = false
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

  /// The scores of the whole block: four divisions cost as much as one.
  @inline(__always)
  private mutating func needScores() {
    guard !hasScores else { return }
    needFrequencies()
    scorer.score(count, documents: documents, frequencies: frequencies, into: scores)
    hasScores = true
  }

  /// The first block from the present one on that may hold `target` or later documents.
  private func blockReaching(_ target: Int) -> Int { blockReaching(target, from: max(block, 0)) }

  private func blockReaching(_ target: Int, from start: Int) -> Int {
    var low = start
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
    mutating get {
      hasScores ? scores[position] : scorer.score(frequency: frequency, document: document)
    }
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

  /// Sets the bit of each document, from the first one of the present block on, and moves to the end.
  ///
  /// - Complexity: O(postings); frequencies are not decoded.
  mutating func mark(_ bits: inout MutableSpan<UInt64>) {
    while document != PostingCursor.endOfList {
      for at in 0..<count {
        let place = Int(documents[at])
        guard place >> 6 < bits.count else { break }
        bits[place >> 6] |= 1 &<< UInt64(truncatingIfNeeded: place & 63)
      }
      position = count &- 1
      advance()
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
      position = place(of: target)
      if position < count {
        document = Int(documents[position])
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
  mutating func lastDocumentOfBlock() -> Int {
    block < blockCount ? max(lastDocument(block), document) : PostingCursor.endOfList - 1
  }

  /// No posting in documents `start ..< end` scores more. `start` must not lie before the cursor's block.
  ///
  /// - Complexity: O(log + blocks in the window).
  mutating func maxScore(from start: Int, to end: Int) -> UInt32 {
    guard document != PostingCursor.endOfList, document < end else { return 0 }
    let number = blockReaching(start)
    guard number < blockCount else { return 0 }
    if number &+ 1 == blockCount || lastDocument(number) >= end &- 1 {
      return bound(ofBlock: number)
    }
    return bound(ofBlocksFrom: number, to: end)
  }

  /// The posting of `target`, if there is one, does not score more. `target` must not lie before the cursor's block.
  ///
  /// - Complexity: O(log distance in blocks); nothing is decoded.
  @inline(__always)
  mutating func maxScore(at target: Int) -> UInt32 {
    if document >= target { return document == target ? bound(ofBlock: block) : 0 }
    let number = blockReaching(target)
    return number < blockCount ? bound(ofBlock: number) : 0
  }

  @inline(__always)
  private mutating func bound(ofBlock number: Int) -> UInt32 {
    if number != boundBlock {
      boundBlock = number
      bound = blockBound(number)
    }
    return bound
  }

  /// The bound of a row of blocks, the last of which reaches `end`.
  private func bound(ofBlocksFrom first: Int, to end: Int) -> UInt32 {
    var number = first
    switch storage {
    case .encoded(let list):
      var most = BoundOfBlocks()
      while number < blockCount {
        let at = entry(number)
        most.add(list.u32(at &+ 8), scorer)
        if Int(list.u32(at)) >= end &- 1 { break }
        number &+= 1
      }
      return most.bound(scorer)
    case .joined(let list):
      var most: UInt32 = 0
      while number < blockCount {
        most = max(most, list.bounds[number])
        if list.lastDocument(number) >= end &- 1 { break }
        number &+= 1
      }
      return most
    }
  }

  /// No posting lies at or after `target` and before the document returned, which may have none itself: where a search that passes
  /// over everything before `target` may go on.
  ///
  /// - Complexity: O(log distance in blocks + log 128); nothing is decoded.
  mutating func nextDocument(atLeast target: Int) -> Int {
    if document >= target { return document }
    let number = blockReaching(target)
    guard number < blockCount else { return PostingCursor.endOfList }
    guard number == block else { return max(target, lastDocument(number &- 1) &+ 1) }
    let place = place(of: target)
    return place < count ? Int(documents[place]) : target
  }

  /// The first place of the decoded block, from the present one on, with `target` or a later document.
  @inline(__always)
  private func place(of target: Int) -> Int { place(of: target, from: position) }

  @inline(__always)
  private func place(of target: Int, from start: Int) -> Int {
    // The next one is often the one.
    guard start < count, Int(documents[start]) < target else { return start }
    var low = start &+ 1
    var high = count
    while low < high {
      let middle = (low &+ high) >> 1
      if Int(documents[middle]) < target { low = middle &+ 1 } else { high = middle }
    }
    return low
  }

  /// Adds the scores of all postings in `window` and moves past them.
  mutating func accumulate(into window: inout ScoreWindow) {
    seek(window.start)
    while document < window.end {
      needScores()
      var at = position
      while at < count {
        let place = Int(documents[at]) &- window.start
        if place >= ScoreWindow.size { break }
        window.add(scores[at], at: place)
        at &+= 1
      }
      if !move(to: at) { return }
    }
  }

  // MARK: Windows in any order

  /// Adds to `table` what the postings can score in each window of documents, and in which block the window's first posting may be.
  ///
  /// - Complexity: O(blocks + windows); nothing is decoded.
  mutating func tabulate(_ table: inout WindowTable, term: Int) {
    switch storage {
    case .encoded(let list) where documentFrequency >= PostingBlock.size:
      let cursor = self
      tabulateBlocks(
        &table, term, last: { Int(list.u32(cursor.entry($0))) },
        impacts: { list.u32(cursor.entry($0) &+ 8) })
    case .encoded:
      needScores()
      for at in 0..<count {
        table.raise(term, Int(documents[at]) / ScoreWindow.size, to: scores[at], block: 0)
      }
    case .joined(let list):
      var first = 0
      for number in 0..<blockCount {
        let end = list.lastDocument(number) / ScoreWindow.size
        for window in first...max(first, end) {
          table.raise(term, window, to: list.bounds[number], block: number)
        }
        first = end
      }
    }
  }

  @inline(__always)
  private func tabulateBlocks(
    _ table: inout WindowTable, _ term: Int, last: (Int) -> Int, impacts: (Int) -> UInt32
  ) {
    var window = -1
    var most = BoundOfBlocks()
    var from = 0
    for number in 0..<blockCount {
      // In a damaged list blocks may not ascend; windows do.
      let first = max(from / ScoreWindow.size, window)
      let end = max(min(last(number), documentLimit &- 1) / ScoreWindow.size, first)
      from = min(last(number), documentLimit &- 2) &+ 1
      if first != window {
        if window >= 0 { table.raise(term, window, to: most.bound(scorer), block: number) }
        most = BoundOfBlocks()
        window = first
        table.begin(term, window, block: number)
      }
      let pairs = impacts(number)
      most.add(pairs, scorer)
      guard end > window else { continue }
      // The block reaches into later windows.
      table.raise(term, window, to: most.bound(scorer), block: number)
      most = BoundOfBlocks()
      most.add(pairs, scorer)
      let alone = most.bound(scorer)
      window &+= 1
      while window < end {
        table.raise(term, window, to: alone, block: number)
        window &+= 1
      }
      table.begin(term, window, block: number)
    }
    if window >= 0 { table.raise(term, window, to: most.bound(scorer), block: blockCount) }
  }

  /// Adds the scores of all postings in `window`, the first of which is in block `first` or later.
  mutating func accumulate(into window: inout ScoreWindow, from first: Int) {
    var number = first
    while number < blockCount {
      if number != block { load(number) }
      let reach = lastDocument(number)
      var at = number == first ? place(of: window.start, from: 0) : 0
      let end = reach >= window.end ? place(of: window.end, from: at) : count
      // A whole block is scored faster, a few postings of one sooner.
      if hasScores || end &- at > PostingBlock.size / 2 {
        needScores()
        while at < end {
          window.add(scores[at], at: Int(documents[at]) &- window.start)
          at &+= 1
        }
      } else {
        needFrequencies()
        scorer.score(
          at..<max(at, end), documents: documents, frequencies: frequencies, into: scores)
        while at < end {
          window.add(scores[at], at: Int(documents[at]) &- window.start)
          at &+= 1
        }
      }
      if reach >= window.end &- 1 { return }
      number &+= 1
    }
  }

  /// Lists the postings in `window` that score more than `limit` (``ScoreWindow/item(_:_:)``). Blocks that cannot hold any are not
  /// decoded.
  mutating func collect(
    in window: ScoreWindow, from first: Int, above limit: Int, into items: inout [UInt64]
  ) {
    var number = first
    while number < blockCount {
      if Int(bound(ofBlock: number)) > limit {
        if number != block { load(number) }
        needScores()
        var at = number == first ? place(of: window.start, from: 0) : 0
        while at < count {
          let found = Int(documents[at])
          if found >= window.end { return }
          if Int(scores[at]) > limit { items.append(ScoreWindow.item(found, scores[at])) }
          at &+= 1
        }
      }
      if lastDocument(number) >= window.end &- 1 { return }
      number &+= 1
    }
  }

  /// Adds the list's scores to those of `items` (``ScoreWindow/item(_:_:)``, ascending) and drops what cannot score more than
  /// `limit`. Blocks that can lift none of their items over it are not decoded.
  ///
  /// - Parameters:
  ///   - first: no posting of the items is in an earlier block.
  ///   - bound: none of the postings scores more.
  ///   - others: what may still be added to an item afterwards.
  mutating func refine(
    _ items: inout [UInt64], from first: Int, bound most: Int, others: Int, above limit: Int
  ) {
    var kept = 0
    var number = first
    var at = 0
    for place in items.indices {
      let item = items[place]
      let target = Int(item >> 32)
      var score = Int(UInt32(truncatingIfNeeded: item))
      guard score &+ most &+ others > limit else { continue }
      if number < blockCount, lastDocument(number) < target {
        number = blockReaching(target, from: number)
        at = 0
      }
      if number < blockCount {
        if number != block {
          guard score &+ Int(bound(ofBlock: number)) &+ others > limit else { continue }
          load(number)
          at = 0
        }
        while at &+ 8 < count, Int(documents[at &+ 8]) < target { at &+= 8 }
        while at < count, Int(documents[at]) < target { at &+= 1 }
        if at < count, Int(documents[at]) == target {
          needFrequencies()
          score &+= Int(
            hasScores
              ? scores[at] : scorer.score(frequency: frequencies[at], document: target))
        }
      }
      if score &+ others > limit {
        items[kept] = ScoreWindow.item(target, UInt32(truncatingIfNeeded: score))
        kept &+= 1
      }
    }
    items.removeLast(items.count &- kept)
  }

  /// Stands on place `at` of the block or on the first posting of the next one.
  ///
  /// - Returns: whether the next block was begun.
  @inline(__always)
  private mutating func move(to at: Int) -> Bool {
    position = at
    if at < count {
      document = Int(documents[at])
      return false
    }
    guard block &+ 1 < blockCount else {
      document = PostingCursor.endOfList
      block = blockCount
      return false
    }
    load(block &+ 1)
    return true
  }

  /// Lists the postings of the present block from the present one on, with their scores, and moves to the next block.
  ///
  /// - Parameter limit: postings that do not score more are passed over.
  mutating func collectBlock(above limit: Int, into found: inout [ScoredDocument]) {
    found.removeAll(keepingCapacity: true)
    needScores()
    var at = position
    while at < count {
      if Int(scores[at]) > limit {
        found.append(ScoredDocument(document: documents[at], score: scores[at]))
      }
      at &+= 1
    }
    _ = move(to: count)
  }
}
