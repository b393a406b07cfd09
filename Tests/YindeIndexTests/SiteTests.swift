import Testing

@testable import YindeIndex

/// The sites of pages: what is taken for one, how the column keeps it, what the check finds.
@Suite struct SiteTests {
  @Test(arguments: [
    ("https://www.Example.com:8080/a", "www.example.com"), ("http://a.cn", "a.cn"),
    ("//a.cn/b", "a.cn"), ("HTTPS://user:pw@a.cn?x", "a.cn"), ("https://a.cn./", "a.cn"),
    ("https://[::1]:80/", "[::1]"), ("https:///a", nil), ("/a/b", nil), ("a.cn/b", nil),
    ("mailto:a@b.cn", nil), ("", nil), ("https://a b/", nil), ("https://例子.cn/", "例子.cn"),
  ])
  func hosts(_ url: String, expected: String?) {
    #expect(Site.host(ofURL: Array(url.utf8)) == expected.map { Array($0.utf8) })
  }

  @Test func sitesOfPaths() {
    func site(_ path: String) -> String? {
      Site.name(ofPath: Array(path.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(site("Blog/2023/a.html") == "blog")
    #expect(site("https://a.cn/b") == "a.cn")
    #expect(site("a.html") == nil)
    #expect(site("/a.html") == nil)
    #expect(site(String(repeating: "x", count: 256) + "/a") == nil)
    #expect(Site.isName(Array("www.a.cn".utf8), under: Array("a.cn".utf8)))
    #expect(!Site.isName(Array("aa.cn".utf8), under: Array("a.cn".utf8)))
  }

  /// One, two and four bytes a document.
  @Test(arguments: [0, 1, 2, 255, 256, 65_535, 65_536])
  func columnsComeBack(sites count: Int) {
    var random = SeededRandom(stream: UInt64(700 + count))
    var names: [[UInt8]] = []
    for number in 0..<count { names.append(Array("\(random.next() & 0xFF)-\(number).cn".utf8)) }
    var documents: [[UInt8]] = names + [[]]
    for _ in 0..<200 {
      documents.append(random.chance(0.3) ? [] : names.randomElement(using: &random) ?? [])
    }
    documents.shuffle(using: &random)
    var writer = SiteColumnWriter()
    for site in documents { writer.add(site) }
    let section = writer.encoded()
    #expect(section.isEmpty == (count == 0))
    section.withByteView { view in
      let column = SiteColumn(view)
      #expect(column.count == count)
      for (number, site) in documents.enumerated() {
        guard column.name(column.number(number) - 1) == site else {
          Issue.record("document \(number), \(SeededRandom.note)")
          return
        }
      }
    }
  }

  /// Damage with right checksums: the check says which document or name is wrong.
  @Test func theCheckFindsWrongSites() throws {
    var documents = ["b.cn", "a.cn", "c.cn", "a.cn"].enumerated().map { number, site in
      var document = SourceDocument(path: "\(number)", [(.body, "中国")])
      document.site = Array(site.utf8)
      return document
    }
    documents[1].language = 2
    let built = try BuiltIndex(documents)
    built.expectSound()
    let section = try #require(built.index.header.sections.first { $0.id == .sites })
    let languages = try #require(built.index.header.sections.first { $0.id == .languages })
    func check(_ change: (inout [UInt8]) -> Void) throws -> [String] {
      var bytes = built.bytes
      change(&bytes)
      HostileFile.seal(&bytes)
      let path = built.folder.file("changed.yinde")
      TestFolder.write(bytes, to: path)
      return try IndexFile(path: path).check(deep: false, threads: 1).problems.map { "\($0)" }
    }
    #expect(try check { _ in } == [])
    let numbers = section.offset + section.length - 4
    #expect(try check { $0[numbers] = 4 }.first?.contains("has the site 4 of 3") == true)
    #expect(try check { $0[numbers] = 1 }.first?.contains("no document has the site 2") == true)
    let names = section.offset + 8 + 3 * 8
    #expect(try check { $0[names] = 0x7A }.first?.contains("out of order") == true)
    #expect(try check { $0[section.offset] = 2 }.first?.contains("instead of") == true)
    #expect(
      try check { $0[languages.offset] = 250 }.first?.contains("the language 250") == true)
  }
}
