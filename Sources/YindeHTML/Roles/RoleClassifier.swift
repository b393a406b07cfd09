/// Tells what a page is about from what is around it.
///
/// Every block gets a weight from its text: for being body if positive, for furniture if negative.
/// Then the labels of all blocks and elements are chosen together: the best labelling is the one
/// with the largest sum of weights, less a price for each element that is labelled unlike its
/// parent. So a short line in an article stays with the article, and a long sentence in a list of
/// links with the links. On a tree the best labelling is found exactly, in one pass up and one
/// down (Viterbi's algorithm; the model is a Markov random field).
///
/// Of the regions that come out as body, one is the main one; others count only if they are
/// comparable. Time is linear in the text and the elements.
struct RoleClassifier {
  let outline: Outline
  var features: [BlockFeatures] = []
  var weights: [Float] = []
  /// How many pairs of characters the title and the summary have.
  var titlePairs = 0
  var summaryPairs = 0
  /// The pairs of the title without the site's name: pairs are numbered from its start.
  var bareTitleMask = UInt128.max
  /// The title itself speaks of rules or rights: then such words tell nothing.
  var isAboutRules = false
  /// For each element: the best sum below if it is body, and if it is furniture.
  var asBody: [Float]
  var asFurniture: [Float]
  var isBody: [Bool]
  /// The price of furniture in body: an element, a block. Articles have much of it inside.
  static let elementPrice: Float = 1.5
  static let blockPrice: Float = 1
  /// The price of body in furniture: a page has few regions of it.
  static let bodyElementPrice: Float = 1
  static let bodyBlockPrice: Float = 3

  static func roles(of outline: Outline, head: Head) -> [Role] {
    var classifier = RoleClassifier(outline)
    classifier.measure(head)
    classifier.weigh()
    classifier.label()
    return classifier.chooseRegions()
  }

  init(_ outline: Outline) {
    self.outline = outline
    asBody = Array(repeating: 0, count: outline.containers.count)
    asFurniture = asBody
    isBody = Array(repeating: false, count: outline.containers.count)
  }

  // MARK: Weights

  mutating func measure(_ head: Head) {
    var words = CueWords.table
    titlePairs = words.number(
      pairsOf: head.title.span, 0..<head.title.count, shift: CueWords.titleShift)
    var scratch = CueWords.table
    let bare = scratch.number(
      pairsOf: head.title.span, 0..<bareTitleEnd(head.title), shift: CueWords.titleShift)
    bareTitleMask = bare >= 127 ? .max : (1 << UInt128(bare + 1)) - 1
    for block in outline.blocks where block.place.headingLevel == 1 && titlePairs == 0 {
      titlePairs = words.number(
        pairsOf: outline.bytes.span, block.range, shift: CueWords.titleShift)
    }
    for key in [MetaKey.description, .socialDescription] where summaryPairs == 0 {
      guard let meta = head.metas.first(where: { $0.key == key }) else { continue }
      summaryPairs = words.number(
        pairsOf: meta.value.span, 0..<meta.value.count, shift: CueWords.summaryShift)
    }
    let title = BlockFeatures(
      head.title.span, 0..<head.title.count, linkBytes: 0, words: CueWords.table)
    isAboutRules = title.noticeWords >= 2
    features.reserveCapacity(outline.blocks.count)
    for block in outline.blocks {
      features.append(
        BlockFeatures(
          outline.bytes.span, block.range, linkBytes: block.linkBytes, words: words))
    }
  }

  /// Where the title ends without the site's name: at the end of the longest block that the title begins
  /// with, when that is half of it at least. The name of the site is in notices and menus too.
  private func bareTitleEnd(_ title: [UInt8]) -> Int {
    var end = 0
    for block in outline.blocks
    where block.range.count > end && block.range.count < title.count
      && outline.bytes[block.range].elementsEqual(title[..<block.range.count])
    {
      end = block.range.count
    }
    return end * 2 >= title.count ? end : title.count
  }

  mutating func weigh() {
    weights.reserveCapacity(features.count)
    for (block, feature) in zip(outline.blocks, features) {
      weights.append(Self.weight(block, feature))
    }
    // Short lines without links, one after another, are verse, lyrics, dialogue or a table.
    var index = 0
    while index < features.count {
      var end = index
      while end < features.count, isPlainLine(end) { end += 1 }
      let bonus = Self.lineBonus * Float(min(end - index, Self.lineRun)) / Float(Self.lineRun)
      for line in index..<end { weights[line] += bonus }
      index = end + 1
    }
  }

  static let lineBonus: Float = 0.8
  static let lineRun = 12

  private func isPlainLine(_ index: Int) -> Bool {
    let feature = features[index]
    return feature.linkDensity < 0.3 && feature.interfaceWords == 0 && feature.noticeWords == 0
      && outline.containers[Int(outline.blocks[index].place.container)].element != .option
  }

