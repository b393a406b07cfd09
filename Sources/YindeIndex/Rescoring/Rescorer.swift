/// The second stage: looks again at how the best documents of the first begin.
///
/// The first stage counts bigrams, which are in postings. The second adds to a document's score what single characters, their
/// places and the extent of the match say, from the text's ``Lead``:
///
/// ```
/// Σ characters  idf × (0.4 × tf / (tf + norm) + 0.5 × 50 / (50 + place))
/// Σ pairs       idf × 0.3 × 50 / (50 + place)
/// once          0.25 × Σ idf of pairs × share of the query × share of the lead²
/// ```
///
/// It is exact and stable: every part is rounded once on the scale of the query's integer scores, and the parts depend on the
/// document and the query alone.
struct Rescorer {
  let weights: RankingWeights
  let query: QueryCharacters
  private let scale: Double
  private let model: BM25
  private let characterWeights: [Float]
  private let placeWeights: [Float]
  private let pairWeights: [Float]
  /// 50 / (50 + place).
  private static let decay: [Float] = (0...Lead.limit).map {
    let half = RankingWeights.halfPlace
    return $0 == Lead.limit ? 0 : Float(half / (half + Double($0)))
  }
  private let decay = Rescorer.decay

  // What the scan of a lead finds, by slot and by pair number. First places are ``Lead/limit`` when there is none.
  private(set) var counts: [UInt16]
  private(set) var places: [UInt16]
  private(set) var pairPlaces: [UInt16]
  private(set) var hits = 0
  private(set) var units = 0

  init(_ query: QueryCharacters, weights: RankingWeights, model: BM25, scale: ScoreScale) {
    self.query = query
    self.weights = weights
    self.model = model
    self.scale = scale.factor
    func scaled(_ weight: Double) -> Float { Float(weight * scale.factor) }
    characterWeights =
      [0] + query.characters.map { scaled(weights.character * $0.idf * Double($0.count)) }
    placeWeights =
      [0] + query.characters.map { scaled(weights.place * $0.idf * Double($0.count)) }
    pairWeights = [0] + query.pairs.map { scaled(weights.pair * $0.idf * Double($0.count)) }
    counts = [UInt16](repeating: 0, count: query.characters.count + 1)
    places = counts
    pairPlaces = [UInt16](repeating: 0, count: query.pairs.count + 1)
  }

  /// Finds the query's characters and pairs in a lead; `table` gives the slot of each.
  private mutating func scan(_ lead: Lead, _ table: SlotTable) {
    let none = UInt16(Lead.limit)
    for slot in counts.indices {
      counts[slot] = 0
      places[slot] = none
    }
    for number in pairPlaces.indices { pairPlaces[number] = none }
    // First one bit for each place, without a branch on what is hardly ever true; then the places with a bit.
    let slots = table.slots
    var bits = (UInt64(0), UInt64(0))
    units = lead.count
    let lead = lead.units
    let half = min(lead.count, 64)
    for place in 0..<half {
      bits.0 |= (slots[Int(lead[place])] == 0 ? 0 : 1) &<< UInt64(truncatingIfNeeded: place)
    }
    for place in half..<max(lead.count, half) {
      bits.1 |= (slots[Int(lead[place])] == 0 ? 0 : 1) &<< UInt64(truncatingIfNeeded: place &- 64)
    }
    hits = bits.0.nonzeroBitCount + bits.1.nonzeroBitCount
    var previousPlace = -2
    var previous = 0
    for _ in 0..<hits {
      let place: Int
      if bits.0 != 0 {
        place = bits.0.trailingZeroBitCount
        bits.0 &= bits.0 &- 1
      } else {
        place = 64 &+ bits.1.trailingZeroBitCount
        bits.1 &= bits.1 &- 1
      }
      let slot = Int(slots[Int(lead[place])])
      if counts[slot] == 0 { places[slot] = UInt16(truncatingIfNeeded: place) }
      counts[slot] &+= 1
      if previousPlace == place &- 1 {
        let pair = Int(query.pairNumbers[previous &* counts.count &+ slot])
        if pairPlaces[pair] == none { pairPlaces[pair] = UInt16(truncatingIfNeeded: place &- 1) }
      }
      previousPlace = place
      previous = slot
    }
  }

  /// What a document gains.
  ///
  /// - Complexity: O(lead + characters of the query).
  mutating func score(_ lead: Lead, length: UInt32, _ table: SlotTable) -> UInt32 {
    scan(lead, table)
    var sum: UInt32 = 0
    for slot in 1..<counts.count where counts[slot] != 0 {
      sum &+= characterScore(slot, length: length) &+ placeScore(slot)
    }
    for number in 1..<max(pairPlaces.count, 1) where pairPlaces[number] < Lead.limit {
      sum &+= pairScore(number)
    }
    return sum &+ coverageScore
  }

  func characterScore(_ slot: Int, length: UInt32) -> UInt32 {
    let norm = model.base + model.slope * Float(length)
    return UInt32(characterWeights[slot] / (1 + norm / Float(counts[slot])))
  }

  func placeScore(_ slot: Int) -> UInt32 { UInt32(placeWeights[slot] * decay[Int(places[slot])]) }

  func pairScore(_ number: Int) -> UInt32 {
    UInt32(pairWeights[number] * decay[Int(pairPlaces[number])])
  }

  /// The share of the query's characters that the lead has, by idf.
  var queryShare: Double {
    var mass = 0.0
    for slot in 1..<counts.count where counts[slot] != 0 {
      let character = query.characters[slot - 1]
      mass += character.idf * Double(character.count)
    }
    return mass / max(query.characterMass, 1e-9)
  }

  /// The share of the lead's units that are characters of the query.
  var leadShare: Double { Double(hits) / Double(max(units, 1)) }

  var coverageScore: UInt32 {
    let share = leadShare
    return UInt32(weights.coverage * query.pairMass * queryShare * share * share * scale)
  }
}

/// The slot of every character of the basic plane in the query at hand; kept from query to query for its memory.
final class SlotTable {
  fileprivate(set) var slots = [UInt8](repeating: 0, count: 0x10000)

  func set(_ query: QueryCharacters) {
    for (place, character) in query.characters.enumerated() {
      slots[Int(character.scalar)] = UInt8(place + 1)
    }
  }

  func clear(_ query: QueryCharacters) {
    for character in query.characters { slots[Int(character.scalar)] = 0 }
  }
}
