import YindeCIFF
import YindeIndex

extension PageIndex {
  /// What an export wrote.
  public struct CIFFReport: Sendable {
    public var documents: Int
    public var terms: Int
    public var postings: Int
    public var bytes: Int
  }

  /// Writes the index as a CIFF file (Common Index File Format), for PISA, JASS, Terrier, Lucene and others.
  ///
  /// Terms are words, bigrams and single characters as queries use them (`Documentation/Evaluation.md`), frequencies and
  /// lengths the weighted ones, documents numbered as in the index's postings. The file appears when it is complete.
  ///
  /// - Throws: ``IndexError`` when the file cannot be written.
  /// - Complexity: O(postings); the lists are decoded twice, since their number comes first in the file.
  @discardableResult
  public func exportCIFF(to path: String) throws -> CIFFReport {
    let output = try OutputFile(path: path)
    var report = CIFFReport(documents: file.documentCount, terms: 0, postings: 0, bytes: 0)
    file.forEachPostings { _, documents, _ in
      report.terms += 1
      report.postings += documents.count
    }
    var header = CIFFHeader()
    header.postingsLists = report.terms
    header.totalPostingsLists = report.terms
    header.documents = file.documentCount
    header.totalDocuments = file.documentCount
    header.totalTerms = file.totalLength
    header.averageDocumentLength = file.averageLength
    header.description =
      "Exported by Yinde: folded characters, overlapping bigrams and words; frequencies weighted by role"
    var bytes: [UInt8] = []
    CIFFWriter.append(header, to: &bytes)
    func flush() throws {
      report.bytes += bytes.count
      try output.write(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    try file.forEachPostings { term, documents, frequencies in
      CIFFWriter.append(
        CIFFPostings(term: term, documents: documents, frequencies: frequencies), to: &bytes)
      if bytes.count > 1 << 20 { try flush() }
    }
    for number in 0..<file.documentCount {
      let document = file.document(at: number)
      CIFFWriter.append(
        CIFFDocument(
          number: number, name: file.path(document), length: file.documentLength(document)),
        to: &bytes)
      if bytes.count > 1 << 20 { try flush() }
    }
    try flush()
    try output.commit()
    return report
  }
}
