import YindeAnalysis

/// Whether documents hold the patterns of a query's leaves, and what it took to find out.
///
/// A pattern with little to look up leaves many candidates, and each costs a text. The texts that one answer may look at are therefore
/// bounded: ``SearchOptions/textBudget``. What was found out is kept, since an answer may ask again for more hits.
final class PatternVerdicts {
  /// A text costs as many characters more than it has, for unpacking it: of 232 characters in the mean one takes 6 µs, of 1,573 about 12.
  private static let perText = 900
  /// A step of a pattern that makes ever new states costs as much as so many characters.
  private static let perStep = 16

  private let budget: Int
  private var spent = 0
  private var known: [UInt64: Bool] = [:]
  private var matchers: [Int: PatternMatcher] = [:]
  /// How many texts were looked at.
  private(set) var texts = 0
  private var isSpent = false
  /// Whether it was asked for a verdict that the budget did not allow.
  var hasGaps = false
  /// Whether an answer had to do without.
  var isStopped = false

  /// - Parameter budget: 0 for no bound.
  init(budget: Int) { self.budget = budget > 0 ? budget : .max }

  /// Whether a document holds the pattern of a leaf; false when the budget is used up.
  ///
  /// - Complexity: O(text), once.
  func holds(
    _ node: PatternNode, _ scope: QueryPlan.Scope, leaf: Int, document: Int, _ texts: TextReader
  ) -> Bool {
    let key = UInt64(leaf) << 32 | UInt64(document)
    if let verdict = known[key] { return verdict }
    guard !isSpent else {
      hasGaps = true
      return false
    }
    let matcher = matchers[leaf] ?? PatternMatcher(node)
    matchers[leaf] = matcher
    let left = (budget - spent) / PatternVerdicts.perStep
    let work = matcher.work
    matcher.workLimit = budget == .max ? .max : work + left
    let (verdict, characters) = texts.holds(matcher, scope, document: document)
    spent += characters + PatternVerdicts.perText + (matcher.work - work) * PatternVerdicts.perStep
    self.texts += 1
    if matcher.isSpent || spent >= budget { isSpent = true }
    if matcher.isSpent {
      hasGaps = true
      return false
    }
    known[key] = verdict
    return verdict
  }
}
