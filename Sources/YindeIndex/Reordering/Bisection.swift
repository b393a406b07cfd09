import Glibc

/// Some documents, with the terms that two of them or more share.
///
/// ```
/// documents   4      9      17            ascending
/// ends           3      5       8         where each one's terms end
/// terms       0 1 2  0 2    0 1 3 …       numbers from 0, which mean something in this set only
/// ```
struct DocumentSet: Sendable {
  var documents: [UInt32]
  var ends: [Int]
  var terms: [UInt32]
  /// In how many of the documents each term is.
  var degrees: [UInt32]
}

/// Puts documents with the same terms side by side: recursive graph bisection.
///
/// Dhulipala and others ("Compressing graphs and indexes with recursive graph bisection", KDD 2016) halve a set of documents so that
/// the gaps in the lists of its terms become small, and each half again. A term in a of n/2 documents of one half and b of the
/// other costs about a log(n / (a + 1)) + b log(n / (b + 1)) bits. In each round documents get the number of bits that are saved if one
/// alone changes sides, and those that gain most change places with those of the other side, as long as a pair gains.
///
/// In the paper all documents take part in each round. Then all that gain by the move of one make it, and too many of both sides come to
/// the other; where subjects are dealt out evenly the sides change places as wholes, for ever. Here a half of the documents takes part
/// in a round, another one each time, as a hash tells: the order becomes better for the same time, although collections that are dealt out
/// quite evenly are still not put into order wholly.
///
/// As in later work (Mackenzie, Petri and Moffat, "Faster index reordering with bipartite graph partitioning", SIGIR 2021) what moving costs
/// is worked out once for each term and round, and the documents that change sides are found by selection, not by sorting. Beyond it, a half drops
/// the terms that only one of its documents has, or all: they cannot tell its documents apart, and most lists are so short that little is left
/// after a few levels. All numbers are integers, so that the order depends on nothing but the documents.
enum Bisection {
  /// Smaller sets stay as they are.
  static let leafSize = 16
  /// Rounds of one halving at most.
  private static let maxRounds = 20
  /// A halving is done when fewer than one in so many documents change sides.
  private static let settled = 250

  /// Appends the documents of a set in their order.
  ///
  /// - Complexity: O(terms × log documents × rounds).
  static func append(_ set: DocumentSet, to order: inout [UInt32]) {
    var stack = [set]
    while let set = stack.popLast() {
      guard set.documents.count > leafSize, !set.terms.isEmpty else {
        order += set.documents
        continue
      }
      let halves = halve(set)
      stack.append(halves.1)
      stack.append(halves.0)
    }
  }

  /// The two halves of a set, each with its documents ascending.
  static func halve(_ set: DocumentSet) -> (DocumentSet, DocumentSet) {
    let count = set.documents.count
    let half = count / 2
    var isRight = [Bool](repeating: false, count: count)
    for at in half..<count { isRight[at] = true }
    var left = [UInt32](repeating: 0, count: set.degrees.count)
    for at in 0..<(half == 0 ? 0 : set.ends[half - 1]) { left[Int(set.terms[at])] &+= 1 }
    var savings = Savings(count: set.degrees.count)
    var keys = [Int](repeating: 0, count: count)
    var players: [Int] = []
    for round in 0..<maxRounds {
      players.removeAll(keepingCapacity: true)
      for at in 0..<count where takesPart(set.documents[at], round) { players.append(at) }
      savings.update(left: left, degrees: set.degrees)
      savings.sum(set, players, isRight, into: &keys)
      let moved = move(set, players, keys, &isRight, &left)
      if moved * settled <= count { break }
    }
    return (
      part(set, isRight, false, counts: left, size: half),
      part(
        set, isRight, true, counts: zip(set.degrees, left).map { $0 &- $1 }, size: count - half)
    )
  }

  /// Whether a document may change sides in a round.
  private static func takesPart(_ document: UInt32, _ round: Int) -> Bool {
    // Any hash that mixes both will do.
    var hash = document &* 0x9E37_79B1 ^ UInt32(truncatingIfNeeded: round &+ 1) &* 0x85EB_CA6B
    hash ^= hash >> 15
    hash = hash &* 0x2C1B_3C6D
    hash ^= hash >> 12
    return hash & 0x100 == 0
  }

  /// Gives the left side those players that most want to be there, as many as it had.
  ///
  /// - Parameter players: the documents that take part, ascending; `keys` are theirs.
  /// - Returns: how many changed sides.
  private static func move(
    _ set: DocumentSet, _ players: [Int], _ keys: [Int], _ isRight: inout [Bool],
    _ left: inout [UInt32]
  ) -> Int {
    let room = players.count { !isRight[$0] }
    guard room > 0, room < players.count else { return 0 }
    let wishes = players.map { keys[$0] }
    let threshold = Selection.value(room, of: wishes)
    // Of documents that want to move alike the first go left.
    var ties = room
    for wish in wishes where wish < threshold { ties -= 1 }
    var moved = 0
    for at in players {
      var goesRight = keys[at] > threshold
      if keys[at] == threshold {
        goesRight = ties <= 0
        ties -= 1
      }
      guard goesRight != isRight[at] else { continue }
      isRight[at] = goesRight
      moved += 1
      let terms = (at == 0 ? 0 : set.ends[at - 1])..<set.ends[at]
      if goesRight {
        for place in terms { left[Int(set.terms[place])] &-= 1 }
      } else {
        for place in terms { left[Int(set.terms[place])] &+= 1 }
      }
    }
    return moved
  }

