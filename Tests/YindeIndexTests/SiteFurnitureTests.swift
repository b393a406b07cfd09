import Testing

@testable import YindeIndex

/// What recurs on the pages of a site is furniture; what only looks so is not.
@Suite struct SiteFurnitureTests {
  /// An article that no other page has.
  private static func article(_ number: Int, paragraphs: Int = 4) -> [(StoredRole, String)] {
    let names = Array("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张")
    return (0..<paragraphs).map { place in
      let who =
        "\(names[number % names.count])\(names[(number / names.count + place) % names.count])"
      return (.body, "\(who)第\(number)次到了\(who)家的园子，看见\(who)种的花开了，便写下这\(who)一段话来。")
    }
  }

  private static func roles(_ built: BuiltIndex, _ document: Int) -> [StoredRole] {
    built.searcher.text(document).blocks.map(\.role)
  }

  private static func build(_ documents: [SourceDocument]) throws -> BuiltIndex {
    let built = try BuiltIndex(documents, findsSiteFurniture: true, findsDuplicates: true)
    built.expectSound()
    return built
  }

  /// Five pages are a site. A date in the footer makes no difference.
  @Test func aTemplateOfASmallSite() throws {
    let header: [(StoredRole, String)] = [(.heading, "听雨轩文学社"), (.body, "春风大雅能容物，秋水文章不染尘")]
    let built = try SiteFurnitureTests.build(
      (0..<5).map { number in
        SourceDocument(
          path: "club/\(number).html",
          header + SiteFurnitureTests.article(number) + [
            (.body, "本社文章欢迎阅读，转载时请写明出处并附上本社的地址，商业用途请先来信征得作者本人的同意。"),
            (.body, "本页于200\(number)年3月更新"),
          ])
      })
    for document in 0..<5 {
      #expect(
        SiteFurnitureTests.roles(built, document)
          == [.furniture, .furniture, .body, .body, .body, .body, .furniture, .furniture])
    }
    #expect(built.report.templateBlocks == 20)
    // Findable, and without weight.
    let found = built.searcher.search(plain: "商业用途", mode: .phrase, SearchOptions())
    #expect(found.hits.count == 5 && found.hits.allSatisfy { $0.score == 0 })
  }

  /// Short headings, cells of tables, refrains, and lines that end chapters.
  @Test func whatRecursAndIsNoTemplate() throws {
    let refrain = "关关雎鸠，在河之洲"
    let documents = (0..<12).map { number in
      var blocks: [(StoredRole, String)] = [(.heading, "语法")]
      blocks += SiteFurnitureTests.article(number, paragraphs: 2)
      blocks += [(.heading, "例如"), (.body, refrain)]
      blocks += SiteFurnitureTests.article(number + 100, paragraphs: 1)
      blocks += [(.body, refrain)]
      blocks += SiteFurnitureTests.article(number + 200, paragraphs: 1)
      blocks += (0..<9).map { (.body, ["是", "否", "不详"][($0 + number) % 3]) }
      blocks += [(.body, "且听下回分解。")]
      return SourceDocument(path: "book/\(number).html", blocks)
    }
    let built = try SiteFurnitureTests.build(documents)
    #expect(built.report.templateBlocks == 0)
  }

  /// Two labels at the beginning of each page, eleven characters together, are too little for a template; twelve are enough.
  @Test(arguments: [("作者小传", "正文如下所述也", 0), ("作者小传", "正文如下所述也哉", 8)])
  func shortRunsAtAnEdge(first: String, second: String, taken: Int) throws {
    let built = try SiteFurnitureTests.build(
      (0..<4).map {
        SourceDocument(
          path: "s/\($0).html",
          [(.body, first), (.body, second)] + SiteFurnitureTests.article($0))
      })
    #expect(built.report.templateBlocks == taken)
  }

  /// Copies of one page are not each other's template, nor is what they have in common with the page that they copy.
  @Test(arguments: [3, 6, 40]) func copiesKeepTheirBodies(_ copies: Int) throws {
    let footer: [(StoredRole, String)] = [
      (.body, "本站由园丁会维护，意见请寄园丁会收。"), (.body, "园丁会保留所有权利，未经许可不得使用。"),
    ]
    var documents = (0..<copies).map {
      SourceDocument(path: "a/\($0).html", SiteFurnitureTests.article(7) + footer)
    }
    #expect(try SiteFurnitureTests.build(documents).report.templateBlocks == 0)
    // Beside other pages the footer is recognised, on the copies too.
    documents += (0..<4).map {
      SourceDocument(path: "a/z\($0).html", SiteFurnitureTests.article(20 + $0) + footer)
    }
    let built = try SiteFurnitureTests.build(documents)
    for document in documents.indices {
      #expect(
        SiteFurnitureTests.roles(built, document)
          == [.body, .body, .body, .body, .furniture, .furniture])
    }
  }

  /// Three editions of a work in one folder: most paragraphs are the same, some differ.
  @Test func editionsKeepTheirBodies() throws {
    var documents: [SourceDocument] = []
    for edition in 0..<3 {
      for chapter in 0..<2 {
        var blocks: [(StoredRole, String)] = []
        for paragraph in 0..<30 {
          // Each edition has its own reading of every sixth paragraph.
          let number = chapter * 100 + paragraph
          let isVariant = paragraph % 6 == 2
          blocks += SiteFurnitureTests.article(
            isVariant ? 1000 * (edition + 1) + number : number, paragraphs: 1)
        }
        documents.append(SourceDocument(path: "work/\(edition)-\(chapter).html", blocks))
      }
    }
    let built = try SiteFurnitureTests.build(documents)
    #expect(built.report.templateBlocks == 0)
    // Neither are they near-duplicates.
    #expect(built.report.duplicates == 0)
  }

  /// Notices longer than the articles: recognised when there are ten pages, and the articles stay.
  @Test func longNotices() throws {
    let notices = (0..<12).map { number -> (StoredRole, String) in
      (.body, SiteFurnitureTests.article(500 + number, paragraphs: 1)[0].1)
    }
    let built = try SiteFurnitureTests.build(
      (0..<12).map {
        SourceDocument(
          path: "n/\($0).html", SiteFurnitureTests.article($0, paragraphs: 3) + notices)
      })
    for document in 0..<12 {
      #expect(
        SiteFurnitureTests.roles(built, document)
          == [.body, .body, .body] + notices.map { _ in .furniture })
    }
  }

  /// What is a template elsewhere may stand three times on a page: there it is a refrain.
  @Test func aTemplateThatIsARefrainElsewhere() throws {
    let line = (StoredRole.body, "海内存知己天涯若比邻无为在歧路儿女共沾巾城阙辅三秦风烟望五津与君离别意同是宦游人")
    let documents = (0..<5).map { number in
      let article = SiteFurnitureTests.article(number)
      return SourceDocument(
        path: "poems/\(number).html",
        [line] + article + (number == 3 ? [line] + SiteFurnitureTests.article(90) + [line] : []))
    }
    let built = try SiteFurnitureTests.build(documents)
    for number in 0..<5 {
      let roles = SiteFurnitureTests.roles(built, number)
      #expect(roles.first == (number == 3 ? .body : .furniture), "\(number)")
      #expect(!roles.dropFirst().contains(.furniture), "\(number)")
    }
  }

  /// Two sites in one index: what is one's template may be the other's text.
  @Test func aSiteIsAGroup() throws {
    let motto: [(StoredRole, String)] = [(.body, "海内存知己，天涯若比邻"), (.body, "无为在歧路，儿女共沾巾")]
    var documents = (0..<4).map {
      SourceDocument(path: "http://a.example/\($0)", motto + SiteFurnitureTests.article($0))
    }
    documents += (0..<40).map {
      SourceDocument(
        path: "http://b.example/\($0 + 10)",
        ($0 == 7 ? motto : []) + SiteFurnitureTests.article(50 + $0))
    }
    let built = try SiteFurnitureTests.build(documents)
    #expect(built.report.templateBlocks == 8)
    #expect(SiteFurnitureTests.roles(built, 0).first == .furniture)
    #expect(SiteFurnitureTests.roles(built, 4 + 7).first == .body)
  }

  /// Random sites: the same blocks as by the rules in their plainest form.
  @Test func theTwinFindsTheSameTemplate() throws {
    var random = SeededRandom(stream: 700)
    var found = 0
    for _ in 0..<(6 * Environment.scale) {
      let corpus = SiteCorpus(sites: random.int(1...4), pages: 1...40, &random)
      let built = try BuiltIndex(
        corpus.documents, batchSize: { _ in 7 }, findsSiteFurniture: true)
      let expected = FurnitureTwin.template(corpus.documents)
      for (document, template) in expected.enumerated() {
        let roles = SiteFurnitureTests.roles(built, document)
        for (place, block) in corpus.documents[document].blocks.enumerated() {
          #expect(
            roles[place] == (template.contains(place) ? .furniture : block.role),
            "document \(document) block \(place), \(SeededRandom.note)")
        }
        found += template.count
      }
      built.expectSound(SeededRandom.note)
    }
    #expect(found > 20, SeededRandom.note)
  }
}
