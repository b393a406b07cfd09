extension RoleClassifier {
  /// Adds a list to the body of a page that has little else: the index of an archive, a table of contents.
  ///
  /// Links weigh against body in `weight(_:_:)`, so on such a page only its slogans read as prose. A second
  /// labelling takes links for what they may be here, by their length: a title is longer than the name of a
  /// section. Prose that was found stays.
  func addList(_ roles: inout [Role]) {
    var prose: Float = 0
    var linked: Float = 0
    var titlePairs: UInt128 = 0
    for (feature, role) in zip(features, roles) {
      if role != .furniture {
        prose += Float(feature.length) * (1 - feature.linkDensity)
        titlePairs |= feature.titlePairs
      }
      linked += Float(feature.length) * feature.linkDensity
    }
    let isArticle = titlePairs.nonzeroBitCount * 2 > self.titlePairs
    guard !isArticle else { return }
    let least = constants.listRatio * prose
    guard prose < constants.listProse, linked > least else { return }
    var lists = self
    lists.isList = true
    lists.relabel()
    let found = lists.chooseRegions()
    let length = zip(features, found).reduce(0) {
      $1.1 == .furniture ? $0 : $0 + Float($1.0.length)
    }
    guard length > least else { return }
    for (index, role) in found.enumerated() where role != .furniture { roles[index] = role }
  }

  private mutating func relabel() {
    weights.removeAll(keepingCapacity: true)
    for index in asBody.indices {
      asBody[index] = 0
      asFurniture[index] = 0
    }
    weigh()
    label()
  }

  func listWeight(_ block: RawBlock, _ feature: BlockFeatures) -> Float {
    let c = constants
    let length = Float(feature.length)
    if feature.linkDensity > 0.5 { return c.listLink + min(length / c.listUnit, c.listLimit) }
    if feature.noticeWords * 8 > feature.length { return -1 }
    return c.listLine + min(length / c.lengthUnit, 1)
  }
}