  /// One side as a set of its own.
  ///
  /// - Parameter counts: in how many documents of the side each term is.
  private static func part(
    _ set: DocumentSet, _ isRight: [Bool], _ side: Bool, counts: [UInt32], size: Int
  ) -> DocumentSet {
    var numbers = [UInt32](repeating: .max, count: counts.count)
    var part = DocumentSet(documents: [], ends: [], terms: [], degrees: [])
    var total = 0
    for (term, count) in counts.enumerated() where count > 1 && Int(count) < size {
      numbers[term] = UInt32(part.degrees.count)
      part.degrees.append(count)
      total += Int(count)
    }
    part.documents.reserveCapacity(size)
    part.ends.reserveCapacity(size)
    part.terms = [UInt32](repeating: 0, count: total)
    var filled = 0
    var start = 0
    for at in set.documents.indices {
      let end = set.ends[at]
      defer { start = end }
      guard isRight[at] == side else { continue }
      part.documents.append(set.documents[at])
      for place in start..<end {
        let number = numbers[Int(set.terms[place])]
        if number != .max {
          part.terms[filled] = number
          filled &+= 1
        }
      }
      part.ends.append(filled)
    }
    return part
  }
}

/// What changing sides saves, for each term, in parts of a bit.
private struct Savings {
  private var toRight: [Int32]
  private var toLeft: [Int32]

  /// Parts of a bit: the sums of the terms of a document stay in 64 bits by far.
  private static let scale = 1_024.0
  private static let tableSize = 4_096

  /// What the x-th document of one side costs less than nothing: the difference of x log2(x + 1).
  private static let table: [Int32] = (0..<tableSize).map { number in
    let x = Double(number)
    return number == 0 ? 0 : Int32((scale * (x * log2(x + 1) - (x - 1) * log2(x))).rounded())
  }

  init(count: Int) {
    toRight = [Int32](repeating: 0, count: count)
    toLeft = toRight
  }

  /// The difference at any number: it grows by a bit when the number doubles.
  @inline(__always)
  private static func difference(_ number: UInt32, _ table: Span<Int32>) -> Int32 {
    if number < UInt32(tableSize) { return table[Int(number)] }
    let shift = 32 - 12 - number.leadingZeroBitCount
    return table[Int(number &>> UInt32(shift))] &+ Int32(shift) &* Int32(scale)
  }

  /// - Parameter left: in how many documents of the left side each term is.
  mutating func update(left: [UInt32], degrees: [UInt32]) {
    let table = Savings.table.span
    for term in left.indices {
      let (a, b) = (left[term], degrees[term] &- left[term])
      toRight[term] = Savings.difference(b &+ 1, table) &- Savings.difference(a, table)
      toLeft[term] = Savings.difference(a &+ 1, table) &- Savings.difference(b, table)
    }
  }

  /// How much each player wants to be on the right.
  func sum(_ set: DocumentSet, _ players: [Int], _ isRight: [Bool], into keys: inout [Int]) {
    for at in players {
      var sum = 0
      let terms = (at == 0 ? 0 : set.ends[at - 1])..<set.ends[at]
      if isRight[at] {
        for place in terms { sum &-= Int(toLeft[Int(set.terms[place])]) }
      } else {
        for place in terms { sum &+= Int(toRight[Int(set.terms[place])]) }
      }
      keys[at] = sum
    }
  }
}

/// Selection by partitioning (Hoare's FIND, CACM 1961).
enum Selection {
  /// The value that would stand at a place if the values were sorted.
  ///
  /// - Complexity: O(n) as a rule. After many unlucky pivots what is left is sorted: O(n log n) at worst.
  static func value(_ place: Int, of given: [Int]) -> Int {
    var values = given
    var low = 0
    var high = values.count - 1
    var luck = 64
    while low < high {
      luck -= 1
      if luck == 0 {
        values[low...high].sort()
        break
      }
      // The median of three as the pivot.
      let (a, b, c) = (values[low], values[(low + high) / 2], values[high])
      let pivot = max(min(a, b), min(max(a, b), c))
      var left = low
      var right = high
      while left <= right {
        while values[left] < pivot { left &+= 1 }
        while values[right] > pivot { right &-= 1 }
        if left <= right {
          values.swapAt(left, right)
          left &+= 1
          right &-= 1
        }
      }
      if place <= right {
        high = right
      } else if place >= left {
        low = left
      } else {
        return values[place]
      }
    }
    return values[place]
  }
}
