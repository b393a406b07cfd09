@testable import YindeHTML

extension PageEncoding {
  /// The text of `bytes` in this encoding, whatever they say of themselves.
  func decodeAll(_ bytes: [UInt8]) -> (utf8: [UInt8], errors: Int) {
    UTF8Writer.write(capacity: outputBound(bytes.span, from: 0)) { writer in
      decode(bytes.span, from: 0, into: &writer)
    }
  }

  func text(_ bytes: [UInt8]) -> String { String(decoding: decodeAll(bytes).utf8, as: UTF8.self) }
}
