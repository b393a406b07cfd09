/// The text of a page in runs, and the tree of elements that they stand in.
struct Outline: Sendable {
  /// Holds the text of all blocks, and bytes in between that belong to none.
  var bytes: [UInt8]
  var blocks: [RawBlock]
  /// A parent comes before its children; the first is the page.
  var containers: [Container]
  var marks: Marks

  /// Less visible text than this, and a tenth of the hidden text, is no page: a spinner, a notice.
  private static let leastText = 60

  /// Takes what the page shows. Where a page shows nothing, because a script is to uncover it,
  /// its hidden text is what it is about.
  init(_ builder: BlockBuilder) {
    let visible = builder.visible
    let hidden = builder.hidden
    containers = builder.containers
    marks = builder.marks
    let shown = visible.blocks.reduce(0) { $0 + $1.range.count }
    let covered = hidden.blocks.reduce(0) { $0 + $1.range.count }
    guard covered > 0, shown < Self.leastText, shown * 10 < covered else {
      bytes = visible.bytes
      blocks = visible.blocks
      return
    }
    bytes = visible.bytes
    blocks = visible.blocks
    let offset = bytes.count
    bytes.append(contentsOf: hidden.bytes)
    for var block in hidden.blocks {
      block.range = (block.range.lowerBound + offset)..<(block.range.upperBound + offset)
      blocks.append(block)
    }
  }
}
