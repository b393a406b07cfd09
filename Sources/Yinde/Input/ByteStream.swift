import Synchronization

/// Bytes from front to back, of a file or of a part of one, decompressed when they are gzip, with the next ones at hand.
///
/// ```
/// buffer   …consumed… │ next bytes │            position counts decompressed bytes up to │
///                     start
/// ```
final class ByteStream {
  private static let readSize = 1 << 18

  private let file: InputFile?
  private let inflater: Inflater?
  // What was read and, from `rawStart` on, not yet decompressed.
  private var raw: [UInt8] = []
  private var rawStart = 0
  private var rawRead = 0
  private var isAtEnd = false
  /// What is wrong behind the bytes that are at hand.
  private var failure: InputFailure?
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
    let file: InputFile
    do throws(YindeError) { file = try InputFile(path: path) } catch {
      throw InputFailure(error.message)
    }
    self.file = file
    raw = try ByteStream.read(file, after: 0)
    rawRead = raw.count
    counter?.add(raw.count)
    isAtEnd = raw.isEmpty
    inflater = isGzip || raw.starts(with: [0x1F, 0x8B]) ? Inflater() : nil
  }

  /// Bytes in memory.
  init(_ bytes: [UInt8]) {
    file = nil
    counter = nil
    raw = bytes
    rawRead = bytes.count
    isAtEnd = bytes.isEmpty
    inflater = bytes.starts(with: [0x1F, 0x8B]) ? Inflater() : nil
  }

  /// Bytes that are at hand.
  var available: Int { buffer.count - start }

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
    if let failure {
      self.failure = nil
      throw failure
    }
    let before = buffer.count
    while buffer.count == before, !isAtEnd {
      if rawStart == raw.count {
        raw =
          try file.map { file throws(InputFailure) in
            try ByteStream.read(file, after: rawRead)
          } ?? []
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
    let before = buffer.count
    do throws(Inflater.Failure) {
      // A little at a time: a quarter of a megabyte of a bomb makes a quarter of a gigabyte.
      rawStart = try inflater.decode(
        raw, from: rawStart, into: &buffer, limit: buffer.count + ByteStream.readSize)
    } catch {
      // Members before the damage are whole.
      rawStart = min(max(rawStart, inflater.memberStart + 1), raw.count)
      isAtEnd = true
      guard buffer.count > before else { throw .badGzip }
      failure = .badGzip
      return
    }
    if inflater.isAtEnd, rawStart < raw.count, raw[rawStart] == 0 { rawStart = raw.count }
    let made = position + buffer.count
    guard made <= max(InputLimits.freeExpansion, rawRead * InputLimits.expansion) else {
      isAtEnd = true
      throw .bomb
    }
  }

  /// After damage: drops what is at hand and looks for the next gzip member.
  ///
  /// - Returns: false when there is none.
  func resynchronise() throws(InputFailure) -> Bool {
    consume(available)
    failure = nil
    guard let inflater else { return true }
    var at = rawStart
    while true {
      while at + 3 <= raw.count {
        if raw[at] == 0x1F, raw[at + 1] == 0x8B, raw[at + 2] == 8 {
          rawStart = at
          inflater.reset()
          isAtEnd = false
          return true
        }
        at += 1
      }
      guard let file else { return false }
      let more = try ByteStream.read(file, after: rawRead)
      guard !more.isEmpty else { return false }
      rawRead += more.count
      counter?.add(more.count)
      raw = Array(raw[min(at, raw.count)...]) + more
      at = 0
    }
  }

  /// All that is left, if it is not more than `limit`.
  func readAll(limit: Int) throws(InputFailure) -> [UInt8] {
    if inflater == nil, let file {
      guard file.size <= limit else { throw .tooLarge }
      buffer.reserveCapacity(min(file.size + 1, limit))
    }
    while try fill() {
      guard available <= limit else { throw .tooLarge }
    }
    return take(available)
  }

  /// All that is left, and what is wrong behind it, when something is there before the damage.
  func readUpToDamage(limit: Int) throws(InputFailure) -> (bytes: [UInt8], damage: InputFailure?) {
    do throws(InputFailure) {
      return (try readAll(limit: limit), nil)
    } catch {
      guard error == .badGzip, available > 0 else { throw error }
      return (take(available), error)
    }
  }

  // MARK: Files that are not compressed

  /// Bytes of the file, where positions are places in it; nil for others.
  var plainSize: Int? { inflater == nil ? file?.size : nil }

  /// Bytes ahead, without moving; fewer at the end of the file.
  func peek(_ count: Int, at place: Int) throws(InputFailure) -> [UInt8] {
    do throws(YindeError) {
      return try file?.read(count, at: place) ?? []
    } catch {
      throw InputFailure(error.message)
    }
  }

  /// Takes bytes that are at hand.
  private func take(_ count: Int) -> [UInt8] {
    defer { position += count }
    guard start > 0 || count < buffer.count else {
      var all: [UInt8] = []
      swap(&all, &buffer)
      return all
    }
    start += count
    return Array(buffer[(start - count)..<start])
  }

  /// The next `count` bytes, or fewer at the end.
  func read(_ count: Int) throws(InputFailure) -> [UInt8] {
    while available < count, try fill() {}
    return take(min(count, available))
  }

  /// Passes over the next `count` bytes.
  ///
  /// - Returns: false when there are not so many.
  func skip(_ count: Int) throws(InputFailure) -> Bool {
    var left = count
    while left > available {
      left -= available
      consume(available)
      guard try fill() else { return false }
    }
    consume(left)
    return true
  }

  /// The next line with its end; one longer than `limit` in pieces. Nil at the end.
  func line(limit: Int) throws(InputFailure) -> [UInt8]? {
    var searched = 0
    while true {
      if let end = buffer[(start + searched)...].prefix(limit - searched).firstIndex(of: 0x0A) {
        return take(end + 1 - start)
      }
      searched = min(available, limit)
      if searched == limit { return take(limit) }
      guard try fill() else { return available > 0 ? take(available) : nil }
    }
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
