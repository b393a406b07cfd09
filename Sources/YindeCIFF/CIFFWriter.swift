/// Encodes the messages of CIFF, each with its length before it.
///
/// Protocol Buffers by hand: the format has four messages of integers and strings, which take the few lines
/// below. A library for it would bring Foundation into the command and minutes into its build.
public enum CIFFWriter {
  public static func append(_ header: CIFFHeader, to bytes: inout [UInt8]) {
    var message: [UInt8] = []
    append(field: 1, header.version, to: &message)
    append(field: 2, header.postingsLists, to: &message)
    append(field: 3, header.documents, to: &message)
    append(field: 4, header.totalPostingsLists, to: &message)
    append(field: 5, header.totalDocuments, to: &message)
    append(field: 6, header.totalTerms, to: &message)
    if header.averageDocumentLength.bitPattern != 0 {
      append(varint: 7 << 3 | 1, to: &message)
      let bits = header.averageDocumentLength.bitPattern
      for shift in 0..<8 { message.append(UInt8(truncatingIfNeeded: bits >> (8 * UInt64(shift)))) }
    }
    append(field: 8, header.description, to: &message)
    append(delimited: message, to: &bytes)
  }

  /// Appends a postings list. Its documents are written as differences, as the readers of the format expect, although
  /// its definition does not say so: the first as it is, each other less the one before.
  public static func append(_ postings: CIFFPostings, to bytes: inout [UInt8]) {
    var message: [UInt8] = []
    append(field: 1, postings.term, to: &message)
    append(field: 2, postings.documents.count, to: &message)
    append(field: 3, postings.collectionFrequency, to: &message)
    var previous: UInt32 = 0
    var posting: [UInt8] = []
    for (document, frequency) in zip(postings.documents, postings.frequencies) {
      posting.removeAll(keepingCapacity: true)
      append(field: 1, Int(document - previous), to: &posting)
      append(field: 2, Int(frequency), to: &posting)
      previous = document
      append(varint: 4 << 3 | 2, to: &message)
      append(varint: UInt64(posting.count), to: &message)
      message += posting
    }
    append(delimited: message, to: &bytes)
  }

  public static func append(_ document: CIFFDocument, to bytes: inout [UInt8]) {
    var message: [UInt8] = []
    append(field: 1, document.number, to: &message)
    append(field: 2, document.name, to: &message)
    append(field: 3, document.length, to: &message)
    append(delimited: message, to: &bytes)
  }

  private static func append(delimited message: [UInt8], to bytes: inout [UInt8]) {
    append(varint: UInt64(message.count), to: &bytes)
    bytes += message
  }

  /// A number, or nothing for 0, which is what a missing field means.
  private static func append(field: UInt64, _ value: Int, to bytes: inout [UInt8]) {
    guard value != 0 else { return }
    append(varint: field << 3, to: &bytes)
    append(varint: UInt64(bitPattern: Int64(value)), to: &bytes)
  }

  private static func append(field: UInt64, _ value: String, to bytes: inout [UInt8]) {
    guard !value.isEmpty else { return }
    append(varint: field << 3 | 2, to: &bytes)
    append(varint: UInt64(value.utf8.count), to: &bytes)
    bytes += value.utf8
  }

  private static func append(varint value: UInt64, to bytes: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
