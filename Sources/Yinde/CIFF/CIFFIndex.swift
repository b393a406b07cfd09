import Glibc
import YindeAnalysis
import YindeCIFF
public import YindeIndex

/// An index in CIFF, ours or another engine's, in memory: ranks by BM25, so that it can be measured.
///
/// A CIFF file has neither text nor positions. So there are no phrases, no snippets and no titles, and it does
/// not become a Yinde index, whose every posting can be derived again from its text. Query terms are made by Yinde's
/// analyser: an index with other terms (stems, dictionary words) answers only where the terms are spelt the same.
public final class CIFFIndex: Sendable {
  public let path: String
  private let names: [String]
  private let lengths: [UInt32]
  private let lists: [String: CIFFPostings]
  private let averageLength: Double
  private let totalDocuments: Int

  public var documentCount: Int { names.count }
  public var termCount: Int { lists.count }

  /// Reads a whole file, plain or gzip, and checks it.
  ///
  /// - Throws: ``YindeError`` when the file cannot be read or is not a sound CIFF file.
  /// - Complexity: O(bytes), in time and in memory.
  public init(at path: String) throws(YindeError) {
    self.path = path
    let bytes = try WholeFile.read(path)
    var lists: [String: CIFFPostings] = [:]
    var names: [String] = []
    var lengths: [UInt32] = []
    do throws(CIFFError) {
      var reader = try CIFFReader(bytes)
      while let list = try reader.nextPostings() {
        if lists.updateValue(list, forKey: list.term) != nil {
          throw CIFFError(message: "\"\(list.term)\" has two postings lists", offset: 0)
        }
      }
      while let document = try reader.nextDocument() {
        names.append(document.name)
        lengths.append(UInt32(clamping: document.length))
      }
      let header = reader.header
      totalDocuments = max(header.totalDocuments, names.count)
      // What is no length, or none at all, is worked out.
      let sum = lengths.reduce(0.0) { $0 + Double($1) }
      let given = header.averageDocumentLength
      averageLength =
        given > 0 && given.isFinite ? given : max(sum / Double(max(lengths.count, 1)), 1e-3)
    } catch {
      throw YindeError(
        .badInput, path: path, message: "is not a sound CIFF file: \(error)",
        advice: "export it again")
    }
    self.lists = lists
    self.names = names
    self.lengths = lengths
  }

  /// The name of a document in its collection.
  public func name(_ document: Int) -> String { names[document] }

  /// The documents with any term of a plain text, best first by BM25 with the `k1` and `b` of the options; their other
  /// settings need more than CIFF has.
  ///
  /// - Complexity: O(postings of the terms + hits × log hits).
  public func search(plain text: String, _ options: SearchOptions) -> [SearchHit] {
    var analyzer = Analyzer()
    var scores: [Int: Double] = [:]
    for (key, count) in Bag.keys(of: text, analyzer: &analyzer, isKnown: { lists[$0] != nil }) {
      guard let list = lists[key] else { continue }
      let frequency = Double(list.documents.count)
      let idf = log(1 + (Double(totalDocuments) - frequency + 0.5) / (frequency + 0.5))
      for (document, frequency) in zip(list.documents, list.frequencies) {
        let length = Double(lengths[Int(document)]) / averageLength
        let norm = options.k1 * (1 - options.b + options.b * length)
        scores[Int(document), default: 0] +=
          Double(count) * idf * Double(frequency) / (Double(frequency) + norm)
      }
    }
    let hits = scores.map { SearchHit(document: $0.key, score: $0.value) }
      .sorted { ($1.score, $0.document) < ($0.score, $1.document) }
    return Array(hits.dropFirst(max(options.offset, 0)).prefix(max(options.limit, 0)))
  }
}
