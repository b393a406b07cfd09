import Synchronization
import YindeIndex

/// A collection of records, one JSON object a line, plain or gzip: `{"_id": …, "title": …, "text": …}`.
final class CollectionSource: DocumentSource {
  struct Batch: Sendable {
    var bytes: [UInt8]
    /// The place after each line in ``bytes``.
    var lineEnds: [Int]
    /// The number of the first line, from 1.
    var firstLine: Int
  }

  private static let readSize = 1 << 20
  /// A line longer than this is no record.
  private static let maxLine = 256 << 20

  private let path: [UInt8]
  let log: SkipLog
  private let state: Mutex<State>

  private struct State: ~Copyable {
    var reader: Reader
    var pending: [UInt8] = []
    var line = 1
    var isAtEnd = false
  }

  /// Reads the file's bytes, decompressed. Used by one thread at a time, under the lock.
  private final class Reader: @unchecked Sendable {
    let file: InputFile
    let gzip: GzipDecoder?
    var bytesRead = 0

    init(_ file: InputFile, isGzip: Bool) {
      self.file = file
      gzip = isGzip ? GzipDecoder() : nil
    }

    /// More bytes; none at the end.
    func next() throws(YindeError) -> [UInt8] {
      while true {
        let raw = try file.read(gzip == nil ? readSize : readSize / 4)
        bytesRead += raw.count
        guard let gzip else { return raw }
        if raw.isEmpty {
          guard gzip.isAtMemberEnd || bytesRead == 0 else { throw damaged }
          return []
        }
        var output: [UInt8] = []
        do throws(GzipDecoder.Failure) { try gzip.decode(raw, into: &output) } catch {
          throw damaged
        }
        if !output.isEmpty { return output }
      }
    }

    private var damaged: YindeError {
      YindeError(
        .badInput, path: file.path, message: "is not a whole gzip file",
        advice: "get it again; nothing was indexed")
    }
  }

  init(path: [UInt8], log: SkipLog) throws(YindeError) {
    self.path = path
    self.log = log
    let isGzip = path.suffix(3).elementsEqual(".gz".utf8)
    state = Mutex(State(reader: Reader(try InputFile(path: path), isGzip: isGzip)))
  }

  /// Bytes of the file, as it was when it was opened.
  var byteCount: Int { state.withLock { $0.reader.file.size } }

  /// Bytes of the file that were read so far.
  var bytesRead: Int { state.withLock { $0.reader.bytesRead } }

  func next() throws -> Batch? {
    try state.withLock { state in
      while !state.isAtEnd {
        let more = try state.reader.next()
        if more.isEmpty {
          state.isAtEnd = true
        } else {
          state.pending += more
        }
        var pending = state.pending
        state.pending = []
        var ends: [Int] = []
        for (at, byte) in pending.enumerated() where byte == 0x0A { ends.append(at + 1) }
        if state.isAtEnd, (ends.last ?? 0) < pending.count { ends.append(pending.count) }
        guard let end = ends.last else {
          state.pending = pending
          guard pending.count <= CollectionSource.maxLine else {
            throw YindeError(
              .badInput, path: path, message: "has a line of over 256 MB",
              advice: "give one JSON object a line")
          }
          continue
        }
        state.pending = Array(pending[end...])
        pending.removeLast(pending.count - end)
        let firstLine = state.line
        state.line += ends.count
        return Batch(bytes: pending, lineEnds: ends, firstLine: firstLine)
      }
      return nil
    }
  }

  func count(of batch: Batch) -> Int { batch.lineEnds.count }

  func forEachDocument(in batch: Batch, _ body: (Int, SourceDocument) throws -> Void) throws {
    var start = 0
    for (place, end) in batch.lineEnds.enumerated() {
      defer { start = end }
      guard !CollectionSource.isBlank(batch.bytes[start..<end]) else { continue }
      if let document = document(batch, start..<end, line: batch.firstLine + place) {
        try body(place, document)
      }
    }
  }

  private func document(_ batch: Batch, _ range: Range<Int>, line: Int) -> SourceDocument? {
    let record: JSONRecord
    do throws(JSONRecord.Failure) {
      record = try JSONRecord(batch.bytes, range)
    } catch {
      let place = error.offset - range.lowerBound + 1
      log.add("line \(line)", reason: "is not a JSON object: \(error.message) (at byte \(place))")
      return nil
    }
    guard let id = record.id, !id.isEmpty else {
      log.add("line \(line)", reason: "has no _id")
      return nil
    }
    let title = Repair.text(record.title)
    let text = Repair.text(record.text)
    var document = SourceDocument(path: Repair.text(id), text: title)
    if !title.isEmpty { document.blocks.append(.init(role: .title, range: 0..<title.count)) }
    if !text.isEmpty {
      document.text += text
      document.blocks.append(
        .init(role: .body, range: title.count..<(title.count + text.count)))
    }
    return document
  }

  private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool { line.allSatisfy { $0 <= 0x20 } }
}

/// Makes any bytes into text that can be stored.
enum Repair {
  /// Well-formed UTF-8 without control characters other than line ends and tabs, which carry no text and serve the
  /// index as marks. What was well-formed is returned as it is.
  static func text(_ bytes: [UInt8]) -> [UInt8] {
    var text = bytes
    if (try? UTF8Span(validating: bytes.span)) == nil {
      text = Array(String(decoding: bytes, as: UTF8.self).utf8)
    }
    if text.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 && $0 != 0x0D }) {
      text.removeAll { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 && $0 != 0x0D }
    }
    return text
  }
}
