/// Walks over the lines of a text file in memory.
///
/// Lines end at LF; a CR before it is white space at the end of the line. Lines of white space alone
/// are passed over, but counted. A byte-order mark at the start of the file is not part of it.
struct LineReader {
  let bytes: [UInt8]
  /// The number of the line returned last, from 1.
  private(set) var number = 0
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The next line that is not blank, without its end.
  mutating func next() -> Range<Int>? {
    while position < bytes.count {
      number += 1
      let start = position
      while position < bytes.count, bytes[position] != 0x0A { position += 1 }
      var end = position
      position = min(position + 1, bytes.count)
      if end > start, bytes[end - 1] == 0x0D { end -= 1 }
      if !bytes[start..<end].allSatisfy(LineReader.isWhiteSpace) { return start..<end }
    }
    return nil
  }

  /// Cuts a line at runs of white space, the way of the TREC formats.
  func split(_ line: Range<Int>, into fields: inout [Range<Int>]) {
    fields.removeAll(keepingCapacity: true)
    var index = line.lowerBound
    while index < line.upperBound {
      while index < line.upperBound, LineReader.isWhiteSpace(bytes[index]) { index += 1 }
      let start = index
      while index < line.upperBound, !LineReader.isWhiteSpace(bytes[index]) { index += 1 }
      if start < index { fields.append(start..<index) }
    }
  }

  /// Cuts a line at every tab, so that fields may be empty or have spaces in them.
  func splitAtTabs(_ line: Range<Int>, into fields: inout [Range<Int>]) {
    fields.removeAll(keepingCapacity: true)
    var start = line.lowerBound
    for index in line where bytes[index] == 0x09 {
      fields.append(start..<index)
      start = index + 1
    }
    fields.append(start..<line.upperBound)
  }

  /// Cuts a line of `count` fields: at its tabs if there are just as many as that takes, otherwise at white space.
  /// So a file with tabs can hold identifiers with spaces in them, such as the paths of pages.
  func splitFields(_ line: Range<Int>, _ count: Int, into fields: inout [Range<Int>]) {
    splitAtTabs(line, into: &fields)
    if fields.count != count || fields.contains(where: \.isEmpty) { split(line, into: &fields) }
  }

  func text(_ range: Range<Int>) throws(EvaluationError) -> String {
    guard let text = String(validating: bytes[range], as: UTF8.self) else {
      throw failure("this is not UTF-8: convert the file first")
    }
    return text
  }

  func failure(_ message: String) -> EvaluationError {
    EvaluationError(message, line: number)
  }

  /// The white space of C's `isspace`, which is what trec_eval splits at.
  static func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}
