/// Where a term's postings are: what the dictionary answers.
struct TermInfo: Equatable, Sendable {
  /// The number of documents that hold the term.
  var documentFrequency: Int
  /// For one document: it and its weighted frequency, straight from the dictionary.
  var single: (document: UInt32, frequency: UInt32)?
  /// For more: the place in the postings section.
  var offset = 0
  var length = 0

  static func == (left: TermInfo, right: TermInfo) -> Bool {
    left.documentFrequency == right.documentFrequency && left.offset == right.offset
      && left.length == right.length && left.single?.document == right.single?.document
      && left.single?.frequency == right.single?.frequency
  }
}

/// A term's postings as bytes.
///
/// ```
/// list of 2 ..< 128     --> short list (ShortListCodec)
/// list of 128 and more  --> list impacts:4  entry*  block*
/// entry (12 bytes)      --> last document:u32  offset of the block after the entries:u32  impacts:4
/// impacts               --> frequency:u8 length:u8 frequency:u8 length:u8
/// block                 --> 128 postings (PostingBlock), the last one fewer (ShortListCodec)
/// ```
///
/// The number of entries follows from the document frequency. Lists of one document are in the
/// dictionary.
enum PostingList {
  static let listImpactsSize = 4
  static let entrySize = 12

  static func entryCount(_ documentFrequency: Int) -> Int {
    (documentFrequency + PostingBlock.size - 1) / PostingBlock.size
  }

  /// The bytes of a list of two or more postings. `lengths[i]` is the length of `documents[i]`'s page.
  ///
  /// - Complexity: O(n).
  static func encode(documents: [UInt32], frequencies: [UInt32], lengths: [UInt32]) -> [UInt8] {
    let count = documents.count
    if count < PostingBlock.size {
      return ShortListCodec.encode(
        documents: documents[...], frequencies: frequencies[...], previous: -1)
    }
    var entries: [UInt8] = []
    var blocks: [UInt8] = []
    var all: [Impact] = []
    var previous = -1
    for start in stride(from: 0, to: count, by: PostingBlock.size) {
      let end = min(start + PostingBlock.size, count)
      let (first, second) = Impact.bounds(
        frequencies: frequencies[start..<end], lengths: lengths[start..<end])
      all += [first, second]
      entries.append(littleEndian: documents[end - 1])
      entries.append(littleEndian: UInt32(blocks.count))
      append(first, second, to: &entries)
      if end - start == PostingBlock.size {
        PostingBlock.encode(
          documents: documents[start..<end], frequencies: frequencies[start..<end],
          previous: previous, into: &blocks)
      } else {
        blocks += ShortListCodec.encode(
          documents: documents[start..<end], frequencies: frequencies[start..<end],
          previous: previous)
      }
      previous = Int(documents[end - 1])
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(listImpactsSize + entries.count + blocks.count)
    let (first, second) = Impact.merge(all)
    append(first, second, to: &bytes)
    bytes += entries
    bytes += blocks
    return bytes
  }

  private static func append(_ first: Impact, _ second: Impact, to bytes: inout [UInt8]) {
    bytes += [first.frequency, first.length, second.frequency, second.length]
  }
}
