import Glibc

/// The second stage: looks again at the texts of the best documents of the first.
///
/// The first stage counts bigrams, which are in postings. The second adds to a document's score what its ``TextProfile`` says: how
/// likely the query's characters and words are in its best passage of 64 units, how early they and pairs of neighbours stand, and how much of
/// the query and of the page's beginning are each other.
///
/// ```
/// best passage   0.4 × Σ characters  ln(1 + tf / (100 × likelihood))
/// a short text   0.4 × characters × ln((100 + 64) / (100 + units)), with less than 64 units
/// Σ characters   0.4 × idf × 30 / (30 + place)
/// Σ pairs        0.2 × weight × idf × 30 / (30 + place)
/// once           0.15 × Σ weight × idf of pairs × share of the query × share of the lead²
/// ```
///
/// The first two are the likelihood of the query in a language model of the passage, smoothed by Dirichlet's prior (Zhai and
/// Lafferty, SIGIR 2001), with the best passage for the document (Kaszkiel and Zobel, SIGIR 1997; Liu and Croft, CIKM 2002): in it a character
/// that is everywhere in the language says little, and a long page has no more of it than a short one.
///
/// It is exact and stable: every part is rounded once on the scale of the query's integer scores, and the parts depend on the
/// document and the query alone.
struct Rescorer {
  let weights: RankingWeights
  let query: QueryCharacters
  private let scale: Double
  private let keys: [UInt32]
  /// For each character what its first, second … occurrence in a passage adds.
  private let steps: [UInt32]
  private let placeWeights: [Float]
  private let pairWeights: [Float]
  private let masses: [Double]
  /// 30 / (30 + place); 0 for ``none``.
  private static let decay: [Float] = (0...TextProfile.leadLimit).map {
    let half = RankingWeights.halfPlace
    return $0 == TextProfile.leadLimit ? 0 : Float(half / (half + Double($0)))
  }
  private let decay = Rescorer.decay

  /// A passage is two neighbouring blocks of 32 units, so that every 32 units in a row lie in one.
  private static let blockBits = 5
  private typealias Sums = InlineArray<64, UInt32>
  static let passage = 64
  /// More occurrences in a passage add nothing.
  static let mostCounted = 8
  private static let stride = mostCounted + 2
  /// The place of what is not in the lead.
  static let none = UInt16(TextProfile.leadLimit)

  // What a text has, by the character's and the pair's place in the query.
  private(set) var counts: [UInt16]
  private(set) var places: [UInt16]
  private(set) var pairPlaces: [UInt16]
  private(set) var hits = 0
  /// The first unit of the best passage, of equals the first.
  private(set) var start = 0
  private(set) var filled = 0
  private var leadFilled = 0
  private var ranges: [(start: Int32, end: Int32)]

  init(_ query: QueryCharacters, weights: RankingWeights, scale: ScoreScale) {
    self.query = query
    self.weights = weights
    self.scale = scale.factor
    let characters = query.characters
    keys = characters.map(\.key)
    masses = characters.map { $0.idf * Double($0.count) }
    placeWeights = masses.map { Float(weights.place * $0 * scale.factor) }
    pairWeights = query.pairs.map { Float(weights.pair * $0.mass * scale.factor) }
    let factor = Float(weights.passage * scale.factor)
    var steps = [UInt32](repeating: 0, count: characters.count * Rescorer.stride)
    for (number, character) in characters.enumerated() {
      let expected = Float(RankingWeights.smoothing * character.likelihood)
      let row = number * Rescorer.stride
      var last: UInt32 = 0
      for count in 1...Rescorer.mostCounted {
        let gain = UInt32(factor * logf(1 + Float(count) / expected))
        steps[row + count] = gain - last
        last = gain
      }
    }
    self.steps = steps
    counts = [UInt16](repeating: 0, count: characters.count)
    places = [UInt16](repeating: Rescorer.none, count: characters.count)
    pairPlaces = [UInt16](repeating: Rescorer.none, count: query.pairs.count)
    ranges = [(Int32, Int32)](repeating: (0, 0), count: characters.count)
  }

  /// What a document gains.
  ///
  /// - Complexity: O(characters of the query + their occurrences in the text + passages of the text).
  mutating func score(_ profile: TextProfile) -> UInt32 {
    hits = 0
    filled = profile.filled
    leadFilled = profile.leadFilled
    var sum: UInt32 = 0
    // What each passage gains, by its first block; on the stack, since it is written for every occurrence.
    var sums = Sums(repeating: 0)
    for number in keys.indices { sum &+= look(for: number, in: profile, &sums) }
    var best: UInt32 = 0
    var bestBlock = 0
    for block in 0..<((profile.count &+ 31) >> Rescorer.blockBits) where sums[block] > best {
      best = sums[block]
      bestBlock = block
    }
    start = bestBlock << Rescorer.blockBits
    for number in pairPlaces.indices { sum &+= lookForPair(number, in: profile) }
    return sum &+ best &+ brevityScore &+ coverageScore
  }

