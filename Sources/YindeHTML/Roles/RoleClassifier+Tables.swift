extension RoleClassifier {
  /// Keeps the cells of tables of data with the text around them: names, figures and links by
  /// themselves read as furniture, and rows of them would outweigh what they belong to.
  ///
  /// A table that lays out a page has an article or a menu in a cell: it is known by a long line, by
  /// many lines in a cell, or by links that are most of its text.
  mutating func weighTables() {
    let containers = outline.containers
    guard containers.contains(where: { $0.element == .table }) else { return }
    // For each element, the table it is in; for each table, what its own cells hold.
    var tables = [Int](repeating: -1, count: containers.count)
    for (index, container) in containers.enumerated() where container.parent >= 0 {
      tables[index] = container.element == .table ? index : tables[Int(container.parent)]
    }
    var cells = [Table](repeating: Table(), count: containers.count)
    var before: Int32 = -1
    for (block, feature) in zip(outline.blocks, features) {
      let table = tables[Int(block.place.container)]
      if table >= 0 { cells[table].add(feature, isSameCell: block.place.container == before) }
      before = block.place.container
    }
    for (index, block) in outline.blocks.enumerated() {
      let table = tables[Int(block.place.container)]
      guard table >= 0, weights[index] < constants.cell, features[index].noticeWords == 0,
        !block.place.isPreformatted, cells[table].isData(constants)
      else { continue }
      weights[index] = constants.cell
    }
  }

  private struct Table {
    private var blocks = 0
    private var length: Float = 0
    private var linked: Float = 0
    private var longest: Int32 = 0
    private var interfaceBlocks = 0
    private var lines = 0
    private var mostLines = 0

    mutating func add(_ feature: BlockFeatures, isSameCell: Bool) {
      blocks += 1
      lines = isSameCell ? lines + 1 : 1
      mostLines = max(mostLines, lines)
      length += Float(feature.length)
      linked += Float(feature.length) * feature.linkDensity
      longest = max(longest, feature.length)
      if feature.interfaceWords > 0 { interfaceBlocks += 1 }
    }

    func isData(_ constants: RoleWeights) -> Bool {
      blocks >= 6 && mostLines <= 3 && Float(longest) <= constants.cellLimit
        && interfaceBlocks * 5 <= blocks
        && linked <= length * constants.cellLinks
    }
  }
}
