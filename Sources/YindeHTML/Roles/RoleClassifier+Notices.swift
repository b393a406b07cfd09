extension RoleClassifier {
  /// How much of ordinary prose may consist of words of `CueWords.noticeWords`, twice counted
  /// characters over all. Measured: 58 of 60 articles have less than 0.05, encyclopedia passages
  /// 0.01 or less, statutes 0.03 to 0.12, rules of communities 0.15 to 0.35.
  static let noticeDensity: Float = 0.08

  /// Cuts rules and notices off both ends of the body: prose like the article's, in the same
  /// element and with the same tags, often longer.
  ///
  /// A block counts for the article by its length and by what it shares with title and summary, and
  /// against it by the words of notices. The article is the stretch of blocks with the largest
  /// sum (Bentley, "Programming Pearls", column 8: one pass). Nothing is cut if the page is about
  /// rules, if little would remain, or if what is cut shares more with the title.
  func trimNotices(_ roles: inout [Role]) {
    guard !isAboutRules else { return }
    let numbers = roles.indices.filter { roles[$0] != .furniture }
    var best: Float = 0
    var stretch = 0..<0
    var sum: Float = 0
    var start = 0
    let isInRules = ruleSections(numbers)
    for (place, number) in numbers.enumerated() {
      let feature = features[number]
      let worth = Float(feature.length) * Self.noticeDensity
      // Rules that announce themselves count against the article however they are worded, and so do calls for
      // contributions: words of notices beside an address to write to.
      let isCall =
        feature.announcesNotice || (feature.hasContact && feature.noticeWords >= 2)
      guard !isInRules[place], !isCall else {
        sum -= worth + 2 * Float(feature.noticeWords)
        if sum < 0 {
          sum = 0
          start = place + 1
        }
        continue
      }
      sum += worth - 2 * Float(feature.noticeWords)
      sum += 2 * Float((feature.titlePairs & bareTitleMask).nonzeroBitCount)
      sum += Float(feature.summaryPairs.nonzeroBitCount)
      if sum > best {
        best = sum
        stretch = start..<(place + 1)
      } else if sum < 0 {
        sum = 0
        start = place + 1
      }
    }
    guard !stretch.isEmpty, stretch.count < numbers.count else { return }
    let kept = Extent(numbers[stretch].map { features[$0] })
    let cut = Extent(
      (numbers[..<stretch.lowerBound] + numbers[stretch.upperBound...]).map { features[$0] })
    guard kept.length >= Self.leastArticle, kept.length * 10 >= cut.length,
      (kept.titlePairs & bareTitleMask).nonzeroBitCount
        >= (cut.titlePairs & bareTitleMask).nonzeroBitCount
    else { return }
    for number in numbers[..<stretch.lowerBound] { roles[number] = .furniture }
    for number in numbers[stretch.upperBound...] { roles[number] = .furniture }
  }

  /// Which of some blocks stand in a section of rules: under a short line that names them (社区公约, 用户协议, 版权声明),
  /// if numbered articles follow (第一条 …), to the next heading of the same rank that is neither.
  private func ruleSections(_ numbers: [Int]) -> [Bool] {
    var isInside = [Bool](repeating: false, count: numbers.count)
    var place = 0
    while place < numbers.count {
      guard isRuleHeading(numbers[place]) else {
        place += 1
        continue
      }
      let level = outline.blocks[numbers[place]].place.headingLevel
      var end = place + 1
      var articles = 0
      while end < numbers.count {
        let feature = features[numbers[end]]
        let other = outline.blocks[numbers[end]].place.headingLevel
        let isPeer = other > 0 && (level == 0 || other <= level)
        if isPeer, !feature.isNumberedArticle, !isRuleHeading(numbers[end]) { break }
        if feature.isNumberedArticle { articles += 1 }
        end += 1
      }
      if articles >= Self.leastArticles { for at in place..<end { isInside[at] = true } }
      place = end
    }
    return isInside
  }

  private static let leastArticles = 3

  /// A line of at most thirty characters, not a sentence, a quarter of which are words of notices, and
  /// which is not what the page is about.
  private func isRuleHeading(_ number: Int) -> Bool {
    let feature = features[number]
    return feature.length <= 30 && feature.noticeWords * 8 >= feature.length
      && feature.noticeWords > 0 && !feature.endsSentence && !feature.isNumberedArticle
      && (feature.titlePairs & bareTitleMask).nonzeroBitCount * 2 < Int(feature.length)
  }

  /// Fewer characters are not taken for an article among notices.
  private static let leastArticle = 80

  private struct Extent {
    var length = 0
    var titlePairs: UInt128 = 0

    init(_ features: [BlockFeatures]) {
      for feature in features {
        length += Int(feature.length)
        titlePairs |= feature.titlePairs
      }
    }
  }
}
