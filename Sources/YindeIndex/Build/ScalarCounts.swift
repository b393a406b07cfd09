/// How often each scalar occurs.
struct ScalarCounts {
  private var basic = [UInt32](repeating: 0, count: 0x10000)
  private var others: [UInt32: Int] = [:]

  /// Counts the scalars of well-formed UTF-8.
  mutating func count(_ utf8: [UInt8], from start: Int) {
    UTF8Scalars.forEach(utf8.span.extracting(start..<utf8.count)) { scalar in
      if scalar < 0x10000 {
        // Saturates; only the order of counts matters.
        if basic[Int(scalar)] < .max { basic[Int(scalar)] &+= 1 }
      } else {
        others[scalar, default: 0] += 1
      }
    }
  }

  func add(to counts: inout [UInt32: Int]) {
    for (scalar, count) in basic.enumerated() where count > 0 {
      counts[UInt32(scalar), default: 0] += Int(count)
    }
    for (scalar, count) in others { counts[scalar, default: 0] += count }
  }
}
