/// The test behind `path:`.
///
/// `path:x` holds when x occurs in the path; with `*` (any characters) or `?` (one character) in x, when x fits the whole path.
///
/// ASCII letters match in either case.
struct PathFilter {
  private enum Test {
    case contains([UInt8])
    case fits([UInt8])
  }

  private let test: Test

  init(_ text: String) {
    let bytes = PathFilter.lowercased(Array(text.utf8))
    if bytes.contains(UInt8(ascii: "*")) || bytes.contains(UInt8(ascii: "?")) {
      test = .fits(bytes)
    } else {
      test = .contains(bytes)
    }
  }

  func accepts(_ path: [UInt8]) -> Bool {
    let path = PathFilter.lowercased(path)
    switch test {
    case .contains(let part): return PathFilter.contains(path, part)
    case .fits(let pattern): return PathFilter.fits(path, pattern)
    }
  }

  private static func lowercased(_ bytes: [UInt8]) -> [UInt8] {
    bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 }
  }

  private static func contains(_ path: [UInt8], _ part: [UInt8]) -> Bool {
    guard part.count <= path.count else { return false }
    for start in 0...(path.count - part.count) where path[start...].starts(with: part) {
      return true
    }
    return false
  }

  /// Glob matching that goes back to the last star only: O(path × pattern).
  static func fits(_ path: [UInt8], _ pattern: [UInt8]) -> Bool {
    var at = 0
    var place = 0
    var star: (place: Int, at: Int)?
    while at < path.count {
      if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
        star = (place, at)
        place += 1
      } else if place < pattern.count,
        pattern[place] == path[at] || pattern[place] == UInt8(ascii: "?")
      {
        // `?` is one character: step over the bytes that continue it.
        at += 1
        if pattern[place] == UInt8(ascii: "?") {
          while at < path.count, path[at] & 0xC0 == 0x80 { at += 1 }
        }
        place += 1
      } else if let last = star {
        star = (last.place, last.at + 1)
        at = last.at + 1
        place = last.place + 1
      } else {
        return false
      }
    }
    while place < pattern.count, pattern[place] == UInt8(ascii: "*") { place += 1 }
    return place == pattern.count
  }
}
