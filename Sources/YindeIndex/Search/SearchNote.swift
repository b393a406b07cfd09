/// Something that whoever reads an answer must know about it.
public struct SearchNote: Sendable, Equatable {
  public enum Kind: String, Sendable {
    /// ``SearchOptions/textBudget`` was used up: there may be more pages, and better ones.
    case stopped
    /// A pattern stands for more words than are looked up: pages with the others are missing.
    case words
  }

  public var kind: Kind
  /// For people, in one line.
  public var message: String

  /// - Parameter of: how many documents there are.
  static func stopped(texts: Int, of documents: Int) -> SearchNote {
    SearchNote(
      kind: .stopped,
      message: "not all pages were looked at: the search stopped after the text of \(texts) "
        + "(of \(documents) pages) because the pattern leaves too many; "
        + "give it more characters in a row, add a required word, or raise --text-limit")
  }

  static func words(_ key: TermKey) -> SearchNote {
    SearchNote(
      kind: .words,
      message: "\(key.name) stands for more than \(TermSource.maxWords) words, "
        + "and only the first of them in the order of the alphabet were looked for; "
        + "give it more letters")
  }
}

extension SearchNote {
  /// What became of the plans of one query, one for each index.
  static func notes(_ plans: [QueryPlan], of documents: Int) -> [SearchNote] {
    var notes: [SearchNote] = []
    if plans.contains(where: \.verdicts.isStopped) {
      notes.append(.stopped(texts: plans.reduce(0) { $0 + $1.verdicts.texts }, of: documents))
    }
    // The plans have one lookup between them.
    return notes + (plans.first?.cutKeys ?? []).map(SearchNote.words)
  }
}

extension SearchResults {
  /// Whether all that matches was considered.
  public var isComplete: Bool { notes.isEmpty }
}
