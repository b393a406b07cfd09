/// Writes a run in TREC's form, topic by topic, so that a large one need not be held.
///
/// ```
/// q1 Q0 p2 1 9.1 bm25
/// ```
///
/// Fields have a space between them. On lines with an identifier that holds spaces, such as the path of a page, they
/// have tabs: ``Run/init(trec:)`` reads those, trec_eval does not, so they are counted.
public struct RunWriter: Sendable {
  /// Lines that trec_eval would split in the wrong places.
  public private(set) var linesWithSpaces = 0

  private let tag: String
  private var text: [UInt8] = []

  /// - Throws: ``EvaluationError`` when the tag is empty or holds white space.
  public init(tag: String) throws(EvaluationError) {
    self.tag = tag
    if tag.isEmpty || tag.utf8.contains(where: LineReader.isWhiteSpace) {
      throw RunWriter.unwritable("the tag", tag)
    }
  }

  /// Adds the answers to a topic, best first; ranks count from 1.
  ///
  /// - Complexity: O(*n*) in the number of answers.
  /// - Throws: ``EvaluationError`` when an identifier is empty or holds white space other than spaces inside it, or a
  ///   score is not finite: the format cannot hold them.
  public mutating func append(
    topic: String, ranking: some Sequence<Run.ScoredDocument>
  ) throws(EvaluationError) {
    let topicHasSpaces = try RunWriter.hasSpaces(topic, "the topic")
    var rank = 0
    for answer in ranking {
      rank += 1
      let hasSpaces = try RunWriter.hasSpaces(answer.document, "the document") || topicHasSpaces
      if !answer.score.isFinite {
        throw EvaluationError(
          "document \(answer.document) of topic \(topic) has the score \(answer.score): "
            + "a run holds finite numbers only")
      }
      if hasSpaces { linesWithSpaces += 1 }
      let between = hasSpaces ? "\t" : " "
      let fields = [topic, "Q0", answer.document, "\(rank)", "\(answer.score)", tag]
      text.append(contentsOf: fields.joined(separator: between).utf8)
      text.append(0x0A)
    }
  }

  /// The bytes written so far, which are then forgotten.
  public mutating func take() -> [UInt8] {
    defer { text.removeAll() }
    return text
  }

  private static func hasSpaces(_ name: String, _ what: String) throws(EvaluationError) -> Bool {
    var has = false
    for byte in name.utf8 where LineReader.isWhiteSpace(byte) {
      guard byte == 0x20 else { throw unwritable(what, name) }
      has = true
    }
    if name.isEmpty || name.utf8.first == 0x20 || name.utf8.last == 0x20 {
      throw unwritable(what, name)
    }
    return has
  }

  private static func unwritable(_ what: String, _ name: String) -> EvaluationError {
    EvaluationError(
      "\(what) \"\(name)\" cannot be written to a run: use a name without white space")
  }
}
