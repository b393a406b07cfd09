extension Run {
  /// Reads a run in TREC's form: `topic Q0 document rank score tag`, with white space between, or with tabs if there
  /// are five.
  ///
  /// As in trec_eval the ranks are ignored and the scores decide. The tag is that of the first line.
  ///
  /// - Complexity: O(*n*) in the number of bytes.
  /// - Throws: ``EvaluationError`` with the line, when one does not have the six fields, a score is
  ///   not a finite number, or a document stands twice under a topic.
  public init(trec bytes: [UInt8]) throws(EvaluationError) {
    self.init(tag: "")
    var lines = LineReader(bytes)
    var fields: [Range<Int>] = []
    var seen: [String: Set<String>] = [:]
    while let line = lines.next() {
      lines.splitFields(line, 6, into: &fields)
      if fields.count != 6 {
        throw lines.failure(
          "write six fields: topic, Q0, document, rank, score, tag; here \(fields.count)")
      }
      if tag.isEmpty { tag = try lines.text(fields[5]) }
      let topic = try lines.text(fields[0])
      let document = try lines.text(fields[2])
      let text = try lines.text(fields[4])
      guard let score = Double(text), score.isFinite else {
        throw lines.failure("the score is \"\(text)\": write a finite number")
      }
      if !seen[topic, default: []].insert(document).inserted {
        throw lines.failure(
          "document \(document) stands twice under topic \(topic): remove one of the lines")
      }
      append(document, score: score, topic: topic)
    }
  }

  /// The run in TREC's form, each topic in the order of its ranking, ranks from 1.
  ///
  /// Scores are written so that they read back exactly.
  ///
  /// - Complexity: O(*n* log *n*) in the number of answers.
  /// - Throws: as ``RunWriter/append(topic:ranking:)``.
  public func trecText() throws(EvaluationError) -> [UInt8] {
    var writer = try RunWriter(tag: tag)
    for topic in topics { try writer.append(topic: topic, ranking: ranking(topic)) }
    return writer.take()
  }
}
