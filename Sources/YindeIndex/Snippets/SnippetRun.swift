import YindeAnalysis

/// Blocks of a page that follow one another and may stand in one snippet.
struct SnippetRun: Equatable {
  enum Kind {
    /// Headings and body.
    case article
    /// A title that is not the one shown.
    case title
    case furniture

    /// What a match counts, in tenths: one in the article says more than one in a menu.
    var factor: Int {
      switch self {
      case .article: 10
      case .title: 5
      case .furniture: 3
      }
    }
  }

  var kind: Kind
  /// Numbers of blocks.
  var blocks: Range<Int>

  /// The runs of a page, without its title and what repeats that.
  ///
  /// - Complexity: O(text of titles and headings).
  static func runs(of text: StoredText) -> [SnippetRun] {
    var title: [UInt32] = []
    Folding.fold(text.title.unicodeScalars.map(\.value), into: &title)
    var runs: [SnippetRun] = []
    for (number, block) in text.blocks.enumerated() where !block.range.isEmpty {
      guard let kind = kind(of: block.role), !repeats(title, block, text) else { continue }
      if let last = runs.last, last.kind == kind, last.blocks.upperBound == number {
        runs[runs.count - 1].blocks = last.blocks.lowerBound..<number + 1
      } else {
        runs.append(SnippetRun(kind: kind, blocks: number..<number + 1))
      }
    }
    return runs
  }

  private static func kind(of role: StoredRole) -> Kind? {
    switch role {
    case .heading, .body: .article
    case .title: .title
    case .furniture: .furniture
    case .display: nil
    }
  }

  /// Whether a block says what the title that is shown does, or (a title or heading) how that begins or ends.
  private static func repeats(
    _ title: [UInt32], _ block: StoredText.Block, _ text: StoredText
  ) -> Bool {
    let isTitle = block.role == .title || block.role == .heading
    // Folding changes lengths little; most blocks need not be folded.
    let most = isTitle ? 4 * title.count + 8 : title.count + 4
    guard !title.isEmpty, block.range.count <= most,
      isTitle || block.range.count + 4 >= title.count
    else { return false }
    var folded: [UInt32] = []
    Folding.fold(Array(text.scalars[block.range]), into: &folded)
    if folded == title { return true }
    guard isTitle, folded.count < title.count else { return false }
    return title.starts(with: folded) || title.suffix(folded.count).elementsEqual(folded)
  }
}
