/// Gives the documents of an index as their source gave them, to be indexed again without being read and parsed again.
///
/// The text is stored with the roles that its blocks have on the page itself (``StoredRole/onPage(mark:)``); what the other pages of
/// the site and near-duplicates say is found anew by the build that takes the documents. Belongs to one thread at a time.
package final class IndexedDocuments {
  package let index: IndexFile
  private let texts: TextReader

  package init(_ index: IndexFile) {
    self.index = index
    texts = TextReader(index)
  }

  /// - Throws: ``IndexError`` when the stored text is damaged.
  /// - Complexity: O(text).
  package func document(_ number: Int) throws(IndexError) -> SourceDocument {
    guard let text = texts.read(number) else {
      throw IndexError(
        .corrupt, path: index.path, message: "is damaged: the text of document \(number) is lost",
        advice: "build it again with `yinde index`")
    }
    var document = index.documentWithoutText(number)
    document.text.reserveCapacity(text.scalars.count * 3)
    document.blocks.reserveCapacity(text.blocks.count)
    for block in text.blocks {
      let mark = UInt8(truncatingIfNeeded: text.scalars[block.range.lowerBound - 1])
      let role = StoredRole.onPage(mark: mark) ?? block.role
      if role == .display {
        UTF8Scalars.encode(text.scalars[block.range], into: &document.displayTitle)
        continue
      }
      let start = document.text.count
      UTF8Scalars.encode(text.scalars[block.range], into: &document.text)
      document.blocks.append(.init(role: role, range: start..<document.text.count))
    }
    return document
  }
}

extension IndexFile {
  /// What an index says of a document, but for its text.
  package func documentWithoutText(_ number: Int) -> SourceDocument {
    SourceDocument(
      path: pathBytes(number), date: date(number), isDateMonth: isDateMonth(number),
      language: language(number), site: siteBytes(number), isRecord: isRecord(number),
      contentHash: contentHash(number))
  }

  /// Looks at checksums and sizes before the index is taken for the source of another one.
  ///
  /// - Throws: ``IndexError`` when something is wrong: what is damaged must not get new checksums.
  package func requireSound(threads: Int) throws(IndexError) {
    let problems = ProblemList()
    StructureCheck(index: self, problems: problems).runWithoutTerms(threads: threads)
    guard let problem = problems.report().problems.first else { return }
    throw IndexError(
      .corrupt, path: path, message: "is damaged: \(problem)",
      advice: "build it again with `yinde index`")
  }
}
