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
  /// Places in a list have 32 bits.
  static let maxSize = Int(UInt32.max)

  static func entryCount(_ documentFrequency: Int) -> Int {
    (documentFrequency + PostingBlock.size - 1) / PostingBlock.size
  }

  /// An older list of the same term, blocks of which may be the same.
  struct Known {
    var bytes: ByteView
    /// All its documents.
    var documents: [UInt32]
    /// For each posting of the new list the place in ``documents`` where it stood; larger than any when it is new.
    var places: [UInt32]

    /// Whether some postings of the new list have the places and the distances that they had: they are then the same bytes, since
    /// nothing else is in a block and the lengths of their documents are the same.
    func isSame(_ range: Range<Int>, _ new: [UInt32]) -> Bool {
      guard range.upperBound <= documents.count else { return false }
      let before = range.lowerBound - 1
      let shift =
        before < 0 ? 0 : Int(new[before]) - Int(documents[before])
      for place in range
      where Int(places[place]) != place || Int(new[place]) - Int(documents[place]) != shift {
        return false
      }
      return true
    }

    /// A block's impacts and bytes, if the list has the block and it ends at `end`.
    func block(_ number: Int, end: Int) -> (impacts: UInt32, bytes: ByteView)? {
      let count = documents.count
      guard count >= PostingBlock.size, end == min((number + 1) * PostingBlock.size, count) else {
        return nil
      }
      let blocks = listImpactsSize + entryCount(count) * entrySize
      func start(_ number: Int) -> Int {
        number < entryCount(count)
          ? blocks + Int(bytes.u32(listImpactsSize + number * entrySize + 4)) : bytes.count
      }
      return (
        bytes.u32(listImpactsSize + number * entrySize + 8),
        bytes.slice(start(number), start(number + 1) - start(number))
      )
    }
  }

  /// The bytes of a list of two or more postings. `lengths[i]` is the length of `documents[i]`'s page.
  ///
  /// - Complexity: O(n).
  static func encode(documents: [UInt32], frequencies: [UInt32], lengths: [UInt32]) -> [UInt8] {
    encode(documents: documents, frequencies: frequencies, known: nil) { lengths[$0] }
  }

  /// The same with the lengths of all documents of the index, and an older list whose blocks are taken where they are the same.
  static func encode(
    documents: [UInt32], frequencies: [UInt32], lengths: [UInt32], known: Known?
  ) -> [UInt8] {
    encode(documents: documents, frequencies: frequencies, known: known) {
      lengths[Int(documents[$0])]
    }
  }

  @inline(__always)
  private static func encode(
    documents: [UInt32], frequencies: [UInt32], known: Known?, length: (Int) -> UInt32
  ) -> [UInt8] {
    let count = documents.count
    if count < PostingBlock.size {
      if let known, known.documents.count == count, known.isSame(0..<count, documents) {
        return known.bytes.array
      }
      return ShortListCodec.encode(
        documents: documents[...], frequencies: frequencies[...], previous: -1)
    }
    var entries: [UInt8] = []
    var blocks: [UInt8] = []
    var all: [Impact] = []
    var previous = -1
    var number = 0
    for start in stride(from: 0, to: count, by: PostingBlock.size) {
      let end = min(start + PostingBlock.size, count)
      defer {
        previous = Int(documents[end - 1])
        number += 1
      }
      entries.append(littleEndian: documents[end - 1])
      // Whoever writes the list refuses one that is larger than `maxSize`.
      entries.append(littleEndian: UInt32(truncatingIfNeeded: blocks.count))
      if let known, known.isSame(start..<end, documents),
        let block = known.block(number, end: end)
      {
        entries.append(littleEndian: block.impacts)
        for shift in [UInt32(0), 16] {
          let pair = block.impacts >> shift
          all.append(
            Impact(
              frequency: UInt8(truncatingIfNeeded: pair),
              length: UInt8(truncatingIfNeeded: pair >> 8)))
        }
        blocks += block.bytes.array
        continue
      }
      let (first, second) = Impact.bounds(
        frequencies: frequencies[start..<end], lengths: (start..<end).map(length)[...])
      all += [first, second]
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
