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
  /// `yyyy-mm-dd`.
  public var date: String?
  public var author: String?
  public var language: String?
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
    date = made.page?.date?.description
    author = made.page?.author
    language = made.page?.language
    blocks = document.blocks.map { block in
      Block(
        role: "\(block.role)", text: String(decoding: document.text[block.range], as: UTF8.self))
    }
  }
}

extension SourceDocument {
  /// The title as results show it.
  fileprivate var shownTitle: [UInt8] {
    if !displayTitle.isEmpty { return displayTitle }
    return blocks.first { $0.role == .title }.map { Array(text[$0.range]) } ?? []
  }
}
