import YindeAnalysis

/// SplitMix64: small, good enough, and the same everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A fresh seed, printed so that a failure can be repeated by putting it here.
func newSeed(_ name: String) -> UInt64 {
  let seed = UInt64.random(in: 0 ... .max)
  print("\(name): seed \(seed)")
  return seed
}

func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

func string(_ scalars: some Sequence<UInt32>) -> String {
  var view = String.UnicodeScalarView()
  for scalar in scalars { view.append(Unicode.Scalar(scalar) ?? "\u{FFFD}") }
  return String(view)
}

func folded(_ scalars: [UInt32]) -> [UInt32] {
  var result: [UInt32] = []
  Folding.fold(scalars, into: &result)
  return result
}

func folded(_ text: String) -> String { string(folded(scalars(text))) }

/// A term as text: 芯片, 片| for the last of a run, “ai” for words.
func display(_ term: Term) -> String {
  switch term {
  case .gram(let first, 0): string([first]) + "|"
  case .gram(let first, let second): string([first, second])
  case .word(let bytes): "“" + String(decoding: bytes, as: UTF8.self) + "”"
  }
}

func terms(_ text: String) -> [String] {
  var analyzer = Analyzer()
  return analyzer.terms(of: text).map(display)
}

let allScalars: [UInt32] = Array(0..<0xD800) + Array(0xE000..<0x11_0000)

/// Random text that goes where the rules meet: scripts, marks, joiners, spaces, what is dropped,
/// what folds to several, and characters that fold to one another.
struct RandomText {
  var generator: SeededGenerator
  /// For each folded scalar those that fold to it alone.
  private static let preimages: [UInt32: [UInt32]] = {
    var preimages: [UInt32: [UInt32]] = [:]
    for scalar in allScalars {
      let fold = folded([scalar])
      if fold.count == 1, fold[0] != scalar { preimages[fold[0], default: []].append(scalar) }
    }
    return preimages
  }()

  private static let pools: [[UInt32]] = [
    scalars("中国人民银行一二丁七〇々"), scalars("體驗國學臺灣後發"), scalars("かがはばぱカガハバパーヶ"),
    scalars("ｶﾞﾊﾟｱ"), scalars("abcxyzABÉüßñſ"), scalars("0123456789５①½²"), scalars("-_./:'"),
    scalars("—–“”‘’·•…、。，！（）「」"), scalars("#%&@+=<>$~^|\\`*★℃😀≠"), scalars(" \t\n\u{3000}\u{A0}"),
    [0x301, 0x308, 0x338, 0x3099, 0x309A, 0x323, 0x302A, 0x5B0, 0x64B, 0x93C, 0xE48, 0x20E3],
    [0x200B, 0x200D, 0xFE0F, 0xAD, 0xFEFF, 0xE0101, 0x0, 0x7F], scalars("㈱㎏㍻⼈⺠豈ﬁ№ǆﷺ㌀"),
    [0x1100, 0x1161, 0x11A8, 0xAC00, 0xD55C, 0x3131, 0x314F], scalars("กขคำนี้ລາວကာ"),
    scalars("אבгдёй한ابتक़"), [0x20000, 0x2A6D6, 0x2F800, 0xE000, 0xF900, 0x10FFFF, 0xFFFD],
  ]

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  /// Few pools at a time, so that runs are long enough to have an inside.
  mutating func next(maximumLength: Int) -> [UInt32] {
    let length = Int.random(in: 0...maximumLength, using: &generator)
    let pools = (0..<3).map { _ in Self.pools.randomElement(using: &generator)! }
    return (0..<length).map { _ in
      if Int.random(in: 0..<60, using: &generator) == 0 {
        return allScalars.randomElement(using: &generator)!
      }
      return pools.randomElement(using: &generator)!.randomElement(using: &generator)!
    }
  }

  /// The same text to a reader, in other characters: traditional, full width, upper case.
  mutating func disguised(_ text: [UInt32]) -> [UInt32] {
    text.map { scalar in
      guard let others = Self.preimages[scalar], Bool.random(using: &generator) else {
        return scalar
      }
      return others.randomElement(using: &generator)!
    }
  }

  mutating func index(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
}
