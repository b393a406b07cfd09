import YindeHTML
import YindeIndex
import YindeQuery

/// What became of one input: a page, a record of a collection, or a file that could not be read.
///
/// A build tells of every input (``PageIndex/build(from:at:_:progress:report:)``), and so does ``Diagnosis/examine(_:threads:progress:report:)``.
/// `Documentation/Report.md` has the same as lines of JSON.
public struct PageReport: Sendable, Equatable {
  /// How a page was decoded.
  public struct Encoding: Sendable, Equatable {
    /// By its name in the WHATWG Encoding Standard.
    public var name: String
    /// What decided: `declared`, `detected`, …
    public var why: String
    /// The label, as the page has it.
    public var declared: String?
    /// Whether the label names another encoding, or none.
    public var isLabelWrong: Bool
    /// Characters that stand for nothing and became U+FFFD.
    public var replacements: Int
    public var mojibake: [MojibakeCount]
  }

  /// The text of one role.
  public struct Part: Sendable, Equatable {
    public var blocks = 0
    public var characters = 0
  }

  /// Its place below the folder, as the file system has it; or the `_id` of a record.
  public var pathBytes: [UInt8]
  /// Why it was not taken; nil when it was. The reason follows the path in a sentence: "is empty".
  public var skipped: String?
  /// Of the page, decompressed; 0 when it was not read.
  public var bytes = 0
  /// Nil for records, which are UTF-8, and what was skipped.
  public var encoding: Encoding?
  public var title = ""
  /// `yyyy-mm-dd`.
  public var date: String?
  public var language: String?
  /// The name of the site, as the page gives it.
  public var site: String?
  public var canonicalURL: String?
  /// The path of the page that this one is a near-duplicate of.
  public var duplicateOf: String?
  public var titleText = Part()
  public var headings = Part()
  public var body = Part()
  public var furniture = Part()

  /// The path as text; bytes that are not UTF-8 are U+FFFD.
  public var path: String { String(decoding: pathBytes, as: UTF8.self) }

  /// Characters of its text, the title aside.
  public var characters: Int { headings.characters + body.characters + furniture.characters }
}

extension PageReport {
  init(_ outcome: InputOutcome, _ page: Page?) {
    self.init(pathBytes: outcome.path)
    if case .skipped(let reason) = outcome.status { skipped = reason }
    bytes = outcome.bytes
    encoding = outcome.encoding.map(Encoding.init)
    guard let page else { return }
    title = page.title
    date = page.date?.description
    language = page.language
    site = page.siteName
    canonicalURL = page.canonicalURL
  }

  /// Takes over what the index holds of the page, which is what is searched: roles may have been changed by what other
  /// pages of the site have.
  mutating func update(from index: IndexFile, _ document: Int, _ searcher: Searcher) {
    let text = searcher.text(document)
    title = text.title
    date = index.dateText(document)
    if language == nil { language = LanguageTag.name(index.language(document)) }
    duplicateOf = index.duplicateOf(document).map(index.path)
    (titleText, headings, body, furniture) = (Part(), Part(), Part(), Part())
    for block in text.blocks {
      switch block.role {
      case .title: titleText.add(block.range.count)
      case .heading: headings.add(block.range.count)
      case .body: body.add(block.range.count)
      case .furniture: furniture.add(block.range.count)
      case .display: break
      }
    }
  }
}

extension PageReport.Part {
  mutating func add(_ characters: Int) {
    blocks += 1
    self.characters += characters
  }
}

extension PageReport.Encoding {
  init(_ report: EncodingReport) {
    name = report.name
    why = report.reason.rawValue
    declared = report.declared
    isLabelWrong = report.isLabelWrong
    replacements = report.replacements
    mojibake = report.mojibake.map(MojibakeCount.init)
  }
}