  /// Looks for a character: notes its places, and adds to the sums of passages.
  ///
  /// - Returns: what its first place gains.
  @inline(__always)
  private mutating func look(
    for number: Int, in profile: TextProfile, _ sums: inout Sums
  ) -> UInt32 {
    let range = profile.range(of: keys[number])
    var first = Rescorer.none
    var end = range.lowerBound
    if !range.isEmpty {
      let found = profile.places.span.extracting(range)
      let row = number &* Rescorer.stride
      var (block, count, before) = (-1, 0, 0)
      for at in found.indices {
        let next = Int(found[at]) >> Rescorer.blockBits
        if next != block {
          before = next == block &+ 1 ? count : 0
          count = 0
          block = next
        }
        count &+= 1
        // The passage that begins with this block, and the one that ends with it.
        sums[block] &+= steps[row &+ min(count, Rescorer.mostCounted &+ 1)]
        if block > 0 {
          sums[block &- 1] &+= steps[row &+ min(before &+ count, Rescorer.mostCounted &+ 1)]
        }
      }
      let leadEnd = profile.titleEnd &+ TextProfile.leadLimit
      for at in found.indices {
        let place = Int(found[at])
        if place >= leadEnd { break }
        end &+= 1
        let lead = profile.leadPlace(place)
        if lead < TextProfile.leadLimit {
          hits &+= 1
          first = min(first, UInt16(truncatingIfNeeded: lead))
        }
      }
    }
    ranges[number] = (Int32(range.lowerBound), Int32(end))
    places[number] = first
    return placeScore(number)
  }

  /// Looks for the first place in the lead where a pair's characters are neighbours.
  @inline(__always)
  private mutating func lookForPair(_ number: Int, in profile: TextProfile) -> UInt32 {
    let pair = query.pairs[number]
    var first = Rescorer.none
    let (one, two) = (ranges[pair.first], ranges[pair.second])
    if one.start < one.end, two.start < two.end {
      let found = profile.places.span
      var (left, right) = (Int(one.start), Int(two.start))
      while left < one.end, right < two.end {
        let place = Int(found[left])
        let next = Int(found[right])
        if next == place &+ 1 {
          let lead = profile.leadPlace(place)
          if lead &+ 1 < TextProfile.leadLimit {
            first = min(first, UInt16(truncatingIfNeeded: lead))
          }
          left &+= 1
        } else if next <= place {
          right &+= 1
        } else {
          left &+= 1
        }
      }
    }
    pairPlaces[number] = first
    return pairScore(number)
  }

  /// After ``score(_:)``: counts the characters in the best passage.
  mutating func look(at profile: TextProfile) {
    let passage = start..<(start + Rescorer.passage)
    for number in keys.indices {
      counts[number] = UInt16(
        profile.places[profile.range(of: keys[number])].count { passage.contains(Int($0)) })
    }
  }

  func passageScore(_ number: Int) -> UInt32 {
    let row = number * Rescorer.stride
    return steps[row...(row + min(Int(counts[number]), Rescorer.mostCounted))].reduce(0, +)
  }

  @inline(__always)
  func placeScore(_ number: Int) -> UInt32 {
    UInt32(placeWeights[number] * decay[Int(places[number])])
  }

  @inline(__always)
  func pairScore(_ number: Int) -> UInt32 {
    UInt32(pairWeights[number] * decay[Int(pairPlaces[number])])
  }

  /// What a text gains that is shorter than a passage.
  var brevityScore: UInt32 {
    guard filled < Rescorer.passage else { return 0 }
    let smoothing = RankingWeights.smoothing
    let gain = log((smoothing + Double(Rescorer.passage)) / (smoothing + Double(filled)))
    return UInt32(weights.passage * Double(keys.count) * gain * scale)
  }

  /// The share of the query's characters that the lead has, by idf.
  var queryShare: Double {
    var mass = 0.0
    for number in keys.indices where places[number] != Rescorer.none { mass += masses[number] }
    return mass / max(query.characterMass, 1e-9)
  }

  /// The share of the lead's units that are characters of the query.
  var leadShare: Double { Double(hits) / Double(max(leadFilled, 1)) }

  var coverageScore: UInt32 {
    let share = leadShare
    return UInt32(weights.coverage * query.pairMass * queryShare * share * share * scale)
  }
}
