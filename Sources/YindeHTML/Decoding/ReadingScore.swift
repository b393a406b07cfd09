/// How badly a reading of a page's bytes fits: the cost of each character in tenths of a natural
/// logarithm of its likelihood, summed. The reading with the lowest cost is the likeliest.
///
/// The figures are rounded estimates, good enough to tell readings apart whose costs differ by
/// half: the 200 commonest characters are half of a Chinese text, the next thousand four tenths,
/// and what GB 2312's second level or GBK adds is less than a hundredth, spread over thousands.
struct ReadingScore: DecodingSink {
  /// What the text would be written in, for characters that are common in one language and rare in
  /// others.
  enum Language: Int, CaseIterable { case chinese, japanese, korean, western }

  private(set) var cost = 0
  private(set) var errors = 0

  /// Characters beyond ASCII.
  private(set) var characters = 0

  /// The same as `cost`, of characters beyond ASCII and of errors only.
  private(set) var costBeyondASCII = 0

  private let weights: [Int]
  private let isWestern: Bool
  private let classes = CharacterClass.table
  private var afterHigh = false
  private var afterLetter = false

  init(_ language: Language) {
    weights = ReadingScore.weights[language.rawValue]
    isWestern = language == .western
  }

  static let errorCost = 200
  static let asciiCost = 40
  static let misplacedCost = 60

  mutating func takeASCII(_ input: Span<UInt8>, from start: Int) -> Int {
    cost += ReadingScore.asciiCost
    afterHigh = false
    afterLetter = (0x61...0x7A).contains(input[start] | 0x20)
    return start + 1
  }

  mutating func take(_ packed: UInt32) {
    if packed < 0x80 {
      cost += ReadingScore.asciiCost
      afterHigh = false
      afterLetter = false
      return
    }
    let kind = CharacterClass.of(packed, in: classes.span)
    var weight = weights[Int(kind)]
    // An accented letter stands among plain ones; a run of them is another encoding's character. A
    // rare Han in the middle of a Latin word is an accented letter and the one after it.
    if isWestern {
      if afterHigh { weight += ReadingScore.misplacedCost }
    } else if afterLetter, kind <= CharacterClass.secondLevelHan.rawValue,
      kind >= CharacterClass.rareHan.rawValue
    {
      weight += ReadingScore.misplacedCost
    }
    cost += weight
    costBeyondASCII += weight
    characters += 1
    afterHigh = true
    afterLetter = false
  }

  mutating func takeError() {
    errors += 1
    cost += ReadingScore.errorCost
    costBeyondASCII += ReadingScore.errorCost
    afterHigh = true
    afterLetter = false
  }

  /// The cost of one character beyond ASCII: about 65 for Chinese read rightly, 110 and more for
  /// noise.
  var meanCost: Int { costBeyondASCII / max(1, characters + errors) }

  private static let weights = Language.allCases.map { weights($0) }

  /// What a character of each class costs.
  static func weights(_ language: Language) -> [Int] {
    CharacterClass.allCases.map { kind in
      switch (kind, language) {
      case (.improbable, _): 160
      case (.other, _): 115
      case (.latin, .western): 65
      case (.latin, _): 120
      case (.punctuation, .western): 90
      case (.punctuation, _): 45
      case (.fullWidth, .western): 130
      case (.fullWidth, _): 80
      case (.rareHan, _): 140
      case (.secondLevelHan, .korean): 130
      case (.secondLevelHan, _): 125
      case (.firstLevelHan, .korean): 115
      case (.firstLevelHan, _): 95
      case (.commonHan, .chinese): 72
      case (.commonHan, .korean): 110
      case (.commonHan, _): 80
      case (.commonestHan, .chinese): 55
      case (.commonestHan, .korean): 110
      case (.commonestHan, _): 72
      case (.japaneseHan, .japanese): 90
      case (.japaneseHan, _): 130
      case (.kana, .japanese): 50
      case (.kana, _): 115
      case (.halfWidthKana, .japanese): 100
      case (.halfWidthKana, _): 140
      case (.rareHangul, .korean): 125
      case (.hangul, .korean): 80
      case (.commonHangul, .korean): 52
      case (.rareHangul, _), (.hangul, _), (.commonHangul, _): 140
      }
    }
  }
}
