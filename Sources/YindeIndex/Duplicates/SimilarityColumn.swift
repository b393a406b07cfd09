/// Fingerprints of all documents, and the groups of near-duplicates.
///
/// ```
/// similarity --> fingerprint:u64 × documents
///                n:u32 groups:u32                              documents in groups of two and more; groups
///                (document:u32 group:u32) × n                  by document
///                start:u32 × (groups + 1)                      where each group's members begin
///                member:u32 × n                                by group; groups in the order of their first members
/// ```
struct SimilarityColumn: Sendable {
  private let view: ByteView
  private let documents: Int
  private let grouped: Int
  private let groups: Int

  /// Counts that do not fit into the section are taken as 0.
  init(_ view: ByteView, documents: Int) {
    self.view = view
    self.documents = documents
    let n = Int(view.u32(documents * 8))
    let groups = Int(view.u32(documents * 8 + 4))
    let fits = view.count == SimilarityColumn.size(documents: documents, grouped: n, groups: groups)
    grouped = fits ? n : 0
    self.groups = fits ? groups : 0
  }

  static func size(documents: Int, grouped: Int, groups: Int) -> Int {
    documents * 8 + 8 + grouped * 12 + (groups + 1) * 4
  }

  var hasGroups: Bool { groups > 0 }
  var groupedCount: Int { grouped }
  var groupCount: Int { groups }

  func fingerprint(_ document: Int) -> UInt64 { view.u64(document * 8) }

  private func entry(_ at: Int) -> Int { documents * 8 + 8 + at * 8 }

  /// The group of a document with near-duplicates.
  ///
  /// - Complexity: O(log documents in groups).
  func group(of document: Int) -> Int? {
    var low = 0
    var high = grouped
    while low < high {
      let middle = (low + high) / 2
      if Int(view.u32(entry(middle))) < document { low = middle + 1 } else { high = middle }
    }
    guard low < grouped, Int(view.u32(entry(low))) == document else { return nil }
    return Int(view.u32(entry(low) + 4))
  }

  private func start(_ group: Int) -> Int {
    min(Int(view.u32(entry(grouped) + group * 4)), grouped)
  }

  /// How many documents a group has.
  func size(of group: Int) -> Int {
    group < groups ? max(start(group + 1) - start(group), 0) : 0
  }

  /// The document that a group begins with.
  ///
  /// - Complexity: O(1).
  func first(of group: Int) -> Int? {
    guard size(of: group) > 0 else { return nil }
    let member = Int(view.u32(entry(grouped) + (groups + 1) * 4 + start(group) * 4))
    return member < documents ? member : nil
  }

  /// The documents of a group, ascending: the first is the one that the others are near-duplicates of.
  func members(of group: Int) -> [Int] {
    let first = entry(grouped) + (groups + 1) * 4
    guard group < groups, start(group) <= start(group + 1) else { return [] }
    return (start(group)..<start(group + 1)).compactMap { at in
      let member = Int(view.u32(first + at * 4))
      return member < documents ? member : nil
    }
  }

  /// The section.
  ///
  /// - Parameter leaders: the first document of each document's group; itself where it has none.
  static func encoded(fingerprints: [UInt64], leaders: [UInt32]) -> [UInt8] {
    var members: [UInt32: [UInt32]] = [:]
    for (document, leader) in leaders.enumerated() where Int(leader) != document {
      members[leader, default: [leader]].append(UInt32(document))
    }
    let firsts = members.keys.sorted()
    var group: [(document: UInt32, group: UInt32)] = []
    for (number, first) in firsts.enumerated() {
      for member in members[first]! { group.append((member, UInt32(number))) }
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(
      size(documents: leaders.count, grouped: group.count, groups: firsts.count))
    for fingerprint in fingerprints { bytes.append(littleEndian: fingerprint) }
    bytes.append(littleEndian: UInt32(group.count))
    bytes.append(littleEndian: UInt32(firsts.count))
    for entry in group.sorted(by: { $0.document < $1.document }) {
      bytes.append(littleEndian: entry.document)
      bytes.append(littleEndian: entry.group)
    }
    var start: UInt32 = 0
    bytes.append(littleEndian: start)
    for first in firsts {
      start += UInt32(members[first]!.count)
      bytes.append(littleEndian: start)
    }
    for first in firsts {
      for member in members[first]! { bytes.append(littleEndian: member) }
    }
    return bytes
  }
}

extension IndexFile {
  /// Whether near-duplicates were looked for when the index was built.
  public var hasDuplicateGroups: Bool { section(.similarity).count > 0 }

  /// Pages that have near-duplicates, and in how many groups.
  public var duplicateCounts: (documents: Int, groups: Int) {
    (similarity.groupedCount, similarity.groupCount)
  }

  /// The document that stands for those that are near-duplicates of it: the first of the group; nil for the
  /// first itself and for a document without near-duplicates.
  ///
  /// - Complexity: O(log documents in groups).
  public func duplicateOf(_ document: Int) -> Int? {
    guard let group = similarity.group(of: document),
      let first = similarity.first(of: group), first != document
    else { return nil }
    return first
  }

  /// The other documents of a document's group, ascending.
  public func nearDuplicates(of document: Int) -> [Int] {
    similarity.group(of: document).map { similarity.members(of: $0).filter { $0 != document } }
      ?? []
  }

  /// How many they are.
  public func nearDuplicateCount(of document: Int) -> Int {
    similarity.group(of: document).map { max(similarity.size(of: $0) - 1, 0) } ?? 0
  }

  /// 32 times two bits that pages with the same body mostly share; 0 for a page without body text.
  public func similarityFingerprint(_ document: Int) -> UInt64 { similarity.fingerprint(document) }
}
