import CZlib

/// Decompresses gzip data piece by piece; members that follow one another are read as one.
@safe
final class GzipDecoder {
  enum Failure: Error { case damaged }

  private var stream = unsafe z_stream()
  private var isOpen = false
  // Between members: only another header may follow.
  private(set) var isAtMemberEnd = false

  init() {
    // 16 asks for the gzip wrapper; 15 is the largest window.
    isOpen = unsafe yinde_inflate_init(&stream, 16 + 15) == Z_OK
  }

  deinit {
    if isOpen { unsafe inflateEnd(&stream) }
  }

  /// Appends what `input` decompresses to, and stops early once `output` has `limit` bytes.
  func decode(_ input: [UInt8], into output: inout [UInt8], limit: Int = .max) throws(Failure) {
    guard isOpen else { throw .damaged }
    var source = input
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var consumed = 0
    while consumed < source.count, output.count < limit {
      if isAtMemberEnd {
        guard unsafe inflateReset(&stream) == Z_OK else { throw .damaged }
        isAtMemberEnd = false
      }
      var status: Int32 = Z_OK
      repeat {
        let (taken, made) = unsafe source.withUnsafeMutableBufferPointer { source in
          unsafe buffer.withUnsafeMutableBufferPointer { target in
            unsafe stream.next_in = source.baseAddress! + consumed
            unsafe stream.avail_in = UInt32(min(source.count - consumed, 1 << 30))
            let before = unsafe stream.avail_in
            unsafe stream.next_out = target.baseAddress!
            unsafe stream.avail_out = UInt32(target.count)
            status = unsafe inflate(&stream, Z_NO_FLUSH)
            return unsafe (
              Int(before - stream.avail_in), target.count - Int(stream.avail_out)
            )
          }
        }
        consumed += taken
        output += buffer[0..<made]
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
          throw .damaged
        }
        if status == Z_STREAM_END {
          isAtMemberEnd = true
          break
        }
        if made < buffer.count { break }
      } while output.count < limit
      // Zeros may pad a file after its last member.
      if isAtMemberEnd, consumed < source.count, source[consumed] == 0 { return }
    }
  }

  /// The content of a whole gzip file.
  ///
  /// - Returns: nil when it is damaged, cut, or longer than `limit`.
  static func decode(_ input: [UInt8], limit: Int) -> [UInt8]? {
    let decoder = GzipDecoder()
    var output: [UInt8] = []
    do throws(Failure) {
      try decoder.decode(input, into: &output, limit: limit)
    } catch {
      return nil
    }
    return decoder.isAtMemberEnd && output.count < limit ? output : nil
  }
}
