/// Reads a CIFF file from front to back.
///
/// ```swift
/// var reader = try CIFFReader(bytes)
/// while let list = try reader.nextPostings() { … }
/// while let document = try reader.nextDocument() { … }
/// ```
///
/// Nothing in the file is believed: lengths stay inside it, documents ascend and have records, the records number all
/// documents from 0 up, and the statistics add up. A field that the format does not know is skipped.
public struct CIFFReader {
  public let header: CIFFHeader

  private var reader: ProtobufReader
  private var listsLeft: Int
  private var documentsLeft: Int

  /// - Throws: ``CIFFError`` when the file does not begin with a header of version 1.
  public init(_ bytes: [UInt8]) throws(CIFFError) {
    reader = ProtobufReader(bytes, bytes.indices)
    header = try CIFFReader.header(try reader.message("the header"))
    guard header.version == 1 else {
      throw CIFFError(
        message: "the header has version \(header.version), and this reads version 1", offset: 0)
    }
    guard header.postingsLists >= 0, header.documents >= 0, header.totalDocuments >= 0 else {
      throw CIFFError(message: "the header has a number below 0", offset: 0)
    }
    listsLeft = header.postingsLists
    documentsLeft = header.documents
  }

  /// The next postings list; nil after the last.
  ///
  /// - Complexity: O(postings).
  public mutating func nextPostings() throws(CIFFError) -> CIFFPostings? {
    guard listsLeft > 0 else { return nil }
    listsLeft -= 1
    let start = reader.offset
    var message = try reader.message("a postings list")
    var list = CIFFPostings()
    var frequency = 0
    var promised = 0
    var sum = 0
    var document = 0
    while let (field, kind) = try message.field() {
      switch (field, kind) {
      case (1, .bytes): list.term = try message.string()
      case (2, .varint): promised = try message.int()
      case (3, .varint): list.collectionFrequency = try message.int()
      case (4, .bytes):
        var posting = try message.message("a posting")
        let step = try CIFFReader.posting(&posting, &frequency)
        // The first may be document 0; after that a step of 0 would be a document twice.
        guard step >= 0, step > 0 || list.documents.isEmpty, frequency > 0,
          frequency <= Int(UInt32.max)
        else {
          throw CIFFError(
            message: "a posting of \"\(list.term)\" has a frequency of \(frequency) or does not "
              + "come after the one before", offset: posting.offset)
        }
        document = document.addingReportingOverflow(step).partialValue
        guard document >= 0, document < header.documents else {
          throw CIFFError(
            message: "\"\(list.term)\" is in document \(document), and the file has "
              + "\(header.documents)", offset: posting.offset)
        }
        list.documents.append(UInt32(document))
        list.frequencies.append(UInt32(frequency))
        sum += frequency
      default: try message.skip(kind)
      }
    }
    guard promised == list.documents.count, sum == list.collectionFrequency else {
      throw CIFFError(
        message: "\"\(list.term)\" promises \(promised) postings and frequency "
          + "\(list.collectionFrequency), and has \(list.documents.count) and \(sum)",
        offset: start)
    }
    return list
  }

  /// The next document record; nil after the last. To be called when all lists were read.
  public mutating func nextDocument() throws(CIFFError) -> CIFFDocument? {
    precondition(listsLeft == 0, "the postings lists come first")
    guard documentsLeft > 0 else {
      if !reader.isAtEnd {
        throw CIFFError(message: "something follows the last record", offset: reader.offset)
      }
      return nil
    }
    let start = reader.offset
    var message = try reader.message("a document record")
    var document = CIFFDocument(number: 0, name: "", length: 0)
    while let (field, kind) = try message.field() {
      switch (field, kind) {
      case (1, .varint): document.number = try message.int()
      case (2, .bytes): document.name = try message.string()
      case (3, .varint): document.length = try message.int()
      default: try message.skip(kind)
      }
    }
    let expected = header.documents - documentsLeft
    guard document.number == expected, document.length >= 0 else {
      throw CIFFError(
        message: "record \(expected) is of document \(document.number), length "
          + "\(document.length)", offset: start)
    }
    documentsLeft -= 1
    return document
  }

  private static func posting(
    _ message: inout ProtobufReader, _ frequency: inout Int
  ) throws(CIFFError) -> Int {
    var step = 0
    frequency = 0
    while let (field, kind) = try message.field() {
      switch (field, kind) {
      case (1, .varint): step = try message.int()
      case (2, .varint): frequency = try message.int()
      default: try message.skip(kind)
      }
    }
    return step
  }

  private static func header(_ given: ProtobufReader) throws(CIFFError) -> CIFFHeader {
    var message = given
    var header = CIFFHeader()
    header.version = 0
    while let (field, kind) = try message.field() {
      switch (field, kind) {
      case (1, .varint): header.version = try message.int()
      case (2, .varint): header.postingsLists = try message.int()
      case (3, .varint): header.documents = try message.int()
      case (4, .varint): header.totalPostingsLists = try message.int()
      case (5, .varint): header.totalDocuments = try message.int()
      case (6, .varint): header.totalTerms = try message.int()
      case (7, .eightBytes): header.averageDocumentLength = try message.double()
      case (8, .bytes): header.description = try message.string()
      default: try message.skip(kind)
      }
    }
    return header
  }
}
