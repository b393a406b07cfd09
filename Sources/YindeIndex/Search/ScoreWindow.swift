/// Scores of a run of documents while terms are added one after another.
///
/// A place holds its sum plus one, so that zero says that no term has touched it. The places that were touched are listed as they come:
/// to go through a hundred of them costs less than to look for them among 4,096.
struct ScoreWindow {
  static let size = 4096

  private(set) var start = 0
  var end: Int { start &+ ScoreWindow.size }
  private let sums = MaskedBuffer<UInt32>(count: ScoreWindow.size)
  // One more than there are places may be written.
  private let touched = MaskedBuffer<UInt16>(count: 2 * ScoreWindow.size)
  private var touchedCount = 0
  // A bit for each place with a sum that is large enough: they come out in order.
  private let passing = MaskedBuffer<UInt64>(count: ScoreWindow.size / 64)

  mutating func move(to start: Int) { self.start = start }

  /// Adds to the score of the document `start + place`; places outside the window are passed over.
  @inline(__always)
  mutating func add(_ score: UInt32, at place: Int) {
    guard UInt(bitPattern: place) < UInt(ScoreWindow.size) else { return }
    let sum = sums[place]
    let isNew = sum == 0
    touched[touchedCount] = UInt16(truncatingIfNeeded: place)
    touchedCount &+= isNew ? 1 : 0
    sums[place] = sum &+ score &+ (isNew ? 1 : 0)
  }

  /// A document in the high half and its score in the low one.
  @inline(__always)
  static func item(_ document: Int, _ score: UInt32) -> UInt64 {
    UInt64(UInt32(truncatingIfNeeded: document)) << 32 | UInt64(score)
  }

  /// Lists the documents with a sum over `limit`, ascending (``item(_:_:)``), and clears the window.
  ///
  /// - Complexity: O(touched places + size / 64).
  mutating func collect(above limit: Int, into found: inout [UInt64]) {
    found.removeAll(keepingCapacity: true)
    for number in 0..<touchedCount {
      let place = Int(touched[number])
      if Int(sums[place]) - 1 > limit {
        passing[place >> 6] |= 1 &<< UInt64(truncatingIfNeeded: place & 63)
      } else {
        sums[place] = 0
      }
    }
    touchedCount = 0
    for word in 0..<(ScoreWindow.size / 64) {
      var bits = passing[word]
      guard bits != 0 else { continue }
      passing[word] = 0
      while bits != 0 {
        let place = word &* 64 &+ bits.trailingZeroBitCount
        bits &= bits &- 1
        found.append(ScoreWindow.item(start &+ place, sums[place] &- 1))
        sums[place] = 0
      }
    }
  }
}
