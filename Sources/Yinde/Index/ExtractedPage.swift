import YindeHTML
import YindeIndex

/// A page as the index reads it.
public struct ExtractedPage: Sendable {
  /// A run of text that no element or line break divides.
  public struct Block: Sendable {
    /// `title`, `heading`, `body` or `furniture`.
    public var role: String
    public var text: String
  }

  public var path: String
  public var title: String
  public var encoding: String
  /// Why this encoding was chosen.
  public var encodingReason: String
  public var declaredEncoding: String?
  /// Characters that could not be decoded.
  public var replacements: Int
  /// Text that had been read in a wrong encoding before it was saved, by kind.
  public var mojibake: [MojibakeCount]
  /// `yyyy-mm-dd`, or `yyyy-mm` when the page tells no day.
  public var date: String?
  public var author: String?
  /// A tag of BCP 47: what the text shows, else what the page says.
  public var language: String?
  /// What the page calls its site.
  public var siteName: String?
  /// The address that the page gives for its own.
  public var canonicalURL: String?
  public var description: String?
  public var keywords: String?
  public var blocks: [Block]

  /// Reads a page: a file, or what a container holds by the path that an index shows, as `pages.zip/news/1.html`.
  ///
  /// - Throws: ``YindeError`` when the file cannot be read or is no page.
  public init(file path: String) throws(YindeError) {
    let made: InputDocument
    do throws(InputFailure) { made = try InputLookup.read(Array(path.utf8)) } catch {
      throw YindeError(.badInput, path: path, message: error.reason)
    }
    guard let document = made.document else {
      throw YindeError(.badInput, path: path, message: "is not a page")
    }
    self.path = path
    title = String(decoding: document.shownTitle, as: UTF8.self)
    // Records are UTF-8, as JSON is.
    encoding = made.page?.encoding.name ?? "UTF-8"
    encodingReason = (made.page?.encoding.reason ?? .transport).rawValue
    declaredEncoding = made.page?.encoding.declared
    replacements = made.page?.encoding.replacements ?? 0
    mojibake = (made.page?.encoding.mojibake ?? []).map(MojibakeCount.init)
    date = made.page?.date?.description
    author = made.page?.author
    language = made.page?.language
    siteName = made.page?.siteName
    canonicalURL = made.page?.canonicalURL
    description = made.page?.description
    keywords = made.page?.keywords
    blocks = document.blocks.map { block in
      Block(
        role: "\(block.role)", text: String(decoding: document.text[block.range], as: UTF8.self))
    }
  }
}

/// How much text of a page somebody had read in a wrong encoding before it was saved.
public struct MojibakeCount: Sendable, Equatable {
  /// What was read as what: `UTF-8 read as GBK`.
  public var kind: String
  /// Characters found.
  public var found: Int
  /// Characters put right: all of them, or none.
  public var repaired: Int

  init(kind: String, found: Int, repaired: Int) {
    self.kind = kind
    self.found = found
    self.repaired = repaired
  }

  init(_ count: Mojibake.Count) {
    kind = count.kind.rawValue
    found = count.found
    repaired = count.repaired
  }
}

extension SourceDocument {
  /// The title as results show it.
  var shownTitle: [UInt8] {
    if !displayTitle.isEmpty { return displayTitle }
    return blocks.first { $0.role == .title }.map { Array(text[$0.range]) } ?? []
  }
}
