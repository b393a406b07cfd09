@testable import YindeIndex

/// What two indexes of the same pages have in common wherever and whenever the pages were written: everything but the stamps of
/// their files.
enum IndexSections {
  /// The sections of an index and the counts of its header, by name.
  static func read(_ path: String, without left: String...) throws -> [String: [UInt8]] {
    let index = try IndexFile(path: path)
    var sections: [String: [UInt8]] = [:]
    for section in SectionID.allCases where !left.contains(section.name) {
      sections["\(section)"] = index.section(section).array
    }
    if let files = sections["files"], !files.isEmpty {
      var count = 0
      for place in 0..<8 { count |= Int(files[place]) << (8 * place) }
      sections["files"] = Array(files[..<8] + files[(8 + 8 * count)...])
    }
    sections["header"] = [
      index.documentCount, index.termCount, index.postingCount, index.totalLength,
    ].flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
    return sections
  }
}
