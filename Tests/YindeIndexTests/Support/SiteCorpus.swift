import YindeIndex

/// Documents as folders of several sites give them: templates around articles, copies, editions, print versions.
struct SiteCorpus {
  private(set) var documents: [SourceDocument] = []

  init(sites: Int, pages: ClosedRange<Int>, _ random: inout SeededRandom) {
    let writer = TextWriter(&random)
    for site in 0..<sites {
      let header = (0..<random.int(0...3)).map { _ in writer.text(random.int(1...12), &random) }
      let footer = (0..<random.int(0...3)).map { _ in writer.text(random.int(4...30), &random) }
      let middle = writer.text(20, &random)
      let shared = (0..<4).map { _ in writer.text(random.int(1...10), &random) }
      var articles: [[String]] = []
      for page in 0..<random.int(pages) {
        var article = (0..<random.int(1...6)).map { _ in writer.text(random.int(2...40), &random) }
        if let other = articles.randomElement(using: &random), random.chance(0.3) {
          article = other
          // A copy, or an edition with a change here and there.
          for _ in 0..<random.int(0...2) {
            article[random.int(article.indices.lowerBound..<article.count)] = writer.text(
              random.int(1...20), &random)
          }
        }
        articles.append(article)
        var blocks: [(StoredRole, String)] = [(.title, writer.text(3, &random))]
        if random.chance(0.9) { blocks += header.map { (.body, $0 + "\(page)") } }
        for (number, text) in article.enumerated() {
          if number == 2, random.chance(0.6) { blocks.append((.body, middle)) }
          if random.chance(0.2) { blocks.append((.heading, random.pick(shared))) }
          blocks.append((random.chance(0.9) ? .body : .heading, text))
          if random.chance(0.1) { blocks += [(.body, "是"), (.body, "是"), (.body, "是")] }
        }
        if random.chance(0.9) { blocks += footer.map { (.body, $0) } }
        if random.chance(0.5) { blocks.append((.furniture, random.pick(shared))) }
        let folder = random.pick(["", "/a", "/a/b", "/c"])
        let host = random.chance(0.5) ? "site\(site)" : "http://www.site\(site).example"
        var document = SourceDocument(path: "\(host)\(folder)/\(page).html", blocks)
        if random.chance(0.3) { document.site = Array("www.site\(site).example".utf8) }
        documents.append(document)
      }
    }
    // In the order of their paths, as a folder gives them.
    documents.sort { $0.path.lexicographicallyPrecedes($1.path) }
  }
}
