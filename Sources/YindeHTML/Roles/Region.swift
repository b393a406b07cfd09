/// Regions of one group, and how likely they are what the page is about.
struct Region {
  private var length: Float = 0
  private var squares: Float = 0
  private var titlePairs: UInt128 = 0
  private var summaryPairs: UInt128 = 0
  private var noticeWords: Float = 0

  mutating func add(_ block: BlockFeatures) {
    noticeWords += Float(block.noticeWords)
    titlePairs |= block.titlePairs
    summaryPairs |= block.summaryPairs
  }

  /// Adds the length of one region.
  mutating func add(length: Float) {
    self.length += length
    squares += length * length
  }

  /// What remains of the score when the text is full of the words of rules and notices.
  var noticeDiscount: Float {
    length > 0 ? max(0.1, 1 - 3 * noticeWords * 2 / length) : 1
  }

  /// The square root of a region's length, times how much of the title and the summary occurs in
  /// the group: a short notice under its title beats a long story recommended beside it.
  ///
  /// The length is that of the region in which a character stands on the average: twenty teasers
  /// are no article.
  func score(titlePairs titleCount: Int, summaryPairs summaryCount: Int, floor: Float) -> Float {
    guard length > 0 else { return 0 }
    var score = (squares / length).squareRoot()
    if titleCount > 0 {
      score *= floor + Float(titlePairs.nonzeroBitCount) / Float(titleCount)
    }
    if summaryCount > 0 {
      score *= floor + Float(summaryPairs.nonzeroBitCount) / Float(summaryCount)
    }
    return score
  }
}
