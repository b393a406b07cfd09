/// A pattern made ready to be looked for in folded text.
///
///     let matcher = PatternMatcher(.sequence([.literal(folding: [0x7B2C]), …]))
///     matcher.firstRange(in: folded.span, from: 0)   // where 第…条 stands
///
/// Time is linear in the text for any pattern: at most O(text × ``PatternNode/size``), and mostly a few instructions a scalar
/// (``PatternAutomaton``). Holds tables that are filled as text is read; belongs to one thread at a time.
public final class PatternMatcher {
  private var forward: PatternAutomaton
  private let node: PatternNode
  private let alphabet: PatternAlphabet
  private var symbols = PatternSymbols()
  /// To find where a match begins; made when that is asked for.
  private var backward: PatternAutomaton?
  private var backwardSymbols = PatternSymbols()

  public init(_ node: PatternNode) {
    self.node = node
    let program = PatternProgram(node, isReversed: false, isSearching: true)
    alphabet = PatternAlphabet(program.sets, tellsSides: program.hasAssertions)
    forward = PatternAutomaton(program, alphabet, isFirst: true)
  }

  /// How many steps were taken beyond a look into a table for each scalar: what a pattern costs that makes ever new states.
  public var work: Int { forward.work + (backward?.work ?? 0) }

  /// With more work than this nothing is found any more.
  public var workLimit = Int.max {
    didSet {
      forward.limit = workLimit
      backward?.limit = workLimit
    }
  }

  public var isSpent: Bool { forward.isSpent || backward?.isSpent ?? false }

  /// Whether a block of folded text holds a match.
  public func isFound(in block: Span<UInt32>) -> Bool {
    forward.end(in: block, from: 0, isBackwards: false, isQuick: true, &symbols) != nil
  }

  /// The first match in a block of folded text that begins at `start` or later: of those that begin at the same
  /// place the one that is preferred, as in Perl. What stands before `start` still counts for edges of words.
  public func firstRange(in block: Span<UInt32>, from start: Int) -> Range<Int>? {
    guard
      let end = forward.end(in: block, from: start, isBackwards: false, isQuick: false, &symbols)
    else { return nil }
    if backward == nil {
      let program = PatternProgram(node, isReversed: true, isSearching: false)
      backwardAlphabet = PatternAlphabet(program.sets, tellsSides: program.hasAssertions)
      backward = PatternAutomaton(program, backwardAlphabet!, isFirst: false)
      backward!.limit = workLimit
    }
    guard
      let lower = backward!.end(
        in: block, from: end, isBackwards: true, lowest: start, isQuick: false, &backwardSymbols),
      lower < end
    else { return nil }
    return lower..<end
  }

  private var backwardAlphabet: PatternAlphabet?
}
