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
    output += buffer[0..<size]
    return size
  }
}

/// Reads the frames of a ``TextCompressor``.
@safe
final class TextDecompressor {
  /// A frame that claims to hold more than this many times its size and a megabyte is not believed. No frame
  /// can: a block of 128 KiB that repeats one byte takes four bytes.
  static let maxRatio = 1 << 15
  /// More than any stored text takes when it is coded: pages end at 256 MB.
  static let maxSize = 1 << 30

  private let context: OpaquePointer
  private let dictionary: OpaquePointer?
  private var buffer: [UInt8] = []

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
    var header = ZSTD_frameHeader()
    let status = unsafe frame.withUnsafeBytes { bytes in
      unsafe ZSTD_getFrameHeader_advanced(
        &header, bytes.baseAddress, bytes.count, ZSTD_f_zstd1_magicless)
    }
    guard status == 0 else { return nil }
    let size = Int(clamping: header.frameContentSize)
    guard size <= (1 << 20) + frame.count * TextDecompressor.maxRatio,
      size <= TextDecompressor.maxSize
    else { return nil }
    if buffer.count < size { buffer = [UInt8](repeating: 0, count: size + size / 2) }
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
