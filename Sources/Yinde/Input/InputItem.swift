import YindeIndex

/// One input on its way to a document: where its bytes are, or why there are none.
struct InputItem: Sendable {
  enum Content: Sendable {
    /// A file in the folder.
    case file
    /// A line of a collection: bytes shared with its neighbours, and its number from 1.
    case line([UInt8], Range<Int>, number: Int)
    /// The body of a response in a web archive.
    case payload(Payload)
    /// An entry of a zip archive, by its number.
    case zipEntry(ZipArchive, Int)
    /// Nothing can be read.
    case problem(String)
  }

  /// As it will stand in the index. For a line, what goes before the record's id: `""` or `"below/records.jsonl/"`.
  var path: [UInt8]
  var kind: InputKind
  /// Bytes, as far as they are known before reading.
  var size: Int
  var content: Content
  /// The file of the input, as the index remembers it.
  var file = SourceDocument.File(stamp: 0)
  /// The document of an older index that this input was.
  var older: Older?

  enum Older: Sendable {
    /// The file has not changed: the document is taken as it is.
    case unchanged(Int)
    /// It is taken if the file's bytes are the same.
    case touched(Int)
  }
}

/// A file that holds many inputs and is read from front to back.
protocol InputContainer: AnyObject {
  /// The next input; nil at the end. Damage within is an input with a problem, and the next one follows.
  func next() -> InputItem?
}
