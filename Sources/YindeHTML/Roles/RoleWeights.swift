/// The constants of `RoleClassifier`.
///
/// The unit of a weight is about one clause of prose. Lengths are in characters as wide as Han; Latin
/// letters count a third (`BlockFeatures.length`). Set by hand on the page sets that `Documentation/Pages.md`
/// names. Descent by coordinates gains little on other sets, and few of the constants matter alone.
struct RoleWeights: Sendable {
  static let standard = RoleWeights()

  // MARK: A block's text

  var block: Float = -0.6
  /// So many characters weigh 1, up to `lengthLimit` of them.
  var lengthUnit: Float = 30
  var lengthLimit: Float = 200
  var punctuation: Float = 0.5
  var punctuationLimit: Float = 6
  var sentenceEnd: Float = 0.8
  /// Each pair of characters shared with the title, or the summary.
  var titlePair: Float = 0.3
  var titlePairLimit: Float = 4
  var summaryPair: Float = 0.3
  var summaryPairLimit: Float = 10
  var links: Float = -3
  var interfaceWord: Float = -1.5
  var byline: Float = -1.5
  var dateLine: Float = -1.5
  var preformatted: Float = 1
  var lineNumber: Float = -2
  /// A share of words of notices that any text may have, and what each character above it weighs.
  var noticeShare: Float = 0.05
  var noticeUnit: Float = 3
  var noticeLimit: Float = 150
  /// Plain lines one after another, when there are `lineRun` of them.
  var lines: Float = 0.8
  var lineRun: Float = 12

  /// The least that a cell of a table of data weighs (`RoleClassifier+Tables`), and the longest cell of one.
  var cell: Float = 0
  var cellLimit: Float = 120
  var cellLinks: Float = 0.5

  // MARK: Labels

  /// The price of furniture in body: an element, a block. Articles have much of it inside.
  var furnitureElement: Float = 1.5
  var furnitureBlock: Float = 1
  /// The price of body in furniture: a page has few regions of it.
  var bodyElement: Float = 1
  var bodyBlock: Float = 3

  // MARK: An element's name and hints

  var nav: Float = -6
  var aside: Float = -4
  var header: Float = -1
  var article: Float = 2
  var control: Float = -20
  var articleBodyHint: Float = 4
  var articleHint: Float = 1
  var navigationHint: Float = -3
  var footerHint: Float = -3
  var asideHint: Float = -2
  var relatedHint: Float = -3
  var shareHint: Float = -3
  var bylineHint: Float = -2
  var noticeHint: Float = -3
  var commentsHint: Float = -2

  // MARK: Threads (`ThreadSigns`)

  /// A page with more than this share of its text under words for threads is one.
  var threadText: Float = 0.5
  var threadCommentsHint: Float = 2
  /// In place of `regionShare`, for posts.
  var threadShare: Float = 0.15

  // MARK: Lists (`RoleClassifier+Lists`)

  /// A block of links, before its length is counted, and so many characters of it that weigh 1.
  var listLink: Float = -0.6
  var listUnit: Float = 10
  var listLimit: Float = 1.5
  var listLine: Float = 0
  /// A page with less prose than this, and with a list so many times as long, is a list.
  var listProse: Float = 60
  var listRatio: Float = 3

  // MARK: Regions

  /// A group of regions counts from this share of the best one's score.
  var regionShare: Float = 0.4
  var regionFloor: Float = 0.2
  /// What remains of the score of comments under an article.
  var commentsShare: Float = 0.5
}
