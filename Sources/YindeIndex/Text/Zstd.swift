import CZstd

/// Zstandard frames as the text section holds them: no magic number, no dictionary number, no checksum
/// (the section has one), the content size given.
///
/// One compressor and one decompressor belong to one thread at a time.
@safe
final class TextCompressor {
  private let context: OpaquePointer
  private let dictionary: OpaquePointer?
  private var buffer: [UInt8] = []

  /// - Parameter level: Zstandard's level, 1 to 19.
  init(dictionary bytes: [UInt8], level: Int) {
    unsafe context = ZSTD_createCCtx()!
    if bytes.isEmpty {
      unsafe dictionary = nil
      unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Int32(level))
    } else {
      unsafe dictionary = bytes.withUnsafeBytes { buffer in
        unsafe ZSTD_createCDict(buffer.baseAddress, buffer.count, Int32(level))
      }
      unsafe ZSTD_CCtx_refCDict(context, dictionary)
    }
    unsafe ZSTD_CCtx_setParameter(
      context, ZSTD_c_experimentalParam2, Int32(ZSTD_f_zstd1_magicless.rawValue))
    unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_dictIDFlag, 0)
    unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 0)
    unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 1)
  }

  deinit {
    unsafe ZSTD_freeCCtx(context)
    unsafe ZSTD_freeCDict(dictionary)
  }

  /// Appends the frame of `bytes` to `output` and returns its size.
  func compress(_ bytes: [UInt8], into output: inout [UInt8]) -> Int {
    let bound = ZSTD_compressBound(bytes.count)
    if buffer.count < bound { buffer = [UInt8](repeating: 0, count: bound) }
    let size = unsafe bytes.withUnsafeBytes { source in
      unsafe buffer.withUnsafeMutableBytes { target in
        unsafe ZSTD_compress2(
          context, target.baseAddress, target.count, source.baseAddress, source.count)
      }
    }
    // The buffer is as large as the bound, so that compression cannot fail but by lack of memory.
    precondition(ZSTD_isError(size) == 0, "Zstandard is out of memory")
    let start = output.count
    output += buffer[0..<size]
    TextFrame.pad(&output, from: start, size: bytes.count)
    return output.count - start
  }
}

/// How much a frame may hold for its size.
///
/// Zstandard expands up to 32,768 times, so that a hostile index of a megabyte could take gigabytes of memory. A reader therefore
/// believes a frame only up to ``freeSize`` and ``maxRatio`` times the frame. A page that repeats itself more than that is an
/// honest page, too: its frame is filled up with empty blocks until it is long enough, which any decoder of Zstandard passes
/// over.
///
/// ```
/// frame    --> header block* last-block
/// block    --> u24(size << 3 | type << 1 | 0) content
/// filling  --> 00 00 00                                  an empty block
/// ```
enum TextFrame {
  /// What any frame may hold.
  static let freeSize = 64 << 10
  static let maxRatio = 4

  /// The largest text that a frame of so many bytes is believed to hold.
  static func limit(_ frame: Int) -> Int { freeSize + maxRatio * frame }

  /// Fills up the frame from `start` to the end so that it may hold `size` bytes.
  static func pad(_ output: inout [UInt8], from start: Int, size: Int) {
    guard size > limit(output.count - start), let last = lastBlock(output, from: start) else {
      return
    }
    let needed = (size - freeSize + maxRatio - 1) / maxRatio
    output[last] &= ~1
    while output.count - start + 3 < needed { output += [0, 0, 0] }
    output += [1, 0, 0]
  }

  /// Where the last block of a whole frame begins.
  private static func lastBlock(_ bytes: [UInt8], from start: Int) -> Int? {
    bytes.withByteView { view in
      let frame = view.suffix(from: start)
      guard let header = header(frame) else { return nil }
      var at = Int(header.headerSize)
      while at + 3 <= frame.count {
        let head = frame.u8(at)
        if head & 1 == 1 { return start + at }
        let size = Int(head) >> 3 | Int(frame.u16(at + 1)) << 5
        // A block of one byte that is repeated has that byte only.
        at += 3 + (head >> 1 & 3 == 1 ? 1 : size)
      }
      return nil
    }
  }

