import CZlib

/// Undoes deflate piece by piece, whatever it is wrapped in.
@safe
final class Inflater {
  enum Failure: Error { case damaged }

  /// What stands around the deflated data, as zlib's `windowBits` says it; 15 is the largest window.
  enum Wrapper: Int32 {
    /// Members that follow one another are read as one.
    case gzip = 31
    case zlib = 15
    case none = -15
  }

  private var stream = unsafe z_stream()
  private var isOpen = false
  /// The end of a member was reached: of gzip data another one may follow, of others nothing.
  private(set) var isAtEnd = false
  /// Where in the last input the last member began, or the input when the member began before it.
  private(set) var memberStart = 0
  private let wrapper: Wrapper
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  init(_ wrapper: Wrapper = .gzip) {
    self.wrapper = wrapper
    isOpen = unsafe yinde_inflate_init(&stream, wrapper.rawValue) == Z_OK
  }

  deinit {
    if isOpen { unsafe inflateEnd(&stream) }
  }

  /// Begins anew, as if nothing had been read.
  func reset() {
    isAtEnd = false
    if isOpen { _ = unsafe inflateReset(&stream) }
  }

  /// Appends what `input` from `start` on decompresses to, and stops early once `output` has `limit` bytes.
  ///
  /// - Returns: where it stopped in `input`.
  @discardableResult
  func decode(
    _ input: [UInt8], from start: Int = 0, into output: inout [UInt8], limit: Int = .max
  ) throws(Failure) -> Int {
    guard isOpen else { throw .damaged }
    var consumed = start
    memberStart = start
    while consumed < input.count, output.count < limit {
      if isAtEnd {
        // Zeros may pad a file after its last member.
        guard wrapper == .gzip, input[consumed] != 0 else { return consumed }
        reset()
        memberStart = consumed
      }
      var status: Int32 = Z_OK
      repeat {
        let (taken, made) = step(input, consumed, &status)
        consumed += taken
        output += buffer[0..<made]
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
          throw .damaged
        }
        if status == Z_STREAM_END {
          isAtEnd = true
          break
        }
        if made < buffer.count { break }
      } while output.count < limit
    }
    return consumed
  }

  /// One call of zlib: bytes taken and bytes made.
  private func step(_ input: [UInt8], _ consumed: Int, _ status: inout Int32) -> (Int, Int) {
    unsafe input.withUnsafeBufferPointer { source in
      unsafe buffer.withUnsafeMutableBufferPointer { target in
        // zlib's interface is from before const: it does not write to what it reads.
        unsafe stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress! + consumed)
        unsafe stream.avail_in = UInt32(min(source.count - consumed, 1 << 30))
        let before = unsafe stream.avail_in
        unsafe stream.next_out = target.baseAddress!
        unsafe stream.avail_out = UInt32(target.count)
        status = unsafe inflate(&stream, Z_NO_FLUSH)
        return unsafe (Int(before - stream.avail_in), target.count - Int(stream.avail_out))
      }
    }
  }

  /// The content of whole compressed data.
  ///
  /// - Returns: nil when it is damaged, cut, or not shorter than `limit`.
  static func decode(_ input: [UInt8], _ wrapper: Wrapper = .gzip, limit: Int) -> [UInt8]? {
    let decoder = Inflater(wrapper)
    var output: [UInt8] = []
    do throws(Failure) {
      try decoder.decode(input, into: &output, limit: limit)
    } catch {
      return nil
    }
    return decoder.isAtEnd && output.count < limit ? output : nil
  }
}