  private static func weight(_ block: RawBlock, _ feature: BlockFeatures) -> Float {
    let length = Float(min(feature.length, 200))
    if feature.linkDensity > 0.5 { return -1 - min(length / 20, 1) }
    if block.place.headingLevel > 0 { return 0 }
    var weight: Float = -0.6 + length / 30 + Float(min(feature.punctuation, 6)) * 0.5
    weight -= 3 * feature.linkDensity
    if feature.endsSentence { weight += 0.8 }
    weight += Float(min(feature.titlePairs.nonzeroBitCount, 4)) * 0.3
    weight += Float(min(feature.summaryPairs.nonzeroBitCount, 10)) * 0.3
    weight -= 1.5 * Float(feature.interfaceWords) / (1 + length / 30)
    // A date and 来源, 作者, 阅读: a byline.
    if feature.interfaceWords > 0, feature.digits >= 6, feature.length < 60 { weight -= 1.5 }
    // Twice the share of the text that consists of such words, above what any text has.
    let notice = Float(feature.noticeWords) * 2 / max(length, 10)
    weight -= max(0, notice - 0.05) * min(length, 150) / 3
    if block.place.isPreformatted { weight += 1 }
    return weight
  }

  /// What an element's name and class say for body.
  static func weight(_ container: Container) -> Float {
    var weight: Float = 0
    switch container.element {
    case .nav, .footer: weight -= 6
    case .aside: weight -= 4
    case .button, .select, .option, .noscript, .textarea: weight -= 20
    case .header: weight -= 1
    case .article, .main: weight += 2
    default: break
    }
    let hints = container.hints
    if hints.contains(.articleBody) { weight += 4 }
    if !hints.isDisjoint(with: [.article, .content, .post]) { weight += 1 }
    if hints.contains(.navigation) { weight -= 3 }
    if hints.contains(.footer) { weight -= 3 }
    if hints.contains(.aside) { weight -= 2 }
    if hints.contains(.related) { weight -= 3 }
    if !hints.isDisjoint(with: [.share, .advertisement, .breadcrumb, .pager]) { weight -= 3 }
    if !hints.isDisjoint(with: [.byline, .account, .search, .control, .contents]) { weight -= 2 }
    if hints.contains(.notice) { weight -= 3 }
    if hints.contains(.comments) { weight -= 2 }
    return weight
  }

  /// Sections and the like may well be body on their own, but a paragraph belongs to something.
  static func bodyPrice(_ element: Element) -> Float {
    switch element {
    case .p, .pre, .li, .dt, .dd, .td, .th, .tr, .blockquote, .figcaption, .caption, .summary,
      .h1, .h2, .h3, .h4, .h5, .h6, .ul, .ol, .dl:
      return bodyBlockPrice
    default: return bodyElementPrice
    }
  }

  // MARK: Labels

  mutating func label() {
    let containers = outline.containers
    for (block, weight) in zip(outline.blocks, weights) {
      let parent = Int(block.place.container)
      asBody[parent] += max(weight, -Self.blockPrice)
      asFurniture[parent] += max(0, weight - Self.bodyBlockPrice)
    }
    for index in containers.indices.reversed() {
      asBody[index] += Self.weight(containers[index])
      let parent = Int(containers[index].parent)
      guard parent >= 0 else { break }
      asBody[parent] += max(asBody[index], asFurniture[index] - Self.elementPrice)
      asFurniture[parent] += max(
        asFurniture[index], asBody[index] - Self.bodyPrice(containers[index].element))
    }
    isBody[0] = asBody[0] > asFurniture[0]
    for index in containers.indices.dropFirst() {
      let price =
        isBody[Int(containers[index].parent)]
        ? -Self.elementPrice : Self.bodyPrice(containers[index].element)
      isBody[index] = asBody[index] - asFurniture[index] > price
    }
  }

  // MARK: Regions

  func chooseRegions() -> [Role] {
    let groups = regionGroups()
    var isBlockBody = [Bool](repeating: false, count: outline.blocks.count)
    var regions: [Region] = Array(repeating: Region(), count: groups.count)
    var lengths = [Float](repeating: 0, count: outline.containers.count)
    for (number, block) in outline.blocks.enumerated() {
      let parent = Int(block.place.container)
      let price = isBody[parent] ? -Self.blockPrice : Self.bodyBlockPrice
      isBlockBody[number] = weights[number] > price
      guard isBlockBody[number] else { continue }
      let feature = features[number]
      regions[groups.of[parent]].add(feature)
      lengths[groups.roots[parent]] += Float(feature.length) * (1 - feature.linkDensity)
    }
    for (index, length) in lengths.enumerated() { regions[groups.of[index]].add(length: length) }
    let scores = regions.map { region in
      region.score(titlePairs: titlePairs, summaryPairs: summaryPairs)
        * (isAboutRules ? 1 : region.noticeDiscount)
    }
    let best = scores.max() ?? 0
    var roles: [Role] = []
    roles.reserveCapacity(outline.blocks.count)
    var hasBody = false
    for (number, block) in outline.blocks.enumerated() {
      let parent = Int(block.place.container)
      if isBlockBody[number], scores[groups.of[parent]] >= best * 0.4 {
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
      lengths[Int(block.place.container)] += feature.length
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
