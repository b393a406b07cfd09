import Testing
import YindeIndex

@testable import Yinde

/// A container that is given by itself is treated as a folder with the same pages: its site's template is found, and
/// near-duplicates are grouped. Records of text are not.
@Suite struct ContainerSiteTests {
  private static let template = "每逢花开的时候，园中的老友便在此相聚，饮茶论诗，谈到月亮升起来了，才慢慢地各自散去，回到城里的家中。"

  /// Six pages of a site; the last is a print version of the first.
  private static let pages: [(path: String, text: String)] = (0..<6).map { number in
    let names = Array("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张")
    let article = (0..<12).map { place in
      let one = names[(number % 5 * 7 + place) % 24]
      let other = names[(number % 5 * 5 + place * 3) % 24]
      return "\(one)先生与\(other)先生到了\(one)家的园子，看见\(other)种的花开了，便写下这\(one)一段话来。"
    }
    return ("club/\(number).html", article.joined(separator: "\n"))
  }

  private static func html(_ text: String) -> String {
    let paragraphs = text.split(separator: "\n").map { "<p>\($0)</p>" }.joined()
    return "<meta charset=utf-8><title>园记</title><article>\(paragraphs)<p>\(template)</p></article>"
  }

  private static func build(_ bytes: [UInt8], _ name: String) throws -> (IndexingReport, PageIndex)
  {
    let folder = PageFolder()
    folder.write(bytes, to: name)
    let report = try PageIndex.build(from: folder.file(name), at: folder.file("i.yinde"))
    let index = try PageIndex(at: folder.file("i.yinde"))
    #expect(index.check(deep: true).isSound)
    return (report, index)
  }

  /// A file of JSON lines. The texts have no quotation marks.
  private static func lines(_ member: String, _ text: (String) -> String) -> [UInt8] {
    pages.flatMap { page in
      let value = text(page.text).replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
      return Array("{\"_id\":\"\(page.path)\",\"\(member)\":\"\(value)\"}\n".utf8)
    }
  }

  @Test(arguments: ["site.zip", "site.warc", "site.warc.gz", "site.jsonl"])
  func pagesOfOneFile(_ name: String) throws {
    let bytes: [UInt8]
    switch name {
    case "site.zip":
      bytes = Zip.archive(
        ContainerSiteTests.pages.map { Zip.Entry($0.path, ContainerSiteTests.html($0.text)) })
    case "site.jsonl": bytes = ContainerSiteTests.lines("html", ContainerSiteTests.html)
    default:
      let records = ContainerSiteTests.pages.map {
        WARC.response("http://a.com/\($0.path)", Array(ContainerSiteTests.html($0.text).utf8))
      }
      bytes = records.flatMap { name.hasSuffix(".gz") ? Gzip.member($0) : $0 }
    }
    let (report, index) = try ContainerSiteTests.build(bytes, name)
    #expect(report.documents == 6)
    #expect(report.templateBlocks == 6)
    #expect(report.duplicates == 2 && report.duplicateGroups == 1)
    #expect(index.file.duplicateOf(5) == 0)
    // The template is found all the same, and weighs nothing.
    let found = try index.search("\"\(ContainerSiteTests.template)\"")
    #expect(found.total.value == 6 && found.hits.count == 5)
  }

  @Test func recordsOfTextAreLeftAlone() throws {
    let text = ContainerSiteTests.lines("text") { $0 + "\n" + ContainerSiteTests.template }
    let (report, index) = try ContainerSiteTests.build(text, "c.jsonl")
    #expect(report.documents == 6 && report.templateBlocks == 0 && report.duplicates == 0)
    #expect(!index.file.hasDuplicateGroups)

    // In a folder, too, beside pages that are compared.
    let folder = PageFolder()
    folder.write(text, to: "P/c.jsonl")
    for page in ContainerSiteTests.pages {
      folder.write(Array(ContainerSiteTests.html(page.text).utf8), to: "P/\(page.path)")
    }
    let mixed = try PageIndex.build(from: folder.file("P"), at: folder.file("i.yinde"))
    #expect(mixed.documents == 12 && mixed.templateBlocks == 6 && mixed.duplicates == 2)
    let both = try PageIndex(at: folder.file("i.yinde"))
    #expect(both.check(deep: true).isSound)
    #expect(both.file.similarityFingerprint(0) == 0 && both.file.similarityFingerprint(6) != 0)
  }
}
