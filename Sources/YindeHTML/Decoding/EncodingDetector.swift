/// Finds the likeliest encoding of a page that is not UTF-8.
///
/// It decodes a sample by each encoding that Chinese pages come in and compares what comes out:
/// bytes that stand for nothing, and how common the characters are. The sample leaves out ASCII,
/// which every candidate reads the same way, but for the two bytes after each character, which may
/// belong to it.
struct EncodingDetector {
  /// The bytes that readings differ in.
  let sample: [UInt8]

  /// The candidates, likeliest first, with the language whose text they hold.
  static let candidates: [(encoding: PageEncoding, language: ReadingScore.Language)] = [
    (.gb18030, .chinese), (.big5, .chinese), (.eucTW, .chinese), (.shiftJIS, .japanese),
    (.eucJP, .japanese), (.eucKR, .korean), (.windows1252, .western),
  ]

  /// What a reading owes before anything is read: the pages are Chinese, and those of old Unix
  /// machines in Taiwan are few.
  static func costBeforehand(
    _ encoding: PageEncoding, _ language: ReadingScore.Language
  ) -> Int {
    switch language {
    case .chinese: encoding == .eucTW ? 100 : 0
    case .japanese, .korean: 150
    // A single sign like © is an error in the others.
    case .western: 80
    }
  }

  /// Bytes of a sample at most: enough for thousands of characters.
  static let sampleSize = 16384

  init(_ input: Span<UInt8>, from start: Int) {
    var sample: [UInt8] = []
    var asciiRun = 2
    var index = start
    while index < input.count, sample.count < EncodingDetector.sampleSize {
      let byte = input[index]
      if byte >= 0x80 {
        if asciiRun > 2, index > start { sample.append(input[index - 1]) }
        sample.append(byte)
        asciiRun = 0
      } else {
        // After two bytes of ASCII in a row no encoding is inside a character any more.
        if asciiRun < 2 { sample.append(byte) }
        asciiRun += 1
      }
      index += 1
    }
    self.sample = sample
  }

  /// How well the sample reads in an encoding. O(sample).
  func score(_ encoding: PageEncoding, _ language: ReadingScore.Language) -> ReadingScore {
    var score = ReadingScore(language)
    encoding.decode(sample.span, from: 0, into: &score)
    return score
  }

  /// How well the sample reads in an encoding, as its own language.
  func score(_ encoding: PageEncoding) -> ReadingScore {
    let candidate = EncodingDetector.candidates.first { $0.encoding == encoding }
    return score(encoding, candidate?.language ?? .western)
  }

  /// The likeliest encoding. A label speaks for its own by `labelCredit` and by half a unit of
  /// likelihood a character, so that a page of rare names is not taken away from it.
  func best(label: PageEncoding?) -> (encoding: PageEncoding, score: ReadingScore) {
    var best: (encoding: PageEncoding, score: ReadingScore)?
    var bestCost = Int.max
    var candidates = EncodingDetector.candidates
    if let label, !candidates.contains(where: { $0.encoding == label }) {
      candidates.append((label, label == .utf8 ? .chinese : .western))
    }
    for (encoding, language) in candidates {
      let score = score(encoding, language)
      var cost = score.cost
      if encoding == label {
        cost -= EncodingDetector.labelCredit + 5 * score.characters
      } else {
        cost += EncodingDetector.costBeforehand(encoding, language)
      }
      if cost < bestCost {
        bestCost = cost
        best = (encoding, score)
      }
    }
    return best ?? (.windows1252, score(.windows1252))
  }

  static let labelCredit = 150
}
