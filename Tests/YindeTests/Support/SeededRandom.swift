import Glibc
import Testing

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): a seed repeats a failing run.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  /// - Parameter stream: tells apart the tests of a run, so that each repeats by itself.
  init(stream: UInt64) {
    state = SeededRandom.seed &+ stream &* 0xD1B5_4A32_D192_ED03
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// The seed of this run: `YINDE_SEED`, or one that differs from run to run.
  static let seed: UInt64 =
    Environment.number("YINDE_SEED").map { UInt64(bitPattern: Int64($0)) }
    ?? UInt64.random(in: 0..<1 << 40)

  /// To be given to every expectation of a random test.
  static var note: Comment { "run again with YINDE_SEED=\(seed)" }

  // MARK: Choices

  mutating func int(_ range: Range<Int>) -> Int { Int.random(in: range, using: &self) }
  mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
  mutating func chance(_ probability: Double) -> Bool {
    Double.random(in: 0..<1, using: &self) < probability
  }
  mutating func pick<Element>(_ choices: [Element]) -> Element { choices[int(0..<choices.count)] }

  /// A place in `0 ..< count`, the first ones most often: place r about as often as 1 / (r + 1).
  mutating func skewed(_ count: Int) -> Int {
    let top = log(Double(count) + 1)
    return min(Int(exp(Double.random(in: 0..<1, using: &self) * top)) - 1, count - 1)
  }
}

/// What the environment asks of the tests.
enum Environment {
  static func value(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  static func number(_ name: String) -> Int? { value(name).flatMap(Int.init) }

  /// How much more than usual the random tests do: `YINDE_SCALE`, 1 when not given.
  static let scale = max(number("YINDE_SCALE") ?? 1, 1)
}