  static func header(_ frame: ByteView) -> ZSTD_frameHeader? {
    var header = ZSTD_frameHeader()
    let status = unsafe frame.withUnsafeBytes { bytes in
      unsafe ZSTD_getFrameHeader_advanced(
        &header, bytes.baseAddress, bytes.count, ZSTD_f_zstd1_magicless)
    }
    return status == 0 ? header : nil
  }
}

/// Reads the frames of a ``TextCompressor``.
@safe
final class TextDecompressor {
  private let context: OpaquePointer
  private let dictionary: OpaquePointer?
  private var buffer: [UInt8] = []
  private static let maxKept = 1 << 20

  init(dictionary view: ByteView) {
    unsafe context = ZSTD_createDCtx()!
    unsafe dictionary =
      view.count == 0
      ? nil
      : view.withUnsafeBytes { bytes in
        // The view lives as long as the index that owns this object's owner.
        unsafe ZSTD_createDDict_byReference(bytes.baseAddress, bytes.count)
      }
    unsafe ZSTD_DCtx_setParameter(
      context, ZSTD_d_experimentalParam1, Int32(ZSTD_f_zstd1_magicless.rawValue))
    if let dictionary = unsafe dictionary { unsafe ZSTD_DCtx_refDDict(context, dictionary) }
  }

  deinit {
    unsafe ZSTD_freeDCtx(context)
    unsafe ZSTD_freeDDict(dictionary)
  }

  /// Decompresses a frame and lends the bytes; nil when the frame is damaged.
  func decompress<Result>(_ frame: ByteView, _ body: (Span<UInt8>) -> Result) -> Result? {
    guard let header = TextFrame.header(frame) else { return nil }
    let size = Int(clamping: header.frameContentSize)
    guard size <= TextFrame.limit(frame.count) else { return nil }
    // What a long text needed is not kept.
    defer { if buffer.count > TextDecompressor.maxKept { buffer = [] } }
    if buffer.count < size {
      buffer = [UInt8](
        repeating: 0, count: min(size + size / 2, max(size, TextDecompressor.maxKept)))
    }
    let written = unsafe frame.withUnsafeBytes { source in
      unsafe buffer.withUnsafeMutableBytes { target in
        unsafe ZSTD_decompressDCtx(
          context, target.baseAddress, target.count, source.baseAddress, source.count)
      }
    }
    guard ZSTD_isError(written) == 0, written == size else { return nil }
    let bytes = buffer
    return body(bytes.span.extracting(0..<size))
  }
}

/// Trains a dictionary for frames of small texts.
enum TextDictionary {
  /// The size of a full dictionary: Zstandard's own recommendation.
  static let maxSize = 112_640

  /// A dictionary from samples that stand one after another; empty when there is too little to learn.
  ///
  /// - Complexity: O(total size of the samples).
  static func train(samples: [UInt8], sizes: [Int], size: Int) -> [UInt8] {
    guard size >= 1024, sizes.count >= 8 else { return [] }
    var dictionary = [UInt8](repeating: 0, count: size)
    // fastCover (Liao, Petri, Moffat and Wirth's cover algorithm with Zstandard's hashing): segments of
    // 8-byte strings. One pass with fixed parameters; the search for better ones gains under 1 %.
    var parameters = ZDICT_fastCover_params_t()
    parameters.k = 256
    parameters.d = 8
    parameters.f = 20
    parameters.accel = 1
    parameters.zParams.compressionLevel = 3
    let parametersCopy = parameters
    let trained = unsafe dictionary.withUnsafeMutableBytes { target in
      unsafe samples.withUnsafeBytes { source in
        unsafe sizes.withUnsafeBufferPointer { sizes in
          unsafe ZDICT_trainFromBuffer_fastCover(
            target.baseAddress, target.count, source.baseAddress, sizes.baseAddress,
            UInt32(sizes.count), parametersCopy)
        }
      }
    }
    guard ZDICT_isError(trained) == 0 else { return [] }
    dictionary.removeLast(dictionary.count - trained)
    return dictionary
  }
}
