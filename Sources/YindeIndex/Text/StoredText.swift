/// The parts of a page's stored text; the marks that stand before them in the stored string.
///
/// Pages cannot hold these characters: the ingest drops control characters.
public enum StoredRole: UInt8, Sendable, CaseIterable {
  case title = 1
  case heading = 2
  case body = 3
  case furniture = 4
  /// A title for display that differs from the title block. Not searched: its words are in other blocks.
  case display = 5

  /// Whether blocks of this role are analysed and searched.
  public var isSearched: Bool { self != .display }
}

extension StoredRole {
  /// Marks are the scalars from 1 to this: the roles, and two for blocks that the rules for sites made furniture.
  ///
  /// ```
  /// 6   furniture that was body on the page itself
  /// 7   furniture that was a heading
  /// ```
  ///
  /// So the page can be judged again among other pages without being read again.
  static let lastMark: UInt8 = 7
  static let marks: ClosedRange<UInt8> = 1...lastMark

  /// The role that a mark stands for; nil when it is none.
  @inline(__always)
  init?(mark: UInt8) { self.init(rawValue: mark > 5 && mark <= StoredRole.lastMark ? 4 : mark) }

  /// The role that the block had before the rules for sites.
  static func onPage(mark: UInt8) -> StoredRole? {
    mark == 6 ? .body : mark == 7 ? .heading : StoredRole(rawValue: mark)
  }

  /// The mark of a block of main text that is its site's template.
  static func templateMark(_ mark: UInt8) -> UInt8 {
    mark == StoredRole.body.rawValue ? 6 : mark == StoredRole.heading.rawValue ? 7 : mark
  }
}

/// A page's text as it is stored: one string of scalars in which each block follows its mark.
public struct StoredText: Sendable {
  /// A block's place in ``scalars``, without its mark.
  public struct Block: Sendable, Equatable {
    public var role: StoredRole
    public var range: Range<Int>
  }

  public internal(set) var scalars: [UInt32] = []
  public internal(set) var blocks: [Block] = []

  init() {}

  /// Finds the blocks of decoded scalars.
  ///
  /// - Complexity: O(n).
  init(scalars: [UInt32]) {
    self.scalars = scalars
    var start = 0
    var role: StoredRole?
    for (index, scalar) in scalars.enumerated()
    where scalar >= 1 && scalar <= UInt32(StoredRole.lastMark) {
      if let role { blocks.append(Block(role: role, range: start..<index)) }
      role = StoredRole(mark: UInt8(scalar))
      start = index + 1
    }
    if let role { blocks.append(Block(role: role, range: start..<scalars.count)) }
  }

  /// The text of a block as a string.
  public func string(_ range: Range<Int>) -> String {
    UTF8Scalars.string(scalars[range])
  }

  /// The title to show: the display title, else the title block, else the first heading, else "".
  public var title: String {
    for role in [StoredRole.display, .title, .heading] {
      if let block = blocks.first(where: { $0.role == role && !$0.range.isEmpty }) {
        return string(block.range)
      }
    }
    return ""
  }
}

/// The texts of an index.
///
/// ```
/// textIndex  u64 × groups     place of each group of 32 documents in the text section
/// text       group*
/// group  --> varint(frame size) × documents of the group, then their frames
/// frame  --> a Zstandard frame (TextCompressor) of coded text (CharacterCode)
/// ```
///
/// Reading one text is a look at the group's sizes and one frame: about 5 µs for a page of 1,500 characters.
struct TextSection: Sendable {
  static let groupSize = 32

  let index: ByteView
  let text: ByteView

  /// The frame of a document; empty when the bytes make no sense.
  func frame(_ document: Int) -> ByteView {
    let group = document / TextSection.groupSize
    var reader = ByteReader(text, at: index.int(group &* 8))
    let member = document % TextSection.groupSize
    let members = min(TextSection.groupSize, documentCount(inGroup: group))
    var skip = 0
    var size = 0
    for other in 0..<members {
      let length = Int(UInt32(truncatingIfNeeded: reader.varint()))
      if other < member { skip += length } else if other == member { size = length }
    }
    return text.slice(reader.offset.addingReportingOverflow(skip).partialValue, size)
  }

  let documents: Int

  private func documentCount(inGroup group: Int) -> Int {
    max(0, documents - group * TextSection.groupSize)
  }
}
