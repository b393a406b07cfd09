/// The encoding chosen for a page.
struct EncodingChoice {
  var encoding: PageEncoding
  var reason: EncodingReport.Reason
  var declared: String?

  /// Where the text begins: behind the byte-order mark, if there is one.
  var start = 0

  /// True if the bytes from `start` on are known to be UTF-8 already.
  var isValid = false

  /// Chooses, in the order that `TextDecoder` names. O(n).
  static func choose(_ bytes: [UInt8], transportLabel: String?) -> EncodingChoice {
    var start = 0
    switch (bytes.first, bytes.dropFirst().first, bytes.dropFirst(2).first) {
    case (0xFF, 0xFE, _):
      return EncodingChoice(encoding: .utf16LE, reason: .byteOrderMark, start: 2)
    case (0xFE, 0xFF, _):
      return EncodingChoice(encoding: .utf16BE, reason: .byteOrderMark, start: 2)
    case (0xEF, 0xBB, 0xBF): start = 3
    default:
      if let encoding = UTF16Pattern.find(in: bytes.span) {
        return EncodingChoice(encoding: encoding, reason: .detected)
      }
    }
    let labels = Labels(bytes, start: start, transportLabel: transportLabel)
    var choice = chooseByBytes(bytes, start: start, labels)
    choice.start = start
    choice.declared = labels.declared
    return choice
  }

  /// What the page and its carrier say of it.
  private struct Labels {
    var declared: String?
    var known: [(encoding: PageEncoding, reason: EncodingReport.Reason)] = []

    init(_ bytes: [UInt8], start: Int, transportLabel: String?) {
      let own = DeclaredLabel.find(in: bytes, from: start)
      declared = transportLabel ?? own?.label
      if start > 0 { known.append((.utf8, .byteOrderMark)) }
      if let encoding = transportLabel.flatMap({ PageEncoding(label: $0) }) {
        known.append((encoding, .transport))
      }
      if let encoding = own?.encoding { known.append((encoding, .declared)) }
    }

    func reason(_ encoding: PageEncoding) -> EncodingReport.Reason? {
      known.first { $0.encoding == encoding }?.reason
    }

    /// The label that counts: a byte-order mark before a header before the page.
    var first: PageEncoding? { known.first?.encoding }
  }

  private static func chooseByBytes(
    _ bytes: [UInt8], start: Int, _ labels: Labels
  ) -> EncodingChoice {
    switch UTF8Validation.scan(bytes.span, from: start) {
    case .ascii:
      if let seven = labels.known.first(where: { $0.encoding.usesSevenBits }) {
        return EncodingChoice(encoding: seven.encoding, reason: seven.reason)
      }
      let reason = start > 0 ? EncodingReport.Reason.byteOrderMark : .ascii
      return EncodingChoice(encoding: .utf8, reason: reason, isValid: true)
    case .valid(let onlyPairs):
      if onlyPairs, start == 0, let other = contradictPairs(bytes, labels) { return other }
      let reason = labels.reason(.utf8) ?? .validUTF8
      return EncodingChoice(encoding: .utf8, reason: reason, isValid: true)
    case .invalid:
      return chooseForInvalid(bytes, start: start, labels)
    }
  }

  /// A short text of GB 2312 may be UTF-8 by accident: 通知 is CD A8 D6 AA, a combining letter and a
  /// Hebrew accent. No Han is written in two bytes of UTF-8, so pages with pairs alone are looked
  /// at twice.
  private static func contradictPairs(_ bytes: [UInt8], _ labels: Labels) -> EncodingChoice? {
    let input = bytes.span
    let label = labels.first
    guard label == nil || label == .gb18030 || label == .big5 || label == .eucTW else { return nil }
    let encoding = label ?? .gb18030
    let detector = EncodingDetector(input, from: 0)
    let score = detector.score(encoding)
    guard score.errors == 0 else { return nil }
    let reason = labels.reason(encoding) ?? .detected
    if label != nil {
      return score.meanCost < 85 ? EncodingChoice(encoding: encoding, reason: reason) : nil
    }
    // Without a label the Han must be common, and the pairs no letters that go with ASCII (é, ü,
    // °).
    let asUTF8 = detector.score(.utf8, .western)
    guard score.meanCost < 75, asUTF8.meanCost > 110 else { return nil }
    return EncodingChoice(encoding: encoding, reason: reason)
  }

