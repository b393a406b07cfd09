import TestTime
import Testing
import YindeQuery

/// No input traps: each either parses or is refused with an error that can be shown.
@Suite(.timeLimit(.minutes(TestTime.slowness))) struct QueryFuzzTests {
  private func feed(_ source: String) {
    do throws(QuerySyntaxError) {
      let query = try Query(parsing: source)
      _ = query.description
    } catch {
      let count = source.unicodeScalars.count
      #expect(error.range.lowerBound >= 0 && error.range.upperBound <= count)
      #expect(error.description.split(separator: "\n").count == 3)
    }
  }

  /// A trap leaves no failed expectation behind, so the seed is printed beforehand.
  private func announcedGenerator(_ test: String = #function) -> SeededGenerator {
    let seed = UInt64.random(in: .min ... .max)
    print("\(test): seed \(seed)")
    return SeededGenerator(state: seed)
  }

  @Test func randomBytes() {
    var random = announcedGenerator()
    for _ in 0..<5_000 {
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        UInt8.random(in: .min ... .max, using: &random)
      }
      feed(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test func randomScalars() {
    var random = announcedGenerator()
    for _ in 0..<5_000 {
      var scalars = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        // Low code points, where the syntax is, half of the time.
        let limit: UInt32 = Bool.random(using: &random) ? 0x80 : 0x110000
        if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &random)) {
          scalars.append(scalar)
        }
      }
      feed(String(scalars))
    }
  }

  @Test func randomPieces() {
    var random = announcedGenerator()
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...30, using: &random)
      feed((0..<count).map { _ in pieces.randomElement(using: &random)! }.joined())
    }
  }

  /// The longest queries of one piece: a quadratic step would take minutes here.
  @Test(
    arguments: pieces + ["“”", "\"a\"", "(a ", "a OR ", "a AND ", "-a ", "((", "a(", "\"\"", "“a"])
  func longestQueries(piece: String) {
    feed(String(repeating: piece, count: Query.maximumByteCount / piece.utf8.count))
    feed("x " + String(repeating: piece, count: (Query.maximumByteCount - 2) / piece.utf8.count))
  }
}
