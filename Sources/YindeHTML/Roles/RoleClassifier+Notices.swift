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
    for (place, number) in numbers.enumerated() {
      let feature = features[number]
      sum += Float(feature.length) * Self.noticeDensity - 2 * Float(feature.noticeWords)
      sum += 2 * Float(feature.titlePairs.nonzeroBitCount)
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
      kept.titlePairs.nonzeroBitCount >= cut.titlePairs.nonzeroBitCount
    else { return }
    for number in numbers[..<stretch.lowerBound] { roles[number] = .furniture }
    for number in numbers[stretch.upperBound...] { roles[number] = .furniture }
  }

  /// Fewer characters are not taken for an article among notices.
  private static let leastArticle = 80

  private struct Extent {
    var length = 0
    var titlePairs: UInt128 = 0

    init(_ features: [BlockFeatures]) {
      for feature in features {
        length += feature.length
        titlePairs |= feature.titlePairs
      }
    }
  }
}
