import Testing
import Yinde
import YindeEvaluation

/// The sample pages with topics and judgements of their own: ranking that a person can read.
@Suite struct RelevanceTests {
  @Test func theSamplePagesRankAsJudged() throws {
    let folder = PageFolder()
    try PageIndex.build(from: Corpus.path, at: folder.file("i.yinde"))
    let index = try PageIndex(at: folder.file("i.yinde"))
    let topics = try Topic.read(tsv: Array(try TextFile.read(Corpus.path + "/topics.tsv").utf8))
    let judgements = try Judgements(beir: Array(try TextFile.read(Corpus.path + "/qrels.tsv").utf8))
    #expect(topics.count >= 20)

    var run = Run(tag: "yinde")
    for topic in topics {
      var options = SearchOptions()
      options.limit = 100
      for hit in try index.search(topic.query, options).hits {
        run.append(hit.path, score: hit.score, topic: topic.id)
      }
    }
    let metric = try Metric("nDCG@10")
    let result = evaluate(run: run, judgements: judgements, metrics: [metric])
    let mean = try #require(result.mean(of: metric))
    let worst = result.topics.map { ($0, result.value(of: metric, topic: $0) ?? 0) }
      .sorted { $0.1 < $1.1 }.prefix(10).map { "\($0.0) \($0.1)" }
    #expect(mean >= 0.94, "nDCG@10 is \(mean); the worst topics: \(worst.joined(separator: ", "))")
    if Environment.value("YINDE_SHOW") != nil { print("nDCG@10", mean, worst) }
  }

  @Test func layoffsComeFirst() throws {
    let folder = PageFolder()
    try PageIndex.build(from: Corpus.path, at: folder.file("i.yinde"))
    let answer = try PageIndex(at: folder.file("i.yinde")).search("裁员")
    #expect(answer.hits.first?.path == "news/ai-layoffs.html")
  }

  /// An article on gardens stands over the same 5,000 characters of community rules as the one on layoffs: both pages are
  /// found by the words of the rules, and neither gains by them.
  @Test func communityRulesAreFoundAndWeighNothing() throws {
    let folder = PageFolder()
    try PageIndex.build(from: Corpus.path, at: folder.file("i.yinde"))
    let index = try PageIndex(at: folder.file("i.yinde"))
    var options = SearchOptions()
    options.limit = 100
    let layoffs = try index.search("裁员", options).hits
    #expect(layoffs.filter { $0.score > 0 }.map(\.path) == ["news/ai-layoffs.html"])
    for query in ["裁员", "社区公约", "\"社区公约\"", "\"不得编造和传播谣言\""] {
      let garden = try index.search(query, options).hits
        .first { $0.path == "news/garden-exhibition.html" }
      #expect(garden?.score == 0, "\(query)")
    }
  }
}
