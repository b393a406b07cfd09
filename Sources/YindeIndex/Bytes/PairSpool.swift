/// A pair of numbers; pairs are ordered by the first, then the second.
struct Pair: Comparable, Sendable {
  var key: UInt64
  var value: UInt64

  @inline(__always)
  static func < (left: Pair, right: Pair) -> Bool {
    left.key != right.key ? left.key < right.key : left.value < right.value
  }
}

/// Pairs that are brought together by their keys, in memory or, when they are many, in a spool file.
///
/// ```
/// append ─► 256 parts by the high bits of the key ─► pieces in one spool
///                                                       part(n) of all threads' spools, sorted
/// ```
///
/// Each thread writes one. Afterwards a part is small enough to be sorted in memory, equal keys are in one part, and parts
/// in order are the order of the keys: so what is found does not depend on threads or memory.
final class PairSpool: @unchecked Sendable {
  static let partCount = 256
  private static let pairSize = 16
  /// Bytes of a part that wait for more before they go to the spool.
  private static let pieceSize = 4096

  private let spool: SpoolFile
  private var waiting = [[UInt8]](repeating: [], count: partCount)
  private var pieces = [[Range<Int>]](repeating: [], count: partCount)

  init(folder: String, memoryLimit: Int) {
    spool = SpoolFile(folder: folder, memoryLimit: memoryLimit)
  }

  func append(key: UInt64, value: UInt64) throws(IndexError) {
    let part = Int(key >> 56)
    waiting[part].append(littleEndian: key)
    waiting[part].append(littleEndian: value)
    if waiting[part].count >= PairSpool.pieceSize {
      let start = spool.count
      try spool.append(waiting[part])
      pieces[part].append(start..<spool.count)
      waiting[part].removeAll(keepingCapacity: true)
    }
  }

  /// A part of what several spools hold together, sorted. Safe from several threads once all is written.
  ///
  /// - Complexity: O(n log n) in the pairs of the part.
  static func part(_ number: Int, of spools: [PairSpool]) throws(IndexError) -> [Pair] {
    var pairs: [Pair] = []
    for spool in spools {
      for piece in spool.pieces[number] {
        read(try spool.spool.read(piece.lowerBound, piece.count), into: &pairs)
      }
      read(spool.waiting[number], into: &pairs)
    }
    pairs.sort()
    return pairs
  }

  private static func read(_ bytes: [UInt8], into pairs: inout [Pair]) {
    bytes.withByteView { view in
      for at in stride(from: 0, to: view.count, by: pairSize) {
        pairs.append(Pair(key: view.u64(at), value: view.u64(at + 8)))
      }
    }
  }
}

/// A hash of 64 bits that spreads every bit of its argument (Steele, Lea and Flood, "Fast splittable
/// pseudorandom number generators", OOPSLA 2014: the finaliser of SplitMix64).
@inline(__always)
func mixed(_ value: UInt64) -> UInt64 {
  var hash = value &+ 0x9E37_79B9_7F4A_7C15
  hash = (hash ^ (hash &>> 30)) &* 0xBF58_476D_1CE4_E5B9
  hash = (hash ^ (hash &>> 27)) &* 0x94D0_49BB_1331_11EB
  return hash ^ (hash &>> 31)
}