  private static func chooseForInvalid(
    _ bytes: [UInt8], start: Int, _ labels: Labels
  ) -> EncodingChoice {
    let input = bytes.span
    let tally = UTF8Tally(input, from: start)
    if tally.isUTF8(labelled: labels.first) {
      let reason = labels.reason(.utf8) ?? .validUTF8
      return EncodingChoice(encoding: .utf8, reason: reason)
    }
    let detector = EncodingDetector(input, from: start)
    for (encoding, reason) in labels.known where isBorneOut(encoding, by: detector) {
      return EncodingChoice(encoding: encoding, reason: reason)
    }
    let (best, score) = detector.best(label: labels.first)
    if score.meanCost > 85, let encoding = utf16WithoutASCII(bytes, start: start) {
      return EncodingChoice(encoding: encoding, reason: .detected)
    }
    if let reason = labels.reason(best) { return EncodingChoice(encoding: best, reason: reason) }
    let isNoise = score.meanCost > 150 || best == .windows1252
    return EncodingChoice(encoding: best, reason: isNoise ? .fallback : .detected)
  }

  /// UTF-16 without a mark and with hardly any ASCII, so that no NULs tell: plain text of Han and full-width marks.
  private static func utf16WithoutASCII(_ bytes: [UInt8], start: Int) -> PageEncoding? {
    let sample = bytes.span.extracting(
      start..<(start + min(bytes.count - start, EncodingDetector.sampleSize) & ~1))
    return [PageEncoding.utf16LE, .utf16BE].first { encoding in
      var score = ReadingScore(.chinese)
      encoding.decode(sample, from: 0, into: &score)
      return score.characters >= 8 && score.errors == 0 && score.meanCost < 80
    }
  }

  /// True if the bytes read well by a label.
  private static func isBorneOut(_ encoding: PageEncoding, by detector: EncodingDetector) -> Bool {
    switch encoding {
    case .utf8: return false
    case .utf16LE, .utf16BE: return false  // the NUL bytes would have told
    case .gb18030, .big5, .eucTW:
      let score = detector.score(encoding)
      return score.errors * 100 <= score.characters && score.meanCost < 90
    case .eucJP, .shiftJIS, .eucKR:
      // A Chinese page reads as rows of Han by these without an error. The pages are Chinese: all readings compete.
      let score = detector.score(encoding)
      return score.errors * 100 <= score.characters && score.meanCost < 90
        && detector.best(label: encoding).encoding == encoding
    case .windows1252:
      // The label of many an editor's templates. Every byte means something here, so it is Chinese
      // that has to make its case: characters side by side, common ones, no errors.
      let (best, score) = detector.best(label: .windows1252)
      return best == .windows1252 || score.errors > 0 || score.meanCost > 90
    default:
      // Bytes of eight bits in an encoding of seven are something else.
      if encoding.usesSevenBits {
        let score = detector.score(encoding, .chinese)
        return score.errors * 100 <= score.characters && score.meanCost < 90
      }
      // In the others of one byte every byte means something, too: Chinese has to be common and without errors, the
      // more so in a short text. Cyrillic, Greek or Thai read as Chinese are not.
      return ![PageEncoding.gb18030, .big5].contains { other in
        let score = detector.score(other)
        return score.errors == 0 && score.characters > 2
          && score.meanCost < (score.characters < 8 ? 72 : 80)
      }
    }
  }
}

/// How much of a page that is not wholly UTF-8 is.
struct UTF8Tally {
  /// Sequences of two bytes and of more.
  private(set) var pairs = 0
  private(set) var long = 0

  /// Bad sequences, but for one that the end cuts short.
  private(set) var errors = 0

  /// Counts the whole page, or as much as it takes to see that it is something else. O(n).
  init(_ input: Span<UInt8>, from start: Int) {
    var index = start
    while index < input.count {
      guard input[index] >= 0x80 else {
        index += 1
        continue
      }
      let sequence = UTF8Sequence(input, at: index)
      if sequence.isValid {
        if sequence.length == 2 { pairs += 1 } else { long += 1 }
      } else if !sequence.isCut {
        errors += 1
        if errors >= UTF8Tally.hopeless, errors > 8 * long { return }
      }
      index += sequence.length
    }
  }

  /// Errors after which a page with few longer sequences is not looked at further.
  private static let hopeless = 512

  /// True for a page of UTF-8 with some damage.
  ///
  /// In GB 2312 and Big5 about one character in seven looks like a pair and one in seventy like a
  /// longer sequence, so a page where the longer ones outnumber the errors is neither. A label for
  /// another encoding raises what is asked.
  func isUTF8(labelled label: PageEncoding?) -> Bool {
    if errors == 0 { return label == nil || label == .utf8 || long > 0 }
    let isSupported = label == nil || label == .utf8
    return long > errors * (isSupported ? 1 : 4) || label == .utf8 && pairs + long > errors * 8
  }
}
