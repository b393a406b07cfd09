/// A collection of records, one JSON object a line, plain or gzip: `{"_id": …, "title": …, "text": …}`.
final class LineContainer: InputContainer {
  private let stream: ByteStream
  private let prefix: [UInt8]
  private let name: [UInt8]
  /// Lines at hand: whole ones, shared by the items.
  private var bytes: [UInt8] = []
  private var at = 0
  /// The beginning of a line whose end was not read yet.
  private var pending: [UInt8] = []
  private var line = 0
  private var isAtEnd = false
  private var problem: InputFailure?

  /// - Parameters:
  ///   - name: what problems of the file are reported of.
  ///   - prefix: goes before the ids of its records.
  init(_ file: [UInt8], name: [UInt8], prefix: [UInt8], counter: ReadCounter?)
    throws(InputFailure)
  {
    self.name = name
    self.prefix = prefix
    let isGzip = InputKind.lowercasedName(file).hasSuffix(".gz")
    stream = try ByteStream(path: file, isGzip: isGzip, counter: counter)
  }

  func next() -> InputItem? {
    while at == bytes.count {
      if isAtEnd {
        guard let problem else { return nil }
        self.problem = nil
        return InputItem(path: name, kind: .lines, size: 0, content: .problem(problem.reason))
      }
      do throws(InputFailure) { try read() } catch {
        isAtEnd = true
        problem = error
        // A line without an end is not whole.
        pending = []
      }
    }
    // Editors of Windows begin a file with a byte-order mark.
    if line == 0, bytes[at...].starts(with: [0xEF, 0xBB, 0xBF]) { at += 3 }
    let start = at
    at = (bytes[at...].firstIndex(of: 0x0A) ?? bytes.count - 1) + 1
    line += 1
    return InputItem(
      path: prefix, kind: .lines, size: at - start,
      content: .line(bytes, start..<at, number: line))
  }

  /// Brings whole lines to hand.
  private func read() throws(InputFailure) {
    isAtEnd = try !stream.fill()
    at = 0
    bytes = []
    let more = stream.buffer[stream.start...]
    stream.consume(more.count)
    let last = isAtEnd ? more.endIndex - 1 : more.lastIndex(of: 0x0A)
    guard let last else {
      pending += more
      guard pending.count <= InputLimits.line else {
        throw InputFailure("has a line of over \(InputLimits.line >> 20) MB")
      }
      return
    }
    swap(&bytes, &pending)
    bytes += more[...last]
    pending = Array(more[(last + 1)...])
  }
}
