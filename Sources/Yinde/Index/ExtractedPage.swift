import YindeHTML

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

  /// Reads a file, plain or gzip.
  ///
  /// - Throws: ``YindeError`` when the file cannot be read or is no page.
  public init(file path: String) throws(YindeError) {
    let page: Page?
    do throws(InputFailure) {
      let content = try PageFile.read(Array(path.utf8))
      page = try PageFile.page(content, .page, label: nil)
    } catch {
      throw YindeError(.badInput, path: path, message: error.reason)
    }
    guard let page else { throw YindeError(.badInput, path: path, message: "is no page") }
    self.path = path
    title = page.title
    encoding = page.encoding.name
    encodingReason = page.encoding.reason.rawValue
    declaredEncoding = page.encoding.declared
    replacements = page.encoding.replacements
    date = page.date?.description
    author = page.author
    language = page.language
    blocks = page.blocks.map { block in
      Block(role: "\(block.role)", text: String(decoding: page.text[block.range], as: UTF8.self))
    }
  }
}
