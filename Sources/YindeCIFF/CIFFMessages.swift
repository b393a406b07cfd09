/// The first message of a CIFF file: what follows, and the statistics of the whole collection.
///
/// The Common Index File Format (Lin and others, arXiv:2003.08276) is a sequence of Protocol Buffers messages, each after
/// its length as a varint: one header, the postings lists, the document records.
public struct CIFFHeader: Sendable, Equatable {
  public var version = 1
  public var postingsLists = 0
  public var documents = 0
  /// Of the collection, which may have more than the file.
  public var totalPostingsLists = 0
  public var totalDocuments = 0
  public var totalTerms = 0
  public var averageDocumentLength = 0.0
  public var description = ""

  public init() {}
}

/// The postings of one term.
public struct CIFFPostings: Sendable, Equatable {
  public var term = ""
  public var collectionFrequency = 0
  /// Ascending.
  public var documents: [UInt32] = []
  /// The term's frequency in each of ``documents``, 1 at least.
  public var frequencies: [UInt32] = []

  public init(term: String = "", documents: [UInt32] = [], frequencies: [UInt32] = []) {
    self.term = term
    self.documents = documents
    self.frequencies = frequencies
    collectionFrequency = frequencies.reduce(0) { $0 + Int($1) }
  }
}

/// A document's name and length.
public struct CIFFDocument: Sendable, Equatable {
  public var number: Int
  public var name: String
  public var length: Int

  public init(number: Int, name: String, length: Int) {
    self.number = number
    self.name = name
    self.length = length
  }
}

/// A CIFF file that is not what it should be.
public struct CIFFError: Error, Sendable, Equatable, CustomStringConvertible {
  public var message: String
  /// In bytes from the start of the file.
  public var offset: Int

  public init(message: String, offset: Int) {
    self.message = message
    self.offset = offset
  }

  public var description: String { "\(message) (at byte \(offset))" }
}
