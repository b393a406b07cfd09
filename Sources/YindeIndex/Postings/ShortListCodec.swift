/// Postings of lists under 128, and the rest of longer ones after their full blocks.
///
/// Most lists of a bigram index are short, so their code decides the size of the index. Gaps are
/// Golomb-Rice coded (Rice and Plaunt 1971) with the parameter that is best for this list; weighted
/// term frequencies, nine in ten of which are 1, take one bit then.
///
/// ```
/// list      --> parameter:5 posting*          bits, least significant first; zero-padded to a byte
/// posting   --> gap frequency
/// gap       --> unary(g >> parameter) g:parameter        g = document - previous - 1
/// frequency --> 0                 1
///             | 1 gamma(m)        m = 1 for 2, 2 for 3, 3 for 0 (a match that has no weight: furniture), else f
/// ```
///
/// Worked example: documents 3 and 4 with frequencies 1 and 5 have the gaps 3 and 0, for which the
/// parameter 0 is best. In the order in which they are written the bits are
///
/// ```
/// 00000      parameter 0
/// 1110 0     gap 3; frequency 1
/// 0 1 110 10 gap 0; another frequency, gamma of 5: unary 2, then 5 without its highest bit, low bit first
/// ```
///
/// The first bit is the lowest of the first byte: 00000111 00011101 0, which is E0 B8 00.
enum ShortListCodec {
  static let parameterBits = 5

  /// Encodes `documents` (strictly ascending) and `frequencies`; `previous` is the document before the
  /// first, or -1.
  static func encode(
    documents: ArraySlice<UInt32>, frequencies: ArraySlice<UInt32>, previous: Int
  ) -> [UInt8] {
    var gaps: [UInt32] = []
    gaps.reserveCapacity(documents.count)
    var last = previous
    for document in documents {
      gaps.append(UInt32(Int(document) - last - 1))
      last = Int(document)
    }
    let parameter = bestParameter(gaps)
    var writer = BitWriter()
    writer.write(UInt32(parameter), bits: parameterBits)
    for (gap, frequency) in zip(gaps, frequencies) {
      writer.writeUnary(gap >> UInt32(parameter))
      writer.write(gap, bits: parameter)
      if frequency == 1 {
        writer.write(0, bits: 1)
      } else {
        writer.write(1, bits: 1)
        writer.writeGamma(FrequencyCode.map(frequency))
      }
    }
    return writer.finish()
  }

  /// The parameter with the fewest bits. The cost is convex in the parameter, so the first rise ends
  /// the search; it starts near log2 of the mean gap.
  static func bestParameter(_ gaps: [UInt32]) -> Int {
    func cost(_ parameter: Int) -> Int {
      var bits = gaps.count * (parameter + 1)
      for gap in gaps { bits += Int(gap >> UInt32(parameter)) }
      return bits
    }
    var sum = 0
    for gap in gaps { sum += Int(gap) }
    let mean = sum / max(gaps.count, 1)
    var best = max(0, Int.bitWidth - 1 - max(mean, 1).leadingZeroBitCount)
    var bestCost = cost(best)
    while best > 0 {
      let lower = cost(best - 1)
      guard lower <= bestCost else { break }
      best -= 1
      bestCost = lower
    }
    while best < 31 {
      let higher = cost(best + 1)
      guard higher < bestCost else { break }
      best += 1
      bestCost = higher
    }
    return best
  }

  /// Decodes `count` postings (at most 128) into the buffers.
  ///
  /// - Returns: the number decoded: less than `count` when a document at or past `documentCount`
  ///   shows that the bytes are damaged.
  @inline(__always)
  static func decode(
    _ view: ByteView, count: Int, previous: Int, documentCount: Int,
    documents: inout PostingBuffer, frequencies: inout PostingBuffer
  ) -> Int {
    var reader = BitReader(view)
    let parameter = Int(reader.read(bits: parameterBits))
    var last = previous
    let count = min(count, PostingBlock.size)
    for index in 0..<count {
      let high = Int(reader.readUnary()) &<< parameter
      let low = parameter == 0 ? 0 : Int(reader.read(bits: parameter))
      // A run of ones that fills half a gigabyte of damage can make the sum negative; unsigned it is then
      // past every document too.
      last = last &+ 1 &+ (high | low)
      guard UInt(bitPattern: last) < UInt(bitPattern: documentCount) else { return index }
      documents[index] = UInt32(truncatingIfNeeded: last)
      if reader.read(bits: 1) == 0 {
        frequencies[index] = 1
      } else {
        frequencies[index] = FrequencyCode.unmap(reader.readGamma())
      }
    }
    return count
  }
}
