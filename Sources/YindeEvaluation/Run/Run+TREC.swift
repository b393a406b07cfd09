extension Run {
  /// Reads a run in TREC's form: `topic Q0 document rank score tag`, with white space between.
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
      lines.split(line, into: &fields)
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
  /// - Throws: ``EvaluationError`` when an identifier or the tag is empty or has white space in it,
  ///   or a score is not finite: the format cannot hold them.
  public func trecText() throws(EvaluationError) -> [UInt8] {
    try Run.check(tag, "the tag")
    var text: [UInt8] = []
    for topic in topics {
      try Run.check(topic, "the topic")
      for (index, answer) in ranking(topic).enumerated() {
        try Run.check(answer.document, "the document")
        if !answer.score.isFinite {
          throw EvaluationError(
            "document \(answer.document) of topic \(topic) has the score \(answer.score): "
              + "a run holds finite numbers only")
        }
        let line = "\(topic) Q0 \(answer.document) \(index + 1) \(answer.score) \(tag)\n"
        text.append(contentsOf: line.utf8)
      }
    }
    return text
  }

  private static func check(_ name: String, _ what: String) throws(EvaluationError) {
    if name.isEmpty || name.utf8.contains(where: LineReader.isWhiteSpace) {
      throw EvaluationError(
        "\(what) \"\(name)\" cannot be written to a run: use a name without white space")
    }
  }
}
