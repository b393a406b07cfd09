extension Judgements {
  /// Reads judgements in whichever form they are: three fields with tabs between are BEIR's, anything else is TREC's.
  ///
  /// - Throws: as the readers of the two forms.
  public init(_ bytes: [UInt8]) throws(EvaluationError) {
    var lines = LineReader(bytes)
    var fields: [Range<Int>] = []
    if let first = lines.next() { lines.splitAtTabs(first, into: &fields) }
    if fields.count == 3 { try self.init(beir: bytes) } else { try self.init(trec: bytes) }
  }

  /// Reads BEIR's form: a header line, then `query-id<TAB>corpus-id<TAB>score`.
  ///
  /// - Complexity: O(*n*) in the number of bytes.
  /// - Throws: ``EvaluationError`` with the line, when the header is missing, a line does not have
  ///   the three fields, a score is not a whole number, or a pair is judged twice.
  public init(beir bytes: [UInt8]) throws(EvaluationError) {
    self.init()
    var lines = LineReader(bytes)
    var fields: [Range<Int>] = []
    let names = ["query-id", "corpus-id", "score"]
    if let header = lines.next() {
      lines.split(header, into: &fields)
      let isHeader =
        fields.count == 3 && zip(fields, names).allSatisfy { bytes[$0].elementsEqual($1.utf8) }
      if !isHeader {
        throw lines.failure(
          "the header is missing: begin with query-id, corpus-id and score between tabs, "
            + "or read the file as TREC judgements")
      }
    }
    while let line = lines.next() {
      lines.splitAtTabs(line, into: &fields)
      if fields.count != 3 || fields.contains(where: \.isEmpty) {
        throw lines.failure("write three fields with tabs between them: query, document, score")
      }
      try set(topic: fields[0], document: fields[1], grade: fields[2], from: lines)
    }
  }

  /// Reads TREC's form: `topic 0 document grade`, with white space between, or with tabs if there are three.
  ///
  /// - Complexity: O(*n*) in the number of bytes.
  /// - Throws: ``EvaluationError`` with the line, when one does not have the four fields, a grade is
  ///   not a whole number, or a pair is judged twice.
  public init(trec bytes: [UInt8]) throws(EvaluationError) {
    self.init()
    var lines = LineReader(bytes)
    var fields: [Range<Int>] = []
    while let line = lines.next() {
      lines.splitFields(line, 4, into: &fields)
      if fields.count != 4 {
        throw lines.failure("write four fields: topic, 0, document, grade; here \(fields.count)")
      }
      try set(topic: fields[0], document: fields[2], grade: fields[3], from: lines)
    }
  }

  private mutating func set(
    topic: Range<Int>, document: Range<Int>, grade: Range<Int>, from lines: LineReader
  ) throws(EvaluationError) {
    let topic = try lines.text(topic)
    let document = try lines.text(document)
    let text = try lines.text(grade)
    guard let grade = Int(text) else {
      throw lines.failure("the score is \"\(text)\": write a whole number, 0 for not relevant")
    }
    if self.grade(document: document, topic: topic) != nil {
      throw lines.failure(
        "topic \(topic) and document \(document) are judged twice: remove one of the lines")
    }
    set(grade, document: document, topic: topic)
  }
}
