extension Topic {
  /// Reads topics, one a line: `id<TAB>query`. Tabs after the first belong to the query.
  ///
  /// - Complexity: O(*n*) in the number of bytes.
  /// - Throws: ``EvaluationError`` with the line, when one has no tab, no identifier, or an identifier that an earlier
  ///   line had.
  public static func read(tsv bytes: [UInt8]) throws(EvaluationError) -> [Topic] {
    var topics = TopicList()
    var lines = LineReader(bytes)
    while let line = lines.next() {
      guard let tab = bytes[line].firstIndex(of: 0x09) else {
        throw lines.failure("there is no tab: write the identifier, a tab and the query")
      }
      let id = try lines.text(line.lowerBound..<tab)
      let query = try lines.text(tab + 1..<line.upperBound)
      try topics.append(Topic(id: id, query: query), from: lines)
    }
    return topics.topics
  }

  /// Reads topics in BEIR's form, one JSON object a line, with the strings `_id` and `text`.
  ///
  /// Other members (`metadata`) are checked for their syntax and left alone. Real collections have topics whose text is
  /// empty: they are topics, which no system can answer.
  ///
  /// - Complexity: O(*n*) in the number of bytes.
  /// - Throws: ``EvaluationError`` with the line, when one is not such an object or repeats an
  ///   identifier.
  public static func read(jsonLines bytes: [UInt8]) throws(EvaluationError) -> [Topic] {
    var topics = TopicList()
    var lines = LineReader(bytes)
    while let line = lines.next() {
      _ = try lines.text(line)  // The reader of JSON relies on valid UTF-8.
      var reader = JSONReader(bytes[line])
      let values: [String?]
      do throws(JSONReader.Failure) {
        values = try reader.strings(["_id", "text"])
      } catch {
        throw lines.failure("\(error.message) at byte \(error.offset) of the line: mend the JSON")
      }
      guard let id = values[0], let query = values[1] else {
        throw lines.failure("\(values[0] == nil ? "_id" : "text") is missing: add it as a string")
      }
      try topics.append(Topic(id: id, query: query), from: lines)
    }
    return topics.topics
  }
}

/// Topics as they are read, each identifier once.
private struct TopicList {
  var topics: [Topic] = []
  private var ids: Set<String> = []

  mutating func append(_ topic: Topic, from lines: LineReader) throws(EvaluationError) {
    if topic.id.utf8.allSatisfy(LineReader.isWhiteSpace) {
      throw lines.failure("the identifier is empty: give the topic one")
    }
    if !ids.insert(topic.id).inserted {
      throw lines.failure("topic \(topic.id) stands twice: remove one of the lines")
    }
    topics.append(topic)
  }
}
