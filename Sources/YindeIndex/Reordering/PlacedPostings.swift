/// Gives postings the places of their documents (``DocumentOrder``).
enum PlacedPostings {
  /// Shorter lists are sorted by comparison.
  private static let shortList = 256
  private static let digitBits = 11

  /// Replaces documents by their places and puts the postings into their order.
  ///
  /// - Complexity: O(postings): sorted by digits, the lowest first.
  static func place(
    _ documents: inout [UInt32], _ frequencies: inout [UInt32], _ places: [UInt32]
  ) {
    let count = documents.count
    // The place in the high half, the frequency in the low one.
    var items = [UInt64](repeating: 0, count: count)
    for at in 0..<count {
      items[at] = UInt64(places[Int(documents[at])]) << 32 | UInt64(frequencies[at])
    }
    if count < shortList {
      items.sort()
    } else {
      let bits = Int.bitWidth - places.count.leadingZeroBitCount
      var other = items
      for shift in stride(from: 0, to: bits, by: digitBits) {
        sort(items, by: UInt64(32 + shift), into: &other)
        swap(&items, &other)
      }
    }
    for at in 0..<count {
      documents[at] = UInt32(truncatingIfNeeded: items[at] >> 32)
      frequencies[at] = UInt32(truncatingIfNeeded: items[at])
    }
  }

  /// Sorts by one digit, keeping the order of equals.
  private static func sort(_ items: [UInt64], by shift: UInt64, into sorted: inout [UInt64]) {
    let mask = UInt64(1) << UInt64(digitBits) - 1
    var starts = [Int](repeating: 0, count: 1 << digitBits)
    for item in items { starts[Int(item &>> shift & mask)] &+= 1 }
    var sum = 0
    for digit in starts.indices {
      let count = starts[digit]
      starts[digit] = sum
      sum += count
    }
    for item in items {
      let digit = Int(item &>> shift & mask)
      sorted[starts[digit]] = item
      starts[digit] &+= 1
    }
  }
}
