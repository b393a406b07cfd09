extension RoleClassifier {
  func chooseRegions() -> [Role] {
    let groups = regionGroups()
    var isBlockBody = [Bool](repeating: false, count: outline.blocks.count)
    var regions: [Region] = Array(repeating: Region(), count: groups.count)
    var lengths = [Float](repeating: 0, count: outline.containers.count)
    for (number, block) in outline.blocks.enumerated() {
      let parent = Int(block.place.container)
      let price = isBody[parent] ? -constants.furnitureBlock : constants.bodyBlock
      isBlockBody[number] = weights[number] > price
      guard isBlockBody[number] else { continue }
      let feature = features[number]
      regions[groups.of[parent]].add(feature)
      lengths[groups.roots[parent]] +=
        Float(feature.length) * (isList ? 1 : 1 - feature.linkDensity)
    }
    for (index, length) in lengths.enumerated() { regions[groups.of[index]].add(length: length) }
    var shares = [Float](repeating: constants.regionShare, count: groups.count)
    var discounts = [Float](repeating: 1, count: groups.count)
    for (index, isPost) in isPost.enumerated() where isPost && isBody[index] {
      if isThread {
        shares[groups.of[index]] = constants.threadShare
      } else if isComment[index] {
        discounts[groups.of[index]] = constants.commentsShare
      }
    }
    let scores = zip(regions, discounts).map { region, discount in
      region.score(
        titlePairs: titlePairs, summaryPairs: summaryPairs, floor: constants.regionFloor)
        * (isAboutRules ? 1 : region.noticeDiscount) * discount
    }
    let best = scores.max() ?? 0
    var roles: [Role] = []
    roles.reserveCapacity(outline.blocks.count)
    var hasBody = false
    for (number, block) in outline.blocks.enumerated() {
      let parent = Int(block.place.container)
      if isBlockBody[number], scores[groups.of[parent]] >= best * shares[groups.of[parent]] {
        if block.place.headingLevel > 0 {
          roles.append(.heading)
        } else {
          roles.append(.body)
          hasBody = true
        }
      } else {
        roles.append(.furniture)
      }
    }
    if isList { return roles }
    if hasBody { trimNotices(&roles) } else { takeLongestCluster(&roles) }
    return roles
  }

  /// The group of regions that each element belongs to.
  ///
  /// A region is a body element whose parent is not body, with all body elements below it. Regions
  /// with the same way down from the page (elements and hints) are one group: the posts of a
  /// thread, the parts of an article that notices interrupt.
  func regionGroups() -> (of: [Int], roots: [Int], count: Int) {
    let containers = outline.containers
    var paths = [UInt64](repeating: 0, count: containers.count)
    var groups = [Int](repeating: 0, count: containers.count)
    var roots = groups
    var numbers: [UInt64: Int] = [:]
    for (index, container) in containers.enumerated() {
      let parent = Int(container.parent)
      let step = UInt64(container.hints.rawValue) << 8 | UInt64(container.element.rawValue)
      paths[index] = ((parent >= 0 ? paths[parent] : 0) ^ step) &* 0x9E37_79B9_7F4A_7C15
      paths[index] ^= paths[index] >> 29
      if isBody[index], parent >= 0, isBody[parent] {
        groups[index] = groups[parent]
        roots[index] = roots[parent]
      } else {
        roots[index] = index
        let next = numbers.count
        groups[index] = numbers[paths[index], default: next]
        if groups[index] == next { numbers[paths[index]] = next }
      }
    }
    return (groups, roots, numbers.count)
  }

  /// Where nothing reads like prose, the smallest element with half of the page's text is body.
  func takeLongestCluster(_ roles: inout [Role]) {
    let containers = outline.containers
    var lengths = [Int](repeating: 0, count: containers.count)
    for (block, feature) in zip(outline.blocks, features) {
      lengths[Int(block.place.container)] += Int(feature.length)
    }
    for index in containers.indices.reversed() {
      let parent = Int(containers[index].parent)
      if parent >= 0 { lengths[parent] += lengths[index] }
    }
    guard let total = lengths.first, total > 0,
      let cluster = lengths.lastIndex(where: { $0 * 2 >= total })
    else { return }
    var isInside = [Bool](repeating: false, count: containers.count)
    for index in containers.indices {
      let parent = Int(containers[index].parent)
      isInside[index] = index == cluster || (parent >= 0 && isInside[parent])
    }
    for (number, block) in outline.blocks.enumerated()
    where isInside[Int(block.place.container)] {
      roles[number] = block.place.headingLevel > 0 ? .heading : .body
    }
  }
}
