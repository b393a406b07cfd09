/// How a term's frequency and the place of its postings are written after the term.
///
/// ```
/// entry --> 0 varint(document)                      one document, frequency 1
///         | 1 varint(document) varint(frequency)    one document, another frequency
///         | varint(n) varint(bytes)                 n >= 2 documents; the list takes that many bytes
/// ```
///
/// A term in one document, as about a third of all bigrams are, has no list: its posting is here
/// (pulsing; Cutting and Pedersen, RIAO 1990). Lists stand in the order of the terms, so that a place is the sum of
/// the sizes before it, and only each block of terms stores one.
enum TermEntry {
  static func append(_ info: TermInfo, to bytes: inout [UInt8]) {
    if let single = info.single {
      bytes.append(single.frequency == 1 ? 0 : 1)
      bytes.append(varint: UInt64(single.document))
      if single.frequency != 1 { bytes.append(varint: UInt64(single.frequency)) }
    } else {
      bytes.append(varint: info.documentFrequency)
      bytes.append(varint: info.length)
    }
  }

  /// Reads an entry; `place` is where the next list begins and moves on.
  @inline(__always)
  static func read(_ reader: inout ByteReader, place: inout Int) -> TermInfo {
    // No term is in more documents than there can be; so sums of document frequencies cannot overflow.
    let head = min(reader.size(), IndexFormat.maxDocuments)
    if head < 2 {
      let document = UInt32(truncatingIfNeeded: reader.varint())
      let frequency = head == 0 ? 1 : UInt32(truncatingIfNeeded: reader.varint())
      return TermInfo(documentFrequency: 1, single: (document, frequency))
    }
    let length = reader.size()
    let info = TermInfo(documentFrequency: head, offset: place, length: length)
    place = place.addingReportingOverflow(length).partialValue
    return info
  }
}
