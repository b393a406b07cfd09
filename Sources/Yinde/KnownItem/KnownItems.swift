import YindeAnalysis
import YindeIndex

/// Queries whose answer is known without anybody's judgement: a text that names one page, and the page.
///
/// The measure is where that page ranks when the text is searched for (known-item finding, TREC-5 on). The field that
/// the texts come from must not take part, or every page would be found by its own name; see
/// ``PageIndex/withoutField(_:at:)``.
public struct KnownItems: Sendable {
  /// Where the queries come from.
  public enum Field: String, Sendable, CaseIterable {
    /// The title of each page.
    case titles
    /// One heading of each page.
    case headings
    /// The text of a link from another page.
    case anchors

    /// What is left out. Links say what titles say, so it is the titles with them, too.
    var role: StoredRole { self == .headings ? .heading : .title }
  }

  public struct Item: Sendable, Equatable {
    public var query: String
    public var document: Int

    public init(query: String, document: Int) {
      self.query = query
      self.document = document
    }
  }

  public let field: Field
  /// In the order of the documents.
  public let items: [Item]
  /// Pages that have no text in the field.
  public let without: Int
  /// Pages whose text is too short to name anything, or names several pages.
  public let ambiguous: Int

  /// Takes the queries from the pages of an index.
  ///
  /// Text that several pages have (首页, a heading of every manual page) names none of them, nor does a text of one
  /// character; such pages give no query. Of a page's headings that name it alone, one is taken by lot.
  ///
  /// - Parameters:
  ///   - field: titles or headings; for anchors see the other initialiser.
  ///   - sample: at most so many queries, by lot.
  ///   - generator: random numbers, which decide the lots.
  /// - Complexity: O(text).
  public init(
    _ field: Field, of index: PageIndex, sample: Int,
    using generator: inout some RandomNumberGenerator
  ) {
    var texts: [[Text]] = []
    index.withSearcher { searcher in
      for document in 0..<index.file.documentCount {
        texts.append(KnownItems.texts(field, searcher.text(document)))
      }
    }
    self.init(field, texts, sample: sample, using: &generator)
  }

  /// A text that may name a page, and its folded form.
  typealias Text = (folded: [UInt32], text: String)

  /// - Parameter texts: for each document the texts that may name it.
  init(
    _ field: Field, _ texts: [[Text]], sample: Int,
    using generator: inout some RandomNumberGenerator
  ) {
    self.field = field
    var pages: [[UInt32]: Int] = [:]
    for found in texts { for key in Set(found.map(\.folded)) { pages[key, default: 0] += 1 } }
    var items: [Item] = []
    var ambiguous = 0
    for (document, found) in texts.enumerated() where !found.isEmpty {
      let naming = found.filter { $0.folded.count > 1 && pages[$0.folded] == 1 }
      guard !naming.isEmpty else {
        ambiguous += 1
        continue
      }
      items.append(
        Item(query: naming[KnownItems.lot(naming.count, &generator)].text, document: document))
    }
    without = texts.count(where: \.isEmpty)
    self.ambiguous = ambiguous
    // Leave out by lot until the sample is left.
    while items.count > max(sample, 0) {
      items.swapAt(KnownItems.lot(items.count, &generator), items.count - 1)
      items.removeLast()
    }
    self.items = items.sorted { $0.document < $1.document }
  }

  /// A number below `count`, from the generator's bits alone, so that a seed means the same in every version of Swift.
  private static func lot(_ count: Int, _ generator: inout some RandomNumberGenerator) -> Int {
    Int(generator.next().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// The texts of a field as queries, with their folded form.
  private static func texts(
    _ field: Field, _ text: StoredText
  ) -> [Text] {
    let blocks = text.blocks.filter { $0.role == field.role && !$0.range.isEmpty }
    guard !blocks.isEmpty else { return [] }
    // What is shown for a title, without the name of the site.
    let strings = field == .titles ? [text.title] : blocks.map { text.string($0.range) }
    return strings.map { (folded($0), $0) }.filter { !$0.0.isEmpty }
  }

  /// Folded text without white space, which markup puts anywhere.
  static func folded(_ text: String) -> [UInt32] {
    var folded: [UInt32] = []
    Folding.fold(
      text.unicodeScalars.filter { !$0.properties.isWhitespace }.map(\.value), into: &folded)
    return folded
  }
}

extension PageIndex {
  /// Builds an index of the same pages without a field, to be searched with queries from that field.
  ///
  /// Frequencies of all fields are added up in one posting, so that a field cannot be left out when the index is
  /// searched; it is left out of a new index, which is built from the stored text. Titles and headings of a page that
  /// say the same as a text of the field go with it: a heading that repeats the title would give it away. Body
  /// text stays, whatever it repeats. Documents keep their numbers and paths.
  ///
  /// - Throws: as building does.
  public func withoutField(_ field: KnownItems.Field, at path: String) throws -> PageIndex {
    var options = BuildOptions()
    options.threads = IndexingOptions.allProcessors
    // The text is not looked at again but for snippets.
    options.textLevel = 1
    _ = try IndexBuilder.build(
      from: FieldlessSource(file, field: field), to: path, options: options)
    return try PageIndex(at: path)
  }
}
