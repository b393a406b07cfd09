import Synchronization

/// A file from front to back, decompressed when it is gzip, with the next bytes at hand.
///
/// ```
/// buffer   …consumed… │ next bytes │            position counts decompressed bytes up to │
///                     start
/// ```
final class FileStream {
  private static let readSize = 1 << 18

  private let file: InputFile
  private let inflater: Inflater?
  // What was read and, from `rawStart` on, not yet decompressed.
  private var raw: [UInt8] = []
  private var rawStart = 0
  private var rawRead = 0
  private var isAtEnd = false
  private(set) var buffer: [UInt8] = []
  private(set) var start = 0
  /// Decompressed bytes that were consumed.
  private(set) var position = 0
  private let counter: ReadCounter?

  /// - Parameters:
  ///   - isGzip: the file must be gzip; else it may be, and its first bytes tell.
  ///   - counter: is told of the bytes of the file that are read.
  init(path: [UInt8], isGzip: Bool = false, counter: ReadCounter? = nil) throws(InputFailure) {
    self.counter = counter
    do throws(YindeError) { file = try InputFile(path: path) } catch {
      throw InputFailure(error.message)
    }
    raw = try FileStream.read(file, after: 0)
    rawRead = raw.count
    counter?.add(raw.count)
    isAtEnd = raw.isEmpty
    inflater = isGzip || raw.starts(with: [0x1F, 0x8B]) ? Inflater() : nil
  }

  /// Bytes that are at hand.
  var available: Int { buffer.count - start }
  var isGzip: Bool { inflater != nil }

  /// The next piece of the file; not much more than there should be, for most files are small.
  private static func read(_ file: InputFile, after read: Int) throws(InputFailure) -> [UInt8] {
    do throws(YindeError) {
      return try file.read(min(max(file.size - read + 1, 1 << 10), readSize))
    } catch {
      throw InputFailure(error.message)
    }
  }

  /// Brings more bytes to hand.
  ///
  /// - Returns: false at the end of the file.
  func fill() throws(InputFailure) -> Bool {
    if start > 0 {
      buffer.removeFirst(start)
      start = 0
    }
    let before = buffer.count
    while buffer.count == before, !isAtEnd {
      if rawStart == raw.count {
        raw = try FileStream.read(file, after: rawRead)
        rawStart = 0
        rawRead += raw.count
        counter?.add(raw.count)
        guard !raw.isEmpty else {
          isAtEnd = true
          guard inflater?.isAtEnd ?? true else { throw .badGzip }
          return false
        }
      }
      if let inflater { try inflate(inflater) } else { takeRaw() }
    }
    return buffer.count > before
  }

  private func takeRaw() {
    if buffer.isEmpty, buffer.capacity < raw.count {
      swap(&buffer, &raw)
    } else {
      buffer += raw
    }
    raw = []
    rawStart = 0
  }

  private func inflate(_ inflater: Inflater) throws(InputFailure) {
    do throws(Inflater.Failure) {
      // A little at a time: a quarter of a megabyte of a bomb makes a quarter of a gigabyte.
      rawStart = try inflater.decode(
        raw, from: rawStart, into: &buffer, limit: buffer.count + FileStream.readSize)
    } catch {
      isAtEnd = true
      throw .badGzip
    }
    if inflater.isAtEnd, rawStart < raw.count, raw[rawStart] == 0 { rawStart = raw.count }
    let made = position + buffer.count
    guard made <= max(InputLimits.freeExpansion, rawRead * InputLimits.expansion) else {
      isAtEnd = true
      throw .bomb
    }
  }

  /// All that is left, if it is not more than `limit`.
  func readAll(limit: Int) throws(InputFailure) -> [UInt8] {
    if inflater == nil {
      guard file.size <= limit else { throw .tooLarge }
      buffer.reserveCapacity(min(file.size + 1, limit))
    }
    while try fill() {
      guard available <= limit else { throw .tooLarge }
    }
    var all: [UInt8] = []
    swap(&all, &buffer)
    if start > 0 { all.removeFirst(start) }
    start = 0
    position += all.count
    return all
  }

  /// Passes over bytes that are at hand.
  func consume(_ count: Int) {
    start += count
    position += count
  }
}

/// Bytes read so far, for the progress. Safe from any thread.
final class ReadCounter: Sendable {
  private let bytes = Atomic(0)
  func add(_ count: Int) { bytes.add(count, ordering: .relaxed) }
  var value: Int { bytes.load(ordering: .relaxed) }
}
