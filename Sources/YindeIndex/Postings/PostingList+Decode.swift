extension PostingList {
  /// Decodes a list block by block into two buffers and calls `body` with the number of postings in them after each.
  ///
  /// The documents of a block ascend and are under `documentCount`, whatever the bytes are; those of a damaged list need not from
  /// block to block.
  ///
  /// - Complexity: O(postings).
  @inline(__always)
  static func forEachBlock(
    of list: ByteView, count: Int, documentCount: Int, documents: inout PostingBuffer,
    frequencies: inout PostingBuffer, _ body: (Int) -> Void
  ) {
    // A damaged dictionary may promise more.
    let count = min(count, documentCount)
    let isShort = count < PostingBlock.size
    let entries = listImpactsSize
    let blocks = entries + entryCount(count) * entrySize
    for number in 0..<(isShort ? 1 : entryCount(count)) {
      let start = isShort ? 0 : blocks + Int(list.u32(entries + number * entrySize + 4))
      let bytes = list.suffix(from: start)
      let previous = number == 0 ? -1 : Int(list.u32(entries + (number - 1) * entrySize))
      let size = min(PostingBlock.size, count - number * PostingBlock.size)
      if size == PostingBlock.size {
        let (end, found) = PostingBlock.decodeDocuments(
          bytes, previous: previous, documentCount: documentCount, into: &documents)
        PostingBlock.decodeFrequencies(bytes.suffix(from: end), into: &frequencies)
        body(found)
      } else {
        body(
          ShortListCodec.decode(
            bytes, count: size, previous: previous, documentCount: documentCount,
            documents: &documents, frequencies: &frequencies))
      }
    }
  }

  /// The documents and frequencies of a list; in a damaged one, those that ascend.
  ///
  /// - Complexity: O(postings).
  static func decode(
    _ list: ByteView, count: Int, documentCount: Int
  ) -> (documents: [UInt32], frequencies: [UInt32]) {
    let count = min(count, documentCount)
    var documents = [UInt32](repeating: 0, count: count)
    var frequencies = documents
    var filled = 0
    var last = -1
    var (documentBuffer, frequencyBuffer, _) = PostingBuffer.three()
    let (blockDocuments, blockFrequencies) = (documentBuffer, frequencyBuffer)
    forEachBlock(
      of: list, count: count, documentCount: documentCount, documents: &documentBuffer,
      frequencies: &frequencyBuffer
    ) { found in
      for place in 0..<found {
        let document = Int(blockDocuments[place])
        guard document > last else { continue }
        last = document
        documents[filled] = blockDocuments[place]
        frequencies[filled] = blockFrequencies[place]
        filled &+= 1
      }
    }
    documents.removeLast(count - filled)
    frequencies.removeLast(count - filled)
    return (documents, frequencies)
  }
}
