extension RoleClassifier {
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
      weights.append(weight(block, feature))
    }
    // Short lines without links, one after another, are verse, lyrics, dialogue or a table.
    var index = 0
    while index < features.count {
      var end = index
      while end < features.count, isPlainLine(end) { end += 1 }
      let bonus = constants.lines * min(Float(end - index) / constants.lineRun, 1)
      for line in index..<end { weights[line] += bonus }
      index = end + 1
    }
    if !isList { weighTables() }
  }

  private func isPlainLine(_ index: Int) -> Bool {
    let feature = features[index]
    return feature.linkDensity < 0.3 && feature.interfaceWords == 0 && feature.noticeWords == 0
      && outline.containers[Int(outline.blocks[index].place.container)].element != .option
  }

  private func weight(_ block: RawBlock, _ feature: BlockFeatures) -> Float {
    let c = constants
    if isList { return listWeight(block, feature) }
    let length = min(Float(feature.length), c.lengthLimit)
    let links = feature.hasAddress ? 0 : feature.linkDensity
    if links > 0.5 { return -1 - min(length / 20, 1) }
    if block.place.headingLevel > 0 { return 0 }
    var weight = c.block + length / c.lengthUnit
    weight += min(Float(feature.punctuation), c.punctuationLimit) * c.punctuation
    weight += c.links * links
    if feature.endsSentence { weight += c.sentenceEnd }
    weight += min(Float(feature.titlePairs.nonzeroBitCount), c.titlePairLimit) * c.titlePair
    weight += min(Float(feature.summaryPairs.nonzeroBitCount), c.summaryPairLimit) * c.summaryPair
    weight += c.interfaceWord * Float(feature.interfaceWords) / (1 + length / 30)
    // A date and 来源, 作者, 阅读: a byline.
    if feature.interfaceWords > 0, feature.digits >= 6, feature.length < 60 { weight += c.byline }
    // A date and the time, and hardly more.
    if feature.digits >= 6, feature.length <= 12 { weight += c.dateLine }
    // Twice the share of the text that consists of such words, above what any text has.
    let notice = Float(feature.noticeWords) * 2 / max(length, 10)
    weight -= max(0, notice - c.noticeShare) * min(length, c.noticeLimit) / c.noticeUnit
    if block.place.isPreformatted {
      // Numbers of lines beside code.
      weight += feature.isNumber ? c.lineNumber : c.preformatted
    }
    return weight
  }

  /// What an element's name and class say for body.
  func weight(_ container: Container) -> Float {
    let c = constants
    var weight: Float = 0
    switch container.element {
    case .nav, .footer: weight += c.nav
    case .aside: weight += c.aside
    case .button, .select, .option, .noscript, .textarea: weight += c.control
    case .header: weight += c.header
    case .article, .main: weight += c.article
    default: break
    }
    let hints = container.hints
    if hints.isEmpty { return weight }
    if hints.contains(.articleBody) { weight += c.articleBodyHint }
    if !hints.isDisjoint(with: [.article, .content, .post]) { weight += c.articleHint }
    if hints.contains(.navigation) { weight += c.navigationHint }
    if hints.contains(.footer) { weight += c.footerHint }
    if hints.contains(.aside) { weight += c.asideHint }
    if hints.contains(.related) { weight += c.relatedHint }
    if !hints.isDisjoint(with: [.share, .advertisement, .breadcrumb, .pager]) {
      weight += c.shareHint
    }
    if !hints.isDisjoint(with: [.byline, .account, .search, .control, .contents]) {
      weight += c.bylineHint
    }
    if hints.contains(.notice) { weight += c.noticeHint }
    if hints.contains(.comments) { weight += isThread ? c.threadCommentsHint : c.commentsHint }
    return weight
  }

  /// Sections and the like may well be body on their own, but a paragraph belongs to something.
  func bodyPrice(_ element: Element) -> Float {
    switch element {
    case .p, .pre, .li, .dt, .dd, .td, .th, .tr, .blockquote, .figcaption, .caption, .summary,
      .h1, .h2, .h3, .h4, .h5, .h6, .ul, .ol, .dl:
      return constants.bodyBlock
    default: return constants.bodyElement
    }
  }
}
