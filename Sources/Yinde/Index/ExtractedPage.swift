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
  /// Text that had been read in a wrong encoding before it was saved, by kind.
  public var mojibake: [MojibakeCount]
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
    mojibake = page.encoding.mojibake.map(MojibakeCount.init)
    date = page.date?.description
    author = page.author
    language = page.language
    blocks = page.blocks.map { block in
      Block(role: "\(block.role)", text: String(decoding: page.text[block.range], as: UTF8.self))
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
